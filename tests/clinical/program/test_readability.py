"""The reading grade formulas."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.program import readability
from tests.clinical.program.test_content import handout

SYLLABLES = {
    "knee": 1,
    "straighten": 2,
    "slowly": 2,
    "exercises": 4,
    "toes": 1,
    "breathe": 1,
    "muscles": 2,
    "shoulders": 2,
    "area": 3,
    "little": 2,
    "settles": 2,
    "moved": 1,
    "lifted": 2,
    "emergency": 4,
    "people": 2,
    "through": 1,
    "places": 2,
    "stretches": 2,
    "quiet": 2,
    "medium": 3,
    "doing": 2,
    "bones": 1,
    "circulation": 4,
    "usual": 3,
    "easier": 3,
    "radiculopathy": 6,
    "back-of-thigh": 3,
}


@pytest.mark.parametrize(("word", "count"), SYLLABLES.items())
def test_syllables(word: Any, count: Any) -> None:
    assert readability.syllables(word) == count


def test_flesch_kincaid_is_the_published_formula() -> None:
    # 6 words in 2 sentences, 6 syllables: 0.39 * 3 + 11.8 * 1 - 15.59
    assert readability.flesch_kincaid("Bend your knee. Hold it there.") == pytest.approx(-2.62)


def test_smog_is_the_published_formula() -> None:
    # One word of three syllables in one sentence, scaled to 30 sentences.
    assert readability.smog("Emergency now.") == pytest.approx(1.043 * 30**0.5 + 3.1291)


def test_a_clinical_sentence_fails_and_says_why() -> None:
    hard = (
        "Contralateral hip extension in prone facilitates proprioception and neurodynamic mobility."
    )
    found = readability.measure(
        [hard], [hard], ["prone", "contralateral", "proprioception", "neurodynamic"]
    )
    assert not found.fits
    assert set(found.jargon) == {"Contralateral", "prone", "proprioception", "neurodynamic"}
    assert found.value("Flesch-Kincaid") > readability.GRADE_LIMIT


def test_plain_steps_fit() -> None:
    steps = ["Lie on your back.", "Bend both knees.", "Lift your hips slowly."]
    assert readability.measure(steps, steps, ["supine"]).fits


def test_long_steps_do_not_fit() -> None:
    step = "Lift your leg and " * 8 + "rest."
    found = readability.measure([step], [step])
    assert found.longest_step == 33
    assert not found.fits


@given(st.text(max_size=200))
def test_any_text_can_be_measured(text: Any) -> None:
    found = readability.measure([text], [text])
    assert found.words >= 0
    assert found.sentences <= max(1, found.words)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_a_word_has_a_syllable(word: Any) -> None:
    assert 1 <= readability.syllables(word) <= len(word)


def test_a_word_in_another_form_is_jargon_too() -> None:
    known = ["proprioception", "extension", "hep"]
    assert readability.measure(["Proprioceptive work."], (), known).jargon == ("Proprioceptive",)
    assert readability.measure(["Extend your knee. Help."], (), known).jargon == ()


def test_one_hard_exercise_among_easy_ones_is_too_hard() -> None:
    content = handout({"back_pain": True}, ("abdominal_brace", "walking_program"), None)
    easy = readability.measure_handout(content, ())
    assert easy.fits
    assert easy.hardest <= readability.EXERCISE_LIMIT
    steps = ("Perambulatory activity necessitates coordinated musculature throughout locomotion.",)
    brace, walk = content.exercises
    hard = replace(content, exercises=(brace, replace(walk, steps=steps)))
    found = readability.measure_handout(hard, ())
    assert found.hardest > readability.EXERCISE_LIMIT
    assert not found.fits
