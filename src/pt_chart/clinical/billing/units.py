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

from pt_chart.clinical.billing.assistant import (
    ASSISTANT_MODIFIER,
    ASSISTANT_SHARE,
    LEAST,
    UNIT,
    BilledLine,
    split_lines,
    units_with_modifier,
)
from pt_chart.clinical.care.episode_log import UnitRule
from pt_chart.clinical.care.visit_administration import VisitAdministration
from pt_chart.clinical.visit import Treatment

MOST_MINUTES = 24 * 60

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
    ``assistant_units`` are the units with the assistant's modifier, ``assistant_only`` says that
    nobody else gave it.
    """

    code: str
    timed: bool
    minutes: int
    units: int
    left_over: int = 0
    assistant_minutes: int = 0
    modifiers: tuple[str, ...] = ()
    choice: bool = False
    assistant_units: int = 0
    assistant_only: bool = False

    @property
    def lines(self) -> tuple[BilledLine, ...]:
        """What is billed: units without and with the assistant's modifier, none without units."""
        return split_lines(self.code, self.modifiers, self.units, self.assistant_units)

    @property
    def code_words(self) -> str:
        """The code with the modifiers that all its units have."""
        split = len(self.lines) > 1 or not self.lines
        shared = self.modifiers if not self.lines else self.lines[0].modifiers
        return " ".join((self.code, *(one for one in shared if not (split and _is_cq(one)))))

    @property
    def units_words(self) -> str:
        """The units, those with the assistant's modifier named: "2", "1 + 1 CQ"."""
        if self.assistant_units in (0, self.units):
            return str(self.units)
        own = self.units - self.assistant_units
        return f"{own} + {self.assistant_units} {ASSISTANT_MODIFIER}"


