"""What an evaluation report is made from."""

from __future__ import annotations

from dataclasses import dataclass

from pt_chart.clinical.bodychart.atlas import BodyAtlas
from pt_chart.clinical.bodychart.summary import ChartSummary
from pt_chart.clinical.document_code import document_code
from pt_chart.clinical.fields import Form
from pt_chart.clinical.measures.series import Course
from pt_chart.clinical.narrative.note import NoteSection
from pt_chart.clinical.papers import Stamp
from pt_chart.clinical.people import Clinic, Episode, Patient
from pt_chart.clinical.reasoning.results import Assessment
from pt_chart.clinical.visit import Visit, VisitKind

SECTIONS = {
    "summary": "Summary",
    "flags": "Red flags",
    "symptoms": "Symptoms and body chart",
    "history": "History",
    "change": "Change since the first visit",
    "findings": "Findings",
    "measures": "Measures",
    "reasoning": "Clinical reasoning",
    "plan": "Assessment and plan",
    "program": "Home program",
    "administration": "Administration",
}
"""What a report is made of, by id, in the order of the page."""

_DAILY = (
    "summary", "flags", "symptoms", "history", "change", "findings", "measures", "plan",
    "program", "administration",
)  # fmt: skip
_LATER = (*_DAILY[:7], "reasoning", *_DAILY[7:])
USUAL_SECTIONS = {
    VisitKind.EVALUATION: tuple(id for id in SECTIONS if id != "change"),
    VisitKind.FOLLOW_UP: _DAILY,
    VisitKind.PROGRESS: _LATER,
    VisitKind.DISCHARGE: _LATER,
}
"""The sections that a kind of visit prints when nobody chose others."""


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """A visit with everything needed to print it.

    ``forms`` give labels, positions and order; ``program`` are the exercises in words, one line
    each with dose and side; ``blocked`` says in words what was held back and by which rule.
    ``sections`` are the ids of `SECTIONS` to release, () = the usual ones of the visit's kind;
    ``first`` is the episode's first visit, None when this is it; ``courses`` are the measures
    of this visit with what they were before, ``angles`` those by side, which the findings tell;
    ``note`` are the sentences of the note, () = the fields of the plan print instead. The
    section "administration" is told by the note alone: consent, people present, contacts,
    missed visits, letters, referrals and their outcome. ``planned`` is the number of visits
    planned, of the plan of care or else of the episode; ``precautions`` are those that answers
    of the visits tell, beside those recorded with the episode; ``former_flags`` say in words
    which flags of the last signed visit were not asked or tested again; ``grounds`` are the
    findings that may raise one of the raised flags, which are withheld with them; ``waits`` = the
    signed visit still needs a co-signature.
    """

    patient: Patient
    episode: Episode
    visit: Visit
    clinic: Clinic
    therapist: str
    forms: tuple[Form, ...]
    assessment: Assessment
    atlas: BodyAtlas
    summary: ChartSummary | None = None
    program: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    language: str = "en"
    sections: tuple[str, ...] = ()
    first: Visit | None = None
    courses: tuple[Course, ...] = ()
    note: tuple[NoteSection, ...] = ()
    angles: tuple[Course, ...] = ()
    planned: int | None = None
    precautions: tuple[str, ...] = ()
    former_flags: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    waits: bool = False

    @property
    def released(self) -> tuple[str, ...]:
        """The sections that print, in the order of the page."""
        return self.sections or USUAL_SECTIONS[self.visit.kind]

    @property
    def stamp(self) -> Stamp | None:
        """The signature with the code of what is released, None for a draft."""
        signature = self.visit.signature
        if signature is None:
            return None
        code = document_code("report", self.visit, released=self.released)
        return Stamp(signature, code, self.visit.cosignature, self.waits)
