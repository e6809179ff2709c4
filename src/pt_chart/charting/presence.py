"""Who else has a visit or its patient open, and whether the visit was changed meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Protocol

from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.events import Part
from pt_chart.charting.ports import ChartStore
from pt_chart.clinical.people import Episode, Patient

EVERY_S = 10
"""Seconds between two looks; each one also says that this window is still there (our default)."""
WINDOW = "window"
"""What is announced where neither a visit nor a patient need be open."""
REGISTER = "register/"
"""How what is announced begins where a patient, not a visit, is open."""
GONE_AFTER_S = 45
"""Seconds without a word after which a window counts as gone: a crash, a pulled cable."""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody else's open window.

    ``same_visit``: this very visit; ``in_register``: the patient, in the list; else another visit.
    """

    user_name: str
    workstation: str
    since: datetime
    same_visit: bool
    in_register: bool = False

    @property
    def words(self) -> str:
        """As the window says it: "Open at FRONT-DESK by Ana Ruiz since 10:12"."""
        other = "is open in the register" if self.in_register else "has a visit open"
        what = "Open" if self.same_visit else f"This patient {other}"
        at = self.since.astimezone()
        return f"{what} at {self.workstation} by {self.user_name} since {at:%H:%M}"


@dataclass(frozen=True, slots=True)
class Around:
    """What one look found: the others, how far the stored visit has come, and whose it is now.

    ``patient`` and ``episode`` are None where none was looked at.
    """

    others: tuple[Present, ...] = ()
    revision: int = 0
    signed: bool = False
    patient: Patient | None = None
    episode: Episode | None = None

    def newer_than(self, desk: VisitDesk) -> bool:
        """Whether the stored visit has moved on from what this window builds on."""
        if desk.visit.signed:
            return False
        return self.signed or self.revision > desk.saver.revision


class Presence(Protocol):
    """The board that all windows of a clinic write on. Calls run on the store's thread."""

    def look(self, visit_id: str, patient_id: str) -> Around:
        """Say that this window has the visit open, and see who else is there.

        Raises:
            WorldError: the server does not answer.
        """
        ...

    def stand_by(self) -> None:
        """Say that this window is open, whatever it shows.

        Raises:
            AccessEnded, ServerLeft: it has to be locked.
            WorldError: the server does not answer.
        """
        ...

    def leave(self, visit_id: str) -> None:
        """The visit is closed here."""
        ...


def changed_words(
    people: tuple[Patient, Patient], cases: tuple[Episode, Episode]
) -> tuple[str, ...]:
    """What differs between what is shown and what the chart has, by name; () for nothing."""
    found = []
    for shown, stored in (people, cases):
        names = (field.name for field in fields(shown))
        found += [name for name in names if getattr(shown, name) != getattr(stored, name)]
    words = (_SAID.get(name, name.replace("_", " ")) for name in found)
    return tuple(dict.fromkeys(words))


_SAID = {"id": "record (merged)", "patient_id": "record (merged)", "started": "first day"}


def load_newer(store: ChartStore, desk: VisitDesk) -> bool:
    """Take the stored visit onto the desk; False where edits of this window are on their way.

    Those meet the stored version when they are saved, and both are compared.

    Raises:
        WorldError: the chart could not be read; the desk is as it was.
    """
    state = desk.saver.state
    if state.pending or state.problem is not None:
        return False
    stored = store.visit(desk.visit.id)
    if stored.episode_id != desk.visit.episode_id:
        return False  # another patient's now: the next look closes it
    desk.replace_stored(stored, tuple(Part))
    desk.saver.build_on(stored)
    return True
