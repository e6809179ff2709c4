"""What a sheet advises beside its exercises fits what was recorded."""

import pytest

from pt_chart.clinical.findings import Value
from pt_chart.clinical.program import dosing, sidewords
from pt_chart.clinical.program.dosage import ExerciseResponse, Program
from pt_chart.clinical.program.followup import adherence_words
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.sides import Side
from tests.clinical.program.test_content import handout
from tests.clinical.program.test_emergency import letter
from tests.support.shipped_library import flag, library

LATE: dict[str, Value] = {
    "hamstring_strain_acute@right": True, "symptom_duration": 60, "nprs_worst": 1,
    "strength_near_equal": True,
}  # fmt: skip


def headings(found: dict[str, Value], *ids: str) -> list[str]:
    return [one.heading for one in handout(found, ids or ("abdominal_brace",), None).each_day]


def test_who_is_off_work_or_does_not_drive_gets_no_advice_on_it() -> None:
    assert {"Work", "Driving"} <= set(headings({"back_pain": True}))
    assert "Work" not in headings({"back_pain": True, "off_work": True})
    assert "Driving" not in headings({"back_pain": True, "drives": False})
    assert "Driving" in headings({"back_pain": True, "drives": True})


def test_a_torn_tendon_asks_before_it_drives() -> None:
    found = handout({"avulsion_suspected@right": True}, ("abdominal_brace",), None).each_day
    assert not any("Stop each hour" in one.text for one in found)


@pytest.mark.parametrize("language", ["en", "es"])
def test_late_work_of_a_strain_frightens_nobody_and_forbids_nothing_it_asks(language: str) -> None:
    shelf = library().spoken(language)
    late = handout(LATE, ("nordic_hamstring", "romanian_deadlift"), None, library=shelf)
    story = shelf.phrases.stories["hamstring_strain_late"]
    assert late.main_message.startswith(story.main_message.partition("{")[0])
    said = " ".join((*late.leave_out, *(one.text for one in late.each_day)))
    assert "sprint" not in said
    assert "toda velocidad" not in said
    early = handout(LATE, ("hamstring_heel_dig",), None, library=shelf)
    assert early.main_message != late.main_message
    assert "again" not in " ".join(early.leave_out)


def test_a_cramp_is_not_stopped_for_being_one() -> None:
    for language in library().languages:
        shelf = library().spoken(language)
        (rule,) = shelf.exercises["calf_cramp_release"].stop_rules
        said = shelf.stop_rules[rule].patient
        assert "10 min" in said
        assert "4" not in said


def test_what_stops_others_does_not_stop_the_release_of_a_cramp() -> None:
    ids = ("hamstring_calf_bedtime", "calf_cramp_release", "heel_raise")
    content = handout({"night_cramps@right": True}, ids, None)
    sharp = [line for line in content.stop_all if "sharp" in line.text]
    assert [line.exercises for line in sharp] == [(1, 3)]


def test_a_drawing_and_its_steps_hold_on_to_the_same() -> None:
    for id in ("heel_raise", "standing_hip_abduction"):
        assert "chair" in library().exercises[id].steps[0]
    assert "arms" in library().exercises["sit_to_stand"].steps[1]


def test_spanish_joins_its_words() -> None:
    shelf = library().spoken("es")
    said = sidewords.fill(shelf.exercises["hamstring_curl"].purpose, Side.LEFT, shelf.phrases)
    assert "al muslo izquierdo" in said
    assert "a el " not in said


def test_what_a_numb_outer_thigh_feels_is_named() -> None:
    content = handout({"lateral_thigh_symptoms@right": True}, ("abdominal_brace",), None)
    assert "numbness" in content.title


def test_a_back_beside_leg_and_buttock_is_named() -> None:
    found: dict[str, Value] = {"leg_pain@left": True, "buttock_pain@right": True, "back_pain": True}
    assert "your low back" in handout(found, ("abdominal_brace",), None).title


def test_a_groin_is_not_named_a_second_time_as_a_hip() -> None:
    found: dict[str, Value] = {"posterior_thigh_pain@left": True, "groin_pain@right": True}
    assert "hip" not in handout(found, ("abdominal_brace",), None).title


def test_one_day_a_week_is_one_day() -> None:
    items = (dosing.default_item(library().exercises["glute_bridge"], Side.RIGHT),)
    told = Program((), (ExerciseResponse("glute_bridge", Side.BOTH, "yes", 1),))
    words = adherence_words(told, Program(tuple(i for i in items)), library())
    assert "1 days" not in words


def test_whoever_reads_of_a_stroke_has_a_line_for_when_it_began() -> None:
    made = letter({"face_droop": True}, flags=(flag(Tier.AMBULANCE, "stroke"),))
    assert any("last well" in line for line in made.done)
    assert not any("Days since" in line for line in made.background)
    person = letter({}, flags=(flag(Tier.EMERGENCY, "safety_at_risk"),))
    assert "chart" not in person.request
