"""The self-assessment names every point of the two rules, and code and tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "standards.md"
HIPAA = (
    *("(a)(1)", "(a)(2)(i)", "(a)(2)(ii)", "(a)(2)(iii)", "(a)(2)(iv)", "(b)"),
    *("(c)(1)", "(c)(2)", "(d)", "(e)(1)", "(e)(2)"),
)
ONC = tuple(f"(d)({number})" for number in range(1, 9))


def rows(heading: str) -> dict[str, list[str]]:
    """The rows of the table under a heading, by the points that the first cell names."""
    part = PAGE.read_text("utf-8").split(f"## {heading}")[1].split("\n## ")[0]
    found: dict[str, list[str]] = {}
    for line in part.splitlines():
        if not line.startswith("| ("):
            continue
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        for point in re.findall(r"(?<!\S)(?:\([a-z0-9]+\))+", cells[0]):
            found[point] = cells
    return found


@pytest.mark.parametrize(
    ("heading", "points"), [("HIPAA Security Rule", HIPAA), ("ONC certification", ONC)]
)
def test_every_point_has_a_row_with_code_and_test_that_exist(
    heading: str, points: tuple[str, ...]
) -> None:
    found = rows(heading)
    assert set(found) == set(points)
    for point, cells in found.items():
        assert len(cells) == 4, point
        named = re.findall(r"`([^`]+\.py)`", cells[2])
        tested = re.findall(r"`([^`]+\.py)`", cells[3])
        assert tested, point
        assert named or "as (a)" in cells[1], point
        assert not [one for one in named if not (ROOT / "src" / "pt_chart" / one).is_file()], point
        assert not [one for one in tested if not _has_tests(ROOT / "tests" / one)], point


def _has_tests(file: Path) -> bool:
    holds = file.is_file() and file.read_text("utf-8")
    return bool(holds) and (file.name == "conftest.py" or "def test_" in str(holds))
