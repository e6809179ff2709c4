"""What a handout says for a case."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest

from pt_chart.clinical.bodychart.marks import SymptomKind, View
from pt_chart.clinical.bodychart.summary import ChartSummary, RegionTouched
from pt_chart.clinical.people import Clinic, Clinician, Patient
from pt_chart.clinical.program import dosing, readability
from pt_chart.clinical.program.content import handout_content
from pt_chart.clinical.program.dosage import Program
from pt_chart.clinical.program.phrases import GENERAL
from pt_chart.clinical.program.story import story_condition
from pt_chart.clinical.sides import Side
from tests.clinical.program.assessments import assessment, cause
from tests.support.shipped_library import case, library

CLINIC = Clinic("Example Harbor", "100 Sample Street", "555-0142", "Weekdays", "555-0199", "112")
PATIENT = Patient("1", "S-10042", "Sample", "Robin", date(1982, 1, 2))
ROOT = {"slr@right": True, "burning_pain@right": True, "tingling@right": True}
PROGRAM = ("sciatic_slider_seated", "clamshell", "glute_bridge")


@dataclass(frozen=True)
class DrawnFrame:
    id: str
    caption: str
    alt: str


@dataclass(frozen=True)
class Drawn:
    id: str
    frames: tuple[DrawnFrame, ...]
    legend: tuple[str, ...] = ()

    def mirrored_for(self, side: Side) -> bool:
        return side is Side.LEFT


def drawn(id: Any) -> Any:
    frames = (
        DrawnFrame("start", "At rest", ""),
        DrawnFrame("end", "{side} leg up", "A person lifts the {side} leg."),
    )
    return Drawn(id, frames, ("Shaded area: the muscles that work.",))


def handout(
    findings: Any = ROOT,
    ids: Any = PROGRAM,
    hypothesis: Any = "lumbar_radiculopathy",
    side: Any = Side.RIGHT,
    **more: Any,
) -> Any:
    shelf = library()
    program = Program(
        tuple(dosing.default_item(shelf.exercises[id], side or Side.BOTH) for id in ids)
    )
    given = {
        "chart": None,
        "assessment": None,
        "library": shelf,
        "pictures": {id: drawn(id) for id in ids},
        "patient": PATIENT,
        "clinic": CLINIC,
        "clinician": Clinician("c", "Alex Demo"),
        "next_visit": "Tuesday, Nov 10",
        "date": date(2026, 11, 3),
        "hypothesis": hypothesis,
        **more,
    }
    return handout_content(program, case(findings, side=side), **given)


def texts(value: Any) -> Iterator[Any]:
    """Every text below a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
    elif is_dataclass(value):
        for part in fields(value):
            yield from texts(getattr(value, part.name))


def test_the_title_and_the_head_say_the_side_in_words() -> None:
    content = handout()
    assert content.title == "Your plan for nerve pain in your right leg"
    assert content.side_words == "Right leg"
    assert content.patient_name == "Robin Sample"
    assert (content.birth_date, content.date) == ("Jan 2, 1982", "Nov 3, 2026")
    assert content.therapist == "Alex Demo, PT"
    both = {"leg_pain@right": True, "leg_pain@left": True}
    assert handout(both).title.endswith("in both legs")
    assert handout(both, side=Side.BOTH).title.endswith("in both legs")
    assert handout(side=None).title.endswith("in your leg")


def test_the_main_message_counts_the_exercises() -> None:
    assert "Do your 3 exercises." in handout().main_message
    assert "Do your exercise." in handout(ids=PROGRAM[:1]).main_message


def test_the_side_stands_in_steps_and_captions_and_mirrors_the_picture() -> None:
    left = handout(side=Side.LEFT).exercises[0]
    assert "Straighten your left knee slowly." in left.steps
    assert [figure.caption for figure in left.figures] == ["at rest", "left leg up"]
    assert all(figure.mirrored for figure in left.figures)
    assert (
        left.figures[1].alt
        == "Drawing of seated nerve glide: left leg up. A person lifts the left leg."
    )
    assert left.side_words == "Left leg only"
    assert left.one_sided
    right = handout().exercises[0]
    assert not any(figure.mirrored for figure in right.figures)


