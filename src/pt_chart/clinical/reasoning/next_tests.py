"""What to ask or test next: red-flag questions, then neurology, then what separates the causes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from pt_chart.clinical.criteria import Truth
from pt_chart.clinical.evaluation import findings_of
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import FieldKind, Vocabulary
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.neurodynamics import FAMILIAR_UNCHANGED
from pt_chart.clinical.reasoning.flags import unasked_core
from pt_chart.clinical.reasoning.judging import CaseJudge, judge_case
from pt_chart.clinical.reasoning.knowledge import CheckItem, Knowledge, StartingSet
from pt_chart.clinical.reasoning.ranking import Ranking, rank
from pt_chart.clinical.reasoning.results import NextTest, RankedCause
from pt_chart.clinical.reasoning.scoring import group_total
from pt_chart.clinical.reasoning.typed_lists import typed_questions
from pt_chart.clinical.sides import Side

FLAG, NEURO, DISCRIMINATING = "flag", "neuro", "discriminating"
PRESENT, ABSENT = "present", "absent"
_TURNING_COST = 1.25
_NEURO_AT_MOST = 3


def next_tests(
    judge: CaseJudge,
    knowledge: Knowledge,
    ranking: Ranking | None,
    starting: StartingSet | None = None,
    flags: Collection[str] = (),
) -> tuple[NextTest, ...]:
    """The most useful untested items: flags and neurological checks always first.

    That a result would change the order is said only where the causes, ranked with it, say so.
    ``flags`` are the ids of the raised flags: no test is proposed that they hold back.
    """
    held = held_back(judge, knowledge, flags)
    checks = [check for check in knowledge.checks if _due(check, judge)]
    typed = typed_questions(judge, knowledge)
    asked = {test.finding for test in typed}
    first = [*_core(judge, knowledge), *typed]
    first += [
        _check(check, knowledge.vocabulary)
        for check in checks
        if check.kind == FLAG and check.finding not in asked
    ]
    neuro = [
        _check(check, knowledge.vocabulary)
        for check in checks
        if check.kind == NEURO and check.finding not in held
    ]
    first += neuro[:_NEURO_AT_MOST]
    named = {test.finding for test in (*first, *neuro)}
    room = max(knowledge.constants.next_tests, len(first) + 3)
    separating = _separating(judge, knowledge, ranking) if ranking else []
    rest = [
        test
        for test in separating
        if test.finding not in named | held and not known(test.finding, judge)
    ]
    shown = (*first, *rest)[:room]
    return tuple(
        _proven(test, judge, knowledge, ranking, starting) if ranking and test.flips else test
        for test in shown
    )


def held_back(judge: CaseJudge, knowledge: Knowledge, flags: Collection[str]) -> set[str]:
    """The tests that would provoke what is suspected or protected."""
    found: set[str] = set()
    for rule in knowledge.withheld:
        if not found.issuperset(rule.tests) and (
            any(flag in flags for flag in rule.flags)
            or (rule.when is not None and judge.holds(rule.when))
        ):
            found.update(rule.tests)
    return found


def _proven(
    test: NextTest,
    judge: CaseJudge,
    knowledge: Knowledge,
    ranking: Ranking,
    starting: StartingSet | None,
) -> NextTest:
    """A claim that a result changes the order, kept when the order with it does change."""
    first, second = _leading(ranking, knowledge)
    present = test.flips == PRESENT
    if first_with(test.finding, present, judge, knowledge, starting) == second.condition:
        return test
    why = f"Separates {first.name} from {second.name}; if {test.flips}, the gap narrows"
    return replace(test, why=why, flips="")


def first_with(
    finding: str,
    present: bool,
    judge: CaseJudge,
    knowledge: Knowledge,
    starting: StartingSet | None,
) -> str:
    """The first cause of the case with one more yes or no on its main side; "" for another kind."""
    field = knowledge.vocabulary.fields.get(finding)
    if field is None or field.kind is not FieldKind.YES_NO or field.worked_out:
        return ""
    facts = judge.entered
    side = facts.side if field.sided and facts.side in (Side.LEFT, Side.RIGHT) else None
    trial = facts.with_values({FindingKey(finding, side): present})
    main = rank(judge_case(trial, knowledge), knowledge, starting).main
    return main[0].condition if main and main[0].tested else ""


def _leading(ranking: Ranking, knowledge: Knowledge) -> tuple[RankedCause, RankedCause]:
    """The first cause and its nearest rival, tested or not.

    What only goes along with the first one (spasm beside a root) is no rival of it.
    """
    first, *others = ranking.main
    rivals = [one for one in others if not _companions(first, one, knowledge)]
    return first, max(rivals or others, key=lambda cause: cause.middle)


def _companions(one: RankedCause, other: RankedCause, knowledge: Knowledge) -> bool:
    conditions = knowledge.conditions
    return (
        one.condition in conditions[other.condition].companion_of
        or other.condition in conditions[one.condition].companion_of
    )


def _core(judge: CaseJudge, knowledge: Knowledge) -> list[NextTest]:
    missing = unasked_core(judge.facts, knowledge)
    if not missing:
        return []
    field = knowledge.vocabulary.fields[missing[0]]
    why = f"Core red-flag questions not asked yet: {len(missing)}; asked of everyone"
    return [NextTest(field.id, field.label, FLAG, why, "", 0.0)]


def _due(check: CheckItem, judge: CaseJudge) -> bool:
    if check.when is not None and not judge.holds(check.when):
        return False
    return not known(check.finding, judge)


def known(finding: str, judge: CaseJudge) -> bool:
    """Whether a test is charted, by itself or by half of the findings that it follows from."""
    if judge.recorded_on_main_side(finding) or _finished_by_steps(finding, judge):
        return True
    field = judge.knowledge.vocabulary.fields.get(finding)
    if field is None or field.implied_by is None:
        return False
    parts = findings_of(field.implied_by)
    return 2 * sum(map(judge.recorded_on_main_side, parts)) >= len(parts)


def _finished_by_steps(finding: str, judge: CaseJudge) -> bool:
    """Whether the steps of a test gave a result that is neither positive nor negative."""
    results = judge.facts.by_finding.get(f"{finding}_result", {})
    return FAMILIAR_UNCHANGED in results.values()


def _check(check: CheckItem, vocabulary: Vocabulary) -> NextTest:
    position = position_of(check.finding, vocabulary)
    return NextTest(check.finding, check.label, check.kind, check.why, position, 0.0)


def position_of(finding: str, vocabulary: Vocabulary) -> str:
    field = vocabulary.fields.get(finding)
    return field.position.value.replace("_", "-") if field and field.position else ""


@dataclass(slots=True)
class _Trial:
    """What a finding would do to one cause: change of its middle when present and when absent."""

    present: float = 0.0
    absent: float = 0.0


def _separating(judge: CaseJudge, knowledge: Knowledge, ranking: Ranking) -> list[NextTest]:
    """Untested findings by the expected change of the gap between the two leading causes."""
    main = ranking.main
    if len(main) < 2:
        return []
    first, second = _leading(ranking, knowledge)
    trials = _trials(ranking, knowledge, {first.condition, second.condition})
    used = _positions_used(judge.facts, knowledge)
    found = []
    for finding, (label, effects) in trials.items():
        one = effects.get(first.condition, _Trial())
        two = effects.get(second.condition, _Trial())
        present, absent = one.present - two.present, one.absent - two.absent
        position = position_of(finding, knowledge.vocabulary)
        cost = knowledge.burdens.get(finding, 1.0)
        if position and position not in used:
            cost *= _TURNING_COST
        gain = (abs(present) + abs(absent)) / 2 / cost
        if gain > 0:
            why, flips = _why(first, second, present, absent)
            found.append(NextTest(finding, label, DISCRIMINATING, why, position, gain, flips))
    return sorted(found, key=lambda test: (-test.gain, test.finding))


def _trials(
    ranking: Ranking, knowledge: Knowledge, conditions: set[str]
) -> dict[str, tuple[str, dict[str, _Trial]]]:
    table = ranking.scores.table
    current: dict[tuple[str, str], list[float]] = {}
    open_rows = []
    for place, (row, verdict) in enumerate(zip(table.rows, ranking.verdicts, strict=True)):
        if row.condition not in conditions:
            continue
        weights = current.setdefault((row.condition, row.group), [])
        if verdict.truth is Truth.UNKNOWN:
            open_rows.append((place, row))
        else:
            weights.append(float(table.points[int(verdict.truth is Truth.YES), place]))
    found: dict[str, tuple[str, dict[str, _Trial]]] = {}
    for place, row in open_rows:
        field = knowledge.vocabulary.fields.get(row.finding)
        if row.use != "weigh" or (field is not None and field.worked_out):
            continue
        weights = current[row.condition, row.group]
        before = group_total(weights, knowledge.constants)
        trial = found.setdefault(row.finding, (row.label, {}))[1]
        effect = trial.setdefault(row.condition, _Trial())
        absent, present = (float(table.points[state, place]) for state in (0, 1))
        effect.present += group_total([*weights, present], knowledge.constants) - before
        effect.absent += group_total([*weights, absent], knowledge.constants) - before
    return found


_PLACED: WeakKeyDictionary[Knowledge, dict[str, frozenset[str]]] = WeakKeyDictionary()


def _positions_used(facts: Facts, knowledge: Knowledge) -> set[str]:
    """The positions in which something was recorded, as they are shown."""
    placed = _PLACED.get(knowledge)
    if placed is None:
        names: dict[str, set[str]] = {}
        for name in knowledge.vocabulary.fields:
            if position := position_of(name, knowledge.vocabulary):
                names.setdefault(position, set()).add(name)
        placed = _PLACED[knowledge] = {at: frozenset(found) for at, found in names.items()}
    recorded = facts.by_finding
    return {at for at, found in placed.items() if not found.isdisjoint(recorded)}


def _why(first: RankedCause, second: RankedCause, present: float, absent: float) -> tuple[str, str]:
    """What a test is good for, and which result might change the order ("" for none)."""
    gap = max(first.middle - second.middle, 0.0)
    for change, result in ((present, PRESENT), (absent, ABSENT)):
        if gap + change < 0:
            return f"If {result}, {second.name} would come before {first.name}", result
    widest = PRESENT if present > absent else ABSENT
    return f"Separates {first.name} from {second.name}; if {widest}, the gap widens", ""
