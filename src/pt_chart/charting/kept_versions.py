"""Versions of a visit that did not become the chart's own: kept beside it, so that none is lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from pt_chart.clinical.visit import Visit


class KeptBecause(StrEnum):
    """Why a version is kept."""

    UNSETTLED = "unsettled"
    """It met another version and nobody has compared the two yet."""
    SETTLED = "settled"
    """Both were compared, and parts of each were chosen."""
    GIVEN_UP = "given up"
    """The stored version was taken in its place."""

    @property
    def words(self) -> str:
        """As lists show it."""
        return _WORDS[self]


_WORDS = {
    KeptBecause.UNSETTLED: "not compared yet",
    KeptBecause.SETTLED: "compared, parts of both chosen",
    KeptBecause.GIVEN_UP: "the other version was taken",
}


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """One version of a visit, whole, with what it met.

    ``mine`` is the version of the person who keeps it, ``theirs`` the one that stood in the chart,
    ``base`` the last state both grew from. ``choices`` says in words what was taken from which.
    """

    id: str
    visit_id: str
    at: datetime
    by: str
    name: str
    because: KeptBecause
    base: Visit
    mine: Visit
    theirs: Visit
    choices: str = ""


def settles(kept: KeptVersion, waiting: KeptVersion | None) -> bool:
    """Whether a version is another's that waited, unchanged, and settled now."""
    if waiting is None or waiting.because is not KeptBecause.UNSETTLED:
        return False
    same = ("id", "visit_id", "at", "by", "name", "base", "mine")
    return kept.because is not KeptBecause.UNSETTLED and all(
        getattr(kept, part) == getattr(waiting, part) for part in same
    )


class KeptVersions(Protocol):
    """The part of a store that keeps versions beside visits."""

    def keep_version(self, kept: KeptVersion) -> None:
        """Keep a version durably; one with the same id is replaced while it is unsettled.

        Also beside a signed visit: it is no part of what was signed. Somebody else's that waits
        is settled by whoever charts, as it stands.

        Raises:
            RecordMissing: there is no such visit.
            NotAllowed: the role does not chart, it is kept in another's name, or the one that
                would be replaced is somebody else's or settled.
        """
        ...

    def let_waiting_go(self, visit_id: str, patient_id: str, places: int) -> None:
        """Write the line that a draft that waited at a workstation was let go.

        The visit, or the patient, need not be in the chart any more.

        Raises:
            NotAllowed: the role does not chart.
        """
        ...

    def kept_versions(self, visit_id: str) -> tuple[KeptVersion, ...]:
        """The versions kept beside a visit, newest first."""
        ...

    def uncompared(self) -> tuple[KeptVersion, ...]:
        """The versions of the user at work that nobody has compared yet, newest first."""
        ...