def test_both_sides_are_done_in_turn() -> None:
    content = handout(side=Side.BOTH)
    clam = content.exercises[1]
    assert "Lie on the other side. Bend both knees." in clam.steps
    assert clam.steps[-1] == "Swap sides and do the same again."
    assert not clam.one_sided
    assert not any(figure.mirrored for figure in clam.figures)
    bridge = content.exercises[2]
    assert bridge.side_words == "Both sides"
    assert "Swap" not in " ".join(bridge.steps)


def test_own_words_replace_the_steps_and_stay_literal() -> None:
    shelf = library()
    item = replace(
        dosing.default_item(shelf.exercises["glute_bridge"], Side.BOTH),
        own_steps=("Lift {your_side} <b>hips</b>.",),
    )
    content = handout_content(
        Program((item,)),
        case({}),
        chart=None,
        assessment=None,
        library=shelf,
        pictures={},
        patient=None,
        clinic=CLINIC,
        clinician=None,
    )
    assert content.exercises[0].steps == ("Lift {your_side} <b>hips</b>.",)
    assert content.exercises[0].figures == ()
    assert (content.date, content.patient_name, content.therapist) == ("", "", "")


def test_a_dose_says_times_and_units() -> None:
    glide, clam, bridge = handout().exercises
    assert [(p.icon, p.value, p.unit) for p in glide.dose] == [
        ("repeat", "10", "slow times"),
        ("layers", "1", "set"),
        ("no-hold", "No", "hold"),
        ("sun", "2 times", "a day"),
        ("calendar", "7 days", "a week"),
        ("clock", "Morning", "and evening"),
    ]
    assert ("hourglass", "3 seconds", "hold") in [(p.icon, p.value, p.unit) for p in bridge.dose]
    assert ("pause", "60 seconds", "rest") in [(p.icon, p.value, p.unit) for p in bridge.dose]
    assert (clam.bouts_per_day, clam.days_per_week) == (1, 3)


def test_a_held_slider_prints_as_not_held() -> None:
    shelf = library()
    item = dosing.default_item(shelf.exercises["sciatic_slider_seated"], Side.RIGHT)
    held = replace(item, dose=replace(item.dose, hold_s=30))
    content = handout_content(
        Program((held,)),
        case({}),
        chart=None,
        assessment=None,
        library=shelf,
        pictures={},
        patient=None,
        clinic=CLINIC,
        clinician=None,
    )
    assert "hourglass" not in [part.icon for part in content.exercises[0].dose]
    assert "30" not in " ".join(texts(content.exercises[0].dose))


@pytest.mark.parametrize("id", sorted(library().exercises))
def test_every_dose_strip_fits_a_line(id: Any) -> None:
    exercise = handout(ids=(id,)).exercises[0]
    assert 1 <= len(exercise.dose) <= 6
    assert all(part.value and part.unit for part in exercise.dose)
    assert "reps" not in " ".join(texts(exercise.dose))


def test_the_traffic_light_speaks_in_the_patients_own_words() -> None:
    light = {row.signal: row for row in handout().traffic}
    assert (
        light["go"].feeling
        == "Your hot, burning pain and pins and needles stay the same, or get less."
    )
    assert light["stop"].action.startswith("Stop that exercise.")
    single = handout({"shooting_pain@right": True}).traffic
    assert single[0].feeling == "Your shooting pain stays the same, or gets less."
    assert handout({}).traffic[0].feeling == "Your pain stays the same, or gets less."


def region(
    id: Any, label: Any, reach: Any, *kinds: Any, side: Any = Side.RIGHT, intensity: Any = 5
) -> Any:
    return RegionTouched(id, label, side, kinds, intensity, reach, reach > 5, (View.BACK,))


