"""What was found: a key (which finding, which side, which level) and an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from pt_chart.clinical.sides import Side

Value: TypeAlias = bool | int | float | str | tuple[str, ...]
"""yes/no as bool, numbers as int or float, grades and choices as str, several as a tuple of ids."""


class _Hashed:
    """Room for the hash of a key: it is asked for thousands of times between two keystrokes."""

    __slots__ = ("_hash",)
    _hash: int


@dataclass(frozen=True, slots=True)
class FindingKey(_Hashed):
    """Which fact an answer is about.

    ``id`` is the vocabulary's id (never an alias); ``side`` is None for facts without a side or
    where the side was not recorded; ``level`` is a spinal level such as "L5" for graded grids.
    """

    id: str
    side: Side | None = None
    level: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.id, self.side, self.level)))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        # Asked thousands of times between two keystrokes as well: no tuples are made for it.
        if type(other) is not FindingKey:
            return NotImplemented
        return self.id == other.id and self.side is other.side and self.level == other.level

    def __reduce__(self) -> tuple[type[FindingKey], tuple[str, Side | None, str | None]]:
        # Another process hashes text differently.
        return type(self), (self.id, self.side, self.level)

    def mirrored(self) -> FindingKey:
        """The same fact on the other side."""
        return self if self.side is None else replace(self, side=self.side.mirrored)

    def __str__(self) -> str:
        """Stable text form ``id@side#level``, used in files and the chart; see `parse`."""
        side = f"@{self.side.value}" if self.side else ""
        level = f"#{self.level}" if self.level else ""
        return f"{self.id}{side}{level}"

    @classmethod
    def parse(cls, text: str) -> FindingKey:
        """Read the text form back.

        Raises:
            ValueError: the side is not left, right or both, or the id is empty.
        """
        rest, _, level = text.partition("#")
        name, _, side = rest.partition("@")
        if not name:
            raise ValueError(f"finding key without an id: {text!r}")
        return cls(name, Side(side) if side else None, level or None)


class Origin(StrEnum):
    """Where an answer came from.

    A carried one is unconfirmed until touched. ``REST_NORMAL`` was filed with others by one act of
    the clinician ("rest normal"), ``CONFIRMED`` was carried and confirmed together with others; the
    note of both says who.
    """

    ENTERED = "entered"
    CARRIED = "carried"
    BODY_CHART = "body_chart"
    PATIENT = "patient"
    REST_NORMAL = "rest_normal"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Answer:
    """One recorded answer.

    ``value`` None means "not tested" (or "not asked") said on purpose: it weighs nothing but
    settles a field that signing requires, when ``note`` gives the reason. A field nobody touched
    has no Answer at all and means the same to the reasoning.
    """

    value: Value | None
    qualifiers: tuple[str, ...] = ()
    note: str = ""
    origin: Origin = Origin.ENTERED
    at: datetime | None = None

    @property
    def tested(self) -> bool:
        """Whether something was looked for and recorded."""
        return self.value is not None

    @property
    def unconfirmed(self) -> bool:
        """Whether the value was carried from an earlier visit and not yet touched."""
        return self.origin is Origin.CARRIED


Answers: TypeAlias = Mapping[FindingKey, Answer]
