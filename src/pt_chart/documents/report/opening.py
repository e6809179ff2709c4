"""How a report begins: whose it is, what is known of the episode, and the summary."""

from __future__ import annotations

from pt_chart.clinical.narrative.entry_marks import entry_marks
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.report import EvaluationReport
from pt_chart.clinical.visit import VisitKind
from pt_chart.documents.blocks import Block, Heading, Panel, Paragraph, Stack
from pt_chart.documents.flow import Item
from pt_chart.documents.style import ACCENT, INK, TINT, Scale
from pt_chart.documents.table import Facts
from pt_chart.documents.text import Span, strong

TITLES = {
    VisitKind.EVALUATION: ("Evaluation report", "Physical therapy evaluation"),
    VisitKind.FOLLOW_UP: ("Daily note", "Physical therapy visit"),
    VisitKind.PROGRESS: ("Progress report", "Physical therapy re-evaluation"),
    VisitKind.DISCHARGE: ("Discharge summary", "Physical therapy discharge"),
}
FORMER_FLAGS = "Flag of an earlier visit"


def title(report: EvaluationReport) -> str:
    """The kind of document, as its masthead and file say it."""
    return TITLES[report.visit.kind][0]


def titles() -> tuple[str, ...]:
    """The kinds of report there are."""
    return tuple(kind for kind, _heading in TITLES.values())


def opening(report: EvaluationReport, scale: Scale, *, summary: bool) -> list[Item]:
    """Heading, what marks the note as late or withdrawn, the patient, and the summary."""
    visit = report.visit
    heading = f"{TITLES[visit.kind][1]}, visit {visit.number}"
    if report.planned is not None and visit.number <= report.planned:
        heading += f" of {report.planned}"
    items = [Item(Heading(heading, scale.title, 1), 8)]
    for words in entry_marks(visit):
        lead, _, rest = words.partition(": ")
        marked = Paragraph([strong(f"{lead}: "), Span(rest)], scale.body)
        items.append(Item(Panel(marked, padding=(6, 10, 7, 10), border=INK, thickness=0.8), 5))
    items.append(Item(Facts(_known(report), scale.body), 6, name="the patient"))
    if not summary:
        return items
    box = Panel(_summary(report, scale), padding=(7, 12, 8, 14), fill=TINT, bar=ACCENT)
    return [*items, Item(box, 7, whole=False, name="the summary")]


def _known(report: EvaluationReport) -> tuple[tuple[str, str], ...]:
    patient, episode, visit = report.patient, report.episode, report.visit
    age = patient.age_on(visit.date)
    born = f"{date_words(patient.birth_date)} ({age})" if patient.birth_date else ""
    side = episode.side.spelled if episode.side else ""
    precautions = (*episode.precautions, *report.precautions)
    return (
        ("Patient", name(report)),
        ("Born", born),
        ("Sex", patient.sex),
        ("ID", patient.record_number),
        ("Episode", f"{side} {episode.complaint}".strip()),
        ("Onset", episode.onset or "not recorded"),
        ("Referrer", episode.referrer),
        ("Alerts", "; ".join(patient.alerts) or "none recorded"),
        ("Precautions", "; ".join(precautions) or "none recorded"),
        ("Medicines", "; ".join(medicine.name for medicine in episode.medicines)),
    )


def name(report: EvaluationReport) -> str:
    """Given name first, as letters and reports print it."""
    return f"{report.patient.given_name} {report.patient.family_name}".strip()


def _summary(report: EvaluationReport, scale: Scale) -> Block:
    """The clinician's assessment; then what is open, from the recorded facts only."""
    said = _assessment(report)
    spans = [strong("Summary. ")]
    if "\n" in said:
        # Lines of the clinician's own stay lines, and what follows is no part of the last one.
        first = Paragraph([*spans, Span(said)], scale.message)
        return Stack([(0, first), (4, Paragraph(_open(report), scale.message))])
    spans += [Span(f"{said} ")] if said else []
    return Paragraph([*spans, *_open(report)], scale.message)


def _assessment(report: EvaluationReport) -> str:
    """The assessment as the note has it, edited or left out; without a note, the field."""
    if not report.note:
        return report.visit.plan.assessment.strip()
    told = (one for part in report.note for one in part.sentences if one.id == "assessment.words")
    return next((one.text for one in told), "")


def _open(report: EvaluationReport) -> list[Span]:
    """What is open; nothing of flags in a copy from which they are left out."""
    spans: list[Span] = []
    if "flags" not in report.released:
        return spans
    flags = [flag.title for flag in report.assessment.flags]
    if flags:
        spans += [strong("Red flags raised: "), Span("; ".join(flags) + ". ")]
    else:
        spans.append(Span("No red flag raised by what was asked and found. "))
    if report.former_flags:
        told = "; ".join(report.former_flags)
        spans += [strong(f"{FORMER_FLAGS}: "), Span(f"{told}. ")]
    if report.assessment.core_unasked:
        count = len(report.assessment.core_unasked)
        noun = "question was" if count == 1 else "questions were"
        spans.append(Span(f"{count} core red-flag {noun} not asked yet."))
    return spans
