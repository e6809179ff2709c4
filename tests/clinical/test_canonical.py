"""The canonical text of signatures: RFC 8785, and stable when a class grows."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pt_chart.clinical.canonical import canonical_text, digest_of, visit_digest
from pt_chart.clinical.visit import Visit
from tests.store.samples import NOON, SIGNATURE, VISITS, new_visit

APPENDIX_B = [
    ("0000000000000000", "0"),
    ("8000000000000000", "0"),
    ("0000000000000001", "5e-324"),
    ("8000000000000001", "-5e-324"),
    ("7fefffffffffffff", "1.7976931348623157e+308"),
    ("4340000000000000", "9007199254740992"),
    ("c340000000000000", "-9007199254740992"),
    ("4430000000000000", "295147905179352830000"),
    ("44b52d02c7e14af5", "9.999999999999997e+22"),
    ("44b52d02c7e14af6", "1e+23"),
    ("444b1ae4d6e2ef50", "1e+21"),
    ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
    ("3eb0c6f7a0b5ed8d", "0.000001"),
    ("41b3de4355555553", "333333333.3333332"),
    ("becbf647612f3696", "-0.0000033333333333333333"),
]
"""Numbers of the RFC's appendix B: the bits of a double and its text."""


@pytest.mark.parametrize(("bits", "text"), APPENDIX_B)
def test_numbers_as_the_rfc_writes_them(bits: str, text: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical_text(number) == text


def test_members_are_sorted_by_utf_16_code_units() -> None:
    names = ["€", "\r", "\ufb33", "1", "\U0001f600", "\x80", "ö"]
    found = list(json.loads(canonical_text(dict.fromkeys(names, 0))))
    assert found == ["\r", "1", "\x80", "ö", "€", "\U0001f600", "\ufb33"]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_the_same(number: float) -> None:
    assert float(canonical_text(number)) == number


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_numbers_without_one_meaning_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        canonical_text(value)


@dataclass(frozen=True)
class _Then:
    name: str
    count: int = 1


@dataclass(frozen=True)
class _Now:
    name: str
    count: int = 1
    added_later: tuple[str, ...] = ()


def test_a_part_added_later_leaves_old_digests_as_they_were() -> None:
    assert digest_of(_Then("a", 2)) == digest_of(_Now("a", 2))
    assert digest_of(_Now("a", 2)) != digest_of(_Now("a", 2, ("said",)))


def test_a_visit_signed_by_the_first_version_keeps_its_digest() -> None:
    """Changes when the meaning of a stored visit changes: then old signatures break. Do not."""
    assert visit_digest(new_visit()) == GOLD


def test_a_whole_number_too_large_for_json_is_text() -> None:
    assert canonical_text(2**53 + 1) == '"9007199254740993"'


@settings(max_examples=25)
@given(VISITS)
def test_what_comes_after_signing_is_not_in_the_digest(visit: Visit) -> None:
    later = replace(visit, signature=SIGNATURE, cosignature=SIGNATURE, revision=9)
    assert visit_digest(later) == visit_digest(visit)
    assert visit_digest(replace(visit, late_reason="x" + visit.late_reason)) != visit_digest(visit)
    assert visit_digest(replace(visit, entered=NOON)) != visit_digest(replace(visit, entered=None))


GOLD = "0642b84a784e01be7f0459e3f1d9e746108ab671b6ef65d2eadabf07b1a4f122"