@dataclass(frozen=True, slots=True)
class DayUnits:
    """All codes of a visit, with timed minutes and total treatment minutes.

    ``contradictions`` stand between the visit and its signature: what cannot be so, or a choice
    that is open. ``facts`` belong into the note, ``hints`` are for who charts and never do.
    ``tied`` are the codes with equal minutes left over, ``tied_places`` how many of them get one.
    """

    rule: UnitRule
    codes: tuple[CodeUnits, ...]
    timed_minutes: int
    total_minutes: int
    contradictions: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    tied_places: int = 0

    @property
    def remarks(self) -> tuple[str, ...]:
        """Everything that the screen tells beside the table, what must be settled first."""
        return (*self.contradictions, *self.hints, *self.facts)

    @property
    def lines(self) -> tuple[BilledLine, ...]:
        """The lines of the bill."""
        return tuple(line for code in self.codes for line in code.lines)

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
    frame = administration or VisitAdministration()
    codes = _gathered(given)
    timed = [code for code in codes if code.timed]
    by_total = rule is UnitRule.CMS
    counted = _by_total(timed, frame.tied_units) if by_total else [_alone(code) for code in timed]
    known = {code.code: code for code in counted}
    done = tuple(
        _with_assistant(known.get(code.code, code) if code.timed else code, rule) for code in codes
    )
    clocked = frame.treatment_minutes
    tied = tuple(code.code for code in done if code.choice)
    places = sum(code.units - code.minutes // UNIT for code in done if code.choice)
    chosen = tuple(code for code in tied if code in frame.tied_units)
    return DayUnits(
        rule,
        done,
        sum(code.minutes for code in timed),
        sum(t.minutes or 0 for t in given) if clocked is None else clocked,
        (*contradictions(given, frame), *_open_tie(tied, chosen, places)),
        (*_without_unit(done), *_settled_tie(tied, chosen, places)),
        (*_uncoded(given), *_assistant_hints(done, rule)),
        tied,
        places,
    )


def _is_cq(modifier: str) -> bool:
    return modifier == ASSISTANT_MODIFIER


def _gathered(given: Sequence[Treatment]) -> list[CodeUnits]:
    found: dict[tuple[str, bool], CodeUnits] = {}
    for treatment in given:
        code = treatment.code.strip().upper()
        helps = treatment.by_assistant or ASSISTANT_MODIFIER in treatment.modifiers
        if not code or treatment.timed is None or (treatment.timed and treatment.minutes is None):
            continue
        minutes = treatment.minutes or 0
        known = found.get((code, treatment.timed)) or CodeUnits(
            code, treatment.timed, 0, 0 if treatment.timed else 1, assistant_only=True
        )
        new = tuple(m for m in treatment.modifiers if m not in known.modifiers)
        found[code, treatment.timed] = replace(
            known,
            minutes=known.minutes + minutes,
            assistant_minutes=known.assistant_minutes + (minutes if helps else 0),
            assistant_only=known.assistant_only and helps,
            modifiers=(*known.modifiers, *new),
        )
    return list(found.values())


def _alone(code: CodeUnits) -> CodeUnits:
    left = code.minutes % UNIT
    return replace(code, units=units_of_total(code.minutes), left_over=left)


def _with_assistant(code: CodeUnits, rule: UnitRule) -> CodeUnits:
    """The units with the assistant's modifier: by Medicare's rule, else only where it was typed."""
    if not (rule is UnitRule.CMS or ASSISTANT_MODIFIER in code.modifiers):
        return code
    helped = code.assistant_minutes
    if code.timed:
        units = units_with_modifier(code.units, code.minutes - helped, helped)
    else:
        units = int(code.assistant_only or helped > ASSISTANT_SHARE * code.minutes)
    return replace(code, assistant_units=units)


def _by_total(codes: Sequence[CodeUnits], chosen: Sequence[str]) -> list[CodeUnits]:
    """Full quarters to each code, the rest of the day's units to the largest left-overs.

    Of codes with equal minutes left over those that the clinic has chosen come first.
    """
    allowed = units_of_total(sum(code.minutes for code in codes))
    shared = [
        replace(code, units=code.minutes // UNIT, left_over=code.minutes % UNIT) for code in codes
    ]
    spare = allowed - sum(code.units for code in shared)
    order = sorted(
        range(len(shared)),
        key=lambda n: (
            -shared[n].left_over, shared[n].code not in chosen, -shared[n].minutes, n,
        ),
    )  # fmt: skip
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


def contradictions(
    treatments: Iterable[Treatment], administration: VisitAdministration
) -> tuple[str, ...]:
    """What was written of minutes and codes and cannot be so, each with the fix."""
    given = tuple(treatments)
    found = []
    for treatment in given:
        if not treatment.code.strip():
            continue
        if treatment.timed is None:
            found.append(f"{treatment.name}: say whether {treatment.code} is billed by minutes.")
        elif treatment.timed and treatment.minutes is None:
            found.append(f"{treatment.name}: {treatment.code} is timed and has no minutes.")
    ways = {(t.code.strip().upper(), t.timed) for t in given if t.code.strip()}
    found += [
        f"{code} is billed by minutes in one line and once in another; mend one of them."
        for code in sorted({code for code, _ in ways if {(code, True), (code, False)} <= ways})
    ]
    listed, clocked = sum(t.minutes or 0 for t in given), administration.treatment_minutes
    if clocked is not None and clocked < listed:
        both = f"Total treatment time {clocked} minutes is less than the {listed} minutes listed"
        found.append(f"{both}; mend one of them.")
    return tuple(found)


def _uncoded(given: Sequence[Treatment]) -> tuple[str, ...]:
    return tuple(
        f"{one.name}: {one.minutes} minutes without a code."
        for one in given
        if one.minutes and not one.code.strip()
    )


def _without_unit(codes: Sequence[CodeUnits]) -> tuple[str, ...]:
    untimed = {code.code for code in codes if not code.timed}
    return tuple(
        f"{code.code}: {code.minutes} minutes give no unit by this rule."
        for code in codes
        if code.timed and code.minutes and not code.units and code.code not in untimed
    )


def _open_tie(tied: Sequence[str], chosen: Sequence[str], places: int) -> tuple[str, ...]:
    if not tied or len(chosen) == places:
        return ()
    count = "" if places == 1 else f"{places} "
    return (f"{_listed(tied)} have equal minutes left over: choose which {count}to bill.",)


def _settled_tie(tied: Sequence[str], chosen: Sequence[str], places: int) -> tuple[str, ...]:
    if not tied or len(chosen) != places:
        return ()
    return (f"{_listed(tied)} have equal minutes left over; {_listed(chosen)} chosen to bill.",)


def _assistant_hints(codes: Sequence[CodeUnits], rule: UnitRule) -> tuple[str, ...]:
    found = []
    for code in codes:
        typed, helped = ASSISTANT_MODIFIER in code.modifiers, code.assistant_minutes
        if not (typed or helped):
            continue
        gave = f"{code.code}: an assistant gave {helped} of {code.minutes} minutes"
        if rule is not UnitRule.CMS and not typed:
            found.append(f"{gave}; type {ASSISTANT_MODIFIER} if this payer asks for it.")
        else:
            own = code.units - code.assistant_units
            found.append(
                f"{gave}: {code.assistant_units} with {ASSISTANT_MODIFIER}, {own} without "
                "(CMS examples, 2022)."
            )
    return tuple(found)


def _listed(codes: Sequence[str]) -> str:
    return " and ".join((", ".join(codes[:-1]), codes[-1])) if len(codes) > 1 else codes[0]


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
        raise ValueError(
            f"{shown!r} is not a number of whole minutes; type 0 to {MOST_MINUTES}, such as 12."
        )
    return int(plain)
