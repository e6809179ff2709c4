"""What may be filed as normal, and what never."""

from __future__ import annotations

from pt_chart.clinical import values
from pt_chart.clinical.fields import FieldKind
from pt_chart.clinical.normality import normal_value
from tests.support.shipped import vocabulary

FIELDS = list(vocabulary().fields.values())


def test_questions_numbers_and_core_fields_are_never_normal_by_themselves() -> None:
    for field in FIELDS:
        asked = field.section != "exam" or field.core or field.required or field.worked_out
        typed = field.kind in (FieldKind.NUMBER, FieldKind.DURATION, FieldKind.TEXT)
        if asked or typed or field.kind is FieldKind.SEVERAL:
            assert normal_value(field) is None, field.id


def test_what_is_filed_is_not_a_finding() -> None:
    filed = [(field, normal_value(field)) for field in FIELDS]
    known = [(field, value) for field, value in filed if value is not None]
    assert len(known) > 100
    for field, value in known:
        assert values.is_abnormal(field, value) is False, field.id
        assert values.check(field, value) == "", field.id


def test_examples() -> None:
    known = vocabulary().fields
    assert normal_value(known["reflex_achilles"]) == "2"
    assert normal_value(known["myotome"]) == "5"
    assert normal_value(known["slr_angle"]) is None
    assert normal_value(known["urinary_retention"]) is None
