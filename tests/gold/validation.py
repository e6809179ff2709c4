"""What the reasoning makes of the independent cases: the figures of docs/validation.md.

`python -m tests.gold.validation` writes the page; `run.py bench reasoning` prints the same figures.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pt_chart import definitions
from pt_chart.clinical.criteria import Test as FindingTest
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.likelihood import point_weight
from pt_chart.clinical.reasoning.results import Action, Assessment, Direction, RankedCause, Tier
from pt_chart.clinical.sides import Side
from pt_chart.host.resources import forms_dir
from tests.gold.independent.reading import IndependentCase, independent_cases

PAGE = Path(__file__).resolve().parents[2] / "docs" / "validation.md"
NO_FLAG = len(Tier)
ABOVE_MONITOR = (Action.URGENT_REFERRAL, Action.EMERGENCY)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case and what came of it.

    ``first`` and ``first_three`` are None where the findings name no cause; a cause that is never
    scored (a flag rule, an expert pattern) counts as seen when its flag or prompt is shown.
    """

    case: IndependentCase
    facts: Facts
    assessment: Assessment
    rank: int
    first: bool | None
    first_three: bool | None

    @property
    def too_calm(self) -> bool:
        """Whether the most urgent flag is below what the case needs."""
        return self.rank > tier_rank(self.case.tier_at_least)

    @property
    def too_urgent(self) -> bool:
        """Whether it is above what a sensible clinician would raise."""
        return self.rank < tier_rank(self.case.tier_at_most)

    @property
    def serious(self) -> bool:
        """Whether the case must be referred within days or sooner."""
        return tier_rank(self.case.tier_at_least) <= Tier.URGENT.rank

    @property
    def routine(self) -> bool:
        """Whether nothing in the case is a reason to refer."""
        return tier_rank(self.case.tier_at_most) >= Tier.MONITOR.rank

    @property
    def alarmed(self) -> bool:
        """Whether the answer is above "monitor"."""
        return self.assessment.action in ABOVE_MONITOR


def tier_rank(tier: Tier | None) -> int:
    """0 for the most urgent; no flag comes last."""
    return NO_FLAG if tier is None else tier.rank


def judged(knowledge: Knowledge, cases: Iterable[IndependentCase]) -> list[Outcome]:
    """Every case through the reasoning."""
    return [_outcome(case, knowledge) for case in cases]


def _outcome(case: IndependentCase, knowledge: Knowledge) -> Outcome:
    facts = case.read(knowledge.vocabulary).facts
    result = assess(facts, knowledge)
    rank = min((flag.tier.rank for flag in result.flags), default=NO_FLAG)
    if not case.expected:
        return Outcome(case, facts, result, rank, None, None)
    wanted = set(case.expected)
    order = main_causes(result)
    beside = {flag.condition for flag in result.flags} | {one.condition for one in result.consider}
    beside |= {cause.condition for cause in result.ranked if cause.parent and cause.tested}
    scored = wanted & {cause.condition for cause in result.ranked}
    seen = bool(wanted & (set(order[:3]) | beside))
    first = bool(wanted & set(order[:1])) or (not scored and seen)
    return Outcome(case, facts, result, rank, first, seen)


