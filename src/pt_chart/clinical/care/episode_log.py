"""What happens to an episode between visits: contacts, next and missed visits, payer, referrals.

Entries are never changed: a correction is a new version of the same entry, and both are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from pt_chart.clinical.people import Episode, Medicine


class ContactKind(StrEnum):
    """A contact or a visit that did not take place."""

    CALL_FROM_PATIENT = "call_from_patient"
    CALL_TO_PATIENT = "call_to_patient"
    CALL_OTHER = "call_other"
    LETTER_SENT = "letter_sent"
    LETTER_RECEIVED = "letter_received"
    MISSED = "missed"
    CANCELLED_BY_PATIENT = "cancelled_by_patient"
    CANCELLED_BY_CLINIC = "cancelled_by_clinic"

    @property
    def words(self) -> str:
        """As lists and notes say it."""
        return _CONTACT_WORDS[self]


_CONTACT_WORDS = {
    ContactKind.CALL_FROM_PATIENT: "Call from the patient",
    ContactKind.CALL_TO_PATIENT: "Call to the patient",
    ContactKind.CALL_OTHER: "Call with someone else",
    ContactKind.LETTER_SENT: "Letter sent",
    ContactKind.LETTER_RECEIVED: "Letter received",
    ContactKind.MISSED: "Visit missed",
    ContactKind.CANCELLED_BY_PATIENT: "Visit cancelled by the patient",
    ContactKind.CANCELLED_BY_CLINIC: "Visit cancelled by the clinic",
}


@dataclass(frozen=True, slots=True)
class Contact:
    """A call, a letter, or a visit that did not take place, on one day."""

    day: date
    kind: ContactKind
    with_whom: str = ""
    about: str = ""
    outcome: str = ""


class UnitRule(StrEnum):
    """How a payer turns minutes into units."""

    CMS = "cms"
    MIDPOINT = "midpoint"


@dataclass(frozen=True, slots=True)
class Authorization:
    """What a payer has authorized: visits within days, and how it counts units.

    ``certification`` and ``recertification`` tell whether the payer asks for a certified plan of
    care; ``certified_on`` is the day the certifying clinician signed, None while waiting.
    """

    payer: str
    number: str = ""
    visits: int | None = None
    starts: date | None = None
    ends: date | None = None
    unit_rule: UnitRule | None = None
    needs_certification: bool = False
    certified_on: date | None = None
    certified_by: str = ""
    certified_through: date | None = None


@dataclass(frozen=True, slots=True)
class Referral:
    """A referral and its outcome: sent, seen, answered, what changed."""

    sent: date
    to: str
    reason: str = ""
    urgency: str = ""
    seen: date | None = None
    answered: date | None = None
    answer: str = ""
    changed: str = ""
    closed: bool = False

    @property
    def state(self) -> str:
        """The furthest step reached, in a word."""
        if self.closed:
            return "closed"
        if self.answered is not None:
            return "answered"
        return "seen" if self.seen is not None else "sent"


class Booking(StrEnum):
    """What became of a booked visit; that it took place, the visit itself says."""

    BOOKED = "booked"
    MISSED = "missed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class NextVisit:
    """A visit agreed on: its day and, as "HH:MM" by the clinic's clock, its time ("" for none)."""

    day: date
    at: str = ""
    state: Booking = Booking.BOOKED

    @property
    def order(self) -> tuple[date, bool, str]:
        """By day, then time; one without a time comes last on its day."""
        return self.day, not self.at, self.at


def booked_from(day: date) -> str:
    """What the ids of visits booked for a day begin with; so a store finds the day by its key."""
    return f"booked {day.isoformat()} "


@dataclass(frozen=True, slots=True)
class EpisodeBefore:
    """What stood about the episode until somebody changed it, so that signed notes keep it."""

    complaint: str
    onset: str = ""
    referrer: str = ""
    precautions: tuple[str, ...] = ()
    medicines: tuple[Medicine, ...] = ()

    @classmethod
    def of(cls, episode: Episode) -> EpisodeBefore:
        """What stands now."""
        return cls(
            episode.complaint,
            episode.onset,
            episode.referrer,
            episode.precautions,
            episode.medicines,
        )


