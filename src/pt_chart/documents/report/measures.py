"""What changed: measures as scores with what the change is worth, findings beside the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pt_chart.clinical.fields import FieldDef
from pt_chart.clinical.measures.change import change_words
from pt_chart.clinical.measures.instrument import Instrument
from pt_chart.clinical.measures.scoring import MeasureAdministration, item_words, score_number
from pt_chart.clinical.measures.series import Course
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.report import EvaluationReport
from pt_chart.clinical.values import number_words
from pt_chart.clinical.visit import Visit
from pt_chart.clinical.within_visit import ChangeKind, sign_change
from pt_chart.clinical.wording import value_words
from pt_chart.documents.blocks import Block, Paragraph, Stack
from pt_chart.documents.report.findings import change_rows
from pt_chart.documents.style import SECONDARY, Scale
from pt_chart.documents.table import NotDone, Row, Table
from pt_chart.documents.text import Span, Words, strong


def measure_fields(courses: Sequence[Course]) -> frozenset[str]:
    """The fields that the table of measures tells."""
    return frozenset(id for course in courses for id in course.instrument.fields)


def measures_table(
    courses: Sequence[Course], visit: str, fields: Mapping[str, FieldDef], scale: Scale
) -> Table:
    """A row per measure: first score, today's, and the change against its thresholds."""
    if not any(one.since_first or one.refusal or one.rated_again for one in courses):
        return _first_scores(courses, visit, fields, scale)
    rows = []
    for course in courses:
        first = _first(course, visit)
        today = next((one for one in course.administrations if one.visit == visit), None)
        rows.append(
            Row(
                (
                    _name(course, today, fields),
                    ""
                    if course.instrument.rates_change
                    else _score(course.instrument, first, scale, day=True),
                    _score(course.instrument, today, scale, day=False),
                    _verdict(course, today),
                )
            )
        )
    head = ("Measure", "First", "Today", "Change")
    return Table(head, rows, (30, 17, 15, 38), scale.table)


def _first(course: Course, visit: str) -> MeasureAdministration | None:
    """The first score; without any, what an earlier visit has of the measure."""
    if course.scored:
        return course.scored[0]
    earliest = course.administrations[0]
    return earliest if earliest.visit != visit else None


def _first_scores(
    courses: Sequence[Course], visit: str, fields: Mapping[str, FieldDef], scale: Scale
) -> Table:
    """Nothing to compare with yet: today's scores alone."""
    rows = []
    for course in courses:
        today = next((one for one in course.administrations if one.visit == visit), None)
        score = _score(course.instrument, today, scale, day=False)
        rows.append(Row((_name(course, today, fields), score)))
    return Table(("Measure", "First score"), rows, (70, 30), scale.table)


def _name(
    course: Course, today: MeasureAdministration | None, fields: Mapping[str, FieldDef]
) -> str:
    side = f" {course.side.spelled}" if course.side else ""
    named = ""
    if today is not None and today.activities:
        scores = dict(zip(course.instrument.activities, course.instrument.items, strict=False))
        said = []
        for id, words in today.activities.items():
            score = today.items.get(scores.get(id, id))
            said.append(f"{words} {number_words(score)}" if score is not None else words)
        named = f": {'; '.join(said)}"
    elif today is not None and (items := item_words(today, course.instrument, fields)):
        named = f": {items}"
    if today is not None and today.remark:
        named += f" ({today.remark})"
    return f"{course.instrument.name}{side}{named}"


def _score(
    instrument: Instrument, one: MeasureAdministration | None, scale: Scale, *, day: bool
) -> Words | Block:
    if one is None:
        return NotDone("not done", scale.table)
    if instrument.rates_change and one.score is not None:
        low, high = number_words(instrument.minimum), number_words(instrument.maximum)
        sign = "+" if one.score > 0 else ""
        return [
            strong(f"{sign}{score_number(instrument, one.score)}"),
            Span(f" on {low} to +{high}"),
        ]
    if one.score is None:
        return f"no score: {one.refusal}" if one.refusal else "no score"
    most = f" of {number_words(instrument.maximum)}" if instrument.unit == "points" else ""
    unit = "" if instrument.unit == "points" else f" {instrument.unit}"
    when = f", {date_words(one.date)}" if day else ""
    return [strong(f"{score_number(instrument, one.score)}{unit}{most}{when}")]


def _verdict(course: Course, today: MeasureAdministration | None) -> str:
    if course.instrument.rates_change:
        return "is itself a rating of change"
    if course.refusal:
        return course.refusal
    parts = "; ".join(part.change_words for part in course.rated_again)
    if today is None or today.score is None:
        if parts:
            return f"{parts}; no change of the score stated: no score today"
        return "no change stated: no score today" if course.scored else "first score"
    found = course.since_first
    said = change_words(course.instrument, found) if found is not None else "first score"
    return f"{said.rstrip('.')}. {parts}" if parts else said


def change_table(report: EvaluationReport, first: Visit, scale: Scale) -> Block | None:
    """What the first visit found, beside today; None where nothing differs."""
    rows = change_rows(report.forms, first.answers, report.visit.answers)
    if not rows:
        return None
    cells = []
    judged = [(course, _judged(course)) for course in report.angles]
    verdicts = {
        (field, course.side): verdict
        for course, (verdict, _basis) in judged
        for field in course.instrument.fields
    }
    bases = dict.fromkeys(basis for _course, (_verdict, basis) in judged if basis)
    for row in rows:
        today: Words | Block = NotDone("not tested again", scale.table)
        said = verdicts.get((row.key.id, row.key.side), "") if row.now is not None else ""
        cells.append(Row((row.label, row.then or "", today if row.now is None else row.now, said)))
    head = (
        "Finding",
        f"First visit, {date_words(first.date)}",
        f"Today, {date_words(report.visit.date)}",
        "Change",
    )
    table = Table(head, cells, (33, 21, 21, 25), scale.table)
    if not bases:
        return table
    told = Paragraph(f"Held against: {'; '.join(bases)}.", scale.furniture.colored(SECONDARY))
    return Stack([(0, table), (3, told)])


def _judged(course: Course) -> tuple[str, str]:
    """What the change of an angle or a timed test is worth, and the threshold with its source."""
    found = course.since_first
    if found is None:
        return "", ""
    told = change_words(course.instrument, found).removeprefix(course.instrument.short)
    verdict, _, basis = told.partition(", ")[2].removesuffix(".").partition(" (")
    return verdict or "unchanged", basis.removesuffix(")")


def retest_lines(report: EvaluationReport) -> list[str]:
    """A line for every re-test of the visit: before, after what, and what the change is worth."""
    fields = {field.id: field for form in report.forms for field in form.fields}
    lines = []
    for one in report.visit.within.retests:
        field, before = fields.get(one.key.id), report.visit.answers.get(one.key)
        if field is None:
            continue
        side = one.key.side.spelled if one.key.side else ""
        name = " ".join(filter(None, (side, field.name, one.key.level)))
        after = f"after {one.after}" if one.after else "after treatment"
        now = value_words(field, one.value)
        if before is None or before.value is None:
            lines.append(f"{name}: {now} {after}; not tested before.")
            continue
        change = sign_change(field, before.value, one.value)
        told = f"{name}: {value_words(field, before.value)} before, {now} {after}"
        number = isinstance(one.value, int | float) and not isinstance(one.value, bool)
        # The change of a grade or a yes/no is told by its two values and is not judged.
        judged = number or change.kind is ChangeKind.SAME
        lines.append(f"{told}: {change.words}." if judged else f"{told}.")
    return lines
