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
from pt_chart.clinical.reasoning.results import Assessment
from pt_chart.clinical.reasoning.scores import published_scores

RANKING_OFF_MINOR = (
    f"No ranking below {ADULT_AGE} years: the accuracy figures come from adults. "
    "The flag rules stay on."
)


def assess(facts: Facts, knowledge: Knowledge, starting: StartingSet | None = None) -> Assessment:
    """Assess one case from what was recorded; nothing is written anywhere.

    Derived findings are worked out here (`derivation.derive`), so callers pass what was entered.
    ``starting`` is another set of starting bands chosen by the clinician. The same facts and
    knowledge always give the same result, whatever the order of entry.
    """
    judge = judge_case(facts, knowledge)
    flags = raised(judge, knowledge)
    ranking = None if facts.is_minor else rank(judge, knowledge, starting)
    return Assessment(
        action=action_for(flags),
        flags=flags,
        ranked=ranking.causes if ranking else (),
        ranking_off="" if ranking else RANKING_OFF_MINOR,
        top_overlap=ranking.top_overlap if ranking else False,
        impairments=ranking.impairments if ranking else (),
        consider=prompts(judge, knowledge),
        next_tests=next_tests(judge, knowledge, ranking),
        scores=published_scores(judge, knowledge) if ranking else (),
        comparisons=comparisons(judge, knowledge) if ranking else (),
        contradictions=contradictions(judge, knowledge),
        core_unasked=unasked_core(judge.facts, knowledge),
        knowledge=knowledge.stamp,
    )
