"""What those who administer a chart do: users, keys, verification, backups, erasure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from pt_chart.charting.retention import RetentionPeriod
from pt_chart.clinical.people import Clinician, Patient


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the chart. ``can_sign``: there is a signing key; ``active``: may unlock."""

    user: Clinician
    active: bool = True
    can_sign: bool = False


@dataclass(frozen=True, slots=True)
class SealedShares:
    """When the recovery kit and the emergency envelope were made, and when last opened."""

    kit_made: datetime | None = None
    kit_used: datetime | None = None
    envelope_made: datetime | None = None
    envelope_used: datetime | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a chart holds, and the digest of the content of each table (hexadecimal)."""

    rows: dict[str, int] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All rows."""
        return sum(self.rows.values())


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome of reading the whole chart; ``problems`` is empty when all is sound."""

    at: datetime
    problems: tuple[str, ...]
    lines: int = 0
    seals: int = 0
    unsealed: int = 0
    """Signed visits of versions before seals: readable, not provable."""
    unguarded: int = 0
    """How often an older chart was brought up to date whose triggers had been altered."""

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """Where backups go, how often, and how many are kept: our defaults."""

    folder: str = ""
    every_hours: int = 24
    daily: int = 7
    weekly: int = 4
    monthly: int = 12


@dataclass(frozen=True, slots=True)
class BackupResult:
    """A backup that was made: proved by a restore, or why not.

    ``remark`` says what verification finds wrong with the chart that was backed up, as it is.
    """

    at: datetime
    path: Path
    size: int
    rows: int
    problem: str = ""
    remark: str = ""

    @property
    def proved(self) -> bool:
        """Whether restoring it gave the same counts and digests."""
        return not self.problem


@dataclass(frozen=True, slots=True)
class MayStepAside:
    """Who lets a chart that stands in a backup's place be set aside, by their password there."""

    user_name: str
    password: str


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """A backup file in a folder: when it was made, or why it cannot be used."""

    path: Path
    at: datetime | None
    size: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class PastRetention:
    """A patient without a visit for long. ``kept_until`` is by the clinic's period, None: not.

    The last visit and the number of visits count those entered in error as well.
    """

    patient: Patient
    last_visit: date | None
    visits: int
    kept_until: date | None = None


class Administration(Protocol):
    """An open chart as its administrators see it.

    Calls block and may raise `WorldError`; `NotAllowed` where the user's role lacks the right.
    Passwords are those of the user at work unless they say otherwise.
    """

    def accounts(self) -> tuple[Account, ...]:
        """Every user, active ones first, by name."""
        ...

    def add_user(self, user: Clinician, password: str, own_password: str) -> Clinician:
        """Add a user (an empty id is filled) with a first password.

        Raises:
            UserRefused: the name is empty or taken, the role unknown, the password too weak.
            WrongPassword: ``own_password`` is not right.
            TooManyAttempts: several wrong ones came before; as wherever a password is asked.
        """
        ...

    def change_user(self, user: Clinician, own_password: str) -> None:
        """Change name, credentials, role or administration of a user.

        Raises:
            UserRefused: nobody would be left to administer the chart, or the name is taken.
            WrongPassword, TooManyAttempts: as wherever a password is asked.
        """
        ...

    def deactivate(self, user_id: str, own_password: str) -> None:
        """Take away a user's key; what they charted and signed stays.

        Raises:
            UserRefused: it is oneself, or the last one who administers.
            WrongPassword, TooManyAttempts: as wherever a password is asked.
        """
        ...

    def reset_password(self, user_id: str, password: str, own_password: str) -> None:
        """Give a user (also a deactivated one) a new password and a new signing key."""
        ...

    def change_password(self, old: str, new: str) -> None:
        """Change one's own password; signing key and chart key stay the same."""
        ...

    def shares(self) -> SealedShares:
        """State of the recovery kit and the emergency envelope."""
        ...

    def make_kit(self, own_password: str) -> str:
        """Make a recovery kit and return its code; an older kit no longer opens the chart."""
        ...

    def make_envelope(self, own_password: str) -> str:
        """Make an emergency envelope and return its code; an older one no longer works."""
        ...

    def verify(self) -> Verification:
        """Read the whole chart, its log and its seals."""
        ...

    def accept_clock(self, reason: str, own_password: str) -> None:
        """Say that the clock is right although the log has later times: it was ahead before.

        From here on those times no longer stand in the way of signing. The log keeps the reason.

        Raises:
            ValueError: there is no reason.
            WrongPassword, TooManyAttempts: as wherever a password is asked.
        """
        ...

    def counts(self) -> Counts:
        """How much the chart holds."""
        ...

    def back_up(self, folder: Path, done: Callable[[BackupResult], None]) -> None:
        """Copy the chart (quickly, on the store's thread), then prove the copy elsewhere.

        ``done`` is called on the proving thread.

        Raises:
            NotAllowed: the user does not administer the chart (see `back_up_as_planned`).
            WorldError: the copy could not be written.
        """
        ...

    def back_up_as_planned(self, done: Callable[[BackupResult], None]) -> bool:
        """Make the backup that is due by the plan, where the plan says; whether one was begun.

        Whoever works with the chart keeps it backed up; when and where is for administrators.

        Raises:
            WorldError: the copy could not be written.
        """
        ...

    def older_copies(self) -> tuple[Path, ...]:
        """Copies beside the chart and backups in its folder that open with passwords of their day.

        Copies that were carried elsewhere are not known here.
        """
        ...

    def wrap_copies(self) -> int:
        """Let those copies open with the passwords of today only; how many were wrapped anew.

        Raises:
            WorldError: one is damaged or cannot be written; those before it are done.
        """
        ...

    def plan(self) -> BackupPlan:
        """How backups are made."""
        ...

    def save_plan(self, plan: BackupPlan) -> None:
        """Change how backups are made."""
        ...

    def retention(self) -> RetentionPeriod:
        """How long this clinic keeps records."""
        ...

    def save_retention(self, period: RetentionPeriod) -> None:
        """Change how long; the log keeps from what to what."""
        ...

    def past_retention(self, years: int) -> tuple[PastRetention, ...]:
        """Patients without a visit for so many years, longest ago first."""
        ...

    def erase(self, patient_id: str, reason: str, own_password: str, early: str = "") -> None:
        """Remove a patient with everything charted; the log keeps that it was done and why.

        ``early`` says in words why a record goes before the clinic's period is over.

        Raises:
            ValueError: there is no reason.
            StillKept: the period is not over, and ``early`` says nothing.
        """
        ...
