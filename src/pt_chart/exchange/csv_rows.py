"""A CSV file as headings and rows, with the row named where it does not hold together."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pt_chart.charting.exchange_port import FileProblem, FileUnreadable
from pt_chart.exchange.cells import unshielded

_DELIMITERS = ",;\t|"
_SEPARATOR = re.compile(rf"\"?sep=(?P<sign>[{_DELIMITERS}])\"?\s*$", re.IGNORECASE)
_CELL_LIMIT = 1_000_000
MOST_ROWS = 250_000
MOST_COLUMNS = 2_000


@dataclass(frozen=True, slots=True)
class CsvRow:
    """A row: its number as a spreadsheet counts, and its cells by position."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CsvFile:
    """What stands in a CSV file; rows that do not fit the headings are ``problems``."""

    headings: tuple[str, ...]
    rows: tuple[CsvRow, ...]
    problems: tuple[FileProblem, ...] = ()


def read_csv(file: Path, text: str) -> CsvFile:
    """The headings and rows of a CSV text; the delimiter is told from the headings.

    Raises:
        FileUnreadable: empty, headings missing or twice, a quote left open, too many rows.
    """
    walk = _rows(file, text)
    first = next(walk, None)
    if first is None:
        problem = FileProblem(file.name, 0, "", "is empty", "choose the file with the records")
        raise FileUnreadable(problem)
    headings = _headings(first.cells)
    _check_headings(file, headings)
    rows: list[CsvRow] = []
    problems: list[FileProblem] = []
    for row in walk:
        if len(rows) + len(problems) >= MOST_ROWS:
            what = f"has more than {MOST_ROWS:,} rows"
            raise FileUnreadable(FileProblem(file.name, row.number, "", what, "split the file"))
        cells = _within(row.cells, len(headings))
        if len(cells) != len(headings):
            problems.append(_uneven(file, row, len(headings)))
        else:
            rows.append(CsvRow(row.number, tuple(unshielded(one).strip() for one in cells)))
    return CsvFile(headings, tuple(rows), tuple(problems))


def _headings(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The headings without the empty ones that delimiters at the end of the row make."""
    named = [heading.strip() for heading in cells]
    while len(named) > 1 and not named[-1]:
        named.pop()
    return tuple(named)


def _within(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """A row without empty cells behind the last heading."""
    return cells[:width] if not any(one.strip() for one in cells[width:]) else cells


def _rows(file: Path, text: str) -> Iterator[CsvRow]:
    """Rows that are not blank; a first line that only names the delimiter is none."""
    csv.field_size_limit(_CELL_LIMIT)
    line = text.lstrip("\r\n").split("\n", 1)[0]
    said = _SEPARATOR.match(line)
    delimiter = said["sign"] if said else max(_DELIMITERS, key=line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for cells in reader:
            number += 1
            if number == 1 and said:
                continue
            if any(one.strip() for one in cells):
                yield CsvRow(number, tuple(cells))
    except csv.Error as error:
        problem = FileProblem(
            file.name,
            number + 1,
            "",
            f"cannot be read as CSV ({error})",
            "the file may be half written, or a quotation mark is open; export it again",
        )
        raise FileUnreadable(problem) from error


def _check_headings(file: Path, headings: tuple[str, ...]) -> None:
    if len(headings) > MOST_COLUMNS:
        what = f"has {len(headings):,} columns"
        raise FileUnreadable(FileProblem(file.name, 1, "", what, "choose a CSV file of records"))
    for position, heading in enumerate(headings, 1):
        if not heading:
            what = f"column {position} has no heading"
            fix = "write headings into row 1, such as Family name, Given name, Birth date"
            raise FileUnreadable(FileProblem(file.name, 1, "", what, fix))
    for heading, count in Counter(one.casefold() for one in headings).items():
        if count > 1:
            what = f"{count} columns have the heading {heading[:60]!r}"
            fix = "give each column a heading of its own"
            raise FileUnreadable(FileProblem(file.name, 1, heading[:60], what, fix))


def _uneven(file: Path, row: CsvRow, expected: int) -> FileProblem:
    found = len(row.cells)
    fix = (
        "the row is cut short: complete it"
        if found < expected
        else "put a text that holds the delimiter between quotation marks"
    )
    return FileProblem(file.name, row.number, "", f"has {found} cells, not {expected}", fix)
