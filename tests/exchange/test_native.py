"""The attached record comes back exactly, or is refused."""

from __future__ import annotations

import json

import pytest

from pt_chart.clinical.content import UnreadableContent
from pt_chart.exchange.native import read_record, write_record
from tests.exchange.samples import chart


@pytest.mark.parametrize("seed", range(40))
def test_everything_comes_back(seed: int) -> None:
    assert read_record(write_record(chart(seed))) == chart(seed)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"\xff\xfe",
        b'{"record": "pt-chart", "version": 2, "patient": {}, "episodes": []}',
        b'{"record": "pt-chart", "version": 1, "patient": {}, "episodes": []}',
        b"[" * 100_000,
        write_record(chart(1))[:-40],
    ],
)
def test_what_is_no_record_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableContent):
        read_record(raw)


def test_a_part_that_this_version_does_not_know_is_refused() -> None:
    data = json.loads(write_record(chart(1)))
    data["patient"]["star_sign"] = "Leo"
    with pytest.raises(UnreadableContent):
        read_record(json.dumps(data).encode())
