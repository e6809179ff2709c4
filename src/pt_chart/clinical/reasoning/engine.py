"""The whole assessment of a case: flags first, then the causes and everything around them."""

from __future__ import annotations

from pt_chart.clinical.facts import ADULT_AGE, Facts
from pt_chart.clinical.reasoning.comparisons import comparisons
from pt_chart.clinical.reasoning.consider import prompts
from pt_chart.clinical.reasoning.contradictions import contradictions
from pt_chart.clinical.reasoning.flags import action_for, raised, unasked_core
from pt_chart.clinical.reasoning.judging import judge_case
from pt_chart.clinical.reasoning.knowledge import Knowledge, StartingSet
from pt_chart.clinical.reasoning.next_tests import next_tests
from pt_chart.clinical.reasoning.ranking import rank
from pt_chart.clinical.reasoning.results import Action, Assessment
from pt_chart.clinical.reasoning.scores import published_scores

RANKING_OFF_MINOR = (
    f"No ranking below {ADULT_AGE} years: the accuracy figures come from adults. "
    "The flag rules stay on."
)

STARTING = "starting_bands"
"""The field that keeps the choice of a set of starting bands with the visit."""

NOTHING_RECORDED = "Nothing recorded yet: the core red-flag questions come first"


def assess(facts: Facts, knowledge: Knowledge, starting: StartingSet | None = None) -> Assessment:
    """Assess one case from what was recorded; nothing is written anywhere.

    Derived findings are worked out here (`derivation.derive`), so callers pass what was entered.
    ``starting`` is another set of starting bands; without it that which the case itself names
    (`chosen_start`). The same facts and knowledge always give the same result, whatever the order
    of entry.
    """
    starting = starting or chosen_start(facts, knowledge)
    judge = judge_case(facts, knowledge)
    flags = raised(judge, knowledge)
    ranking = None if facts.is_minor else rank(judge, knowledge, starting)
    unasked = unasked_core(judge.facts, knowledge)
    return Assessment(
        action=action_for(flags) if facts.values else Action.MONITOR,
        flags=flags,
        ranked=ranking.causes if ranking else (),
        ranking_off="" if ranking else RANKING_OFF_MINOR,
        top_overlap=ranking.top_overlap if ranking else False,
        impairments=ranking.impairments if ranking else (),
        consider=prompts(judge, knowledge),
        next_tests=next_tests(judge, knowledge, ranking, starting, {flag.id for flag in flags}),
        scores=published_scores(judge, knowledge) if ranking else (),
        comparisons=comparisons(judge, knowledge) if ranking else (),
        contradictions=contradictions(judge, knowledge),
        core_unasked=unasked,
        knowledge=knowledge.stamp,
        action_note="" if flags else _note(facts, unasked),
        starting=starting.title if starting else "",
    )


def chosen_start(facts: Facts, knowledge: Knowledge) -> StartingSet | None:
    """The set of starting bands that the clinician chose for this case; None for the default."""
    chosen = set(facts.recorded(STARTING).values())
    return next((one for one in knowledge.starting_sets if one.id in chosen), None)


def _note(facts: Facts, unasked: tuple[str, ...]) -> str:
    """What an answer without a flag rests on: not asked is never no."""
    if not facts.values:
        return NOTHING_RECORDED
    if unasked:
        return f"No flag among what was recorded; core red-flag questions not asked: {len(unasked)}"
    return "No flag; every core red-flag question was asked"
