"""The shipped exercises hold what a handout needs, in words a patient can read."""

from typing import Any

import pytest

from pt_chart.clinical.program import readability, sidewords
from pt_chart.clinical.program.library import ExerciseKind, patient_texts
from pt_chart.clinical.sides import Side
from pt_chart.documents.checking.english import ENGLISH
from pt_chart.documents.checking.spanish import SPANISH
from tests.support.shipped_library import library

PART_LIMIT = 8.0
"""SMOG of a single part; the whole handout is held to grade 6 in test_content."""

LONGEST_BRIEF = 60
"""Characters of a brief step, which has one line of the one-page edition, or a little more."""

EXERCISES = sorted(library().exercises)

NAMED_IN_SEEDS = {
    "000": {
        "figure_four_supine",
        "glute_bridge",
        "side_leg_lift",
        "abdominal_brace",
        "walking_program",
        "sitting_breaks",
        "piriformis_stretch_seated",
    },
    "001": {"massage_self", "sports_massage_clinic", "sitting_breaks"},
    "002": {
        "hamstring_stretch_supine_strap",
        "hamstring_stretch_seated",
        "hamstring_stretch_standing",
        "pool_walking",
    },
    "003": {
        "hamstring_stretch_supine_strap",
        "sciatic_slider_seated",
        "hamstring_curl",
        "glute_bridge",
        "romanian_deadlift",
        "abdominal_brace",
        "pelvic_tilt",
        "cat_camel",
        "lumbar_rotation_supine",
        "dry_needling_clinic",
        "manual_therapy_clinic",
        "massage_self",
    },
    "004": {
        "knee_to_chest_single",
        "piriformis_stretch_seated",
        "heat_pack",
        "cold_pack",
        "contrast_heat_cold",
        "lumbar_roll",
        "walking_program",
    },
}
"""What each seed article names as an exercise or strategy."""


def filled(text: Any, side: Any) -> Any:
    return sidewords.fill(text, side, library().phrases)


@pytest.mark.parametrize("id", EXERCISES)
@pytest.mark.parametrize("side", list(Side))
def test_a_patient_can_read_it(id: Any, side: Any) -> None:
    exercise, phrases = library().exercises[id], library().phrases
    texts = [filled(text, side) for text in patient_texts(exercise)]
    steps = [filled(text, side) for text in exercise.steps]
    found = readability.measure(texts, steps, phrases.items("readability.jargon"))
    assert found.value("Flesch-Kincaid") <= readability.GRADE_LIMIT
    assert readability.measure(steps).value("Flesch-Kincaid") <= readability.GRADE_LIMIT
    assert found.jargon == ()
    assert found.longest_step <= readability.STEP_LIMIT
    assert found.median_step <= readability.STEP_MEDIAN_LIMIT
    assert not any("{" in text or "}" in text for text in texts)


@pytest.mark.parametrize("id", EXERCISES)
def test_every_step_starts_with_what_to_do(id: Any) -> None:
    first = set(library().phrases.items("readability.first_words"))
    for step in library().exercises[id].steps:
        assert readability.words_of(step)[0].lower() in first, step


@pytest.mark.parametrize("id", [id for id in EXERCISES if library().exercises[id].figure])
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_brief_steps_fit_a_line_and_ask_for_two_actions_at_most(id: str, language: str) -> None:
    spoken = library().spoken(language)
    actions = ENGLISH.actions if language == "en" else SPANISH.actions
    steps = spoken.exercises[id].brief
    assert 3 <= len(steps) <= 4
    for step in steps:
        said = sidewords.fill(step, Side.RIGHT, spoken.phrases)
        assert len(said) <= LONGEST_BRIEF, said
        assert actions(said) <= 2, said


@pytest.mark.parametrize("id", [id for id in EXERCISES if library().exercises[id].sided])
@pytest.mark.parametrize("language", ["en", "es"])
def test_steps_that_name_the_other_side_name_the_one_that_works(id: str, language: str) -> None:
    spoken = library().spoken(language)
    exercise = spoken.exercises[id]
    right, left = ("right", "left") if language == "en" else ("derech", "izquierd")
    for steps in (exercise.steps, exercise.brief):
        said = " ".join(sidewords.fill(one, Side.RIGHT, spoken.phrases) for one in steps).lower()
        assert right in said or left not in said, said


@pytest.mark.parametrize("id", EXERCISES)
def test_an_own_pain_limit_is_not_contradicted_by_the_general_one(id: str) -> None:
    exercise = library().exercises[id]
    if exercise.traffic.id == "tendon":
        assert "STOP_SHARP" not in exercise.stop_rules
        assert "sharp" in exercise.traffic.stop.lower()


@pytest.mark.parametrize("id", EXERCISES)
def test_the_purpose_says_what_it_does(id: Any) -> None:
    assert library().exercises[id].purpose.split()[0] in ("Helps", "Moves", "Makes")


