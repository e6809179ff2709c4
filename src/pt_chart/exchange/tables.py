"""Which CSV files a clinic becomes: one a kind, every part of every record in one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

from pt_chart.charting.exchange_port import EpisodeChart, PatientChart
from pt_chart.clinical.bodychart.marks import Mark
from pt_chart.clinical.care.diagnosis_codes import ChosenCode
from pt_chart.clinical.care.left_out import LeftOut
from pt_chart.clinical.care.plan_of_care import CareProblem, Goal, GoalReview
from pt_chart.clinical.care.visit_administration import Consent
from pt_chart.clinical.findings import Answer
from pt_chart.clinical.narrative_edits import OwnSentence, SentenceEdit
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.program.dosage import ExerciseResponse, ProgramItem
from pt_chart.clinical.visit import Addendum, FlagAcknowledgment, Treatment, Visit
from pt_chart.clinical.within_visit import Retest

Cells: TypeAlias = tuple[object, ...]
Rows: TypeAlias = Callable[[PatientChart], Iterator[Cells]]

_PLACE = ("patient_id", "visit_id")
_VISIT_PARTS = (
    "id",
    "episode_id",
    "kind",
    "date",
    "number",
    "status",
    "revision",
    "entered",
    "late_reason",
    "form_versions",
    "panel",
)
_PLAN_PARTS = ("assessment", "goals", "frequency", "next_visit")
_CARE_PARTS = (
    "prognosis",
    "prognosis_because",
    "times_per_week",
    "weeks",
    "visits",
    "discharge_criteria",
    "interventions",
)
_FRAME_PARTS = (
    "chaperone_name",
    "accompanied_by",
    "interpreter",
    "treatment_minutes",
    "unit_rule",
    "tied_units",
)
_SIGN_PARTS = ("by", "name", "role", "at", "digest", "number", "code")
_GONE_PARTS = ("reason", "by", "name", "at", "moved_to")
_GUESS_PARTS = (
    "condition",
    "side",
    "agrees",
    "reason",
    "by",
    "at",
    "knowledge_version",
    "knowledge_sha256",
)
_SHEET_PARTS = ("figure_version", "body", "carried_from", "confirmed_side")


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A file of the export: its name without ending, its headings, and a patient's rows."""

    name: str
    headings: tuple[str, ...]
    rows: Rows


def names(kind: type[Any]) -> tuple[str, ...]:
    """The names of a record's parts."""
    return tuple(part.name for part in fields(kind))


def values(record: Any, parts: Sequence[str]) -> Cells:
    """Some parts of a record; all None where there is no record."""
    return tuple(None if record is None else getattr(record, part) for part in parts)


def _each(
    name: str, kind: type[Any], found: Callable[[Visit], Sequence[Any]], *, numbered: bool = True
) -> CsvTable:
    """A file of the parts that stand several times in a visit, with their position."""
    parts = names(kind)
    place = (*_PLACE, "position") if numbered else _PLACE

    def rows(chart: PatientChart) -> Iterator[Cells]:
        for visit in chart.visits:
            for position, one in enumerate(found(visit)):
                at = (chart.patient.id, visit.id, *([position] if numbered else []))
                yield (*at, *values(one, parts))

    return CsvTable(name, (*place, *parts), rows)


def _patients(chart: PatientChart) -> Iterator[Cells]:
    yield values(chart.patient, names(Patient))


def _merged(chart: PatientChart) -> Iterator[Cells]:
    for one in chart.merged:
        yield (chart.patient.id, *values(one, names(Patient)))


def _episodes(chart: PatientChart) -> Iterator[Cells]:
    for one in chart.episodes:
        yield values(one.episode, names(Episode))


