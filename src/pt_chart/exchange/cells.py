"""Values as cells of a CSV file and back: nothing a spreadsheet would run, nothing changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date, datetime
from enum import StrEnum

from pt_chart.clinical import content
from pt_chart.clinical.findings import FindingKey

_DANGER = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20"
"""What spreadsheets take for the start of a formula, the full-width forms too; and what hides
one behind a line or a tab."""
_STARTS = re.compile(f"'*[{_DANGER}]")
_SHIELDED = re.compile(f"'+[{_DANGER}]")


def cell(value: object) -> str:
    """A value as the text of a cell; "" for None. Texts are shielded, numbers are not."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, str):
        return shielded(value)
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, FindingKey):
        return shielded(str(value))
    if isinstance(value, tuple | Mapping) and not value:
        return ""
    if isinstance(value, tuple | Mapping) or is_dataclass(value):
        return shielded(content.dump(value))
    raise TypeError(f"no cell for {type(value).__name__}")


def shielded(text: str) -> str:
    """Text that a spreadsheet shows instead of running: an apostrophe before a dangerous sign."""
    return f"'{text}" if _STARTS.match(text) else text


def unshielded(text: str) -> str:
    """The text that `shielded` was given."""
    return text[1:] if _SHIELDED.match(text) else text