def chart(*regions: Any) -> Any:
    far = max(regions, key=lambda one: one.reach)
    # Only what the handout reads is given; the rest is empty, whatever it is.
    given = {"regions": regions, "distal_most": (far,), "sides": (Side.RIGHT,)}
    empty: dict[str, Any] = {part.name: given.get(part.name, ()) for part in fields(ChartSummary)}
    return ChartSummary(**empty)


def test_a_drawing_gives_the_symptoms_and_how_far_down_they_go() -> None:
    thigh = region(
        "thigh_posterior.distal", "back of right thigh", 4, SymptomKind.ACHE, intensity=2
    )
    foot = region("foot_lateral", "outer right foot", 9, SymptomKind.NUMBNESS, intensity=7)
    said = handout(chart=chart(thigh, foot)).what_is_going_on
    assert "That is why you feel numbness and aching down to your foot." in said
    assert not any(
        "S1" in text or "L5" in text for text in texts(handout(chart=chart(thigh, foot)))
    )


def test_the_warning_block_is_graded_to_the_case() -> None:
    assert handout().warning_grade == "full"
    assert "112" in handout().warning_lead
    tight = handout({"slr@right": False}, ("hamstring_curl",), "hamstring_tightness")
    assert tight.warning_grade == "call"
    assert "emergency" not in tight.warning_lead.lower()
    raised = handout({"numbness@right": True}, ("hamstring_curl",), "hamstring_tightness")
    assert raised.warning_grade == "full"
    vessel = handout({}, ("interval_walk_claudication",), "peripheral_artery_disease")
    assert any("cold, pale, blue" in sign for sign in vessel.warning_signs)


def test_the_likely_course_is_said_only_with_a_source() -> None:
    cited = {id for id, story in library().phrases.stories.items() if story.course}
    assert "lumbar_radiculopathy" in cited
    assert any("1 year" in text for text in handout().what_to_expect)
    strain = handout({}, ("hamstring_heel_dig",), "hamstring_strain")
    assert not any("week" in text or "year" in text for text in strain.what_to_expect)


def test_own_rules_are_printed_with_their_exercises() -> None:
    content = handout(
        {"repeated_extension": "centralizes"}, ("prone_press_up", "long_lever_bridge_iso")
    )
    press_up, hold = content.exercises
    assert press_up.traffic[0].feeling == "Leg pain moves up or gets less. Your back may ache more."
    assert "3 out of 10" in hold.traffic[0].feeling
    assert any("back may ache more" in text for text in content.what_to_expect)


def test_what_to_leave_out_is_said_with_its_reason() -> None:
    assert any(
        "back of your thigh" in text and "sore nerve" in text for text in handout().leave_out
    )
    assert handout({}).leave_out == ()


def test_an_override_is_not_contradicted_on_the_sheet() -> None:
    shelf = library()
    item = replace(
        dosing.default_item(shelf.exercises["hamstring_stretch_supine_strap"], Side.RIGHT),
        override_reason="Symptom-free in the clinic.",
    )
    content = handout_content(
        Program((item,)),
        case(ROOT),
        chart=None,
        assessment=None,
        library=shelf,
        pictures={},
        patient=None,
        clinic=CLINIC,
        clinician=None,
    )
    assert not set(content.leave_out) & {shelf.rules["NEURAL_POSITIVE"].patient}
    assert not any("clinic" in text for text in texts(content.exercises))


def test_the_flare_plan_keeps_the_gentlest_exercise() -> None:
    plan = handout().flare_plan
    assert plan[0] == "Do only exercise 1 (seated nerve glide). Do 5 small ones."
    assert any("calves on a chair" in step for step in plan)
    assert plan[-1] == "Back to your usual level? Start all 3 again."
    hip = handout({"hip_precautions@right": True}).flare_plan
    assert not any("calves on a chair" in step for step in hip)


