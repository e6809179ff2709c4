"""The shipped criteria, compiled, say what the plain tree says on every case."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pt_chart.clinical.case_sheet import CaseSheet
from pt_chart.clinical.compiled_criteria import CompiledCriteria
from pt_chart.clinical.criteria import Criterion
from pt_chart.clinical.evaluation import evaluate
from pt_chart.clinical.reasoning.knowledge import Knowledge
from tests.clinical.reasoning.cases import cases


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_shipped_criterion(data: st.DataObject, knowledge: Knowledge) -> None:
    case = data.draw(cases(knowledge.vocabulary, most=60))
    compiled = CompiledCriteria(knowledge.vocabulary)
    sheet = CaseSheet(case)
    for criterion in shipped(knowledge):
        plain = evaluate(criterion, case)
        assert compiled.compiled(criterion).truth(sheet) is plain.truth
        assert compiled.compiled(criterion).verdict(sheet) == plain


def shipped(knowledge: Knowledge) -> list[Criterion]:
    """Criteria of rows, flags, scores, tables, prompts, checks and derived findings."""
    found = [row.when for row in knowledge.scored]
    found += [row.absent_when for row in knowledge.scored]
    found += [step.when for rule in knowledge.flags for step in rule.steps]
    found += [item.when for model in knowledge.models for item in model.items]
    found += [outcome.when for model in knowledge.models for outcome in model.outcomes]
    for table in knowledge.comparisons:
        found += [one for row in table.rows for one in (row.left_when, row.right_when)]
    found += [pattern.when for pattern in knowledge.patterns]
    found += [check.when for check in knowledge.checks]
    found += [rule.when for rule in knowledge.contradictions]
    found += [one.derived or one.implied_by for one in knowledge.vocabulary.fields.values()]
    return [criterion for criterion in found if criterion is not None]