def main_causes(result: Assessment) -> list[str]:
    """The tested causes that stand on their own, in order."""
    return [cause.condition for cause in result.ranked if cause.tested and not cause.parent]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A clear case with a third of its findings gone, ``tried`` times.

    ``against_all``: the range of its first cause stands clear of every other cause, tested or
    not, as the panel reads it; else only of the tested ones. ``kept``: how often the cause stayed
    among the first three.
    """

    case: str
    first: str
    against_all: bool
    kept: int
    tried: int


def kept_when_dropped(
    knowledge: Knowledge, outcomes: Sequence[Outcome], seeds: int
) -> list[Dropped]:
    """How often the clear cases keep their first cause in the top three with a third of them gone.

    Clear: the ranges of the first two tested causes do not overlap.
    """
    found = []
    for place, one in enumerate(outcomes):
        main = [cause for cause in one.assessment.ranked if cause.tested and not cause.parent]
        keys = list(one.facts.values)
        if len(main) < 2 or main[1].high >= main[0].low or len(keys) < 3:
            continue
        kept = 0
        for seed in range(seeds):
            chance = np.random.default_rng((place, seed))
            gone = chance.permutation(len(keys))[: len(keys) // 3]
            fewer = assess(one.facts.without(keys[n] for n in gone), knowledge)
            listed = [cause.condition for cause in fewer.ranked if not cause.parent]
            kept += main[0].condition in listed[:3]
        clear = not one.assessment.top_overlap
        found.append(Dropped(one.case.id, main[0].condition, clear, kept, seeds))
    return found


def widened(knowledge: Knowledge, outcomes: Sequence[Outcome]) -> tuple[int, int]:
    """How often a contradicting result widens the first cause's range: (wider, tried)."""
    wider = tried = 0
    for one in outcomes:
        cause = next((c for c in one.assessment.ranked if c.tested and not c.parent), None)
        if cause is None or not cause.of(Direction.FOR):
            continue
        for against in _contradicting(one.facts, cause, knowledge):
            after = assess(one.facts.with_values({against: False}), knowledge)
            new = next(c for c in after.ranked if c.condition == cause.condition)
            if new.middle == cause.middle:
                continue  # one of a cluster: nothing is decided by it yet
            tried += 1
            wider += new.high - new.low > cause.high - cause.low
            break
    return wider, tried


def _contradicting(facts: Facts, cause: RankedCause, knowledge: Knowledge) -> list[FindingKey]:
    """Untested findings that speak against a cause when absent."""
    side = facts.side.each[0] if facts.side else Side.LEFT
    found = []
    for row in knowledge.scored:
        bare = isinstance(row.when, FindingTest) and row.when == FindingTest(row.when.finding)
        if row.condition != cause.condition or not bare or facts.recorded(row.finding):
            continue
        field = knowledge.vocabulary.fields.get(row.finding)
        if field is None or field.worked_out or row.absent_when is not None:
            continue
        weight = point_weight(row, False, knowledge.studies[row.study], knowledge.constants)
        if weight < 0:
            found.append(FindingKey(field.id, side if field.sided else None))
    return found


def rows(outcomes: Sequence[Outcome]) -> list[tuple[str, str, str]]:
    """What, figure, aim: everything that does not rest on chance."""
    named = [one for one in outcomes if one.first is not None]
    clear = [one for one in named if one.case.clear]
    serious = [one for one in outcomes if one.serious]
    routine = [one for one in outcomes if one.routine]
    missed = [one for one in serious if not one.alarmed]
    alarms = [one for one in routine if one.alarmed]
    read = sum(one.case.source_read for one in outcomes)
    return [
        ("Cases", f"{len(outcomes)} ({read} with the source read)", "60 or more"),
        ("Expected cause first", _share(sum(bool(one.first) for one in named), named), ""),
        (
            "Expected cause among the first three, a flag or a prompt",
            _share(sum(bool(one.first_three) for one in named), named),
            "",
        ),
        (
            "Clear presentation: expected cause first",
            _share(sum(bool(one.first) for one in clear), clear),
            "",
        ),
        ("Serious cases missed (monitor or calmer)", _share(len(missed), serious), "none"),
        (
            "Most urgent flag calmer than the case needs",
            _share(sum(one.too_calm for one in outcomes), outcomes),
            "none",
        ),
        (
            "Most urgent flag above what the case writer allows",
            _share(sum(one.too_urgent for one in outcomes), outcomes),
            "",
        ),
        ("Routine cases raised above monitor", _share(len(alarms), routine), "1 in 10 or fewer"),
    ]


