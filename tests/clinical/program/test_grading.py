"""A sheet's light, log, stop rules and warnings speak of this case, and of no other."""

from collections.abc import Iterator

import pytest

from pt_chart.clinical.program.handout import HandoutContent
from pt_chart.clinical.program.phrases import LOGS
from tests.clinical.program.test_content import ROOT, handout, texts
from tests.support.shipped_library import library

LOCAL = {
    "hamstring_strain": ("hamstring_heel_dig", "glute_bridge"),
    "proximal_hamstring_tendinopathy": ("long_lever_bridge_iso", "glute_bridge"),
    "hamstring_tightness": ("hamstring_stretch_supine_strap", "hamstring_curl"),
    "hip_oa": ("glute_bridge", "knee_to_chest_single"),
    "nocturnal_leg_cramp": ("hamstring_calf_bedtime", "calf_stretch_wall"),
    "metabolic_cramp": ("calf_cramp_release", "calf_stretch_wall"),
    "peripheral_artery_disease": ("interval_walk_claudication", "heel_raise"),
}
"""Complaints that do not travel down a nerve, with exercises that are given for them."""


def said(content: HandoutContent) -> Iterator[str]:
    """What the sheet says about how it should feel, when to stop and what to write down."""
    for row in (*content.traffic, *content.traffic_brief):
        yield from (row.feeling, row.action)
    for line in (*content.stop_all, *content.stop_brief):
        yield line.text
    for one in content.exercises:
        yield one.stop
    if content.log is not None:
        yield from texts(content.log)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("condition", LOCAL)
def test_a_complaint_that_stays_where_it_is_gets_no_nerve_words(
    condition: str, language: str
) -> None:
    shelf = library().spoken(language)
    content = handout({}, LOCAL[condition], condition, library=shelf)
    words = " ".join(said(content)).lower()
    for travels in ("farther down", "moves down", "how far down", "stays lower", "more tingling"):
        assert travels not in words
    for travels in ("baja más", "hasta dónde", "más abajo", "más hormigueo"):
        assert travels not in words


def test_nerve_signs_bring_the_nerve_words_back() -> None:
    calm = handout({}, ("glute_bridge",), "hamstring_strain")
    raised = handout({"numbness@right": True}, ("glute_bridge",), "hamstring_strain")
    assert calm.log is not None
    assert raised.log is not None
    assert raised.log.title == "How far down?"
    assert calm.log.title == "Next morning"
    assert "farther down" in " ".join(said(raised))


@pytest.mark.parametrize("condition", sorted(library().phrases.stories))
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_story_has_a_question_for_its_log(condition: str, language: str) -> None:
    shelf = library().spoken(language)
    assert shelf.phrases.stories[condition].log in LOGS
    log = handout({}, ("glute_bridge",), condition, library=shelf).log
    assert log is not None
    assert all((log.title, log.hint, log.lead, log.rest, log.good))
    assert all(letter in log.hint for letter, _ in log.key)


def test_one_own_light_for_every_exercise_is_the_light_of_the_sheet() -> None:
    """The tendon's rule (sore at 3 of 10 is fine) stands alone, not under another one."""
    content = handout(
        {}, ("long_lever_bridge_iso", "hamstring_curl", "sitting_breaks"),
        "proximal_hamstring_tendinopathy",
    )  # fmt: skip
    assert content.traffic[0].feeling == "Sore at 3 out of 10 or less, and no worse the next day."
    assert content.traffic == content.exercises[0].traffic
    assert content.traffic_brief[0].feeling == content.traffic[0].feeling
    assert (content.traffic_for, content.traffic_own) == ((), ())
    assert not any(one.brief_traffic for one in content.exercises)


def test_a_light_says_which_exercises_it_is_for() -> None:
    content = handout(
        {}, ("long_lever_bridge_iso", "glute_bridge", "sitting_breaks"),
        "proximal_hamstring_tendinopathy",
    )  # fmt: skip
    assert content.traffic[0].feeling == "Your pain stays the same, or gets less."
    assert (content.traffic_for, content.traffic_own) == ((2, 3), (1,))
    assert content.exercises[0].brief_traffic


def test_own_lights_that_differ_leave_the_common_one_out() -> None:
    content = handout(
        {"repeated_extension": "centralizes"}, ("prone_press_up", "long_lever_bridge_iso")
    )
    assert content.traffic == ()
    assert content.traffic_own == (1, 2)


@pytest.mark.parametrize(
    ("findings", "condition"),
    [
        ({}, "lumbar_spinal_stenosis"),
        ({"bilateral_leg_symptoms": True}, "lumbar_radiculopathy"),
        ({"bilateral_leg_symptoms": True}, None),
    ],
)
def test_legs_that_both_hurt_already_are_told_what_would_be_new(
    findings: dict[str, bool], condition: str | None
) -> None:
    content = handout(findings, ("abdominal_brace",), condition)
    assert content.warning_grade == "full"
    (both,) = (sign for sign in content.warning_signs if "both legs" in sign.lower())
    assert both != "You have pain, numbness, or weakness in both legs."
    assert "still hurt when you sit or lie down" in both
    spanish = handout(
        findings, ("abdominal_brace",), condition, library=library().spoken("es")
    ).warning_signs
    assert any("duelen aun sentado" in sign for sign in spanish)


def test_one_leg_keeps_the_plain_sign() -> None:
    for findings in (ROOT, {**ROOT, "bilateral_leg_symptoms": False}):
        signs = handout(findings).warning_signs
        assert "You have pain, numbness, or weakness in both legs." in signs


@pytest.mark.parametrize("language", ["en", "es"])
def test_help_at_once_names_the_number_to_call(language: str) -> None:
    shelf = library().spoken(language)
    ids = ("interval_walk_claudication", "walking_program", "stationary_bike")
    content = handout({}, ids, "peripheral_artery_disease", library=shelf)
    walk = content.exercises[0]
    assert "112" in walk.traffic[2].action
    assert "112" in walk.brief_traffic or "112" in content.traffic_brief[2].action
    chest = [line.text for line in content.stop_all if "chest" in line.text or "pecho" in line.text]
    assert chest
    assert all("112" in text for text in chest)
    assert any("112" in line.text for line in content.stop_brief)
    assert not any("{" in text for text in texts(content))


@pytest.mark.parametrize("language", ["en", "es"])
def test_poor_circulation_with_nerve_signs_warns_of_both(language: str) -> None:
    shelf = library().spoken(language)
    plain, both = (
        handout(found, ("heel_raise",), "peripheral_artery_disease", library=shelf)
        for found in ({}, {"tingling@right": True})
    )
    assert len(plain.warning_signs) == 4
    said_by_both = " ".join(both.warning_signs)
    nerve = shelf.phrases.warnings["nerve"].signs
    assert all(sign in both.warning_signs for sign in (*nerve[:3], nerve[4]))
    assert ("cold, pale, blue" in said_by_both) or ("frío, pálido, azul" in said_by_both)
    assert both.log is not None
    assert both.log == handout({}, library=shelf).log