def _visits(chart: PatientChart) -> Iterator[Cells]:
    for visit in chart.visits:
        yield (
            chart.patient.id,
            *values(visit, _VISIT_PARTS),
            *values(visit.plan, _PLAN_PARTS),
            *values(visit.plan.care, _CARE_PARTS),
            *values(visit.administration, _FRAME_PARTS),
            *values(visit.hypothesis, _GUESS_PARTS),
            *values(visit.chart, _SHEET_PARTS),
            *values(visit.signature, _SIGN_PARTS),
            *values(visit.cosignature, _SIGN_PARTS),
            *values(visit.withdrawal, _GONE_PARTS),
        )


def _prefixed(prefix: str, parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{prefix}_{part}" for part in parts)


def _answers(chart: PatientChart) -> Iterator[Cells]:
    for visit in chart.visits:
        for key, answer in visit.answers.items():
            at = (chart.patient.id, visit.id, key.id, key.side, key.level)
            yield (*at, answer.tested, *values(answer, names(Answer)))


def _asterisks(chart: PatientChart) -> Iterator[Cells]:
    for visit in chart.visits:
        for sign in visit.within.signs:
            yield (chart.patient.id, visit.id, sign.id, sign.side, sign.level)


def _entries(chart: PatientChart) -> Iterator[Cells]:
    for one in chart.episodes:
        yield from _entries_of(chart.patient.id, one)


def _entries_of(patient_id: str, chart: EpisodeChart) -> Iterator[Cells]:
    for entry in chart.log.entries:
        kind = type(entry.record).__name__.casefold()
        told = (entry.id, entry.version, kind, entry.record, entry.by, entry.at, entry.struck)
        yield (patient_id, entry.episode_id, *told)


TABLES = (
    CsvTable("patients", names(Patient), _patients),
    CsvTable("merged_records", ("went_into", *names(Patient)), _merged),
    CsvTable("episodes", names(Episode), _episodes),
    CsvTable(
        "visits",
        (
            "patient_id",
            *_VISIT_PARTS,
            *_PLAN_PARTS,
            *_prefixed("care", _CARE_PARTS),
            *_FRAME_PARTS,
            *_prefixed("hypothesis", _GUESS_PARTS),
            *_prefixed("chart", _SHEET_PARTS),
            *_prefixed("signed", _SIGN_PARTS),
            *_prefixed("cosigned", _SIGN_PARTS),
            *_prefixed("withdrawn", _GONE_PARTS),
        ),
        _visits,
    ),
    CsvTable("answers", (*_PLACE, "finding", "side", "level", "tested", *names(Answer)), _answers),
    _each("marks", Mark, lambda visit: visit.chart.marks),
    _each("treatments", Treatment, lambda visit: visit.plan.treatments),
    _each("left_out", LeftOut, lambda visit: visit.plan.left_out),
    _each("goals", Goal, lambda visit: visit.plan.care.goals if visit.plan.care else ()),
    _each(
        "problems", CareProblem, lambda visit: visit.plan.care.problems if visit.plan.care else ()
    ),
    _each("goal_reviews", GoalReview, lambda visit: visit.plan.goal_reviews),
    _each("diagnosis_codes", ChosenCode, lambda visit: visit.plan.codes),
    _each("red_flags", FlagAcknowledgment, lambda visit: visit.acknowledgments),
    _each("program", ProgramItem, lambda visit: visit.program.items),
    _each("program_responses", ExerciseResponse, lambda visit: visit.program.responses),
    _each("consents", Consent, lambda visit: visit.administration.consents),
    CsvTable("asterisk_signs", (*_PLACE, "finding", "side", "level"), _asterisks),
    _each("retests", Retest, lambda visit: visit.within.retests),
    _each("note_edits", SentenceEdit, lambda visit: visit.note.edits),
    _each("note_sentences", OwnSentence, lambda visit: visit.note.own),
    _each("addenda", Addendum, lambda visit: visit.addenda),
    CsvTable(
        "episode_log",
        ("patient_id", "episode_id", "id", "version", "kind", "content", "by", "at", "struck"),
        _entries,
    ),
)
"""Every file that speaks of patients."""
