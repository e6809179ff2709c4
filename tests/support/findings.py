"""Hypothesis strategies for values, keys and criteria over the shipped vocabulary."""

from hypothesis import strategies as st

from pt_chart.clinical.criteria import All, Any, AtLeast, Criterion, Not, Test, Untested
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import MRC_GRADES, REFLEX_GRADES, FieldDef, FieldKind
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.sides import Side
from tests.support.shipped import vocabulary

LINE = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=30
).filter(str.strip)


def values(field: FieldDef) -> st.SearchStrategy[Value]:
    """Valid values of a field."""
    low, high = field.minimum or 0.0, field.maximum or 0.0
    ids = [choice.id for choice in field.choices]
    by_kind: dict[FieldKind, st.SearchStrategy[Value]] = {
        FieldKind.YES_NO: st.booleans(),
        FieldKind.MRC: st.sampled_from(MRC_GRADES),
        FieldKind.REFLEX: st.sampled_from(REFLEX_GRADES),
        FieldKind.TEXT: LINE.map(str.strip),
        FieldKind.DATE: st.dates().map(lambda day: day.isoformat()),
    }
    if field.kind in by_kind:
        return by_kind[field.kind]
    if field.kind is FieldKind.CHOICE:
        return st.sampled_from(ids)
    if field.kind is FieldKind.SEVERAL:
        rest = [one for one in ids if one != "none"]
        return st.lists(st.sampled_from(rest), unique=True, max_size=4).map(tuple)
    whole = st.integers(int(low), int(high)).filter(lambda n: low <= n <= high)
    if field.whole:
        return whole
    return st.one_of(whole, st.floats(low, high, allow_nan=False))


def entered_fields() -> list[FieldDef]:
    """Every field a person can fill."""
    return [field for field in vocabulary().fields.values() if not field.worked_out]


@st.composite
def findings(draw: st.DrawFn) -> tuple[FindingKey, Value]:
    """One valid finding of the shipped vocabulary."""
    field = draw(st.sampled_from(entered_fields()))
    side = draw(st.sampled_from([Side.LEFT, Side.RIGHT, None])) if field.sided else None
    level = draw(st.sampled_from(field.levels)) if field.levels else None
    return FindingKey(field.id, side, level), draw(values(field))


@st.composite
def cases(draw: st.DrawFn) -> Facts:
    """A case with up to fifteen findings."""
    pairs = draw(st.lists(findings(), max_size=15))
    age = draw(st.one_of(st.none(), st.integers(18, 95)))
    side = draw(st.sampled_from([None, Side.LEFT, Side.RIGHT, Side.BOTH]))
    return Facts(dict(pairs), age=age, sex=draw(st.sampled_from([None, "F", "M"])), side=side)


NAMES = ("slr", "slump", "fever", "weakness_a", "reflex_a", "myotome_a")
SIDES = ("any", "both", "main", "other", "same")


def _tests() -> st.SearchStrategy[Criterion]:
    sides = st.sampled_from(SIDES)
    plain = st.builds(Test, st.sampled_from(NAMES[:4]), sides=sides)
    graded = st.builds(
        lambda name, grade, where: Test(name, at_most=grade, sides=where),
        st.sampled_from(NAMES[4:]),
        st.sampled_from(MRC_GRADES),
        sides,
    )
    return st.one_of(
        plain, graded, st.builds(lambda n: Test("age", at_least=n), st.integers(1, 99))
    )


def criteria(*, untested: bool = False) -> st.SearchStrategy[Criterion]:
    """Criteria over a few made-up findings."""
    leaves = _tests()
    if untested:
        leaves = st.one_of(
            leaves,
            st.builds(
                Untested,
                st.sampled_from(NAMES),
                st.sampled_from(["any", "same", "main", "other"]),
            ),
        )
    return st.recursive(leaves, _joined, max_leaves=8)


def _joined(below: st.SearchStrategy[Criterion]) -> st.SearchStrategy[Criterion]:
    parts = st.lists(below, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        parts.map(All),
        parts.map(Any),
        below.map(Not),
        parts.flatmap(lambda of: st.builds(AtLeast, st.integers(1, len(of)), st.just(of))),
    )


@st.composite
def small_facts(draw: st.DrawFn) -> Facts:
    """Facts over the findings that `criteria` speaks of."""
    values_: dict[FindingKey, Value] = {}
    for name in NAMES:
        for side in (Side.LEFT, Side.RIGHT, None):
            if draw(st.booleans()):
                grade = name in NAMES[4:]
                value = draw(st.sampled_from(MRC_GRADES)) if grade else draw(st.booleans())
                values_[FindingKey(name, side)] = value
    age = draw(st.one_of(st.none(), st.integers(18, 95)))
    return Facts(values_, age=age, side=draw(st.sampled_from([None, *Side])))
