"""CASE files, version 1: a case as scripts and other programs hand it over.

The shape is in docs/case-format.md, the vocabulary in `pt-chart findings --json`. Nothing is
dropped silently: whatever does not fit is a `Problem` with its place and the nearest valid words,
and all problems of a file are reported together.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from pt_chart.clinical.case_parts import (
    Part,
    read_clinic,
    read_clinician,
    read_program,
)
from pt_chart.clinical.evaluation import findings_of
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import FieldDef, ReportWord, Vocabulary
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.people import Clinic, Clinician
from pt_chart.clinical.problems import Problem
from pt_chart.clinical.program.dosage import Program
from pt_chart.clinical.sides import Side
from pt_chart.clinical.values import from_json
from pt_chart.clinical.word_hints import word_hints

_Told: TypeAlias = tuple[FindingKey, Value]

VERSION = 1
MOST_FINDINGS = 5_000
OLDEST = 130


class CaseProblems(ValueError):
    """A CASE file cannot be used; ``problems`` say where and why, in file order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Case:
    """A CASE file as read: the facts as given (nothing derived), and the optional parts."""

    facts: Facts
    patient_name: str = ""
    program: Program = field(default_factory=Program)
    clinic: Clinic | None = None
    clinician: Clinician | None = None
    date: date | None = None


def read_case(data: object, vocabulary: Vocabulary) -> Case:
    """The case in parsed JSON.

    Raises:
        CaseProblems: with every problem found.
    """
    problems: list[Problem] = []
    case = _read(Part.top(data, problems), vocabulary)
    if problems:
        raise CaseProblems(tuple(problems))
    return case


def _read(part: Part, vocabulary: Vocabulary) -> Case:
    if part.whole("version", required=True) not in (VERSION, None):
        part.problem("version", "is not a version this program reads", f"write {VERSION}")
    patient = part.part("patient")
    day = part.day("date")
    side = part.side("side")
    values = _read_findings(part, vocabulary)
    case = Case(
        facts=Facts(
            values,
            age=patient.whole("age", 0, OLDEST),
            sex=patient.option("sex", ("F", "M", "X")) or None,
            side=side,
            date=day,
        ),
        patient_name=patient.text("name"),
        program=read_program(part, side),
        clinic=read_clinic(part),
        clinician=read_clinician(part),
        date=day,
    )
    patient.finish()
    part.finish()
    return case


def _read_findings(part: Part, vocabulary: Vocabulary) -> dict[FindingKey, Value]:
    found: dict[FindingKey, Value] = {}
    places: dict[FindingKey, str] = {}
    items = part.parts("findings")
    if len(items) > MOST_FINDINGS:
        part.problem("findings", f"holds {len(items)} findings", f"at most {MOST_FINDINGS}")
        return found
    for item in items:
        word = vocabulary.words.get(item.text("id"))
        told = _read_word(item, word, vocabulary) if word else _read_finding(item, vocabulary)
        item.finish()
        for key, value in told:
            for one in _spread(key):
                if one in found and found[one] != value:
                    item.problem("value", f"contradicts {places[one]}", "keep one of the two")
                found.setdefault(one, value)
                places.setdefault(one, item.place)
    return found


def _read_word(item: Part, word: ReportWord, vocabulary: Vocabulary) -> list[_Told]:
    """The findings that a report's word stands for, all on the side that is written beside it."""
    name, side, raw = item.text("id"), item.side("side"), item.raw("value")
    said = " and ".join(f"{id} = {json.dumps(value)}" for id, value in word.means)
    if not word.means or (word.hint and side is None):
        item.problem("id", f"{name!r} can mean several things", f"write {word.hint}")
        return []
    if raw is not True:
        item.problem("value", f"{name!r} is only read as true", f"write what was found: {said}")
        return []
    fields = vocabulary.fields
    if side is not None and not any(fields[id].sided for id, _ in word.means):
        item.problem("side", f"{name} has no side", "leave the side out")
    return [(FindingKey(id, side if fields[id].sided else None), value) for id, value in word.means]


def _spread(key: FindingKey) -> tuple[FindingKey, ...]:
    return tuple(replace(key, side=one) for one in key.side.each) if key.side else (key,)


def _read_finding(item: Part, vocabulary: Vocabulary) -> list[_Told]:
    name = item.text("id", required=True)
    side = item.side("side")
    level = item.text("level")
    raw = item.raw("value")
    if not name:
        if item.raw("id") == "" or not str(item.raw("id") or "x").strip():
            item.problem("id", "is empty", "write the id of a finding")
        return []
    canonical = vocabulary.canonical(name)
    if canonical is None:
        item.problem("id", f"{name!r} is not a finding", _nearest(name, vocabulary))
        return []
    definition = vocabulary.fields[canonical]
    if definition.worked_out:
        item.problem("id", f"{name!r} is worked out, not entered", _instead(definition, vocabulary))
        return []
    side = _side_in_name(item, name, side, definition)
    key = FindingKey(canonical, side, _level(item, definition, level))
    if side is not None and not definition.sided:
        item.problem("side", f"{canonical} has no side", "leave the side out")
        return []
    if "value" not in item:
        item.problem("value", "is missing", "write true, false, a number or a text")
        return []
    try:
        return [(key, from_json(definition, raw))]
    except ValueError as error:
        message, _, hint = str(error).partition("; ")
        item.problem("value", message, hint)
        return []


_DENIALS = ("no_", "non_", "not_", "without_", "denies_", "absent_", "negative_")


def _nearest(name: str, vocabulary: Vocabulary) -> str:
    for start in _DENIALS:
        denied = vocabulary.canonical(name.lower().removeprefix(start))
        if name.lower().startswith(start) and denied is not None:
            return f"write {denied} with the value false"
    near = word_hints(name, vocabulary)
    listed = "`pt-chart findings --json` lists all ids"
    return f"did you mean {' or '.join(near)}? {listed}" if near else listed


def _instead(definition: FieldDef, vocabulary: Vocabulary) -> str:
    if definition.derived is None:
        return "leave it out; the program works it out from the answers it rests on"
    names = [
        name
        for name in findings_of(definition.derived)
        if name in vocabulary.fields and not vocabulary.fields[name].worked_out
    ]
    return f"enter what it rests on: {', '.join(names[:6])}" if names else "leave it out"


def _side_in_name(item: Part, name: str, side: Side | None, definition: FieldDef) -> Side | None:
    """The side that an alias such as "sij_gaenslen_right" carries in its name."""
    word = name.rpartition("_")[2]
    if name == definition.id or not definition.sided or word not in ("left", "right"):
        return side
    if side not in (None, Side(word)):
        item.problem("side", f"{side} contradicts the id {name!r}", f"write {word}")
    return Side(word)


def _level(item: Part, definition: FieldDef, level: str) -> str | None:
    levels = {one.upper(): one for one in definition.levels}
    listed = ", ".join(definition.levels)
    if not levels:
        if level:
            item.problem("level", f"{definition.id} has no levels", "leave the level out")
        return None
    if not level:
        item.problem("level", "is missing", f"name one of {listed}")
    elif level.upper() not in levels:
        item.problem("level", f"{level!r} is not a level of {definition.id}", f"use {listed}")
    return levels.get(level.upper())
