"""Loading a whole forms folder: all or a list of problems."""

import shutil
from pathlib import Path

import pytest

from pt_chart.definitions import DefinitionProblems, check, load
from pt_chart.definitions.loading import check_text
from tests.support.shipped import FORMS


def test_shipped_forms_have_no_problem() -> None:
    """Vocabulary, knowledge, flags, safety and exercises fit together."""
    assert check(FORMS) == ()
    assert check_text(()) == "No problems found.\n"


def test_load_gives_every_part() -> None:
    """The parts that the program runs on are there."""
    found = load(FORMS)
    assert found.form("red_flags").section == "history"
    assert found.knowledge.flags
    assert found.library.exercises
    with pytest.raises(KeyError):
        found.form("no_such_form")


def test_missing_folder(tmp_path: Path) -> None:
    """A wrong path is one problem with a fix."""
    (problem,) = check(tmp_path / "nothing")
    assert problem.message == "is not a folder"


def test_broken_copy_is_listed_and_refused(tmp_path: Path) -> None:
    """Breaking a finding that others rest on is named where they rest on it."""
    forms = tmp_path / "forms"
    shutil.copytree(FORMS, forms)
    path = forms / "exam" / "red_flags.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('id = "fever"', 'id = "feever"'), encoding="utf-8")
    problems = check(forms)
    assert any("'fever' is not a finding" in problem.message for problem in problems)
    assert {problem.place.split(":")[0].split("/")[0] for problem in problems} > {"flags"}
    with pytest.raises(DefinitionProblems) as refused:
        load(forms)
    assert refused.value.problems == problems
    assert check_text(problems).endswith(f"{len(problems)} problems found.\n")
