"""A norm speaks only of those it was measured in."""

from __future__ import annotations

import pytest

from pt_chart.clinical.fields import Norm
from tests.support.shipped import vocabulary

NORM = Norm(None, 32.2, "18-24", "Yildirim 2018", "page read", ages=(18, 24), female=(None, 19.2))


@pytest.mark.parametrize(
    ("age", "sex", "high"),
    [(20, "M", 32.2), (18, "F", 19.2), (24, "X", 32.2), (25, "F", None), (17, "M", None)],
)
def test_age_band_and_sex(age: int, sex: str, high: float | None) -> None:
    found = NORM.for_person(age, sex)
    assert (found.high if found else None) == high


def test_an_unknown_age_is_in_no_band() -> None:
    assert NORM.for_person(None, "F") is None
    assert Norm(60, None, "adults", "AAOS", "no").for_person(None, None) is not None


def test_young_adult_cut_offs_are_limited_to_young_adults() -> None:
    for name in ("passive_knee_extension", "active_knee_extension"):
        norm = vocabulary().fields[name].norm
        assert norm is not None
        assert norm.ages == (18, 24)
        assert norm.female is not None


def test_measurement_errors_have_a_source_and_two_bounds() -> None:
    found = [field for field in vocabulary().fields.values() if field.error is not None]
    assert {"slr_angle", "slr_first_angle", "nprs_now"} <= {field.id for field in found}
    for field in found:
        assert field.error is not None
        assert 0 < field.error.low <= field.error.high
        assert field.error.source