def test_falls_advice_comes_with_a_falls_risk() -> None:
    assert "falls" not in [one.icon for one in handout().each_day]
    assert "falls" in [one.icon for one in handout({**ROOT, "falls": True}).each_day]


def test_daily_advice_covers_the_day() -> None:
    assert [one.icon for one in handout().each_day] == [
        "sitting",
        "work",
        "driving",
        "sleep",
        "walking",
    ]


@pytest.mark.parametrize("condition", sorted(library().phrases.stories))
@pytest.mark.parametrize("side", [Side.LEFT, Side.BOTH])
def test_a_whole_handout_reads_at_grade_6(condition: Any, side: Any) -> None:
    fit = [
        id
        for id, one in library().exercises.items()
        if condition in one.indications and one.kind.value != "clinic_only"
    ][:4] or list(PROGRAM)
    content = handout(ROOT, fit, condition, side)
    found = readability.measure_handout(content, library().phrases.items("readability.jargon"))
    assert found.fits, found
    everything = " ".join(readability.handout_sentences(content))
    assert "{" not in everything
    assert "our default" not in everything
    assert "_" not in everything
    assert "  " not in everything


def test_the_clinicians_hypothesis_wins_and_an_open_order_names_no_cause() -> None:
    phrases = library().phrases
    clear = assessment(ranked=(cause("lumbar_spinal_stenosis", 1.0), cause("hip_oa", -0.5)))
    assert story_condition("hip_oa", clear, phrases) == "hip_oa"
    assert story_condition(None, clear, phrases) == "lumbar_spinal_stenosis"
    assert story_condition(None, None, phrases) == GENERAL
    assert story_condition("meralgia", clear, phrases) == GENERAL
    open_order = assessment(ranked=(cause("hip_oa", 1.0), cause("sij_pain", 0.9)), overlap=True)
    assert story_condition(None, open_order, phrases) == GENERAL
    untested = assessment(ranked=(cause("hip_oa", 1.0, tested=False),))
    assert story_condition(None, untested, phrases) == GENERAL
    child = assessment(ranked=(cause("unknown_child", 1.0, parent="lumbar_radiculopathy"),))
    assert story_condition(None, child, phrases) == "lumbar_radiculopathy"
    tight = assessment(impairments=(cause("hamstring_tightness", 1.0),))
    assert story_condition(None, tight, phrases) == "hamstring_tightness"
    mixed = replace(tight, ranked=open_order.ranked, top_overlap=True)
    assert story_condition(None, mixed, phrases) == GENERAL
    treated = frozenset({"hamstring_tightness"})
    assert story_condition(None, mixed, phrases, treated) == "hamstring_tightness"


def test_a_tightness_program_without_a_hypothesis_does_not_frighten() -> None:
    tight = assessment(
        ranked=(cause("hip_oa", 0.5), cause("sij_pain", 0.4)),
        impairments=(cause("hamstring_tightness", 0.4),),
        overlap=True,
    )
    stretch = ("hamstring_stretch_supine_strap", "walking_program")
    made = handout({"slr@right": False}, stretch, None, assessment=tight)
    assert made.warning_grade == "call"
    assert handout({"slr@right": True}, stretch, None, assessment=tight).warning_grade == "full"
    glide = handout({}, ("glute_bridge", "heel_slides"), None, assessment=tight)
    assert glide.warning_grade == "full"


def test_own_words_move_the_meter() -> None:
    content = handout()
    jargon = library().phrases.items("readability.jargon")
    hard = replace(
        content.exercises[0],
        steps=("Facilitate contralateral dorsiflexion while maintaining lumbar neutrality.",),
    )
    worse = readability.measure_handout(replace(content, exercises=(hard,)), jargon)
    assert set(worse.jargon) == {"contralateral", "dorsiflexion", "lumbar"}
    assert not worse.fits


def test_the_same_input_gives_the_same_words() -> None:
    assert handout() == handout()
