"""Billing units from treatment minutes, by the rule of the payer.

``CMS``: Medicare Claims Processing Manual, chapter 5, section 20.2. The minutes of all timed codes
of the day are added; the total gives the number of units (8 to 22 minutes 1, then one more for
every 15). Each code gets a unit for every full 15 minutes of its own; what is left of the total
goes to the codes with most minutes left over. ``MIDPOINT``: each code alone, a unit for every 15
minutes and one more from 8 minutes on. An untimed code is one unit, whatever its minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pt_chart.clinical.care.episode_log import UnitRule
from pt_chart.clinical.care.visit_administration import VisitAdministration
from pt_chart.clinical.visit import Treatment

UNIT = 15
LEAST = 8
"""Minutes of a unit, and the fewest that count as one."""

MOST_MINUTES = 24 * 60
ASSISTANT_MODIFIER = "CQ"
"""HCPCS level II modifier (public) for therapy given in whole or in part by an assistant."""
ASSISTANT_SHARE = 0.10
"""Share of a service above which Medicare asks for the modifier."""

RULE_NAMES = {
    UnitRule.CMS: "Medicare 8-minute rule (total timed minutes)",
    UnitRule.MIDPOINT: "Midpoint rule (each code alone)",
}
_CODE = re.compile(r"[0-9A-Z]{4,8}")
_MODIFIER = re.compile(r"[0-9A-Z]{2}")


@dataclass(frozen=True, slots=True)
class CodeUnits:
    """One code of the day: minutes, units, and the part given by an assistant.

    ``left_over`` are the minutes beyond full units. ``choice`` marks a code that shares its last
    unit with others of equal minutes: the clinic may choose which of them to bill.
    """

    code: str
    timed: bool
    minutes: int
    units: int
    left_over: int = 0
    assistant_minutes: int = 0
    modifiers: tuple[str, ...] = ()
    choice: bool = False

    @property
    def assistant_modifier_due(self) -> bool:
        """Whether more than a tenth was given by an assistant and the modifier is not typed."""
        if ASSISTANT_MODIFIER in self.modifiers or not self.assistant_minutes:
            return False
        return self.assistant_minutes > ASSISTANT_SHARE * self.minutes


@dataclass(frozen=True, slots=True)
class DayUnits:
    """All codes of a visit, with timed minutes and total treatment minutes.

    ``remarks`` tell in words what needs a look: minutes without a code, a total below the sum.
    """

    rule: UnitRule
    codes: tuple[CodeUnits, ...]
    timed_minutes: int
    total_minutes: int
    remarks: tuple[str, ...] = ()

    @property
    def units(self) -> int:
        """Units of all codes together."""
        return sum(code.units for code in self.codes)

    @property
    def timed_units(self) -> int:
        """Units of the timed codes."""
        return sum(code.units for code in self.codes if code.timed)

    def units_of(self, code: str) -> int:
        """The units of one code, 0 when it is not there."""
        return next((one.units for one in self.codes if one.code == code), 0)


def units_of_total(minutes: int) -> int:
    """Units for a total of timed minutes: 8-22 = 1, 23-37 = 2, 38-52 = 3, and so on.

    Raises:
        ValueError: the minutes are negative.
    """
    if minutes < 0:
        raise ValueError("Minutes cannot be negative; type how long it took.")
    return minutes // UNIT + (minutes % UNIT >= LEAST)


def day_units(
    treatments: Iterable[Treatment],
    rule: UnitRule,
    administration: VisitAdministration | None = None,
) -> DayUnits:
    """The units of a visit by a payer's rule.

    Treatments with the same code are added together; those without a code, without minutes or
    without a word on whether they are timed are named in the remarks and give no units.
    """
    given = tuple(treatments)
    codes = _gathered(given)
    timed = [code for code in codes if code.timed]
    counted = _by_total(timed) if rule is UnitRule.CMS else [_alone(code) for code in timed]
    known = {code.code: code for code in counted}
    untimed = tuple(code for code in codes if not code.timed)
    shared = sum(code.minutes for code in timed)
    clocked = administration.treatment_minutes if administration else None
    total = sum(t.minutes or 0 for t in given) if clocked is None else clocked
    done = tuple(known.get(code.code, code) if code.timed else code for code in codes)
    remarks = (*_incomplete(given), *_short_total(given, clocked), *_told(done, untimed, rule))
    return DayUnits(rule, done, shared, total, remarks)


def _gathered(given: Sequence[Treatment]) -> list[CodeUnits]:
    found: dict[str, CodeUnits] = {}
    for treatment in given:
        code = treatment.code.strip().upper()
        if not code or treatment.timed is None or (treatment.timed and treatment.minutes is None):
            continue
        minutes = treatment.minutes or 0
        known = found.get(code) or CodeUnits(code, treatment.timed, 0, 0 if treatment.timed else 1)
        helped = minutes if treatment.by_assistant else 0
        new = tuple(m for m in treatment.modifiers if m not in known.modifiers)
        found[code] = replace(
            known,
            minutes=known.minutes + minutes,
            assistant_minutes=known.assistant_minutes + helped,
            modifiers=(*known.modifiers, *new),
        )
    return list(found.values())


def _alone(code: CodeUnits) -> CodeUnits:
    left = code.minutes % UNIT
    return replace(code, units=units_of_total(code.minutes), left_over=left)


def _by_total(codes: Sequence[CodeUnits]) -> list[CodeUnits]:
    """Full quarters to each code, the rest of the day's units to the largest left-overs."""
    allowed = units_of_total(sum(code.minutes for code in codes))
    shared = [
        replace(code, units=code.minutes // UNIT, left_over=code.minutes % UNIT) for code in codes
    ]
    spare = allowed - sum(code.units for code in shared)
    order = sorted(range(len(shared)), key=lambda n: (-shared[n].left_over, -shared[n].minutes, n))
    takers = [number for number in order if shared[number].left_over][: max(spare, 0)]
    if takers:
        last = shared[takers[-1]].left_over
        equal = [n for n, code in enumerate(shared) if code.left_over == last]
        if any(number not in takers for number in equal):
            shared = [
                replace(code, choice=True) if number in equal else code
                for number, code in enumerate(shared)
            ]
    return [
        replace(code, units=code.units + 1) if number in takers else code
        for number, code in enumerate(shared)
    ]


def _incomplete(given: Sequence[Treatment]) -> tuple[str, ...]:
    found = []
    for treatment in given:
        if not treatment.code.strip():
            if treatment.minutes:
                found.append(f"{treatment.name}: {treatment.minutes} minutes without a code.")
        elif treatment.timed is None:
            found.append(f"{treatment.name}: say whether {treatment.code} is billed by minutes.")
        elif treatment.timed and treatment.minutes is None:
            found.append(f"{treatment.name}: {treatment.code} is timed and has no minutes.")
    return tuple(found)


def _short_total(given: Sequence[Treatment], clocked: int | None) -> tuple[str, ...]:
    listed = sum(t.minutes or 0 for t in given)
    if clocked is None or clocked >= listed:
        return ()
    both = f"Total treatment time {clocked} minutes is less than the {listed} minutes listed"
    return (f"{both}; mend one of them.",)


def _told(
    codes: Sequence[CodeUnits], untimed: Sequence[CodeUnits], rule: UnitRule
) -> tuple[str, ...]:
    both = {code.code for code in untimed}
    said = [
        f"{code.code}: {code.minutes} minutes give no unit by this rule; they stay in the note."
        for code in codes
        if code.timed and code.minutes and not code.units and code.code not in both
    ]
    equal = [code.code for code in codes if code.choice]
    if equal:
        said.append(f"{' and '.join(equal)} have equal minutes left over: choose which to bill.")
    if rule is UnitRule.CMS:
        said += [
            f"{code.code}: an assistant gave {code.assistant_minutes} of {code.minutes} minutes; "
            f"Medicare asks for {ASSISTANT_MODIFIER} above a tenth."
            for code in codes
            if code.assistant_modifier_due
        ]
    return tuple(said)


def check_code(text: str) -> str:
    """What is wrong with a typed procedure code, "" when it can be one."""
    if not text.strip() or _CODE.fullmatch(text.strip().upper()):
        return ""
    return "A code has 4 to 8 letters and digits, no spaces; type it as your payer lists it."


def check_modifier(text: str) -> str:
    """What is wrong with a typed modifier, "" when it can be one."""
    if _MODIFIER.fullmatch(text.strip().upper()):
        return ""
    return f"A modifier has two letters or digits, such as {ASSISTANT_MODIFIER}."


def read_minutes(text: str) -> int | None:
    """Minutes as typed; None for an empty text.

    Raises:
        ValueError: not whole minutes of one day; the message says the fix.
    """
    plain = text.strip().removesuffix("min").strip()
    if not plain:
        return None
    if not (plain.isascii() and plain.isdecimal()) or len(plain) > 4 or int(plain) > MOST_MINUTES:
        shown = plain if len(plain) <= 20 else f"{plain[:17]}..."
        raise ValueError(f"{shown!r} are not whole minutes; type 0 to {MOST_MINUTES}, such as 12.")
    return int(plain)
