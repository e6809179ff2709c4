"""Names are compared by what the eye tells apart."""

from __future__ import annotations

import pytest

from pt_chart.charting.look_alikes import look_alike, shape_of


@pytest.mark.parametrize(
    "other",
    [
        "olga  owner",
        "Olga\u200bOwner",
        "\u041elga Owner",
        "\u039flga \u041ewner",
        "0lga Owner",
        "Olg\u00e1 Owner",
        "Olga Ovvner",
        "Olga\u00a0Owner.",
        "\uff2f\uff4c\uff47\uff41 Owner",
        "O1ga Owner",
        "OIga Owner",
    ],
)
def test_the_same_to_the_eye(other: str) -> None:
    assert look_alike("Olga Owner", other)


@pytest.mark.parametrize("other", ["Olga B. Owner", "Olaf Owner", "Owner Olga", "Olga Owen", "李"])
def test_other_names_are_other_names(other: str) -> None:
    assert not look_alike("Olga Owner", other)


def test_a_name_that_shows_nothing_has_no_shape() -> None:
    assert shape_of("\u200b. \u2060") == ""
    assert shape_of("Иван") != shape_of("Петр") != ""
