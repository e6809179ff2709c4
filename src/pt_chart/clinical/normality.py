"""Which value of a field is the normal one, where the definition says so without doubt."""

from __future__ import annotations

from pt_chart.clinical.fields import FieldDef, FieldKind
from pt_chart.clinical.findings import Value


def normal_value(field: FieldDef) -> Value | None:
    """The one normal value of a test or observation, None where it has none or several.

    Numbers have none: an angle has to be measured. Questions have none: each is asked. A choice
    has one when exactly one option is not a finding while another is.
    """
    if field.worked_out or field.position is None or field.core or field.required:
        return None
    match field.kind:
        case FieldKind.YES_NO:
            return not field.abnormal
        case FieldKind.MRC:
            return "5"
        case FieldKind.REFLEX:
            return "2"
        case FieldKind.CHOICE:
            usual = [choice.id for choice in field.choices if not choice.abnormal]
            marked = len(usual) < len(field.choices)
            return usual[0] if marked and len(usual) == 1 else None
        case _:
            return None
