"""Something wrong with a program, as every check of it says it."""

from __future__ import annotations

from dataclasses import dataclass

HELP = "print the safety-net card and the referral letter"
OVERRIDE = "choose another exercise, or give a reason for the override"
FIRM = "choose another exercise; no reason overrides this rule"
TENSIONING = "choose a slider, or say in short why this patient needs it"
BEYOND = "keep to the limits, or give a reason"


@dataclass(frozen=True, slots=True)
class ProgramProblem:
    """Something wrong with a program.

    ``item`` is the position in the program (None = the whole program). ``severity``: "blocked"
    until an override gives a reason; "refused" and no override helps; "strong" and "warning" let
    it print. ``rule`` is the safety rule's id or "".
    """

    item: int | None
    exercise: str
    rule: str
    severity: str
    message: str
    hint: str = ""