EpisodeRecord: TypeAlias = Contact | Authorization | Referral | NextVisit | EpisodeBefore

RECORDS: Mapping[str, type[EpisodeRecord]] = MappingProxyType(
    {
        "contact": Contact,
        "authorization": Authorization,
        "referral": Referral,
        "next_visit": NextVisit,
        "episode_before": EpisodeBefore,
    }
)
"""The names of records wherever entries are written down; a name never changes."""
RECORD_NAMES: Mapping[type[EpisodeRecord], str] = MappingProxyType(
    {kind: name for name, kind in RECORDS.items()}
)


@dataclass(frozen=True, slots=True)
class EpisodeEntry:
    """One version of an entry of the episode's log.

    ``id`` names the entry, ``version`` counts from 1; ``struck`` is the reason why an entry was
    made in error ("" while it stands).
    """

    id: str
    episode_id: str
    version: int
    record: EpisodeRecord
    by: str
    at: datetime
    struck: str = ""


@dataclass(frozen=True, slots=True)
class EpisodeLog:
    """Every version of every entry of one episode, in the order written."""

    entries: tuple[EpisodeEntry, ...] = ()

    @property
    def current(self) -> tuple[EpisodeEntry, ...]:
        """The newest version of each entry in order of first writing; struck ones too."""
        newest: dict[str, EpisodeEntry] = {}
        for entry in self.entries:
            known = newest.get(entry.id)
            if known is None or entry.version > known.version:
                newest[entry.id] = entry
        return tuple(newest.values())

    @property
    def standing(self) -> tuple[EpisodeEntry, ...]:
        """The newest version of each entry that was not struck."""
        return tuple(entry for entry in self.current if not entry.struck)

    def as_of(self, at: datetime) -> EpisodeLog:
        """The log as it stood at a time: what was written or corrected later is left out."""
        return EpisodeLog(tuple(entry for entry in self.entries if entry.at <= at))

    def after(self, at: datetime) -> EpisodeLog:
        """Only what was written or corrected after a time."""
        return EpisodeLog(tuple(entry for entry in self.entries if entry.at > at))

    def episode_at(self, episode: Episode, at: datetime) -> Episode:
        """The episode as it stood at a time: what the first change after it replaced."""
        later = sorted(self.after(at).entries, key=lambda entry: entry.at)
        before = next((e.record for e in later if isinstance(e.record, EpisodeBefore)), None)
        if before is None:
            return episode
        return replace(
            episode,
            complaint=before.complaint,
            onset=before.onset,
            referrer=before.referrer,
            precautions=before.precautions,
            medicines=before.medicines,
        )

    def versions(self, entry_id: str) -> tuple[EpisodeEntry, ...]:
        """All versions of one entry, oldest first."""
        own = [entry for entry in self.entries if entry.id == entry_id]
        return tuple(sorted(own, key=lambda entry: entry.version))

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Contacts that stand, by day."""
        found = [e.record for e in self.contact_entries]
        return tuple(one for one in found if isinstance(one, Contact))

    @property
    def contact_entries(self) -> tuple[EpisodeEntry, ...]:
        """The entries of the contacts that stand, by day of the contact."""
        dated = [(e.record.day, e) for e in self.standing if isinstance(e.record, Contact)]
        return tuple(entry for _, entry in sorted(dated, key=lambda one: one[0]))

    @property
    def referrals(self) -> tuple[Referral, ...]:
        """Referrals that stand, by day sent."""
        found = [e.record for e in self.standing if isinstance(e.record, Referral)]
        return tuple(sorted(found, key=lambda referral: referral.sent))

    @property
    def bookings(self) -> tuple[EpisodeEntry, ...]:
        """Entries of visits that are booked and neither missed nor cancelled, by day and time."""
        found = [
            (e.record.order, e)
            for e in self.standing
            if isinstance(e.record, NextVisit) and e.record.state is Booking.BOOKED
        ]
        return tuple(entry for _, entry in sorted(found, key=lambda one: (one[0], one[1].id)))

    @property
    def authorizations(self) -> tuple[Authorization, ...]:
        """Authorizations that stand, in the order written."""
        return tuple(e.record for e in self.standing if isinstance(e.record, Authorization))
