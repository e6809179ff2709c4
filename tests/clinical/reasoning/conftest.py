"""The shipped knowledge, read once for all reasoning tests."""

import pytest

from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.problems import Problem
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.definitions.exam_forms import read_forms
from pt_chart.definitions.knowledge import read_knowledge
from pt_chart.host.resources import forms_dir


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The knowledge as shipped, which must load without a problem."""
    problems: list[Problem] = []
    _, vocabulary = read_forms([forms_dir()], problems)
    found = read_knowledge(forms_dir(), vocabulary, problems)
    assert not problems, [str(problem) for problem in problems]
    assert found is not None
    return found


@pytest.fixture(scope="session")
def vocabulary(knowledge: Knowledge) -> Vocabulary:
    """The shipped vocabulary."""
    return knowledge.vocabulary
