"""Broken pastes are mended; everything else stays as it was."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.sides import Side
from pt_chart.clinical.sound_text import seen_text, sound, sound_text

ANY = st.text(st.characters(), max_size=30)


@dataclass(frozen=True)
class Note:
    """A value with texts at several depths."""

    text: str
    lines: tuple[str, ...]
    side: Side = Side.LEFT
    number: int = 1


@given(ANY)
def test_every_text_can_be_stored_afterwards(text: str) -> None:
    mended = sound_text(text)
    mended.encode("utf-8")
    assert sound_text(mended) == mended


@given(st.text(max_size=30))
def test_a_sound_text_stays(text: str) -> None:
    assert sound_text(text) == text


def test_texts_inside_values_are_mended_and_the_rest_kept() -> None:
    broken = Note("a\ud800", ("b", "\udfffc"))
    assert sound(broken) == Note("a\ufffd", ("b", "\ufffdc"))
    fine = Note("a", ("b",))
    assert sound(fine) is fine


def test_signs_that_nobody_sees_leave_a_name() -> None:
    assert seen_text("A\u200bnn\u202e Doe\ufeff") == "Ann Doe"
    assert seen_text("\u2066 Núñez \u2069") == "Núñez"
    persian = "\u0645\u06cc\u200c\u062e\u0648"
    assert seen_text(persian) == persian, "a joiner between two letters of such a script stays"
    assert seen_text("Jo\u200dan") == "Joan"


@given(ANY)
def test_a_seen_name_stays_as_it_is(text: str) -> None:
    once = seen_text(text)
    assert seen_text(once) == once