def drawn_rows(
    knowledge: Knowledge, outcomes: Sequence[Outcome], seeds: int
) -> list[tuple[str, str, str]]:
    """The figures that rest on seeded chance."""
    return _drawn_rows(kept_when_dropped(knowledge, outcomes, seeds), knowledge, outcomes, seeds)


def _drawn_rows(
    dropped: Sequence[Dropped], knowledge: Knowledge, outcomes: Sequence[Outcome], seeds: int
) -> list[tuple[str, str, str]]:
    wider, changed = widened(knowledge, outcomes)
    words = f"A third of the findings dropped, {seeds} times: cause stays in the first three"
    return [
        (
            f"{words}; clear of every other cause",
            kept_words([one for one in dropped if one.against_all]),
            "95 in 100",
        ),
        (f"{words}; clear of the tested causes only", kept_words(dropped), "95 in 100"),
        (
            "A contradicting result widens the range of the first cause",
            f"{wider} of {changed}",
            "all",
        ),
    ]


def kept_words(dropped: Sequence[Dropped]) -> str:
    """Kept of tried, and how many cases that rests on."""
    kept, tried = sum(one.kept for one in dropped), sum(one.tried for one in dropped)
    return f"{kept} of {tried} ({100 * kept / max(tried, 1):.1f} in 100; {len(dropped)} cases)"


def _share(part: int, whole: Sequence[Outcome]) -> str:
    return f"{part} of {len(whole)}"


HEAD = """# Validation

Generated by `python -m tests.gold.validation`; `run.py bench reasoning` measures it again. The
cases are in `tests/gold/independent`: published reports and standard descriptions, written by
someone who had not read the rules. The rules and the vocabulary were then mended where these cases
showed a fault, never the expected answers, so the figures say how the rules fit these cases, not
how they will do on others.

"""


CLEAR_HEAD = """## Clear cases with a third of their findings dropped

A case is clear when the ranges of its top two causes do not overlap (seeded draws: 2,000 samples,
5th to 95th percentile). Every cause has a range, a not tested one that of its starting band, and
not tested is not negative: the panel calls an order clear only where no other cause reaches the
first one, tested or not. The second figure also counts the cases whose first cause stands clear of
the second *tested* one while an untested one still reaches it; the panel calls these open. In both,
each seed drops another third of what was recorded, and the cause counts as kept where it is among
the first three of the whole order, untested causes included. Not kept is mostly a case in which a
single word ("back pain", "numbness") raised the cause and was the word dropped.
"""


def page(knowledge: Knowledge, seeds: int = 200) -> str:
    """The whole page as Markdown."""
    outcomes = judged(knowledge, independent_cases())
    lines = ["| What | Figure | Aim |", "| --- | --- | --- |"]
    lines += [f"| {' | '.join(row)} |" for row in rows(outcomes)]
    dropped = kept_when_dropped(knowledge, outcomes, seeds)
    drawn = _drawn_rows(dropped, knowledge, outcomes, seeds)
    lines += [f"| {' | '.join(row)} |" for row in drawn]
    lines += ["", "## Cases whose expected cause is not first", "", "| Case | First | Expected |"]
    lines += ["| --- | --- | --- |"]
    for one in outcomes:
        if one.first is False:
            first = (main_causes(one.assessment) or ["nothing scored"])[0]
            seen = "" if one.first_three else " (not among the first three)"
            lines.append(f"| {one.case.id} | {first} | {', '.join(one.case.expected)}{seen} |")
    lines += ["", *_clear_cases(dropped)]
    return HEAD + "\n".join(lines) + "\n"


def _clear_cases(dropped: Sequence[Dropped]) -> list[str]:
    lines = [CLEAR_HEAD, "| Case | First cause | Clear of | Kept |", "| --- | --- | --- | --- |"]
    for one in dropped:
        apart = "every other" if one.against_all else "the tested"
        lines.append(f"| {one.case} | {one.first} | {apart} | {one.kept} of {one.tried} |")
    return lines


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(definitions.load(forms_dir()).knowledge), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
