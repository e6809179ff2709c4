"""Values by kind: what is typed, what scripts send, what is refused and how."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical import values
from pt_chart.clinical.fields import MRC_GRADES, Choice, FieldDef, FieldKind, Norm
from pt_chart.clinical.findings import Value
from tests.support.findings import entered_fields
from tests.support.findings import values as valid_values


def field(kind: str, **more: object) -> FieldDef:
    """A field of a kind."""
    limits = {"minimum": 0.0, "maximum": 130.0} if kind in ("number", "duration") else {}
    return FieldDef("x", "X", FieldKind(kind), "exam", **(limits | more))  # type: ignore[arg-type]


CHOICES = (Choice("less", "less"), Choice("more", "More of it", abnormal=True))


@pytest.mark.parametrize(
    ("one", "text", "value"),
    [
        (field("yes_no"), "+", True),
        (field("yes_no"), "neg", False),
        (field("number", unit="°"), "45", 45),
        (field("number", unit="°"), "45°", 45),
        (field("number", unit="cm"), "12.5 cm", 12.5),
        (field("mrc"), "4-/5", "4-"),
        (field("reflex"), "2+", "2"),
        (field("choice", choices=CHOICES), "more of it", "more"),
        (field("several", choices=CHOICES), "more, less", ("more", "less")),
        (field("several", choices=CHOICES), "nothing found", ()),
        (field("duration", unit="min"), "2 h", 120),
        (field("duration", unit="days", maximum=900.0), "6 weeks", 42),
        (field("duration", unit="min"), "20", 20),
        (field("date"), "3/2/2026", "2026-03-02"),
        (field("text"), " hurts ", "hurts"),
    ],
)
def test_parse(one: FieldDef, text: str, value: Value) -> None:
    """What therapists type is understood."""
    assert values.parse(one, text) == value


@pytest.mark.parametrize(
    ("one", "text", "message"),
    [
        (field("reflex"), "52", "52 is above 4; a reflex is graded 0 to 4 (2 is normal)"),
        (field("mrc"), "6", "'6' does not fit X; strength is graded 0, 1, 2-"),
        (field("number", unit="°"), "200", "200 is above 130; X goes from 0 to 130 °"),
        (field("number", unit="°"), "-3", "-3 is below 0; X goes from 0 to 130 °"),
        (field("number"), "38,2", "'38,2' has a comma; write 38.2 with a point"),
        (field("number", unit="cm"), "12 kg", "'12 kg' is not a number; X is a number in cm"),
        (field("yes_no"), "maybe", "'maybe' is neither yes nor no; type + or - for X"),
        (field("choice", choices=CHOICES), "lots", "choose one of: less, more"),
        (field("duration", unit="min"), "long", "write 20 min, 2 h, 3 days, 6 weeks or 5 months"),
        (field("date"), "31/31/2026", "write 2026-03-02 or 3/2/2026"),
        (field("text"), "  ", "nothing typed for X"),
        (field("text"), "a\x00b", "control character"),
    ],
)
def test_refusal_names_value_and_fix(one: FieldDef, text: str, message: str) -> None:
    """Every refusal says what to do."""
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the message is compared below
        values.parse(one, text)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("one", "raw", "value"),
    [
        (field("reflex"), 1, "1"),
        (field("reflex"), "2+", "2"),
        (field("mrc"), 4, "4"),
        (field("mrc"), "4-", "4-"),
        (field("several", choices=CHOICES), ["more"], ("more",)),
        (field("several", choices=CHOICES), "more", ("more",)),
        (field("several", choices=CHOICES), [], ()),
        (field("number"), 40.5, 40.5),
    ],
)
def test_from_json(one: FieldDef, raw: object, value: Value) -> None:
    """Scripts send grades as numbers or text and several as lists."""
    assert values.from_json(one, raw) == value


@pytest.mark.parametrize(
    ("one", "raw"),
    [
        (field("yes_no"), 1),
        (field("yes_no"), "yes"),
        (field("number"), True),
        (field("number"), "40"),
        (field("number"), float("inf")),
        (field("mrc"), 3.5),
        (field("reflex"), True),
        (field("choice", choices=CHOICES), ["more"]),
        (field("several", choices=CHOICES), ["more", "more"]),
        (field("several", choices=CHOICES), {"more": 1}),
        (field("text"), 3),
        (field("yes_no"), None),
    ],
)
def test_from_json_refuses_wrong_types(one: FieldDef, raw: object) -> None:
    """A wrong type is never guessed at."""
    with pytest.raises(ValueError, match="; "):
        values.from_json(one, raw)


@given(st.data())
def test_format_then_parse_is_identity(data: st.DataObject) -> None:
    """Whatever a field holds, the text it shows reads back as the same value."""
    one = data.draw(st.sampled_from(entered_fields()))
    value = data.draw(valid_values(one))
    assert values.check(one, value) == ""
    assert values.parse(one, values.format(one, value)) == value


@given(st.data(), st.text(max_size=20))
def test_parse_gives_a_valid_value_or_a_sentence(data: st.DataObject, text: str) -> None:
    """Garbage is refused with words, and nothing invalid gets through."""
    one = data.draw(st.sampled_from(entered_fields()))
    try:
        value = values.parse(one, text)
    except ValueError as refused:
        message = str(refused)
    else:
        message = ""
    assert message or values.check(one, value) == ""


def test_grades_are_in_order() -> None:
    """The halves stand between the whole grades."""
    ranks = [values.grade_rank(grade) for grade in MRC_GRADES]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)


def test_abnormal() -> None:
    """What counts as a finding comes from the definition; no norm, no verdict."""
    norm = Norm(60.0, None, "adults", "source", "no")
    assert values.is_abnormal(field("number", norm=norm), 40) is True
    assert values.is_abnormal(field("number", norm=norm), 60) is False
    assert values.is_abnormal(field("number"), 40) is None
    assert values.is_abnormal(field("mrc"), "5-") is True
    assert values.is_abnormal(field("reflex"), "3") is True
    assert values.is_abnormal(field("reflex"), "2") is False
    assert values.is_abnormal(field("choice", choices=CHOICES), "more") is True
    assert values.is_abnormal(field("yes_no", abnormal=False), True) is False
    assert values.is_abnormal(field("text"), "a") is None


def test_a_temperature_in_fahrenheit_is_said_in_celsius() -> None:
    body = field("number", unit="°C", minimum=30.0, maximum=45.0)
    with pytest.raises(ValueError, match=r"101.3 looks like °F, which is 38.5 °C"):
        values.parse(body, "101.3")
    assert values.parse(body, "38.5") == 38.5
