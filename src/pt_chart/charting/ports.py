"""What the use cases need from the rest of the program: the chart, the clock, the documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

from pt_chart.charting.attachments import Attachments
from pt_chart.charting.audit import AuditAction, AuditEntry, AuditQuery, AuditRecord
from pt_chart.charting.bookings import Bookings
from pt_chart.charting.documents_port import Documents
from pt_chart.charting.episode_entries import EpisodeEntries
from pt_chart.charting.kept_versions import KeptVersions
from pt_chart.charting.merging import Merges
from pt_chart.charting.register_rows import PatientRow, VisitRow
from pt_chart.charting.transfer_port import Transfers

if TYPE_CHECKING:
    from pt_chart.charting.errors import WorldError
    from pt_chart.clinical.people import Clinic, Clinician, Episode, Patient
    from pt_chart.clinical.reasoning.results import Tier
    from pt_chart.clinical.visit import (
        Addendum,
        Signature,
        Visit,
        Withdrawal,
    )

__all__ = [
    "LARGEST_FILE",
    "AuditAction",
    "AuditEntry",
    "AuditQuery",
    "AuditRecord",
    "ChartStore",
    "Clock",
    "Documents",
    "PatientRow",
    "Saved",
    "Setting",
    "VisitRow",
]

T = TypeVar("T")

Setting: TypeAlias = bool | int | float | str | list["Setting"] | dict[str, "Setting"] | None
"""A stored setting: anything JSON can say."""

Saved: TypeAlias = "Callable[[Visit | WorldError], None]"
"""Called on the store thread with the stored visit, or with why it could not be stored."""
Late: TypeAlias = "Callable[[WorldError | None], None]"
"""Hears how a change ended that was not waited for; None = it was stored."""


LARGEST_FILE = 8 * 1024 * 1024
"""Bytes a file kept in the chart may have."""


class Clock(Protocol):
    """The current time with its zone."""

    def __call__(self) -> datetime:
        """Now, with a time zone."""
        ...


class ChartStore(EpisodeEntries, KeptVersions, Transfers, Merges, Attachments, Bookings, Protocol):
    """An open chart.

    Every call blocks until done and may raise `WorldError` (`ChartClosed` after `close`).
    Calls may come from any thread; the store runs them one after another. A window uses `later`
    and `queue_draft`, which return at once and answer on the store's thread.
    """

    @property
    def user(self) -> Clinician:
        """Who unlocked the chart."""
        ...

    @property
    def clock_remark(self) -> str:
        """What is wrong with this computer's clock, in a sentence; "" while nothing is."""
        ...

    @property
    def clock_question(self) -> str:
        """What to ask about a clock far ahead of the log at unlocking, "" for nothing."""
        ...

    @property
    def moved_to(self) -> str:
        """Where the clinic goes on, in words, if this chart was left behind; "" else."""
        ...

    def verify(self, password: str) -> bool:
        """Whether this is the password of the user at work; takes as long as unlocking.

        Wrong ones are slowed down and logged as at unlocking.

        Raises:
            TooManyAttempts: several wrong ones came before; it says how long to wait.
            WorldError: the key file cannot be read.
        """
        ...

    def search(self, text: str, limit: int = 50) -> tuple[PatientRow, ...]:
        """Find as you type: names in any order and from the middle, birth date, phone, ID.

        Every word must be found somewhere; accents and case do not matter. Names that begin with
        the words come first. An empty text gives the patients seen most recently.
        """
        ...

    def patient(self, patient_id: str) -> Patient:
        """One patient; the id of a merged record gives the patient it went into.

        Raises:
            RecordMissing: there is none with this id.
        """
        ...

    def save_patient(
        self, patient: Patient, note: str = "", read: Patient | None = None
    ) -> Patient:
        """Add a patient or replace what is recorded about one; the log keeps ``note``.

        ``read`` is what the change was made on: what others changed since stays. Returns what is
        stored.

        Raises:
            RecordChanged: somebody changed the same field to another value since ``read``.
            MergeRefused: this record was merged into another.
        """
        ...

    def episode(self, episode_id: str) -> Episode:
        """One episode of care.

        Raises:
            RecordMissing: there is none with this id.
        """
        ...

    def episodes_of(self, patient_id: str) -> tuple[Episode, ...]:
        """The patient's episodes, latest first."""
        ...

    def save_episode(self, episode: Episode, read: Episode | None = None) -> Episode:
        """Add an episode or replace what is recorded about one; ``read`` as `save_patient`.

        Raises:
            RecordChanged: somebody changed the same field to another value since ``read``.
            RecordMissing: its patient is not in the chart.
        """
        ...

    def visits_of(self, episode_id: str, newest: int | None = None) -> tuple[Visit, ...]:
        """The visits of an episode, earliest first, complete with addenda.

        ``newest`` reads only so many of the latest.
        """
        ...

    def visit_count(self, episode_id: str) -> int:
        """How many visits an episode has; withdrawn ones do not count."""
        ...

    def visit(self, visit_id: str) -> Visit:
        """One visit, complete.

        Raises:
            RecordMissing: there is none with this id.
        """
        ...

    def visits_between(self, first: date, last: date) -> tuple[VisitRow, ...]:
        """The visits of these days (both included), earliest first."""
        ...

    def drafts(self) -> tuple[VisitRow, ...]:
        """The unsigned visits, oldest first."""
        ...

    def waiting_for_cosign(self) -> tuple[VisitRow, ...]:
        """Signed visits that wait for a therapist's co-signature, oldest first."""
        ...

    def save_draft(self, visit: Visit, tier: Tier | None = None) -> Visit:
        """Store a draft durably and return it with its new revision.

        ``tier`` is the most urgent open flag, shown in lists. Revision 0 is a new visit.

        Raises:
            ChartConflict: the stored revision is not the one this draft was made from.
            SignedAlready: the stored visit is signed.
            RecordMissing: its episode is not in the chart.
        """
        ...

    def queue_draft(self, visit: Visit, done: Saved, tier: Tier | None = None) -> None:
        """Store a draft as `save_draft` does, without waiting.

        While an older state of the same visit still waits its turn, only the newest is written
        and every ``done`` hears of it. A state that could not be stored is kept: the next queued
        state replaces it, `flush` and `close` try it again (and call its ``done`` once more).
        """
        ...

    def drop_queued(self, visit_id: str) -> None:
        """Forget a state that waits to be tried again: it is kept elsewhere."""
        ...

    def sign(self, visit: Visit, signature: Signature, tier: Tier | None = None) -> Visit:
        """Store the last state of a draft together with its signature; it never changes again.

        ``visit`` may already carry the signature; what counts is that the stored one is a draft.
        Name, role and time of the signature are the store's own, whatever it says. The store seals
        it with the user's own key, chained to the seal before, and returns the visit with the
        number and code of that seal.

        Raises:
            ChartConflict, SignedAlready, RecordMissing: as `save_draft`.
            NotAllowed: the signature is in somebody else's name.
            ClockWrong: this computer's clock is behind the log; so for addenda, co-signatures
                and withdrawals.
        """
        ...

    def add_addendum(self, visit_id: str, addendum: Addendum) -> Visit:
        """Add a remark beside a signed visit, in one's own name and now, and return the visit.

        Raises:
            NotAllowed: it is in somebody else's name.
            RecordMissing: there is no such visit, or it is still a draft.
        """
        ...

    def cosign(self, visit_id: str, signature: Signature) -> Visit:
        """Put a therapist's signature beside that of an assistant or a student.

        Raises:
            NotAllowed: it is in somebody else's name, or beside one's own signature.
            RecordMissing: there is no such visit, it is a draft, or nothing waits there.
        """
        ...

    def withdraw(self, visit_id: str, withdrawal: Withdrawal, again: Visit | None = None) -> Visit:
        """Mark a signed visit as entered in error; it stays readable.

        ``again`` is the draft that begins in its place, stored with it or not at all.

        Raises:
            NotAllowed: it is in somebody else's name.
            RecordMissing: there is no such visit, it is a draft, or it is withdrawn already.
        """
        ...

    def move_draft(self, visit_id: str, episode_id: str, reason: str) -> Visit:
        """Take a draft that was begun for the wrong patient to the right episode, with trace.

        Raises:
            SignedAlready: the visit is signed; see `withdraw`.
            RecordMissing: there is no such visit or episode.
        """
        ...

    def record(self, entry: AuditEntry) -> None:
        """Write a line of the log: `REPORTED` actions only; stored changes log themselves.

        A VIEW names a patient, and a visit of theirs, that is there, and says nothing else.

        Raises:
            NotAllowed: the user's role does not include what is reported, or it says more.
            RecordMissing: a VIEW of what is not there.
        """
        ...

    def report(self, query: AuditQuery) -> tuple[AuditRecord, ...]:
        """The lines of the log that were asked for, newest first."""
        ...

    def disclosures(self, patient_id: str) -> tuple[AuditRecord, ...]:
        """What of a patient left the program, newest first: printed, exported, copied, told."""
        ...

    def save_file(self, kind: str, name: str, content: bytes) -> None:
        """Keep a file inside the encrypted chart (a picture, a template), replacing an older one.

        Raises:
            ValueError: kind or name is empty, or the content is larger than `LARGEST_FILE`.
        """
        ...

    def file(self, kind: str, name: str) -> bytes | None:
        """A kept file, None when there is none."""
        ...

    def files(self, kind: str) -> tuple[str, ...]:
        """Names of the kept files of a kind, sorted."""
        ...

    def remove_file(self, kind: str, name: str) -> None:
        """Forget a kept file; nothing happens when there is none."""
        ...

    def seal_key(self, purpose: str) -> bytes:
        """A 256-bit secret of this chart for one purpose, from which no other can be told."""
        ...

    def audit(
        self, patient_id: str = "", since: datetime | None = None, limit: int = 1000
    ) -> tuple[AuditRecord, ...]:
        """The newest lines of the log first, of one patient when ``patient_id`` is given."""
        ...

    def clinic(self) -> Clinic:
        """The clinic as documents print it."""
        ...

    def save_clinic(self, clinic: Clinic, read: Clinic | None = None) -> Clinic:
        """Replace what is recorded about the clinic; ``read`` as `save_patient`.

        Raises:
            RecordChanged: somebody changed the same field to another value since ``read``.
        """
        ...

    def users(self) -> tuple[Clinician, ...]:
        """Everybody who may unlock the chart, by name."""
        ...

    def setting(self, name: str, default: Setting = None) -> Setting:
        """A setting kept with the chart (last opened visit, panel hidden, ...)."""
        ...

    def save_setting(self, name: str, value: Setting) -> None:
        """Keep a setting with the chart; None forgets it.

        Raises:
            NotAllowed: it belongs to the administration or to somebody else, or what was noted of
                a printed document would be less than before.
        """
        ...

    def later(
        self, call: Callable[[ChartStore], T], done: Callable[[T | WorldError], None]
    ) -> None:
        """Run ``call`` on the store's thread and give ``done`` (same thread) what it returned."""
        ...

    def hurry(self, seconds: float, late: Late) -> None:
        """From now on calls of this very thread wait no longer than so for a server.

        They raise `ServerLost`; a change under way `ServerUnsure`, and ``late`` hears its outcome
        on the store's thread.
        """
        ...

    def flush(self) -> None:
        """Wait until every queued draft is stored, trying again those that failed.

        Raises:
            WorldError: a draft still could not be stored; it stays queued.
        """
        ...

    def close(self) -> None:
        """Flush, then close the chart and forget its key.

        Raises:
            WorldError: a draft could not be stored; the chart stays open and nothing is lost.
        """
        ...

    def abandon(self) -> None:
        """Close at once, giving up drafts that could not be stored (the person was asked)."""
        ...
