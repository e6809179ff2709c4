"""Cases for reasoning tests, written with the text form of finding keys."""

from collections.abc import Mapping

from hypothesis import strategies as st

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import FieldDef, FieldKind, Vocabulary
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.sides import Side


def case(
    findings: Mapping[str, Value],
    *,
    age: int | None = None,
    sex: str | None = None,
    side: Side | None = None,
) -> Facts:
    """A case from keys such as "slr@right" or "myotome@left#L5"."""
    values = {FindingKey.parse(name): value for name, value in findings.items()}
    return Facts(values, age=age, sex=sex, side=side)


def enterable(vocabulary: Vocabulary) -> list[FieldDef]:
    """Every field that a person can fill."""
    return [
        field
        for field in vocabulary.fields.values()
        if field.derived is None and not field.computed and field.kind not in _TEXTS
    ]


_TEXTS = (FieldKind.TEXT, FieldKind.DATE)


def keys_of(field: FieldDef) -> list[FindingKey]:
    """Every key under which a field can be filled."""
    sides = (Side.LEFT, Side.RIGHT) if field.sided else (None,)
    return [
        FindingKey(field.id, side, level) for side in sides for level in field.levels or (None,)
    ]


def values_of(field: FieldDef) -> st.SearchStrategy[Value]:
    """Values that a field takes."""
    if field.kind is FieldKind.YES_NO:
        return st.booleans()
    if field.kind is FieldKind.MRC:
        return st.sampled_from(["0", "2", "3", "4-", "4", "5"])
    if field.kind is FieldKind.REFLEX:
        return st.sampled_from(["0", "1", "2", "3"])
    choices = [choice.id for choice in field.choices]
    if field.kind is FieldKind.CHOICE:
        return st.sampled_from(choices)
    if field.kind is FieldKind.SEVERAL:
        return st.lists(st.sampled_from(choices), max_size=2, unique=True).map(tuple)
    low = field.minimum if field.minimum is not None else 0
    high = field.maximum if field.maximum is not None else 100
    return st.integers(int(low), int(high))


@st.composite
def cases(draw: st.DrawFn, vocabulary: Vocabulary, *, most: int = 25) -> Facts:
    """A random case of up to ``most`` findings of the vocabulary."""
    fields = draw(st.lists(st.sampled_from(enterable(vocabulary)), max_size=most, unique=True))
    values = {draw(st.sampled_from(keys_of(field))): draw(values_of(field)) for field in fields}
    return Facts(
        values,
        age=draw(st.none() | st.integers(18, 95)),
        sex=draw(st.sampled_from([None, "F", "M", "X"])),
        side=draw(st.sampled_from([None, *Side])),
    )


def filled(vocabulary: Vocabulary, *, yes: bool) -> Facts:
    """A case with every field filled, every yes/no alike."""
    values: dict[FindingKey, Value] = {}
    for field in enterable(vocabulary):
        value: Value = yes
        if field.kind is FieldKind.MRC:
            value = "4" if yes else "5"
        elif field.kind is FieldKind.REFLEX:
            value = "1" if yes else "2"
        elif field.kind is FieldKind.CHOICE:
            value = field.choices[-1 if yes else 0].id
        elif field.kind is FieldKind.SEVERAL:
            value = (field.choices[-1 if yes else 0].id,)
        elif field.kind is not FieldKind.YES_NO:
            value = field.minimum if field.minimum is not None else 1
        values.update(dict.fromkeys(keys_of(field), value))
    return Facts(values, age=50, sex="F", side=Side.RIGHT)
