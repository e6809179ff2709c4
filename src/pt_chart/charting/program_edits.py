"""Edits of the program in a visit: each is named and undoable."""

from __future__ import annotations

from dataclasses import replace

from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.events import Part
from pt_chart.clinical.program import dosing
from pt_chart.clinical.program.dosage import Dose, Program, ProgramItem
from pt_chart.clinical.program.library import Exercise
from pt_chart.clinical.program.proposals import Blocked, Proposal
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
            ValueError: no reason was given.
        """
        if not reason.strip():
            raise ValueError("An override needs a reason; type why this exercise is wanted here.")
        plain = dosing.default_item(blocked.exercise, blocked.side)
        item = replace(plain, override_reason=reason.strip())
        self._put(f"Override: {blocked.exercise.name}", (*self.items, item))

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

    def swap(self, index: int, exercise: Exercise, word: str) -> None:
        """Put an easier or harder exercise in the place of one."""
        changed = dosing.swapped(self.items[index], exercise)
        self._change(index, changed, f"{word}: {exercise.name}")

    def _change(self, index: int, item: ProgramItem, label: str, key: str | None = None) -> None:
        items = list(self.items)
        items[index] = item
        self._put(label, tuple(items), key)

    def _put(self, label: str, items: tuple[ProgramItem, ...], key: str | None = None) -> None:
        visit = replace(self._desk.visit, program=Program(items))
        self._desk.edit(label, visit, parts=(Part.PROGRAM,), key=key, origin=self)
