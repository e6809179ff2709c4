"""The shipped clinical content, read once for all tests that need the real vocabulary."""

from functools import cache
from pathlib import Path

from pt_chart.clinical.fields import Form, Vocabulary
from pt_chart.clinical.problems import Problem
from pt_chart.definitions.exam_forms import read_forms

FORMS = Path(__file__).parents[2] / "forms"


@cache
def shipped_forms() -> tuple[tuple[Form, ...], Vocabulary, tuple[Problem, ...]]:
    """Forms, vocabulary and the problems found while reading them (there should be none)."""
    problems: list[Problem] = []
    forms, vocabulary = read_forms([FORMS], problems)
    return forms, vocabulary, tuple(problems)


def vocabulary() -> Vocabulary:
    """The shipped vocabulary."""
    return shipped_forms()[1]
