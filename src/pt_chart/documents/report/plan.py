"""The assessment and plan: the sentences of the note, or the plan's fields where none are given."""

from __future__ import annotations

from collections.abc import Iterator

from pt_chart.clinical.narrative.note import NoteSection
from pt_chart.clinical.narrative.plain_text import told
from pt_chart.clinical.report import EvaluationReport
from pt_chart.documents.blocks import Block, Bullets, Heading, Paragraph, Rule, Stack
from pt_chart.documents.flow import Item
from pt_chart.documents.style import ACCENT, Scale
from pt_chart.documents.text import Span, strong

Parts = list[tuple[float, Block]]

TOLD = ("course", "assessment", "goals", "treatment", "plan")
"""The sections of the note that print here; the report tells the others in its own tables."""

ADMINISTRATION = "administration"
GOAL = "Goal:"
"""What each goal of the note begins with; under its own heading that would be said twice."""


def section(title: str, block: Block, scale: Scale, *, whole: bool = False) -> Item:
    """A titled part of the report."""
    head = Heading(title, scale.section.colored(ACCENT))
    stack = Stack([(0, head), (2, Rule(ACCENT, 1.2)), (4, block)])
    return Item(stack, scale.gap, whole, name=f"the section {title}")


def plan(report: EvaluationReport, scale: Scale, *, program: bool) -> list[Item]:
    """The section with the plan; the home program only where it is released."""
    parts = _written(report, scale, program=program) if report.note else _fields(report, scale)
    for title, lines in (
        ("Goals", () if report.note else report.visit.plan.goals),
        ("Home program", report.program if program and not report.note else ()),
        ("Held back today", report.blocked if program else ()),
    ):
        if lines:
            parts.append((5, Heading(title, scale.body.bold(), 3)))
            parts.append((1, Bullets(lines, scale.body, 1.5)))
    return [section("Assessment and plan", Stack(parts), scale)]


def administration(report: EvaluationReport, scale: Scale) -> list[Item]:
    """Consent, people present, contacts, missed visits, letters and referrals, as the note says."""
    found = next((one for one in report.note if one.id == ADMINISTRATION), None)
    lines = [words for one in found.sentences if (words := told(one))] if found else []
    if not lines:
        return []
    return [section("Administration", Bullets(lines, scale.body, 1.5), scale)]


def _written(report: EvaluationReport, scale: Scale, *, program: bool) -> Parts:
    parts: Parts = []
    if report.visit.hypothesis is None:
        parts.append((4, _led("Working hypothesis (clinician).", "none recorded", scale)))
    by_id = {one.id: one for one in report.note}
    for one in (by_id[id] for id in TOLD if id in by_id):
        lines = list(_sentences(one, program=program))
        if not lines:
            continue
        if len(lines) == 1:
            parts.append((4, _led(f"{one.title}.", lines[0], scale)))
            continue
        parts.append((5, Heading(one.title, scale.body.bold(), 3)))
        parts.append((1, Bullets(lines, scale.body, 1.5)))
    return parts


def _sentences(one: NoteSection, *, program: bool) -> Iterator[str]:
    for sentence in one.sentences:
        # Re-tests stand with the findings, where their change is judged.
        words = told(sentence)
        if not words or sentence.id.startswith("retest."):
            continue
        if program or "program" not in sentence.links:
            yield words.removeprefix(f"{GOAL} ") if one.id == "goals" else words


def _led(lead: str, text: str, scale: Scale) -> Paragraph:
    return Paragraph([strong(f"{lead} "), Span(text)], scale.body)


def _hypothesis(report: EvaluationReport) -> str:
    chosen = report.visit.hypothesis
    if chosen is None:
        return "none recorded"
    side = f", {chosen.side.spelled}" if chosen.side else ""
    agrees = "agrees with the ranking" if chosen.agrees else "differs from the ranking"
    reason = f": {chosen.reason}" if chosen.reason else ""
    return f"{report.assessment.cause_name(chosen.condition)}{side} ({agrees}{reason})"


def _fields(report: EvaluationReport, scale: Scale) -> Parts:
    written = report.visit.plan
    parts: Parts = [(4, _led("Working hypothesis (clinician).", _hypothesis(report), scale))]
    for treatment in written.treatments:
        side = treatment.side.spelled if treatment.side else ""
        minutes = f"{treatment.minutes} minutes" if treatment.minutes is not None else ""
        dose = ", ".join(part for part in (side, treatment.dose, minutes) if part)
        response = f" Response: {treatment.response}" if treatment.response else ""
        said = f"{treatment.name}{f' ({dose})' if dose else ''}.{response}"
        parts.append((4, _led("Treatment.", said, scale)))
    for lead, text in (("Frequency.", written.frequency), ("Next visit.", written.next_visit)):
        if text:
            parts.append((4, _led(lead, text, scale)))
    return parts
