"""Broken pastes are mended; everything else stays as it was."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.sides import Side
from pt_chart.clinical.sound_text import sound, sound_text

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
