"""Clinical documents as values: everything decided, nothing laid out yet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pt_chart.clinical.bodychart.atlas import BodyAtlas
from pt_chart.clinical.people import Clinic, Patient
from pt_chart.clinical.reasoning.second_look import SecondLook
from pt_chart.clinical.visit import Signature


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who stands behind a signed document: the signature and the code on every page.

    ``cosigner`` is the second signature, None without one; ``waits`` = one is needed and not there
    yet. ``addenda`` are later remarks beside the visit in words, for a document that does not
    tell them itself.
    """

    signature: Signature
    code: str
    cosigner: Signature | None = None
    waits: bool = False
    addenda: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperHead:
    """Whose document, from whom, of which day; dates are already words, "" = not known.

    ``stamp`` None = not signed: the document says so across every page and has no code.
    """

    clinic: Clinic
    patient_name: str
    birth_date: str
    record_number: str
    date: str
    therapist: str
    stamp: Stamp | None = None


class WorkStatus(StrEnum):
    """What the patient can do at work."""

    OFF = "off"
    LIMITED = "limited"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class WorkNote:
    """A note for work or school: what the patient can do, from when to when; no diagnosis.

    ``limits`` are whole phrases ("Sit for up to 30 minutes at a time"); ``first`` and ``until``
    are days in words, "" = not said; ``reason`` stands in it only where the patient agreed.
    """

    head: PaperHead
    status: WorkStatus
    limits: tuple[str, ...] = ()
    first: str = ""
    until: str = ""
    review: str = ""
    reason: str = ""


WORK_STATUS = {
    WorkStatus.OFF: "Not able to work",
    WorkStatus.LIMITED: "Able to work with limits",
    WorkStatus.FULL: "Able to work without limits",
}


def work_days(note: WorkNote) -> str:
    """From when to when a work note holds ("From Nov 25, 2026 through Dec 8, 2026"), "" unsaid."""
    parts = [f"from {note.first}"] if note.first else []
    parts += [f"through {note.until}"] if note.until else []
    days = " ".join(parts)
    return f"{days[:1].upper()}{days[1:]}"


def work_note_lines(note: WorkNote) -> tuple[tuple[str, str], ...]:
    """What a work note says besides whose it is, as (label, words) for whoever compares a paper."""
    limits = note.limits if note.status is WorkStatus.LIMITED else ()
    found = (
        ("The note says", WORK_STATUS[note.status]),
        ("Days", work_days(note)),
        ("Looked at again", note.review),
        *((f"Limit {number}", words) for number, words in enumerate(limits, 1)),
        ("Given with the patient's permission", note.reason),
    )
    return tuple(pair for pair in found if pair[1])


@dataclass(frozen=True, slots=True)
class RefusedReferral:
    """The record that a referral was advised and declined, in the words that were used.

    ``findings`` are why it was advised, ``risks`` what the patient was told could happen,
    ``said`` the patient's own reason, ``net`` what to watch for and where to go; the two last are
    answers to the yes/no questions of `questions`, None = not recorded. ``call`` are the signs that
    want an ambulance at once, under their own words.
    """

    head: PaperHead
    advised: str
    findings: tuple[str, ...]
    risks: tuple[str, ...]
    said: str
    net: tuple[str, ...]
    understood: bool | None = None
    card_given: bool | None = None
    call: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SecondLookPaper:
    """The one-page review of how the panel reasoned."""

    head: PaperHead
    sheet: SecondLook


@dataclass(frozen=True, slots=True)
class IntakeQuestion:
    """A question as the patient reads it: ``options`` are boxes to tick, () = lines to write on."""

    words: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IntakeGroup:
    """Questions under a heading; ``alert`` groups stand first, in a box."""

    title: str
    questions: tuple[IntakeQuestion, ...]
    alert: bool = False


@dataclass(frozen=True, slots=True)
class IntakeSheet:
    """Questions for a patient to fill in with a pen before the first visit.

    ``language`` is that of the questions, ``born`` the birth date in it ("" = a line to write on);
    ``unreviewed`` marks a translation that no clinician of that language has signed off.
    """

    clinic: Clinic
    patient: Patient | None
    groups: tuple[IntakeGroup, ...]
    language: str = "en"
    born: str = ""
    unreviewed: bool = False


@dataclass(frozen=True, slots=True)
class MeasureItem:
    """One item of a questionnaire with its answers; ``scale`` prints numbered boxes instead."""

    words: str
    options: tuple[str, ...] = ()
    scale: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureSheet:
    """A blank questionnaire; without ``items`` only its name, source and a line for the score.

    ``license`` says on what ground the items are printed, or why they are not.
    """

    title: str
    instructions: str
    items: tuple[MeasureItem, ...]
    scoring: str
    source: str
    license: str


@dataclass(frozen=True, slots=True)
class BlankMeasures:
    """Blank questionnaires for a patient to fill in, one after the other."""

    clinic: Clinic
    patient: Patient | None
    sheets: tuple[MeasureSheet, ...]


@dataclass(frozen=True, slots=True)
class BlankChart:
    """Outlines of a body to draw on with a pen."""

    clinic: Clinic
    patient: Patient | None
    body: str
    atlas: BodyAtlas
