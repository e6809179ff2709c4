"""Compiled criteria say exactly what the plain tree says, whatever the criterion and the case."""

import copy
import pickle

from hypothesis import given, settings
from hypothesis import strategies as st

from pt_chart.clinical.case_sheet import SIDES, CaseSheet
from pt_chart.clinical.compiled_criteria import CompiledCriteria
from pt_chart.clinical.compiled_tests import satisfier
from pt_chart.clinical.criteria import Criterion, Test
from pt_chart.clinical.evaluation import evaluate, evaluate_bound, value_satisfies
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import MRC_GRADES, Choice, FieldDef, FieldKind, Vocabulary
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.sides import Side
from tests.support.findings import criteria, small_facts

WORDS = ("often", "never", "4-", "2+", "5", " 4", "x", "")


def agree(criterion: Criterion, case: Facts) -> None:
    """Truth and grounds of the compiled criterion are those of the tree, in the same order."""
    compiled = CompiledCriteria(Vocabulary({})).compiled(criterion)
    plain = evaluate(criterion, case)
    assert compiled.verdict(CaseSheet(case)) == plain
    assert compiled.truth(CaseSheet(case)) is plain.truth
    for place, side in enumerate(SIDES):
        bound = evaluate_bound(criterion, case, side)
        assert compiled.verdict_on(CaseSheet(case), place) == bound
        assert compiled.truth_on(CaseSheet(case), place) is bound.truth


@settings(max_examples=300)
@given(criteria(untested=True), small_facts())
def test_any_criterion(criterion: Criterion, case: Facts) -> None:
    agree(criterion, case)


@given(st.lists(criteria(untested=True), min_size=1, max_size=6), small_facts(), st.data())
def test_what_was_asked_before_changes_nothing(
    asked: list[Criterion], case: Facts, data: st.DataObject
) -> None:
    """Criteria share their parts and what was judged of them: the order of asking is no matter."""
    compiled = CompiledCriteria(Vocabulary({}))
    sheet = CaseSheet(case)
    for criterion in data.draw(st.permutations([*asked, *asked])):
        if data.draw(st.booleans()):
            assert compiled.compiled(criterion).truth(sheet) is evaluate(criterion, case).truth
        else:
            assert compiled.compiled(criterion).verdict(sheet) == evaluate(criterion, case)


@given(criteria(untested=True), small_facts(), st.sampled_from([Side.LEFT, Side.RIGHT]))
def test_a_side_left_out_is_as_if_never_recorded(
    criterion: Criterion, case: Facts, out: Side
) -> None:
    rest = case.without(key for key in case.values if key.side is out)
    compiled = CompiledCriteria(Vocabulary({})).compiled(criterion)
    assert compiled.verdict(CaseSheet(case, out)) == evaluate(criterion, rest)


PLAIN_VALUES: st.SearchStrategy[Value] = st.one_of(
    st.booleans(),
    st.integers(-3, 200),
    st.floats(-3, 200, allow_nan=False),
    st.sampled_from([*MRC_GRADES, *WORDS]),
    st.lists(st.sampled_from(WORDS), max_size=3).map(tuple),
)
LIMITS = st.none() | st.integers(0, 9) | st.floats(0, 9) | st.sampled_from([*MRC_GRADES, "x"])


@settings(max_examples=300)
@given(
    test=st.builds(
        Test,
        st.just("asked"),
        equals=st.none() | PLAIN_VALUES,
        one_of=st.lists(PLAIN_VALUES, max_size=2).map(tuple),
        at_least=LIMITS,
        at_most=LIMITS,
        above=LIMITS,
        below=LIMITS,
    ),
    value=PLAIN_VALUES,
    kind=st.sampled_from([FieldKind.MRC, FieldKind.REFLEX, FieldKind.CHOICE, FieldKind.TEXT]),
)
def test_every_comparison(test: Test, value: Value, kind: FieldKind) -> None:
    """Numbers, grades, choices, several, and values that do not fit the test."""
    choices = tuple(Choice(word, word) for word in ("often", "never", "4-"))
    field = FieldDef("asked", "Asked", kind, "exam", choices=choices)
    assert satisfier(test, field)(value) is value_satisfies(test, value)
    assert satisfier(test)(value) is value_satisfies(test, value)


def test_yes_and_one_are_two_criteria() -> None:
    """Equal for Python, but a finding that says yes is not the number one."""
    compiled = CompiledCriteria(Vocabulary({}))
    yes, one = Test("slr", equals=True), Test("slr", equals=1)
    sheet = CaseSheet(Facts({FindingKey("slr"): True}))
    assert compiled.compiled(yes).truth(sheet) is not compiled.compiled(one).truth(sheet)


def test_equal_criteria_are_compiled_once() -> None:
    compiled = CompiledCriteria(Vocabulary({}))
    first = compiled.compiled(Test("slr", sides="same"))
    assert compiled.compiled(Test("slr", sides="same")) is first
    assert len(compiled) == 1


def test_a_key_survives_being_copied_and_sent() -> None:
    """Its hash is worked out anew where it arrives."""
    key = FindingKey("myotome", Side.LEFT, "L5")
    for again in (copy.deepcopy(key), pickle.loads(pickle.dumps(key))):  # noqa: S301  our own
        assert again == key
        assert hash(again) == hash(key)
        assert {key: 1}[again] == 1
