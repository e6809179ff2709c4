"""What is wrong with an exercise or a safety rule is said with its place and the fix."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from pt_chart.clinical.evaluation import holds
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.problems import Problem
from pt_chart.clinical.program import phrases
from pt_chart.clinical.sides import Side
from pt_chart.definitions.library import read_library
from tests.support.shipped import FORMS, vocabulary
from tests.support.shipped_library import library

GOOD = """
version = 1

[[exercise]]
id = "knee_lift"
name = "Knee lift"
patient_name = "Knee lift"
kind = "mobility"
target = "hip"
position = "supine"
sided = true
purpose = "Moves {each_side} hip."
steps = ["Lift {your_side} knee."]
dose = { sets = 1, reps = 10 }
limits = { sets = [1, 2], reps = [5, 15] }
dose_source = "our default"
dose_verified = "no"
indications = ["hip_oa"]
cautions = ["HIP_PRECAUTION"]
stop_rules = ["STOP_SHARP"]
may_feel = "Your hip moves."
too_sore = "Lift less."
too_easy = "Lift more."
easier = ["heel_slides"]
"""


def read(folder: Any, text: Any, part: Any = "exercises") -> Any:
    """The shipped library with one more file on top, and the problems found."""
    (folder / part).mkdir(exist_ok=True)
    (folder / part / "mine.toml").write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    found = read_library([FORMS, folder], vocabulary(), problems)
    return found, [str(problem) for problem in problems]


def test_the_shipped_files_have_no_problems() -> None:
    problems: list[Problem] = []
    read_library([FORMS], vocabulary(), problems)
    assert problems == []


def test_a_clinic_may_add_an_exercise(tmp_path: Path) -> None:
    found, problems = read(tmp_path, GOOD)
    assert problems == []
    assert found.exercises["knee_lift"].easier == ("heel_slides",)
    assert found.version != library().version


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "knee_lift"', 'id = "glute_bridge"', "'glute_bridge' stands twice"),
        ('kind = "mobility"', 'kind = "mobilty"', "did you mean mobility"),
        ('kind = "mobility"', 'kind = "slider"\nflavor = 1', "flavor: is not a known key"),
        (
            'cautions = ["HIP_PRECAUTION"]',
            'cautions = ["HIP_PRECAUTIONS"]',
            "did you mean HIP_PRECAUTION",
        ),
        ('stop_rules = ["STOP_SHARP"]', 'stop_rules = ["STOP"]', "'STOP' is not known"),
        ('easier = ["heel_slides"]', 'easier = ["heel_slide"]', "did you mean heel_slides"),
        (
            "{your_side} knee",
            "{my_side} knee",
            "{my_side} in 'Lift {my_side} knee.' is not a side word",
        ),
        ("sided = true", "sided = false", "names a side"),
        ("reps = 10", "reps = 40", "repetitions 40 is outside 5 to 15"),
        ("reps = 10", "reps = 10, hold = 3", "hold: is not a known key"),
        ("reps = [5, 15]", "reps = [15, 5]", "[15, 5] is not a range"),
        ("reps = [5, 15]", "reps = [true, 5]", "is not a range"),
        ('steps = ["Lift {your_side} knee."]', "steps = []", "say what to do"),
        ('target = "hip"', "target = 3", "3 is not a text in quotes"),
        ('position = "supine"', 'position = "floating"', "'floating' is not known here"),
        ("version = 1", "version = 1\n[[exercise", "is not valid TOML"),
        ('too_easy = "Lift more."', "", "too_easy: is missing"),
    ],
)
def test_each_problem_names_its_place_and_the_fix(
    tmp_path: Path, old: Any, new: Any, said: Any
) -> None:
    assert old in GOOD
    _, problems = read(tmp_path, GOOD.replace(old, new))
    assert any(said in problem for problem in problems), problems
    assert all("exercises/mine.toml" in problem for problem in problems)


def test_a_held_slider_is_refused_in_the_file(tmp_path: Path) -> None:
    text = GOOD.replace('"mobility"', '"slider"').replace("reps = 10", "reps = 10, hold_s = 5")
    _, problems = read(tmp_path, text)
    assert any("never held" in problem for problem in problems)


def test_all_problems_of_a_file_are_gathered(tmp_path: Path) -> None:
    text = GOOD.replace("reps = 10", "reps = 40").replace('"supine"', '"floating"')
    _, problems = read(tmp_path, text)
    assert len(problems) == 2


RULE = """
version = 1

