"""What signs and digits stand for in a choice: one meaning in the cells and in quick entry."""

from __future__ import annotations

from pt_chart.clinical.fields import FieldDef, FieldKind

MINUS = "\u2212"


def marks_of(field: FieldDef) -> dict[str, str]:
    """The options that + - and = stand for, by sign: more, less, same; or none of a list.

    Where feeling or a pulse is graded, - means "no deficit" to some and "less" to others, and +
    "intact" or "increased": neither is read there, only = for normal.
    """
    ids = {choice.id for choice in field.choices}
    if {"more", "same", "less"} <= ids:
        return {"+": "more", "=": "same", "-": "less", MINUS: "less"}
    if {"normal", "reduced"} <= ids:
        return {"=": "normal"}
    return {"-": "none", MINUS: "none"} if "none" in ids else {}


def scores_of(field: FieldDef) -> dict[str, str]:
    """The options by the score that clinicians write: 2 normal, 1 reduced, 0 absent.

    ISNCSCI scores feeling so. Pulses are graded so too, with a plus that says nothing more ("2+");
    empty for other choices.
    """
    ids = {choice.id for choice in field.choices}
    if field.kind is not FieldKind.CHOICE or not {"normal", "reduced", "absent"} <= ids:
        return {}
    scores = {"2": "normal", "1": "reduced", "0": "absent"}
    plus = {} if "increased" in ids else {"2+": "normal", "1+": "reduced"}
    return scores | plus
