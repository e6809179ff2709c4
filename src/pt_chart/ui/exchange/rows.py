"""Rows of the import page: people of a file, problems, past imports."""

from __future__ import annotations

from pt_chart.charting.exchange_port import FileProblem
from pt_chart.charting.import_preview import Decision, PlannedPerson
from pt_chart.charting.transfer_port import PastImport
from pt_chart.clinical.people import Patient
from pt_chart.clinical.program.dates import date_words, day_and_month
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.table import Cell, Column, Row

SHOWN = 2_000
"""Rows listed; the counts above the lists speak of all."""

PEOPLE = (
    Column("Row", 56, right=True),
    Column("In the file"),
    Column("Birth date", 108),
    Column("ID", 84),
    Column("Visits", 60, right=True),
    Column("What happens", 134),
    Column("Why"),
)
PROBLEMS = (
    Column("Row", 56, right=True),
    Column("Column", 190),
    Column("What is wrong"),
    Column("What to do"),
)
PAST = (Column("When", 120), Column("File"), Column("Brought", 150))
_BADGES = {Decision.ADD: "ok", Decision.JOIN: "current", Decision.SKIP: "plain"}


def person_row(person: PlannedPerson) -> Row:
    """Somebody of the file, and what will happen."""
    patient = person.record.chart.patient
    name = patient.name or f"ID {patient.record_number}"
    known = f" ({person.into.name})" if person.into and person.decision is Decision.JOIN else ""
    told = "; ".join((person.why + known, *person.told))
    days = visit_days(person)
    cells = (
        Cell(str(person.record.row), right=True),
        Cell(name, Style.STRONG),
        Cell(date_words(patient.birth_date) if patient.birth_date else "not given"),
        Cell(patient.record_number),
        Cell(str(len(person.record.chart.visits)), right=True),
        Cell(person.decision.words, badge=_BADGES[person.decision]),
        Cell(f"{told}; {days}" if days else told, Style.SMALL, "secondary"),
    )
    return Row(str(person.record.row), cells)


def visit_days(person: PlannedPerson) -> str:
    """From when to when the visits of somebody in the file are, "" without any."""
    days = sorted(visit.date for visit in person.record.chart.visits)
    if not days:
        return ""
    first, last = date_words(days[0]), date_words(days[-1])
    return f"visit of {first}" if first == last else f"visits of {first} to {last}"


def visit_words(person: PlannedPerson) -> tuple[str, ...]:
    """The visits of somebody in the file, a line each."""
    return tuple(
        f"{date_words(visit.date)}: {visit.kind.value.replace('_', ' ')}, {one.episode.complaint}"
        for one in person.record.chart.episodes
        for visit in one.visits
    )


def candidate_words(patient: Patient) -> str:
    """A known patient so that two of one name are told apart."""
    born = f"born {date_words(patient.birth_date)}" if patient.birth_date else "no birth date"
    number = f"ID {patient.record_number}" if patient.record_number else "no ID"
    return " · ".join(filter(None, (patient.name, born, number, patient.phone)))


def problem_row(position: int, problem: FileProblem) -> Row:
    """Something that cannot be used, with the fix."""
    cells = (
        Cell(str(problem.row) if problem.row else "file", right=True),
        Cell(problem.column),
        Cell(problem.what, Style.BODY, "emergency"),
        Cell(problem.fix),
    )
    return Row(f"problem-{position}", cells)


def past_row(past: PastImport) -> Row:
    """An import that can be undone."""
    brought = f"{past.patients} patients, {past.visits} visits"
    cells = (
        Cell(f"{day_and_month(past.at)} {past.at:%H:%M}"),
        Cell(past.source),
        Cell(brought, Style.SMALL),
    )
    return Row(past.id, cells)
