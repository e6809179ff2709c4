"""The sheet sends nobody to an exercise that is not on it, least of all on a bad day."""

from __future__ import annotations

from dataclasses import replace

from pt_chart.clinical.program import dosing
from pt_chart.clinical.program.dosage import Program
from pt_chart.clinical.program.flare import flare_plan
from pt_chart.clinical.program.printed_exercise import printed_exercise
from pt_chart.clinical.sides import Side
from tests.support.shipped_library import case, library

NERVE = {"slr@right": True, "burning_pain@right": True, "tingling@right": True}


def test_a_cue_that_names_another_exercise_needs_it_on_the_sheet() -> None:
    shelf = library()
    leading = [one for one in shelf.exercises.values() if one.sore_leads_to or one.easy_leads_to]
    assert len(leading) >= 14
    for one in leading:
        item = dosing.default_item(one, Side.RIGHT)
        alone = printed_exercise(1, item, shelf, {})
        other = one.sore_leads_to or one.easy_leads_to
        together = printed_exercise(1, item, shelf, {}, beside={one.id, other})
        assert (alone.too_sore, alone.too_easy) != (together.too_sore, together.too_easy)
        assert "Tell us" in alone.too_sore + alone.too_easy


def test_every_cue_that_says_another_name_tells_which_exercise_it_means() -> None:
    """A new text that names one without the link would send people to nowhere."""
    shelf = library()
    names = {one.id: one.patient_name.lower() for one in shelf.exercises.values()}
    for one in shelf.exercises.values():
        for text, leads in ((one.too_sore, one.sore_leads_to), (one.too_easy, one.easy_leads_to)):
            said = {id for id, name in names.items() if name in text.lower() and id != one.id}
            assert not said or leads, (one.id, text)


def test_a_bad_day_leaves_out_what_is_given_in_spite_of_a_rule() -> None:
    shelf = library()
    stretch = shelf.exercises["hamstring_stretch_seated"]
    item = replace(dosing.default_item(stretch, Side.RIGHT), override_reason="Tried here, no pain")
    plan = flare_plan(Program((item,)), case(NERVE), shelf)
    assert plan[0] == "Leave out the exercises until it settles."
    glide = dosing.default_item(shelf.exercises["sciatic_slider_seated"], Side.RIGHT)
    plan = flare_plan(Program((item, glide)), case(NERVE), shelf)
    assert plan[0].startswith("Do only exercise 2 (seated nerve glide)")


def test_what_goes_against_a_rule_does_not_get_harder_by_itself() -> None:
    shelf = library()
    stretch = shelf.exercises["hamstring_stretch_seated"]
    plain = dosing.default_item(stretch, Side.RIGHT)
    told = replace(plain, override_reason="Tried here, no pain", overridden=("NEURAL_POSITIVE",))
    dosed = replace(plain, override_reason="Trains for a race", overridden=("DOSE",))
    alone = shelf.phrases.text("cue.easy_alone")
    said = [printed_exercise(1, one, shelf, {}).too_easy for one in (plain, told, dosed)]
    assert said[1] == alone
    assert said[0] == said[2] != alone
