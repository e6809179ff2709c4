"""A language that misses or breaks a patient text is refused with the place and the fix."""

import shutil
from pathlib import Path

import pytest

from pt_chart.definitions import check
from pt_chart.definitions.translations import BrokenLanguage, Languages
from tests.support.shipped import FORMS
from tests.support.shipped_library import library

SPANISH = FORMS / "languages" / "es"
STRENGTH = "exercises_strength.toml"


def changed(folder: Path, file: str, old: str, new: str) -> list[str]:
    """The problems after one change to the shipped Spanish."""
    target = folder / "languages" / "es"
    shutil.copytree(SPANISH, target)
    text = (target / file).read_text("utf-8")
    assert old in text
    (target / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return [str(problem) for problem in Languages(folder, library()).problems()]


def test_a_flag_sentence_that_nobody_says_any_more_is_a_problem(tmp_path: Path) -> None:
    forms = tmp_path / "forms"
    shutil.copytree(FORMS, forms)
    file = forms / "languages" / "es" / "flags.toml"
    text = file.read_text("utf-8")
    old = 'english = "Call an ambulance now."'
    assert old in text
    file.write_text(text.replace(old, 'english = "Call now."'), encoding="utf-8")
    said = [str(problem) for problem in check(forms)]
    assert any("no flag is told as 'Call an ambulance now.'" in one for one in said), said
    assert any("no flag says 'Call now.'" in one for one in said), said


def test_the_shipped_languages_have_no_problems() -> None:
    found = Languages(FORMS, library())
    assert found.problems() == ()
    assert list(found) == ["es"]
    assert found["es"].language == "es"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (STRENGTH, 'id = "glute_bridge"', 'id = "glute_brige"', "'glute_bridge' is not translated"),
        (STRENGTH, 'id = "glute_bridge"', 'id = "glute_brige"', "did you mean glute_bridge"),
        (STRENGTH, 'id = "clamshell"', 'id = "glute_bridge"', "stands twice"),
        (STRENGTH, '    "Apriete las nalgas.",\n', "", "has 4 steps, not 5"),
        (STRENGTH, "{cada_la}", "{cada}", "{cada} is not a side word"),
        (STRENGTH, '"Apriete las nalgas."', '"Apriete {la} nalga."', "names a side"),
        (STRENGTH, 'of = "', 'of = "0', "follows another English text"),
        ("safety.toml", 'id = "ISCHEMIA"', 'id = "ISCHEMI"', "rule 'ISCHEMIA' is not translated"),
        ("safety.toml", 'id = "STOP_NERVE"', 'id = "STOP_NERV"', "stop rule 'STOP_NERVE'"),
        ("safety.toml", 'id = "tendon"', 'id = "tendo"', "traffic light 'tendon'"),
        ("handout.toml", 'hold = "aguantando"', "", "text 'dose.hold' is not translated"),
        ("language.toml", 'own_name = "Español"', "", "text 'own_name'"),
        ("handout.toml", 'part = "sole"', 'part = "soul"', "place 'sole' is not translated"),
        ("handout.toml", '"Se le escapa la orina o las heces.",', "", "holds 4 signs, not 5"),
        ("handout.toml", 'language = "es"', 'language = "en"', 'write language = "es"'),
        ("stories.toml", 'condition = "hip_oa"', 'condition = "hip"', "story 'hip_oa'"),
        ("stories.toml", "course = [", "curse = [", "holds 0 sentences, not 1"),
        (
            "emergencies.toml",
            'desk = "se me escapa la orina"',
            "",
            "'urinary_incontinence' is not told in full",
        ),
        ("pictures.toml", "{derecho}", "{derech}", "{derech} is not a side word"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    problems = changed(tmp_path, file, old, new)
    assert any(said in problem for problem in problems), problems


def test_another_wording_has_another_digest(tmp_path: Path) -> None:
    first = library().translations["es"].digest
    assert changed(tmp_path, "handout.toml", "Siga así.", "Siga.") == []
    assert Languages(tmp_path, library())["es"].digest != first


def test_a_broken_language_is_not_used(tmp_path: Path) -> None:
    assert changed(tmp_path, "handout.toml", 'hold = "aguantando"', "")
    with pytest.raises(BrokenLanguage, match=r"dose\.hold"):
        Languages(tmp_path, library())["es"]
