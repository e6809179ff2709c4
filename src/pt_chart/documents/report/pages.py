"""Composing the evaluation report."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pt_chart.clinical.findings import Origin
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.reasoning.acknowledged import acknowledged
from pt_chart.clinical.report import SECTIONS, USUAL_SECTIONS, EvaluationReport
from pt_chart.documents.blocks import (
    Block,
    Bullets,
    Columns,
    Paragraph,
    Stack,
)
from pt_chart.documents.faces import missing_characters
from pt_chart.documents.flow import Furniture, Item, shortest, write
from pt_chart.documents.labels import labels
from pt_chart.documents.masthead import Identity, frame, identity, masthead, running
from pt_chart.documents.report import reasoning
from pt_chart.documents.report.chart import ChartViews, chart_words
from pt_chart.documents.report.findings import (
    Cell,
    FindingRow,
    PlainRow,
    exam_rows,
    plain_rows,
    screen,
    told_cards,
)
from pt_chart.documents.report.measures import (
    change_table,
    measure_fields,
    measures_table,
    retest_lines,
)
from pt_chart.documents.report.opening import FORMER_FLAGS, name, opening, title
from pt_chart.documents.report.plan import administration, plan, section
from pt_chart.documents.report.source import BodySource
from pt_chart.documents.report.typed_words import with_typed
from pt_chart.documents.sheet import Rendered, Sheet
from pt_chart.documents.signature import draft_mark, hand_signature, signature_box, stamp_line
from pt_chart.documents.style import CLINICIAN, SECONDARY, Scale
from pt_chart.documents.table import NotDone, Row, Table
from pt_chart.documents.text import Span, Words, strong

CONSENT = ("consent_exam", "consent_treatment", "chaperone")
SHORT_PART = 220.0
"""Points up to which the last part of a report moves to the signature's page with it."""
FULL_CAUSES = 5
"""Causes printed with all that speaks for and against them; the others with the strongest."""
NOTHING_EXAMINED = (
    "No examination is recorded for this visit. Not tested is not negative and carries no weight."
)


def render(report: EvaluationReport, bodies: BodySource, *, paper: str = "letter") -> bytes:
    """The report as PDF: see `compose`."""
    return compose(report, bodies, paper=paper).pdf


def compose(report: EvaluationReport, bodies: BodySource, *, paper: str = "letter") -> Rendered:
    """Lay the report out on ``paper`` ("letter" or "a4"): see `draw`."""
    sheet = Sheet(paper, title=title(report), language=report.language)
    pages = draw(sheet, report, bodies)
    return Rendered(sheet.save(), pages, missing_characters((report.patient, report.visit)))


def draw(sheet: Sheet, report: EvaluationReport, bodies: BodySource) -> int:
    """Add the report's pages to a sheet and return how many.

    A visit that is not signed prints "DRAFT - not signed" across every page and has no
    verification code.

    Raises:
        ValueError: unknown paper or language.
        KeyError: a body or view that the source does not have.
        DoesNotFit: a part that no page can hold; the message names it.
    """
    scale = CLINICIAN
    stamp = report.stamp
    last = stamp_line(stamp)
    area = frame(sheet, scale, last)
    released = set(report.released)

    def build(tight: Scale) -> list[Item]:
        parts: dict[str, Callable[[], list[Item]]] = {
            "flags": lambda: [section("Red flags", _flags(report, tight), tight)],
            "symptoms": lambda: _symptoms(report, bodies, tight, sheet.column),
            "history": lambda: _history(report, tight),
            "change": lambda: _change(report, tight),
            "findings": lambda: [*_examination(report, tight), *_retests(report, tight)],
            "measures": lambda: _measures(report, tight),
            "reasoning": lambda: _reasoning(report, tight),
            "plan": lambda: plan(report, tight, program="program" in released),
            "administration": lambda: administration(report, tight),
        }
        body = [
            Item(masthead(report.clinic, (title(report), date_words(report.visit.date)), tight)),
            *opening(report, tight, summary="summary" in released),
            *(
                item
                for id, make in parts.items()
                if id in released
                for item in with_typed(report, id, make(), tight)
            ),
            *_left_out(report, tight),
        ]
        return [*body[:-1], *_signed(body[-1], _signature(report, tight), sheet.column)]

    items = shortest(build, scale, sheet.column, area)
    under = (lambda page: draft_mark(page, scale)) if stamp is None else None
    return write(sheet, items, area, _furniture(report, scale, last), under=under)