[[rule]]
id = "MINE"
title = "Mine"
effect = "block"
when = { finding = "slr" }
clinician = "Because."
source = "our default"
exercises = ["glute_bridge"]
"""


def test_a_clinic_may_add_a_rule_but_not_replace_one(tmp_path: Path) -> None:
    found, problems = read(tmp_path, RULE, "safety")
    assert problems == []
    assert "MINE" in found.rules
    replaced, problems = read(tmp_path, RULE.replace('"MINE"', '"NEURAL_POSITIVE"'), "safety")
    assert any("stands twice" in problem for problem in problems)
    assert replaced.rules["NEURAL_POSITIVE"] == library().rules["NEURAL_POSITIVE"]


def test_a_rule_that_cannot_be_read_blocks_rather_than_falls_silent(tmp_path: Path) -> None:
    found, problems = read(tmp_path, RULE.replace('"slr"', '"slrr"'), "safety")
    assert any("'slrr' is not a finding" in problem and "slr" in problem for problem in problems)
    assert holds(found.rules["MINE"].when, Facts(), Side.LEFT)


def test_an_unknown_effect_or_kind_is_named(tmp_path: Path) -> None:
    _, problems = read(tmp_path, RULE.replace('"block"', '"blok"'), "safety")
    assert any("did you mean block" in problem for problem in problems)
    _, problems = read(tmp_path, RULE + 'kinds = ["sliders"]\n', "safety")
    assert any("did you mean slider" in problem for problem in problems)


def copied(folder: Any) -> Any:
    shutil.copytree(FORMS, folder, dirs_exist_ok=True)
    return folder / "phrases"


def problems_of(folder: Any) -> Any:
    problems: list[Problem] = []
    read_library([folder], vocabulary(), problems)
    return [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("handout.toml", 'slow_action = "', 'slowly_action = "', "traffic.slow_action: is missing"),
        ("handout.toml", 'language = "en"', 'language = "es"', "is not 'en'"),
        ("stories.toml", 'warning = "vascular"', 'warning = "vessels"', "'vessels' is no warning"),
        ("stories.toml", '"sit_bone"', '"sitbone"', "'sitbone' is no advice"),
        ("stories.toml", 'condition = "general"', 'condition = "any"', "'general' is missing"),
        (
            "emergencies.toml",
            "how_urgent = ",
            "how_soon = ",
            "emergency_lists.how_urgent: is missing",
        ),
        ("handout.toml", 'grade = "call"', 'grade = "quiet"', "'quiet' is not known here"),
    ],
)
def test_a_gap_in_the_phrases_is_found_before_a_handout_meets_it(
    tmp_path: Path, file: Any, old: Any, new: Any, said: Any
) -> None:
    path = copied(tmp_path) / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(said in problem for problem in problems_of(tmp_path)), problems_of(tmp_path)


def test_a_course_without_a_source_is_refused(tmp_path: Path) -> None:
    path = copied(tmp_path) / "stories.toml"
    text = path.read_text(encoding="utf-8")
    start = text.index('source = "Hallegraeff')
    end = text.index("\n", start)
    path.write_text(text[:start] + 'source = ""' + text[end:], encoding="utf-8")
    assert any("needs its source" in problem for problem in problems_of(tmp_path))


def test_every_text_that_is_asked_for_is_required() -> None:
    asked = set(phrases.REQUIRED_TEXTS)
    assert asked <= set(library().phrases.texts)
    unused = {key for key in library().phrases.texts if key not in asked} - {"language"}
    unused = {key for key in unused if not key.startswith("side.")}
    assert unused == set(), "texts that no code asks for"
