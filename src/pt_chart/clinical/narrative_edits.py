"""What a person changed in the note that the fields wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SentenceEdit:
    """A sentence that no longer follows its field.

    ``sentence`` is its id; ``text`` replaces it ("" leaves it out); ``was`` is what the field said
    at that moment, so that the note can tell when the field changed since.
    """

    sentence: str
    text: str
    was: str
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OwnSentence:
    """A sentence of the person's own, or a clinic phrase, in a section of the note."""

    id: str
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class NoteEdits:
    """Everything that a person changed in one visit's note."""

    edits: tuple[SentenceEdit, ...] = ()
    own: tuple[OwnSentence, ...] = ()