def _left_out(report: EvaluationReport, scale: Scale) -> list[Item]:
    """Says what the usual document has and this copy has not."""
    usual = USUAL_SECTIONS[report.visit.kind]
    names = [SECTIONS[id] for id in usual if id not in report.released]
    if SECTIONS["flags"] in names and "history" in report.released:
        names[names.index(SECTIONS["flags"])] += " with the answers of the history they rest on"
    if not names:
        return []
    words = [
        strong("Sections left out of this copy: "),
        Span("; ".join(names) + ". They are kept in the chart."),
    ]
    return [Item(Paragraph(words, scale.body), scale.gap, name="what is left out")]


def _symptoms(
    report: EvaluationReport, bodies: BodySource, scale: Scale, width: float
) -> list[Item]:
    items = []
    visit = report.visit
    if not visit.chart.empty:
        words = report.summary.sentence if report.summary is not None else ""
        alt = f"Body chart. {words}".strip()
        views = ChartViews(visit.chart, report.atlas, bodies, scale, alt)
        text = chart_words(visit.chart, report.summary, scale)
        natural = views.natural_width()
        if natural <= 330:
            block: Block = Columns([views, text], 14, (natural, width - 14 - natural))
        else:
            block = Stack([(0, views), (6, text)])
        items.append(section("Symptoms and body chart", block, scale, whole=True))
    return items


def _history(report: EvaluationReport, scale: Scale) -> list[Item]:
    # The administration tells what was consented to, where it is released.
    told_there = CONSENT if "administration" in report.released and report.note else ()
    if "flags" not in report.released:
        # What a flag rests on is withheld with it.
        rests_on = (key.id for flag in report.assessment.flags for key in flag.keys)
        told_there = (*told_there, *rests_on, *report.grounds)
    answers = report.visit.answers
    rows = plain_rows(report.forms, "history", answers, core=False, without=told_there)
    if not rows:
        return []
    told = [Row(([strong(card.group)], card.words)) for card in told_cards(rows)]
    return [section("History", Table(("Asked", "Answer"), told, (24, 76), scale.table), scale)]


def _change(report: EvaluationReport, scale: Scale) -> list[Item]:
    table = change_table(report, report.first, scale) if report.first is not None else None
    return [section("Change since the first visit", table, scale)] if table else []


def _flags(report: EvaluationReport, scale: Scale) -> Block:
    records = acknowledged(report.assessment.flags, report.visit.acknowledgments)
    done = {id_: record.words for id_, record in records.items()}
    parts: list[tuple[float, Block]] = [
        (5, reasoning.FlagBox(flag, done.get(flag.id, ""), scale))
        for flag in report.assessment.flags
    ]
    for former in report.former_flags:
        told = [strong(f"{FORMER_FLAGS}: "), Span(f"{former}.")]
        parts.append((4, Paragraph(told, scale.body)))
    asked = screen(report.forms, report.visit.answers)
    for lead, names in (("Asked, yes: ", asked.yes), ("Asked, no: ", asked.no)):
        if names:
            words = [strong(lead), Span("; ".join(names) + ".")]
            parts.append((4, Paragraph(words, scale.body)))
    if asked.not_asked:
        said = Paragraph("; ".join(asked.not_asked) + ".", scale.body)
        columns = Columns([NotDone("not asked", scale.table), said], 8, (15, 85))
        parts.append((4, columns))
    return Stack(parts)


def _answers(rows: Sequence[PlainRow], scale: Scale) -> Table:
    cells: list[Row] = []
    for index, row in enumerate(rows):
        if row.group and (not index or rows[index - 1].group != row.group):
            cells.append(Row((row.group,)))
        unasked = NotDone("not asked", scale.table)
        cells.append(Row((row.label, unasked if row.answer is None else row.answer)))
    return Table(("Question", "Answer"), cells, (42, 58), scale.table)


def _cell(cell: Cell | None, scale: Scale) -> Words | Block:
    if cell is None:
        return ""
    if cell.words is None:
        return NotDone("not tested", scale.table)
    return [strong(cell.words)] if cell.abnormal else cell.words


def _finding(row: FindingRow, scale: Scale) -> Row:
    if row.whole is not None:
        return Row((row.test, _cell(row.whole, scale), row.remarks), (1, 2, 1))
    return Row((row.test, _cell(row.right, scale), _cell(row.left, scale), row.remarks))


def _examination(report: EvaluationReport, scale: Scale) -> list[Item]:
    items = []
    rows = exam_rows(report.forms, report.visit.answers)
    legend = (
        "Bold: abnormal. Striped: not tested. Tests that are not listed were not done. What goes "
        "across both columns has no side. "
        "Not tested is not negative and carries no weight."
    )
    if any(one.origin is Origin.REST_NORMAL for one in report.visit.answers.values()):
        legend += " Rest normal: entered as normal together with others, by one key."
    if any(one.origin is Origin.CONFIRMED for one in report.visit.answers.values()):
        legend += " Confirmed: as on an earlier visit, confirmed together with others, by one key."
    note = Paragraph(legend, scale.furniture.colored(SECONDARY))
    if rows:
        head = ("Test, in order of position", "RIGHT", "LEFT", "Remarks")
        cells: list[Row] = []
        for index, row in enumerate(rows):
            if row.group and (not index or rows[index - 1].group != row.group):
                cells.append(Row((row.group,)))
            cells.append(_finding(row, scale))
        table = Table(head, cells, (38, 17, 17, 28), scale.table)
        items.append(section("Findings", Stack([(0, note), (3, table)]), scale))
    else:
        items.append(section("Findings", Paragraph(NOTHING_EXAMINED, scale.body), scale))
    return items


