"""Reads the demo clinic: invented people with their episodes and visits.

Dates are written as days ago, so that the clinic always looks alive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import MappingProxyType

from pt_chart.clinical import values
from pt_chart.clinical.bodychart.marks import (
    BodyChart,
    BrushStroke,
    Constancy,
    Depth,
    Mark,
    Point,
    RegionFill,
    Shape,
    SymptomKind,
    View,
)
from pt_chart.clinical.care.episode_log import EpisodeEntry
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.findings import Answer, FindingKey, Value
from pt_chart.clinical.people import Clinic, Clinician, Episode, Medicine, Patient
from pt_chart.clinical.problems import Problem
from pt_chart.clinical.program.dosage import Program, ProgramItem
from pt_chart.clinical.program.library import ExerciseLibrary
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Visit, VisitKind
from pt_chart.definitions.demo_care import (
    read_administration,
    read_hypothesis,
    read_log,
    read_plan,
)
from pt_chart.definitions.toml_reader import Reader, nearest_hint, read_toml


@dataclass(frozen=True, slots=True)
class DemoCase:
    """One invented person: visits in order, and how many of them are signed."""

    patient: Patient
    episode: Episode
    visits: tuple[Visit, ...]
    signed: int
    log: tuple[EpisodeEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoClinic:
    """The whole demo clinic."""

    clinic: Clinic
    clinician: Clinician
    cases: tuple[DemoCase, ...]


def read_demo(
    folder: Path, vocabulary: Vocabulary, library: ExerciseLibrary, today: date
) -> tuple[DemoClinic | None, tuple[Problem, ...]]:
    """The demo clinic as of ``today``, or None with every problem of its files."""
    problems: list[Problem] = []
    top = read_toml(folder / "clinic.toml", problems)
    cases = []
    for path in sorted(folder.glob("patient_*.toml")):
        reader = read_toml(path, problems)
        if reader is not None:
            cases.append(_CaseReader(reader, vocabulary, library, today).read())
    if top is None or problems:
        return None, tuple(problems)
    clinic, clinician = _clinic(top)
    if problems:
        return None, tuple(problems)
    return DemoClinic(clinic, clinician, tuple(cases)), ()


def _clinic(top: Reader) -> tuple[Clinic, Clinician]:
    names = ("name", "address", "phone", "hours", "any_hour")
    clinic = Clinic(**{name: top.text(name) for name in names})
    clinician = Clinician("", top.text("clinician"), top.text("credentials", "PT"))
    top.finish()
    return clinic, clinician


class _CaseReader:
    """Reads one patient file."""

    def __init__(
        self, top: Reader, vocabulary: Vocabulary, library: ExerciseLibrary, today: date
    ) -> None:
        self._top = top
        self._vocabulary = vocabulary
        self._library = library
        self._today = today

    def read(self) -> DemoCase:
        """The case; what is wrong is noted with the reader."""
        top = self._top
        name = top.text("id")
        patient = Patient(
            id=f"demo-{name}",
            record_number=top.text("record_number"),
            family_name=top.text("family_name"),
            given_name=top.text("given_name"),
            birth_date=_day(top, "born"),
            sex=top.option("sex", ("F", "M", "X", ""), ""),
            phone=top.text("phone", ""),
            alerts=top.texts("alerts"),
            large_print=top.flag("large_print", default=False),
            demo=True,
        )
        side = top.option("side", ("left", "right", "both", ""), "")
        visits = tuple(
            self._visit(reader, name, number)
            for number, reader in enumerate(top.tables("visit"), 1)
        )
        episode = Episode(
            id=f"demo-{name}-1",
            patient_id=patient.id,
            complaint=top.text("complaint"),
            side=Side(side) if side else None,
            started=visits[0].date if visits else self._today,
            onset=top.text("onset", ""),
            referrer=top.text("referrer", ""),
            precautions=top.texts("precautions"),
            medicines=tuple(
                Medicine(m.text("name"), m.text("trigger", "")) for m in top.tables("medicine")
            ),
            planned_visits=top.optional_whole("planned_visits"),
        )
        signed = top.whole("signed_visits", 0)
        log = read_log(top, episode.id, self._today)
        top.finish()
        return DemoCase(patient, episode, visits, signed, log)

    def _visit(self, reader: Reader, name: str, number: int) -> Visit:
        day = self._today - timedelta(days=reader.whole("days_ago", 0))
        kind = reader.member("kind", VisitKind, VisitKind.FOLLOW_UP) or VisitKind.FOLLOW_UP
        at = datetime.combine(day, time(10, 0), UTC)
        visit = Visit(
            id=f"demo-{name}-1-{number}",
            episode_id=f"demo-{name}-1",
            kind=kind,
            date=day,
            number=number,
            answers=self._answers(reader, at),
            chart=_chart(reader),
            program=self._program(reader),
            plan=read_plan(reader, day),
            administration=read_administration(reader),
            hypothesis=read_hypothesis(reader, at),
        )
        reader.finish()
        return visit

    def _answers(self, reader: Reader, at: datetime) -> Mapping[FindingKey, Answer]:
        found: dict[FindingKey, Answer] = {}
        table = reader.table("answers")
        for text in table.keys if table else ():
            key = self._key(table, text) if table else None
            if key is not None and table is not None:
                value = self._value(table, text, key)
                found[key] = Answer(value, at=at)
        for text in reader.texts("not_tested"):
            key = self._key(reader, text)
            if key is not None:
                found[key] = Answer(None, note="not done in this visit", at=at)
        return MappingProxyType(found)

    def _key(self, reader: Reader, text: str) -> FindingKey | None:
        try:
            key = FindingKey.parse(text)
        except ValueError as error:
            reader.problem(text, str(error))
            return None
        id = self._vocabulary.canonical(key.id)
        if id is None:
            near = nearest_hint(key.id, tuple(self._vocabulary.fields))
            reader.problem(text, "no such finding", near)
            return None
        return FindingKey(id, key.side, key.level)

    def _value(self, table: Reader, text: str, key: FindingKey) -> Value:
        raw = table.raw(text)
        value = tuple(str(v) for v in raw) if isinstance(raw, list) else raw
        if not isinstance(value, bool | int | float | str | tuple):
            table.problem(text, "is not a value of a finding")
            return ""
        wrong = values.check(self._vocabulary.field(key.id), value)
        if wrong:
            table.problem(text, wrong)
        return value

    def _program(self, reader: Reader) -> Program:
        items = []
        for one in reader.tables("exercise"):
            id = one.option("id", tuple(self._library.exercises))
            side = one.member("side", Side, Side.BOTH) or Side.BOTH
            one.finish()
            if id in self._library.exercises:
                items.append(ProgramItem(id, side, self._library.exercises[id].dose))
        return Program(tuple(items))


def _day(reader: Reader, key: str) -> date | None:
    raw = reader.raw(key)
    if isinstance(raw, date):
        return raw
    reader.problem(key, "is not a date", "write it as 1982-04-14, without quotes")
    return None


def _chart(reader: Reader) -> BodyChart:
    marks = []
    for number, one in enumerate(reader.tables("mark"), 1):
        shape = _shape(one)
        mark = Mark(
            id=number,
            view=one.member("view", View, View.BACK) or View.BACK,
            kind=one.member("kind", SymptomKind) or SymptomKind.ACHE,
            shape=shape,
            intensity=one.optional_whole("intensity"),
            depth=one.member("depth", Depth, Depth.UNSURE) or Depth.UNSURE,
            constancy=one.member("constancy", Constancy, Constancy.UNSURE) or Constancy.UNSURE,
        )
        one.finish()
        marks.append(mark)
    return BodyChart(tuple(marks))


def _shape(reader: Reader) -> Shape:
    if "region" in reader:
        return RegionFill(reader.text("region"), reader.member("side", Side))
    raw = reader.raw("points")
    points: list[Point] = [
        (float(pair[0]), float(pair[1]))
        for pair in (raw if isinstance(raw, list) else ())
        if isinstance(pair, list) and len(pair) == 2
    ]
    if not points:
        reader.problem("points", "is missing", "give a region, or points in 0..1")
    return BrushStroke(tuple(points), reader.number("width", 0.03))
