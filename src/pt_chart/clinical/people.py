"""Patients, episodes of care, clinics and clinicians."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pt_chart.clinical.sides import Side

TEACHING = "Teaching"
"""The family name of a copy for teaching, which is nobody."""


@dataclass(frozen=True, slots=True)
class Patient:
    """A person in the register. ``id`` is a random UUID text; ``record_number`` the clinic's ID.

    ``sex`` is "F", "M", "X" or "" when not recorded; ``language`` a tag such as "en";
    ``alerts`` stand in the banner on every page. ``demo``: no real person.
    """

    id: str
    record_number: str
    family_name: str
    given_name: str
    birth_date: date | None
    sex: str = ""
    phone: str = ""
    email: str = ""
    language: str = "en"
    large_print: bool = False
    alerts: tuple[str, ...] = ()
    demo: bool = False

    @property
    def name(self) -> str:
        """Family name first, as lists show it."""
        return ", ".join(part for part in (self.family_name, self.given_name) if part)

    @property
    def teaching(self) -> bool:
        """Whether this is a copy of a case for teaching: no work waits for it."""
        return self.demo and self.family_name == TEACHING

    def age_on(self, day: date) -> int | None:
        """Age in whole years on a day, None without a birth date or before birth."""
        born = self.birth_date
        if born is None or day < born:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(frozen=True, slots=True)
class Medicine:
    """A medicine the patient takes and what it may trigger (statin, diuretic, steroid, ...)."""

    name: str
    trigger: str = ""


@dataclass(frozen=True, slots=True)
class Episode:
    """An episode of care: one complaint with its side, onset and precautions."""

    id: str
    patient_id: str
    complaint: str
    side: Side | None
    started: date
    onset: str = ""
    referrer: str = ""
    precautions: tuple[str, ...] = ()
    medicines: tuple[Medicine, ...] = ()
    planned_visits: int | None = None
    closed: date | None = None


@dataclass(frozen=True, slots=True)
class Clinic:
    """The clinic as documents print it. ``any_hour`` is the number to call out of hours.

    ``hours_es`` are the office hours as Spanish paper says them, "" = put into Spanish by the
    program. ``logo`` is a PNG in base64, "" = none.
    """

    name: str = ""
    address: str = ""
    phone: str = ""
    hours: str = ""
    any_hour: str = ""
    emergency_number: str = "911"
    paper: str = "letter"
    hours_es: str = ""
    logo: str = ""

    def hours_in(self, language: str) -> str:
        """The office hours that were typed for a language other than English, "" = none."""
        return self.hours_es if language == "es" else ""


@dataclass(frozen=True, slots=True)
class Clinician:
    """Who charts and signs. ``role`` is a word of `charting.access.Role`.

    ``administers``: besides the role's own work this person manages users, backups and the log, as
    the owner of a small practice does.
    """

    id: str
    name: str
    credentials: str = "PT"
    role: str = "therapist"
    administers: bool = False

    @property
    def signature(self) -> str:
        """Name with credentials as printed."""
        return ", ".join(part for part in (self.name, self.credentials) if part)