def _retests(report: EvaluationReport, scale: Scale) -> list[Item]:
    lines = retest_lines(report)
    if not lines:
        return []
    return [section("Re-tested in this visit", Bullets(lines, scale.body, 1.5), scale)]


def _measures(report: EvaluationReport, scale: Scale) -> list[Item]:
    parts: list[tuple[float, Block]] = []
    fields = {field.id: field for form in report.forms for field in form.fields}
    if report.courses:
        parts.append((0, measures_table(report.courses, report.visit.id, fields, scale)))
    told = measure_fields(report.courses)
    rows = plain_rows(report.forms, "measures", report.visit.answers, without=told)
    if rows:
        parts.append((6, _answers(rows, scale)))
    return [section("Measures", Stack(parts), scale)] if parts else []


def _reasoning(report: EvaluationReport, scale: Scale) -> list[Item]:
    assessment = report.assessment
    sources = reasoning.Sources()
    parts: list[tuple[float, Block]] = []
    if assessment.ranking_off:
        parts.append((0, Paragraph(assessment.ranking_off, scale.body)))
    ranked = [*assessment.ranked, *assessment.impairments]
    shown = [cause for cause in ranked if cause.tested]
    silent = [cause.name for cause in ranked if not cause.tested]
    if shown:
        parts.append((0, reasoning.causes(shown[:FULL_CAUSES], sources, scale)))
    if len(shown) > FULL_CAUSES:
        parts.append((5, reasoning.further(shown[FULL_CAUSES:], sources, scale)))
    if silent:
        words = [strong("Cannot judge, nothing tested yet: "), Span("; ".join(silent) + ".")]
        parts.append((4, Paragraph(words, scale.body)))
    for prompt in assessment.consider:
        because = "; ".join(prompt.because)
        said = [strong(f"Consider {prompt.name}"), Span(f" (expert pattern): {because}. ")]
        parts.append((3, Paragraph([*said, Span(prompt.suggestion)], scale.body)))
    parts.append((3, reasoning.remarks(assessment, sources, scale)))
    items = [section("Clinical reasoning", Stack(parts), scale)]
    table = reasoning.scores(assessment.scores, scale)
    if table is not None:
        items.append(section("Published scores, unchanged", table, scale))
    for contradiction in assessment.contradictions:
        words = [strong("To check: "), Span(contradiction.words)]
        items.append(Item(Paragraph(words, scale.body), 4))
    return items


def _signed(last: Item, signature: Item, width: float) -> list[Item]:
    """The signature with a short last part, so that it never stands alone on a page."""
    if last.block.height(width) > SHORT_PART:
        return [last, signature]
    both = Stack([(0, last.block), (signature.gap, signature.block)])
    return [Item(both, last.gap, name=signature.name)]


def _signature(report: EvaluationReport, scale: Scale) -> Item:
    visit = report.visit
    stamp = report.stamp
    if stamp is None:
        return Item(hand_signature(report.therapist, scale), scale.gap + 2, name="the signature")
    parts: list[tuple[float, Block]] = [
        (
            4,
            Paragraph(
                [strong(f"Addendum, {date_words(a.at.date())}, {a.name}: "), Span(a.text)],
                scale.body,
            ),
        )
        for a in visit.addenda
    ]
    parts.append((6, signature_box(stamp, report.clinic, scale)))
    return Item(Stack(parts), scale.gap + 2, name="the signature")


def _furniture(report: EvaluationReport, scale: Scale, last: Identity) -> Furniture:
    words = labels(report.language)
    patient, visit = report.patient, report.visit
    born = (
        words.born_short.format(date=date_words(patient.birth_date)) if patient.birth_date else ""
    )
    record = words.record_short.format(number=patient.record_number)
    kind = ", ".join(filter(None, (title(report), date_words(visit.date))))
    line = identity(name(report), (born, record if patient.record_number else "", kind))
    clinic = report.clinic
    any_hour = words.any_hour.format(phone=clinic.any_hour) if clinic.any_hour else ""
    later = identity(clinic.name, (clinic.phone, any_hour))
    return running(scale, words, line, line, later, last=last)
