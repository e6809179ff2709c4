"""JSON of other programs, refused with the place where it is not what it should be."""

from __future__ import annotations

import json
from pathlib import Path

from pt_chart.charting.exchange_port import FileProblem, FileUnreadable

MOST_PARTS = 6_000_000
"""Values of a file, as counted by commas and brackets: what memory can take once they are read."""


def read_json(file: Path, text: str) -> object:
    """The parsed text.

    Raises:
        FileUnreadable: empty, no JSON, cut short, nested too deeply, a name twice, NaN.
    """
    if not text.strip():
        raise _refused(file, 0, "is empty", "choose the file with the records")
    if sum(map(text.count, ",[{")) > MOST_PARTS:
        what = f"holds more than {MOST_PARTS // 1_000_000} million parts"
        raise _refused(file, 0, what, "split the bundle")
    try:
        listed = _listed(text)
        if listed is not None:
            return listed
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_once)
    except RecursionError:
        raise _refused(file, 0, "is nested too deeply", "choose a FHIR bundle") from None
    except json.JSONDecodeError as error:
        fix = "the file may be half written; export it again"
        what = f"is not valid JSON ({error.msg})"
        raise _refused(file, error.lineno, what, fix) from error
    except _NotTaken as error:
        raise _refused(file, 0, str(error), "export the file again") from error
    except ValueError as error:
        what = "holds a number that is longer than any number in a record"
        raise _refused(file, 0, what, "export the file again") from error


def _listed(text: str) -> object | None:
    """A bundle of the resources of which each has a line (NDJSON); None for any other file."""
    lines = [line for line in text.splitlines() if line.strip()]
    first = lines[0].strip()
    if len(lines) == 1 or not (first.startswith("{") and first.endswith("}")):
        return None
    try:
        read = [
            json.loads(line, parse_constant=_no_constant, object_pairs_hook=_once) for line in lines
        ]
    except json.JSONDecodeError:
        return None
    if not all(isinstance(one, dict) and "resourceType" in one for one in read):
        return None
    return {"resourceType": "Bundle", "entry": [{"resource": one} for one in read]}


def _refused(file: Path, row: int, what: str, fix: str) -> FileUnreadable:
    return FileUnreadable(FileProblem(file.name, row, "", what, fix))


class _NotTaken(ValueError):
    """JSON that this program does not take; the message says why."""


def _no_constant(word: str) -> None:
    raise _NotTaken(f"holds {word}, which is no number that JSON knows")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _NotTaken(f"holds the name {twice[:40]!r} twice in one object")
    return found
