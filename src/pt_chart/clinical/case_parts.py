"""Typed access to the parts of a CASE file that gathers every problem, and its smaller parts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import date
from difflib import get_close_matches

from pt_chart.clinical.people import Clinic, Clinician
from pt_chart.clinical.phone_numbers import number_fault
from pt_chart.clinical.problems import Problem
from pt_chart.clinical.program.dosage import Dose, Program, ProgramItem, says_why
from pt_chart.clinical.program.dosing import MOST_OF_A_DOSE
from pt_chart.clinical.sides import Side

TEXT_LIMIT = 500
PAPERS = ("letter", "a4")


class Part:
    """One JSON object of a CASE file, its place, and the list that problems are gathered in."""

    def __init__(
        self, data: Mapping[str, object], problems: list[Problem], place: str = ""
    ) -> None:
        self._data = data
        self._asked: set[str] = set()
        self.problems = problems
        self.place = place

    @classmethod
    def top(cls, data: object, problems: list[Problem]) -> Part:
        """The whole file; empty, with a problem, when it is not an object."""
        if isinstance(data, Mapping):
            return cls(data, problems)
        problems.append(Problem("CASE", "is not an object", 'write {"version": 1, ...}'))
        return cls({"version": 1}, problems)

    def __contains__(self, key: str) -> bool:
        """Whether the key is there, whatever it holds."""
        return key in self._data

    def problem(self, key: str, message: str, hint: str = "") -> None:
        """Note a problem at a key ("" = this object)."""
        self.problems.append(Problem(self._at(key), message, hint))

    def raw(self, key: str) -> object:
        """The value as JSON gave it, None when missing."""
        self._asked.add(key)
        return self._data.get(key)

    def text(self, key: str, *, required: bool = False) -> str:
        """A short text without control characters, "" when missing."""
        value = self.raw(key)
        if key not in self._data:
            if required:
                self.problem(key, "is missing", f'add "{key}"')
            return ""
        if not isinstance(value, str):
            self.problem(key, f"{value!r} is not a text", "write it in quotes")
            return ""
        text = value.strip()
        if len(text) > TEXT_LIMIT:
            self.problem(key, f"is {len(text)} characters long", f"at most {TEXT_LIMIT}")
            return ""
        if any(ord(sign) < 32 or ord(sign) == 127 for sign in text):
            self.problem(key, "holds a control character", "write it on one line")
            return ""
        return text

    def option(self, key: str, options: Collection[str]) -> str:
        """A text that is one of ``options``, "" when missing or wrong."""
        word = self.text(key)
        if not word or word in options:
            return word
        self.problem(key, f"{word!r} is not known", f"use one of: {', '.join(options)}")
        return ""

    def side(self, key: str) -> Side | None:
        """left, right or both; None when missing or wrong."""
        word = self.option(key, [side.value for side in Side])
        return Side(word) if word else None

    def whole(
        self, key: str, low: int = 0, high: int = 1_000_000, *, required: bool = False
    ) -> int | None:
        """A whole number within limits, None when missing or wrong."""
        value = self.raw(key)
        if key not in self._data:
            if required:
                self.problem(key, "is missing", f'add "{key}"')
            return None
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            hint = "round it" if isinstance(value, float) else "write it without quotes"
            self.problem(key, f"{value!r} is not a whole number", hint)
            return None
        if not low <= value <= high:
            self.problem(key, f"{value} is out of range", f"write {low} to {high}")
            return None
        return value

    def day(self, key: str) -> date | None:
        """A date written 2026-03-02, None when missing or wrong."""
        text = self.text(key)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.problem(key, f"{text!r} is not a date", "write it as 2026-03-02")
            return None

    def part(self, key: str) -> Part:
        """The object at a key, empty when missing or wrong."""
        value = self.raw(key)
        if key in self._data and not isinstance(value, Mapping):
            self.problem(key, "is not an object", "write { ... }")
        return Part(value if isinstance(value, Mapping) else {}, self.problems, self._at(key))

    def parts(self, key: str) -> list[Part]:
        """The objects of the list at a key, empty when missing or wrong."""
        value = self.raw(key)
        if key not in self._data:
            return []
        if not isinstance(value, list):
            self.problem(key, "is not a list", "write [ ... ]")
            return []
        found = []
        for index, item in enumerate(value):
            place = f"{key}[{index}]"
            if isinstance(item, Mapping):
                found.append(Part(item, self.problems, self._at(place)))
            else:
                self.problem(place, "is not an object", "write { ... }")
        return found

    def finish(self) -> None:
        """Report the keys that nobody asked for."""
        for key in self._data:
            if key not in self._asked:
                near = get_close_matches(str(key), self._asked, 2, 0.6)
                known = ", ".join(sorted(self._asked))
                hint = f"did you mean {' or '.join(near)}?" if near else f"known here: {known}"
                self.problem(str(key), "is not known here", hint)

    def _at(self, key: str) -> str:
        return ".".join(part for part in (self.place, key) if part) or "CASE"


def read_program(case: Part, main_side: Side | None) -> Program:
    """The exercises of ``program``; without a side an exercise takes the case's main side."""
    items = []
    for part in case.parts("program"):
        dose_part = part.part("dose")
        dose = Dose(
            **{
                one.name: dose_part.whole(one.name, 0, MOST_OF_A_DOSE[one.name])
                for one in fields(Dose)
            }
        )
        dose_part.finish()
        override = part.part("override")
        reason = override.text("reason", required="override" in part)
        if "override" in part and not reason and "reason" in override:
            override.problem("reason", "is empty", "say why the rule does not hold here")
        elif reason and not says_why(reason):
            override.problem("reason", "says nothing", "say why in words: two words or more")
        override.finish()
        exercise = part.text("exercise", required=True)
        side = part.side("side") or main_side or Side.BOTH
        part.finish()
        items.append(ProgramItem(exercise, side, dose, override_reason=reason))
    return Program(tuple(items))


def read_clinic(case: Part) -> Clinic | None:
    """The clinic block, None when there is none."""
    if "clinic" not in case:
        case.raw("clinic")
        return None
    part = case.part("clinic")
    texts = {
        one.name: part.text(one.name) for one in fields(Clinic) if one.name not in {"paper", "logo"}
    }
    for name in ("phone", "any_hour", "emergency_number"):
        fault = number_fault(texts[name], emergency=name == "emergency_number")
        if fault:
            part.problem(name, fault.partition(";")[0], "write the number that patients dial")
    paper = part.option("paper", PAPERS)
    part.finish()
    given = {name: text for name, text in texts.items() if text}
    return Clinic(**given, paper=paper or Clinic().paper)


def read_clinician(case: Part) -> Clinician | None:
    """The clinician block, None when there is none."""
    if "clinician" not in case:
        case.raw("clinician")
        return None
    part = case.part("clinician")
    if not isinstance(case.raw("clinician"), Mapping):
        return None
    name = part.text("name", required=True)
    credentials = part.text("credentials")
    if not credentials and ", " in name:
        name, _, credentials = name.partition(", ")
    role = part.option("role", ("therapist", "assistant", "student"))
    identity = part.text("id")
    part.finish()
    return Clinician(identity, name, credentials or "PT", role or "therapist")
