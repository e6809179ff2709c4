"""All, any and at least of compiled criteria: truth first, grounds only where they count."""

from __future__ import annotations

from typing import NamedTuple

from pt_chart.clinical.case_sheet import CaseSheet, Gathers, Truths
from pt_chart.clinical.criteria import Truth
from pt_chart.clinical.findings import FindingKey

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


class Part(NamedTuple):
    """How a part is judged, and what that rests on.

    ``plain`` names the finding of a test of the simplest kind (any recorded value says yes), ""
    where it is another one: lists of such tests are judged in one step. ``cheap`` says that judging
    it again costs less than remembering what came of it; ``cost`` is about how many tests it asks.
    """

    truth: Truths
    gather: Gathers
    plain: str = ""
    cheap: bool = False
    cost: int = 1


def compiled_all(parts: list[Part]) -> Part:
    """NO as soon as one is NO, and then for the parts that are."""
    return _settled_by(NO, YES, parts)


def compiled_any(parts: list[Part]) -> Part:
    """YES as soon as one is YES, and then for the parts that are."""
    if all(part.plain for part in parts):
        return _any_plain([part.plain for part in parts])
    return _settled_by(YES, NO, parts)


def compiled_at_least(count: int, parts: list[Part]) -> Part:
    """YES for the parts that are, NO for those that keep it from being reached."""
    truths = [part.truth for part in parts]

    def truth(sheet: CaseSheet, side: int) -> Truth:
        judged = [part(sheet, side) for part in truths]
        if judged.count(YES) >= count:
            return YES
        return NO if len(judged) - judged.count(NO) < count else UNKNOWN

    def gather(sheet: CaseSheet, side: int, keys: dict[FindingKey, None]) -> None:
        whole = truth(sheet, side)
        for part in parts:
            if whole is UNKNOWN or part.truth(sheet, side) is whole:
                part.gather(sheet, side, keys)

    return Part(truth, gather, cost=_cost(parts))


def _cost(parts: list[Part]) -> int:
    return sum(part.cost for part in parts)


def _settled_by(settles: Truth, otherwise: Truth, parts: list[Part]) -> Part:
    """One part that is ``settles`` settles it; without, an unknown part leaves it unknown."""
    # Whichever settles it, the truth is the same: the cheapest are asked first.
    truths = [part.truth for part in sorted(parts, key=lambda part: part.cost)]

    def truth(sheet: CaseSheet, side: int) -> Truth:
        found = otherwise
        for part in truths:
            one = part(sheet, side)
            if one is settles:
                return one
            if one is UNKNOWN:
                found = one
        return found

    return Part(truth, _gathering(parts, settles), cost=_cost(parts))


def _any_plain(findings: list[str]) -> Part:
    """The usual list of findings of which one is enough."""

    def truth(sheet: CaseSheet, _side: int) -> Truth:
        found = NO
        for finding in findings:
            recorded = sheet.recorded[finding]
            if not recorded:
                found = UNKNOWN
            elif any(recorded.values()):
                return YES
        return found

    def gather(sheet: CaseSheet, _side: int, keys: dict[FindingKey, None]) -> None:
        recorded = [sheet.recorded[finding] for finding in findings]
        yes = [key for found in recorded for key, value in found.items() if value]
        for key in yes or [key for found in recorded for key in found]:
            keys[key] = None

    return Part(truth, gather, cost=len(findings))


def _gathering(parts: list[Part], settles: Truth) -> Gathers:
    """The grounds of the parts that settle it; where none does, of all."""
    pairs = [(part.truth, part.gather) for part in parts]
    gathers = [part.gather for part in parts]

    def gather(sheet: CaseSheet, side: int, keys: dict[FindingKey, None]) -> None:
        settling = [one for judge, one in pairs if judge(sheet, side) is settles]
        for one in settling or gathers:
            one(sheet, side, keys)

    return gather
