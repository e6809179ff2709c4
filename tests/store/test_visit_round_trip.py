"""What is stored is what was charted, to the last bit."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.visit import Visit
from pt_chart.store.stored_chart import StoredChart
from tests.store.samples import VISITS, new_visit

one_chart = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def exact(visit: Visit) -> str:
    """Everything of a visit with its types; answers have no order."""
    answers = sorted(visit.answers.items(), key=lambda item: str(item[0]))
    versions = sorted(visit.form_versions.items())
    return repr((answers, versions, replace(visit, answers={}, form_versions={})))


@one_chart
@given(VISITS)
def test_a_stored_visit_reads_back_the_same(chart: StoredChart, visit: Visit) -> None:
    stored = _store(chart, visit)
    assert exact(replace(chart.visit(visit.id), revision=0)) == exact(visit)
    assert chart.visit(visit.id) == stored


@one_chart
@given(st.lists(VISITS, min_size=2, max_size=3), st.booleans())
def test_differences_end_in_the_newest_state(
    chart: StoredChart, states: list[Visit], forget: bool
) -> None:
    for state in states:
        if forget:
            chart._stored.clear()
        _store(chart, state)
    assert exact(replace(chart.visit("visit-1"), revision=0)) == exact(states[-1])


def test_the_kind_of_a_number_is_kept(chart: StoredChart, draft: Visit) -> None:
    key = FindingKey("nprs")
    current = draft
    for value in (1, 1.0, True, "1", 0.1 + 0.2, float("inf"), -0.0, ("a", "b"), ()):
        current = chart.save_draft(current.with_answer(key, Answer(value)))
        read = chart.visit(draft.id).answers[key].value
        assert repr(read) == repr(value)


def test_half_a_surrogate_pair_does_not_stop_a_save(chart: StoredChart) -> None:
    visit = new_visit(answers={FindingKey("note"): Answer("x\ud800y", note="broken \udfff paste")})
    chart.save_draft(visit)
    read = chart.visit(visit.id).answers[FindingKey("note")]
    assert read.note == "broken \ufffd paste"
    assert read.value == "x\ud800y"


def _store(chart: StoredChart, visit: Visit) -> Visit:
    """Store a state over whatever an earlier example left."""
    known = {row.visit_id for row in chart.drafts()}
    revision = chart.visit(visit.id).revision if visit.id in known else 0
    return chart.save_draft(replace(visit, revision=revision))