@pytest.mark.parametrize("id", EXERCISES)
def test_dose_sources_are_honest(id: Any) -> None:
    exercise = library().exercises[id]
    source = exercise.dose_source.lower()
    if exercise.dose_verified == "seed":
        assert source.startswith("a practice article")
    elif exercise.dose_verified == "page read":
        assert "hallegraeff 2012" in source
    else:
        assert source.startswith(("our default", "clinic procedure"))
    # Nobody who reads the builder knows the project's founding articles by number.
    assert "seed" not in f"{source} {exercise.evidence_note}".lower()
    for text in patient_texts(exercise):
        assert not any(word in text.lower() for word in ("default", "seed", "source", "evidence"))


def test_seed_doses_are_those_of_the_articles() -> None:
    stretch = library().exercises["hamstring_stretch_supine_strap"]
    limits = stretch.limits
    assert (limits.low.hold_s, limits.high.hold_s) == (20, 30)
    assert (limits.low.reps, limits.high.reps) == (2, 3)
    glide = library().exercises["sciatic_slider_seated"]
    assert glide.dose.reps in range(10, 16)
    assert glide.limits.high.reps == 15
    assert glide.limits.high.hold_s == 0
    named = {id for id, one in library().exercises.items() if one.dose_verified == "seed"}
    assert named == {stretch.id, glide.id}


@pytest.mark.parametrize("seed", sorted(NAMED_IN_SEEDS))
def test_everything_a_seed_article_names_is_there(seed: Any) -> None:
    for id in NAMED_IN_SEEDS[seed]:
        assert seed in library().exercises[id].seeds, id
    claimed = {id for id, one in library().exercises.items() if seed in one.seeds}
    assert claimed == NAMED_IN_SEEDS[seed]


def test_the_seated_glide_keeps_the_head_up_as_the_knee_straightens() -> None:
    steps = " ".join(library().exercises["sciatic_slider_seated"].steps).lower()
    assert "pull your toes up and look up" in steps
    assert "never hold" in steps
    for exercise in library().exercises.values():
        if exercise.kind is ExerciseKind.SLIDER:
            assert "stretch" not in " ".join((exercise.patient_name, *exercise.steps)).lower()
            assert "never hold" in " ".join(exercise.steps).lower(), exercise.id


def test_chin_down_with_the_knee_straight_is_left_to_the_tensioner() -> None:
    for exercise in library().exercises.values():
        said = " ".join(exercise.steps).lower()
        if "chin as you straighten" in said:
            assert exercise.kind is ExerciseKind.TENSIONER


def test_ids_are_american_and_side_words_fit() -> None:
    for id, exercise in library().exercises.items():
        assert "programme" not in id
        assert exercise.figure in ("", id)
        if exercise.sided:
            steps = " ".join(exercise.steps)
            assert "{" in steps or exercise.kind in (
                ExerciseKind.CLINIC_ONLY,
                ExerciseKind.SELF_CARE,
            ), id
    assert library().exercises["lateral_shift_correction"].sided


def test_tendon_loading_walking_to_pain_and_centralizing_have_their_own_light() -> None:
    shelf = library().exercises
    assert shelf["interval_walk_claudication"].traffic.id == "claudication"
    assert shelf["long_lever_bridge_iso"].traffic.id == "tendon"
    assert shelf["hamstring_curl"].traffic.id == "tendon"
    for exercise in shelf.values():
        directional = exercise.kind is ExerciseKind.DIRECTIONAL
        # Bending in a chair is for those too who have no leg pain while they sit.
        own = "bending" if exercise.id == "flexion_seated" else "centralizing"
        assert (exercise.traffic.id == own) == directional, exercise.id


def test_phrases_can_be_read_too() -> None:
    phrases = library().phrases
    jargon = phrases.items("readability.jargon")
    texts = {
        "advice": [one.text for one in phrases.advice.values()],
        "left out": [rule.patient for rule in library().rules.values() if rule.patient],
        "stop": [f"Stop this one {rule.patient}" for rule in library().stop_rules.values()],
        **{
            f"story {story.condition}": [
                story.main_message,
                *story.going_on,
                *(c.text for c in story.course),
            ]
            for story in phrases.stories.values()
        },
        **{
            f"warning {one.id}": [one.lead, *one.signs, one.same_day]
            for one in phrases.warnings.values()
        },
        **{
            f"card {one.id}": [*one.why, *(row.card for row in one.asked)]
            for one in phrases.emergencies.values()
        },
    }
    for name, said in texts.items():
        found = readability.measure(said, (), jargon)
        assert found.value("Flesch-Kincaid") <= readability.GRADE_LIMIT, name
        assert found.value("SMOG") <= PART_LIMIT, name
        assert not found.jargon, name


def test_the_full_warning_names_every_sign_of_the_checklist() -> None:
    signs = " ".join(library().phrases.warnings["nerve"].signs).lower()
    for words in (
        "cannot pee",
        "hard to start",
        "cannot feel it",
        "lose control of your pee or bowels",
        "between your legs",
        "private parts",
        "both legs",
        "gets weaker",
        "foot drags",
    ):
        assert words in signs
    same_day = library().phrases.warnings["nerve"].same_day
    assert "fever" in same_day
    assert "calf" in same_day


def test_a_likely_course_is_always_cited() -> None:
    for story in library().phrases.stories.values():
        for entry in story.course:
            assert entry.source
            assert entry.verified in ("page read", "no")
        assert not any(char.isdigit() for text in story.going_on for char in text)
