"""Edits of the program in a visit: each is named and undoable."""

from __future__ import annotations

from dataclasses import replace

from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.events import Part
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.program import dosing
from pt_chart.clinical.program.dosage import (
    REASON_WANTED,
    Dose,
    ExerciseResponse,
    Program,
    ProgramItem,
    says_why,
)
from pt_chart.clinical.program.followup import with_response
from pt_chart.clinical.program.library import Exercise, ExerciseLibrary
from pt_chart.clinical.program.packs import Applied, Pack, applied
from pt_chart.clinical.program.proposals import Blocked, Proposal, side_for
from pt_chart.clinical.sides import Side


class ProgramEdits:
    """Changes the program on one desk."""

    def __init__(self, desk: VisitDesk) -> None:
        self._desk = desk

    @property
    def items(self) -> tuple[ProgramItem, ...]:
        """The exercises in order."""
        return self._desk.visit.program.items

    def add(self, proposal: Proposal) -> None:
        """Add a proposed exercise with its proposed side and dose."""
        item = ProgramItem(proposal.exercise.id, proposal.side, proposal.dose)
        self._put(f"Add {proposal.exercise.name}", (*self.items, item))

    def add_exercise(self, exercise: Exercise, side: Side) -> None:
        """Add any exercise of the library with its default dose."""
        item = dosing.default_item(exercise, side)
        self._put(f"Add {exercise.name}", (*self.items, item))

    def add_overridden(self, blocked: Blocked, reason: str) -> None:
        """Add a blocked exercise for a typed reason, which is kept with the visit.

        Raises:
            ValueError: the reason holds no words, or a rule allows no override.
        """
        if not says_why(reason):
            raise ValueError(f"An override needs a reason. {REASON_WANTED}")
        if final := [rule.title for rule in blocked.rules if rule.final]:
            raise ValueError(f"{final[0]}: no reason overrides this rule.")
        plain = dosing.default_item(blocked.exercise, blocked.side)
        rules = tuple(rule.id for rule in blocked.rules)
        item = replace(plain, override_reason=reason.strip(), overridden=rules)
        self._put(f"Override: {blocked.exercise.name}", (*self.items, item))

    def add_pack(self, pack: Pack, facts: Facts, library: ExerciseLibrary) -> Applied:
        """Add what a pack offers for this case in one step; what was left out is in the answer."""
        done = applied(pack, self._desk.visit.program, facts, library)
        if done.items:
            self._put(f"Add pack {pack.name}", (*self.items, *done.items))
        return done

    def give_reason(self, index: int, reason: str, rules: tuple[str, ...], name: str) -> None:
        """Keep why an exercise or its dose goes against what is open; "" takes the reason back.

        ``rules`` are the open rules (and `DOSE`) that the reason speaks of, besides those it
        spoke of before.
        """
        item = self.items[index]
        said = reason.strip()
        known = tuple(dict.fromkeys((*item.overridden, *rules))) if said else ()
        changed = replace(item, override_reason=said, overridden=known)
        self._change(index, changed, f"{name}: reason")

    def set_dose_of_all(self, part: str, value: int, library: ExerciseLibrary) -> int:
        """Set one part of every dose that has it, within each exercise's limits; how many changed.

        Parts that an exercise does not use stay as they are.
        """
        changed = []
        for item in self.items:
            exercise = library.exercises.get(item.exercise)
            dose = (
                item.dose if exercise is None else dosing.bounded(exercise, item.dose, part, value)
            )
            changed.append(replace(item, dose=dose))
        count = sum(new != old for new, old in zip(changed, self.items, strict=True))
        if count:
            self._put(f"All: {dosing.PART_WORDS[part]} {value}", tuple(changed))
        return count

    def respond(self, response: ExerciseResponse, name: str) -> None:
        """Record what the patient says of an exercise of the last program."""
        program = self._desk.visit.program
        responses = with_response(program, response)
        visit = replace(self._desk.visit, program=replace(program, responses=responses))
        key = f"response:{response.exercise}:{response.side.value}"
        self._desk.edit(f"{name}: response", visit, parts=(Part.PROGRAM,), key=key, origin=self)

    def start_from(self, before: Program) -> None:
        """Begin with the last program's exercises; reasons of then are not carried over."""
        items = tuple(replace(item, override_reason="", overridden=()) for item in before.items)
        self._put("Start from the last program", items)

    def remove(self, index: int, name: str) -> None:
        """Take an exercise out."""
        self._put(f"Remove {name}", self.items[:index] + self.items[index + 1 :])

    def move(self, index: int, to: int, name: str) -> None:
        """Put an exercise at another place; a place beyond the ends is the end."""
        items = list(self.items)
        item = items.pop(index)
        items.insert(min(max(to, 0), len(items)), item)
        self._put(f"Move {name}", tuple(items))

    def set_dose(self, index: int, dose: Dose, name: str) -> None:
        """Change how much; steps in one field are one undo step."""
        self._change(index, replace(self.items[index], dose=dose), f"{name} dose", f"dose:{index}")

    def set_side(self, index: int, side: Side, name: str) -> None:
        """Change the side."""
        self._change(index, replace(self.items[index], side=side), f"{name} {side.spelled}")

    def set_steps(self, index: int, steps: tuple[str, ...], name: str) -> None:
        """Replace the library's wording with own steps; none = the library's again."""
        changed = replace(self.items[index], own_steps=steps)
        self._change(index, changed, f"{name}: own wording")

    def swap(
        self, index: int, exercise: Exercise, word: str, facts: Facts, library: ExerciseLibrary
    ) -> None:
        """Put an easier or harder exercise in the place of one.

        The side stays; in the place of an exercise without sides it is the case's own.
        """
        item = self.items[index]
        side = None if library.exercises[item.exercise].sided else side_for(exercise, facts)
        changed = dosing.swapped(item, exercise, side)
        self._change(index, changed, f"{word}: {exercise.name}")

    def _change(self, index: int, item: ProgramItem, label: str, key: str | None = None) -> None:
        items = list(self.items)
        items[index] = item
        self._put(label, tuple(items), key)

    def _put(self, label: str, items: tuple[ProgramItem, ...], key: str | None = None) -> None:
        program = replace(self._desk.visit.program, items=items)
        visit = replace(self._desk.visit, program=program)
        self._desk.edit(label, visit, parts=(Part.PROGRAM,), key=key, origin=self)
