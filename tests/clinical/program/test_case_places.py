"""A sheet names where it hurts in this case, and grades its warning to it."""

import pytest

from pt_chart.clinical.findings import Value
from pt_chart.clinical.sides import Side
from tests.clinical.program.test_content import handout
from tests.support.shipped_library import library


@pytest.mark.parametrize(
    ("found", "title", "light", "grade"),
    [
        ({"calf_pain@left": True}, "pain in your left calf", "Your calf pain", "full"),
        ({"knee_pain@right": True}, "pain in your right knee", "Your knee pain", "call"),
        ({"heel_pain@left": True}, "pain in your left foot", "Your foot pain", "call"),
        ({"tailbone_pain": True}, "pain in your tailbone", "Your tailbone pain", "call"),
        ({"calf_pain@left": True, "slr@left": True}, "your left calf", "Your calf pain", "full"),
        (
            {"calf_pain@left": True, "back_pain": True},
            "left calf and your low",
            "Your calf",
            "full",
        ),
        ({"leg_pain@left": True}, "your left leg", "Your leg pain", "full"),
        ({"leg_pain@left": True, "foot_pain@left": True}, "your left foot", "Your foot", "full"),
    ],
)
def test_a_part_of_a_leg_and_a_tailbone_are_named(
    found: dict[str, Value], title: str, light: str, grade: str
) -> None:
    content = handout(found, ("abdominal_brace",), None, side=Side.LEFT)
    assert title in content.title
    assert content.traffic[0].feeling.startswith(light)
    assert content.warning_grade == grade
    travels = "farther down" in content.traffic[2].feeling
    assert travels is (grade == "full")
    if grade == "call":
        assert not any("rolled towel" in one.text for one in content.each_day)


def test_spanish_names_them_with_their_side() -> None:
    shelf = library().spoken("es")
    foot = handout({"heel_pain@left": True}, ("abdominal_brace",), None, library=shelf)
    assert "el pie izquierdo" in foot.title
    calf = handout({"calf_pain@right": True}, ("abdominal_brace",), None, library=shelf)
    assert "la pantorrilla derecha" in calf.title


def test_stenosis_names_the_buttocks_where_no_leg_hurts() -> None:
    found: dict[str, Value] = {"stenosis_known": True, "back_pain": True, "buttock_pain@left": True}
    content = handout(found, ("flexion_seated",), None)
    assert "your left buttock" in content.title
    said = " ".join((content.title, content.main_message, *content.what_is_going_on,
                     *(one.text for one in content.each_day)))  # fmt: skip
    assert "leg" not in said.replace("legs,", "")


def test_a_hip_is_not_said_to_be_stiff_that_nobody_found_so() -> None:
    content = handout({"groin_pain@right": True}, ("heel_slides",), "hip_oa")
    assert "stiff" not in content.title
    assert "may be stiff" in " ".join(content.what_is_going_on)


@pytest.mark.parametrize(
    "found", [{"directional_preference": "extension"}, {"directional_preference": "flexion"}]
)
def test_what_to_leave_out_claims_no_leg_pain_that_was_not_recorded(
    found: dict[str, Value],
) -> None:
    content = handout({"back_pain": True, **found}, ("abdominal_brace",), None)
    assert any("bend" in one for one in content.leave_out)
    assert not any("leg" in one for one in content.leave_out)


def test_which_foot_drops_is_said() -> None:
    found: dict[str, Value] = {
        "foot_drop@right": True,
        "leg_pain@right": True,
        "leg_pain@left": True,
    }
    content = handout(found, ("abdominal_brace",), None)
    assert "Your right foot does not lift well." in content.what_is_going_on
    spanish = handout(found, ("abdominal_brace",), None, library=library().spoken("es"))
    assert "Su pie derecho no sube bien." in spanish.what_is_going_on


def test_signs_without_pain_claim_no_leg_pain_and_no_one_side() -> None:
    found: dict[str, Value] = {"babinski@right": True, "babinski@left": True, "unsteady_legs": True}
    content = handout(found, ("abdominal_brace",), None)
    assert "both legs" in content.title
    assert content.traffic[0].feeling.startswith("Your pain stays")
