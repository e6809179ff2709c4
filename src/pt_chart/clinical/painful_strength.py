"""The mark of pain beside a strength grade: "4p" is a 4 that pain limits.

A grade that pain limits says little about the nerve; the mark is kept with it and told with it.
"""

from __future__ import annotations

import re

from pt_chart.clinical.fields import FieldDef, FieldKind

PAINFUL = "painful"
_MARK = re.compile(r"(?P<grade>\d[+-]?)\s*(?:p|pain|painful)", re.IGNORECASE)
WORDS = ("p", "pain", "painful")


def takes_mark(field: FieldDef) -> bool:
    """Whether a field is a grade that may be marked painful."""
    return field.kind is FieldKind.MRC and any(one.id == PAINFUL for one in field.qualifiers)


def without_mark(field: FieldDef, text: str) -> tuple[str, tuple[str, ...]]:
    """The grade of a typed text, and the qualifiers that go with it."""
    found = _MARK.fullmatch(text.strip()) if takes_mark(field) else None
    return (found["grade"], (PAINFUL,)) if found else (text, ())
