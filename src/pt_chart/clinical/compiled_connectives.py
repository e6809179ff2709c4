"""All, any and at least of compiled criteria: truth first, grounds only where they count."""

from __future__ import annotations

from typing import TypeAlias

from pt_chart.clinical.case_sheet import CaseSheet, Gathers, Truths
from pt_chart.clinical.criteria import Truth
from pt_chart.clinical.findings import FindingKey

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
Part: TypeAlias = tuple[Truths, Gathers]
"""How a part is judged, and what that rests on."""


def compiled_all(parts: list[Part]) -> Part:
    """NO as soon as one is NO, and then for the parts that are."""
    truths = [part for part, _ in parts]

    def truth(sheet: CaseSheet, side: int) -> Truth:
        found = YES
        for part in truths:
            one = part(sheet, side)
            if one is NO:
                return one
            if one is UNKNOWN:
                found = one
        return found

    return truth, _gathering(parts, NO)


def compiled_any(parts: list[Part]) -> Part:
    """YES as soon as one is YES, and then for the parts that are."""
    truths = [part for part, _ in parts]

    def truth(sheet: CaseSheet, side: int) -> Truth:
        found = NO
        for part in truths:
            one = part(sheet, side)
            if one is YES:
                return one
            if one is UNKNOWN:
                found = one
        return found

    return truth, _gathering(parts, YES)


def compiled_at_least(count: int, parts: list[Part]) -> Part:
    """YES for the parts that are, NO for those that keep it from being reached."""
    truths = [part for part, _ in parts]

    def truth(sheet: CaseSheet, side: int) -> Truth:
        judged = [part(sheet, side) for part in truths]
        if judged.count(YES) >= count:
            return YES
        return NO if len(judged) - judged.count(NO) < count else UNKNOWN

    def gather(sheet: CaseSheet, side: int, keys: dict[FindingKey, None]) -> None:
        whole = truth(sheet, side)
        for judge, gather_part in parts:
            if whole is UNKNOWN or judge(sheet, side) is whole:
                gather_part(sheet, side, keys)

    return truth, gather


def _gathering(parts: list[Part], settles: Truth) -> Gathers:
    """The grounds of the parts that settle it; where none does, of all."""
    gathers = [gather for _, gather in parts]

    def gather(sheet: CaseSheet, side: int, keys: dict[FindingKey, None]) -> None:
        settling = [one for judge, one in parts if judge(sheet, side) is settles]
        for one in settling or gathers:
            one(sheet, side, keys)

    return gather
