"""Three-valued logic over facts: sides, grades, age, unknowns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.criteria import (
    All,
    Any,
    AtLeast,
    Criterion,
    Not,
    Test,
    Truth,
    Untested,
    speaking_part,
)
from pt_chart.clinical.evaluation import (
    evaluate,
    findings_of,
    holds,
)
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.sides import Side
from tests.support.findings import criteria, small_facts

L, R = Side.LEFT, Side.RIGHT
YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


def facts(side: Side | None = R, age: int | None = 44, **values: Value) -> Facts:
    """Facts from names such as slr__R, myotome__R__L5, fever."""
    return case_of(values, side, age)


def case_of(values: dict[str, Value], side: Side | None = R, age: int | None = 44) -> Facts:
    """Facts from a mapping of such names."""
    found: dict[FindingKey, Value] = {}
    for name, value in values.items():
        parts = name.split("__")
        where = {"L": L, "R": R}.get(parts[1]) if len(parts) > 1 else None
        found[FindingKey(parts[0], where, parts[2] if len(parts) > 2 else None)] = value
    return Facts(found, age=age, sex="F", side=side)


@pytest.mark.parametrize(
    ("sides", "values", "truth"),
    [
        ("any", {"slr__R": True, "slr__L": False}, YES),
        ("any", {"slr__L": False}, NO),
        ("any", {"slr": True}, YES),
        ("any", {}, UNKNOWN),
        ("both", {"slr__R": True, "slr__L": True}, YES),
        ("both", {"slr__R": True}, UNKNOWN),
        ("both", {"slr__R": True, "slr__L": False}, NO),
        ("both", {"slr": True}, UNKNOWN),
        ("main", {"slr__R": True}, YES),
        ("main", {"slr__L": True}, UNKNOWN),
        ("main", {"slr": True}, UNKNOWN),
        ("other", {"slr__L": True}, YES),
        ("other", {"slr__R": True}, UNKNOWN),
        ("other", {"slr__L": False, "slr__R": True}, NO),
    ],
)
def test_sides(sides: str, values: dict[str, Value], truth: Truth) -> None:
    """Each word for sides judges exactly the sides it names."""
    assert evaluate(Test("slr", sides=sides), case_of(values)).truth is truth


def test_main_side_unknown_leaves_main_unknown() -> None:
    """Without a main side nothing can be said about it."""
    assert evaluate(Test("slr", sides="main"), facts(side=None, slr__R=True)).truth is UNKNOWN


def test_same_side_must_be_one_side() -> None:
    """Signs on opposite sides do not make a rule about one side."""
    rule = All((Test("slr", sides="same"), Test("weak", sides="same")))
    assert evaluate(rule, facts(slr__R=True, weak__L=True)).truth is UNKNOWN
    assert evaluate(rule, facts(slr__R=True, weak__L=True, weak__R=False)).truth is UNKNOWN
    assert evaluate(rule, facts(slr__R=True, weak__R=True)).truth is YES
    assert evaluate(rule, facts(slr__R=False, weak__R=True)).truth is NO
    assert evaluate(rule, facts(slr__R=True, weak__R=True), L).truth is UNKNOWN
    assert evaluate(rule, facts(slr__R=True, weak__R=True), R).truth is YES


def test_sides_not_recorded_stand_together() -> None:
    """Two findings without a side may belong together, one with and one without may not."""
    rule = All((Test("slr", sides="same"), Test("weak", sides="same")))
    assert evaluate(rule, facts(slr=True, weak=True)).truth is YES
    assert evaluate(rule, facts(slr=True, weak__R=True)).truth is UNKNOWN


def test_side_nobody_examined_does_not_hold_the_answer_open() -> None:
    """A test done on the painful side only is an answer."""
    assert evaluate(Test("slr", sides="same"), facts(slr__R=False)).truth is NO


@pytest.mark.parametrize(
    ("test", "truth"),
    [
        (Test("myotome", level="L5", at_most="4"), YES),
        (Test("myotome", level="L5", at_most="3+"), NO),
        (Test("myotome", level="L5", above="3"), YES),
        (Test("myotome", level="S1", at_most="4"), UNKNOWN),
        (Test("myotome", at_least="4-"), YES),
        (Test("reflex", equals="1"), YES),
        (Test("reflex", at_most="0"), NO),
        (Test("age", at_least=44), YES),
        (Test("age", above=44), NO),
        (Test("sex", equals="M"), NO),
        (Test("kinds", one_of=("burning", "ache")), YES),
        (Test("kinds", equals="ache"), NO),
        (Test("kinds"), YES),
        (Test("empty"), NO),
        (Test("fever", at_least=3), UNKNOWN),
        (Test("angle", equals=True), UNKNOWN),
        (Test("angle", at_least=30, below=45), YES),
    ],
)
def test_comparisons(test: Test, truth: Truth) -> None:
    """Grades compare by rank, choices by membership; what has no order stays unknown."""
    case = facts(
        myotome__R__L5="4-",
        reflex__L="1",
        kinds=("burning", "tingling"),
        empty=(),
        fever=True,
        angle=40,
    )
    assert evaluate(test, case).truth is truth


def test_age_unknown() -> None:
    """An unknown age is neither young nor old."""
    assert evaluate(Test("age", at_least=50), facts(age=None)).truth is UNKNOWN


def test_keys_are_what_the_verdict_rests_on() -> None:
    """A yes names what makes it so, a no what rules it out."""
    case = facts(slr__R=True, slr__L=False, fever=False, age=70)
    rule = Any((Test("slr"), Test("fever")))
    assert evaluate(rule, case).keys == (FindingKey("slr", R),)
    both = All((Test("slr"), Test("fever")))
    assert evaluate(both, case).keys == (FindingKey("fever"),)
    assert evaluate(Test("age", above=60), case).keys == (FindingKey("age"),)


def test_untested_is_never_unknown() -> None:
    """Untested holds until a value stands on any side, a negative one included."""
    assert evaluate(Untested("slr"), facts()).truth is YES
    assert evaluate(Untested("slr"), facts(slr__L=False)).truth is NO
    assert evaluate(Untested("age"), facts(age=None)).truth is YES
    assert evaluate(Untested("sex"), facts()).truth is NO


def test_untested_speaks_of_the_side_that_is_bound() -> None:
    """What was tested on the other side does not count as tested on this one."""
    rule = All((Test("pain", sides="same"), Untested("slr", sides="same")))
    assert evaluate(rule, facts(pain__R=True, slr__L=True)).truth is YES
    assert evaluate(rule, facts(pain__R=True, slr__R=False)).truth is NO


def test_a_guard_is_no_reason() -> None:
    """What only keeps a rule from holding is left out of what speaks; the rest stays as it is."""
    guard = Any((Untested("b"), Not(Test("b")), Test("c")))
    nested = Any((All((guard, Any((Untested("d"), Not(Test("d")))))), Test("e")))
    assert speaking_part(All((Test("a"), guard, nested))) == Test("a")
    plain = All((Test("a"), Not(Test("b")), Any((Test("c"), Test("d")))))
    assert speaking_part(plain) is plain
    assert speaking_part(All((guard,))) == All((guard,))


def test_at_least_decides_as_soon_as_it_can() -> None:
    """Counts end early both ways."""
    parts = (Test("a"), Test("b"), Test("c"))
    assert evaluate(AtLeast(2, parts), facts(a=True, b=True)).truth is YES
    assert evaluate(AtLeast(2, parts), facts(a=False, b=False)).truth is NO
    assert evaluate(AtLeast(2, parts), facts(a=True)).truth is UNKNOWN


@given(criteria(untested=True))
def test_nothing_recorded_is_never_no_by_itself(criterion: Criterion) -> None:
    """A rule without "not" and "untested" over an empty case is unknown, never no."""
    verdict = evaluate(criterion, Facts())
    if not _negates(criterion):
        assert verdict.truth is UNKNOWN
    assert verdict.keys == ()


def _negates(criterion: Criterion) -> bool:
    match criterion:
        case Not() | Untested():
            return True
        case All(of=parts) | Any(of=parts) | AtLeast(of=parts):
            return any(_negates(part) for part in parts)
        case _:
            return False


@given(criteria(), small_facts(), st.data())
def test_more_of_other_findings_never_overturns(
    criterion: Criterion, case: Facts, data: st.DataObject
) -> None:
    """Learning the first value of further findings settles unknowns and overturns nothing."""
    names = sorted({key.id for key in case.values})
    gone = set(data.draw(st.lists(st.sampled_from(names), unique=True))) if names else set()
    before = case.without([key for key in case.values if key.id in gone])
    first = evaluate(criterion, before, R).truth
    if first is not UNKNOWN:
        assert evaluate(criterion, case, R).truth is first


@given(criteria(untested=True), small_facts())
def test_mirrored_case_mirrored_verdict(criterion: Criterion, case: Facts) -> None:
    """Exchanging left and right exchanges the sides of the verdict and nothing else."""
    seen, mirrored = evaluate(criterion, case, R), evaluate(criterion, case.mirrored(), L)
    assert mirrored.truth is seen.truth
    assert {key.mirrored() for key in mirrored.keys} == set(seen.keys)


@given(criteria(untested=True), small_facts())
def test_not_turns_yes_and_no(criterion: Criterion, case: Facts) -> None:
    """Negation exchanges yes and no; the facts it rests on stay."""
    plain, turned = evaluate(criterion, case, R), evaluate(Not(criterion), case, R)
    assert {plain.truth, turned.truth} in ({YES, NO}, {UNKNOWN})
    assert plain.keys == turned.keys
    assert holds(criterion, case, R) is (plain.truth is YES)


@given(criteria(untested=True), small_facts())
def test_keys_are_recorded_and_spoken_of(criterion: Criterion, case: Facts) -> None:
    """No verdict rests on something that is not there."""
    for key in evaluate(criterion, case).keys:
        assert key in case.values or (key.id == "age" and case.age is not None)
        assert key.id in findings_of(criterion)
