"""What the card, the letter and the sheet say of emergencies that are not the spine's."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.program.emergency import safety_net_card
from pt_chart.clinical.program.emergency_kinds import NOT_FOR_HOME
from pt_chart.clinical.program.handout import SafetyNetCard
from pt_chart.clinical.reasoning.results import Tier
from tests.clinical.program.assessments import assessment
from tests.clinical.program.test_content import handout
from tests.clinical.program.test_emergency import CLINIC, letter
from tests.support.shipped_library import case, flag, library


def card_for(
    id: str, findings: Mapping[str, Value], tier: Tier, language: str = "en", age: int = 44
) -> SafetyNetCard:
    """The card of a flag that the findings raised."""
    raised = replace(flag(tier, id), keys=tuple(FindingKey.parse(key) for key in findings))
    return safety_net_card(
        case(findings, age=age), (raised,), library=library().spoken(language), patient=None,
        clinic=CLINIC, clinician=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("id", "findings", "said"),
    [
        ("stroke", {"face_droop": True, "sudden_arm_weakness": True}, "stroke. My face hangs down"),
        (
            "guillain_barre",
            {"ascending_weakness": True, "weakness_both_legs": True},
            "Weakness climbs up my legs and both my legs are weak.",
        ),
        ("aortic_aneurysm", {"known_aneurysm": True, "back_pain": True}, "I have an aneurysm"),
        ("rhabdomyolysis", {"dark_urine": True}, "My pee is dark."),
        ("giant_cell_arteritis", {"visual_change": True}, "My sight changed."),
        (
            "anticoagulant_hematoma",
            {"anticoagulant_use": True, "leg_weakness@left": True},
            "my left leg is weak",
        ),
        ("axial_spondyloarthritis", {"acute_red_eye": True}, "My eye is red and sore."),
        (
            "postoperative_spine",
            {"recent_spinal_surgery": True, "wound_discharge": True, "fever": True},
            "operation on my back, and my therapist wants a doctor to check me. My wound is red",
        ),
        ("safety_at_risk", {"suicidal_thoughts": True}, "Please do not leave me alone."),
        ("pediatric_hip", {"limp@right": True}, "I limp."),
    ],
)
def test_whoever_reads_the_card_alone_learns_what_it_is_about(
    id: str, findings: dict[str, Value], said: str
) -> None:
    made = card_for(id, findings, Tier.EMERGENCY)
    assert said in made.desk_sentence
    yes = [line for line in made.told if line.state == "yes"]
    assert bool(yes) is (id != "safety_at_risk")
    assert "{" not in " ".join((made.desk_sentence, *made.why, *made.ambulance))
    spanish = card_for(id, findings, Tier.EMERGENCY, "es")
    assert "{" not in " ".join((spanish.desk_sentence, *spanish.why, *spanish.ambulance))
    assert len([line for line in spanish.told if line.state == "yes"]) == len(yes)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "my left leg turned cold"), ("es", "mi pierna izquierda se puso fría")],
)
def test_the_card_names_the_leg(language: str, said: str) -> None:
    cold = {"sudden_cold_leg@left": True}
    made = card_for("acute_limb_ischemia", cold, Tier.AMBULANCE, language)
    assert said in made.desk_sentence.lower()
    told = " ".join(line.words for line in made.told if line.state == "yes")
    assert {"en": "Your left leg turned cold.", "es": "La pierna izquierda se puso fría."}[
        language
    ] == told
    both = card_for(
        "acute_limb_ischemia",
        {"sudden_cold_leg@left": True, "sudden_cold_leg@right": True},
        Tier.AMBULANCE,
    )
    assert "My leg turned cold." in both.desk_sentence


def test_a_child_is_driven_and_keeps_its_weight_off_the_named_leg() -> None:
    made = card_for("pediatric_hip", {"limp@right": True}, Tier.EMERGENCY, age=13)
    assert made.how[0] == "Let a grown-up drive you."
    assert "Do not drive yourself." not in made.how
    assert "Keep all weight off your right leg until then." in made.why


def test_nothing_that_goes_home_speaks_of_an_unsafe_home() -> None:
    unsafe = replace(flag(Tier.URGENT, NOT_FOR_HOME), title="Feels unsafe at home")
    with pytest.raises(ValueError, match="goes home"):
        safety_net_card(
            case({}), (unsafe,), library=library(), patient=None, clinic=CLINIC, clinician=None
        )
    beside = letter(flags=(unsafe, flag(Tier.URGENT, "hamstring_avulsion")))
    assert "unsafe" not in f"{beside.headline} {beside.situation}"
    assert "unsafe" in letter(flags=(unsafe,)).headline
    content = handout({"back_pain": True}, hypothesis=None, assessment=assessment(flags=(unsafe,)))
    assert "doctor in the next days" not in content.main_message
    assert unsafe.patient not in content.what_is_going_on
    assert content.care == ()


def test_an_emergency_is_not_asked_for_in_the_course_of_a_day() -> None:
    now = letter(flags=(flag(Tier.AMBULANCE, "visceral_referral"),))
    assert now.request.startswith("Please assess now; an ambulance was advised. Please assess for")
    own = letter(flags=(flag(Tier.AMBULANCE, "own_rule"),))
    assert own.request == "Please assess now; an ambulance was advised."


def test_shingles_are_seen_within_a_day_on_every_paper() -> None:
    rash = replace(flag(Tier.URGENT, "zoster"), title="Possible shingles")
    assert card_for("zoster", {"rash_or_blisters": True}, Tier.URGENT).action == (
        "See a doctor within a day"
    )
    assert "within 72 hours" in letter(flags=(rash,)).request
    content = handout({"back_pain": True}, hypothesis=None, assessment=assessment(flags=(rash,)))
    assert content.main_message.startswith("See a doctor within a day.")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_card_speaks_of_every_emergency_that_is_open(language: str) -> None:
    found = {"urinary_retention": True, "leg_swelling@left": True, "sudden_breathlessness": False}
    raised = (
        replace(flag(Tier.EMERGENCY), keys=(FindingKey.parse("urinary_retention"),)),
        replace(flag(Tier.EMERGENCY, "dvt"), keys=(FindingKey.parse("leg_swelling@left"),)),
    )
    made = safety_net_card(
        case(found), raised, library=library().spoken(language), patient=None, clinic=CLINIC,
        clinician=None,
    )  # fmt: skip
    clot = library().spoken(language).phrases.emergencies["clot"]
    assert clot.why[0] in made.why
    leg = {"en": "left leg is newly swollen", "es": "pierna izquierda se hinchó"}[language]
    assert any(leg in line.words for line in made.told if line.state == "yes")
    assert {"en": "blood clot", "es": "coágulo"}[language] in made.desk_sentence
    assert not [line for line in made.told if "breath" in line.words]


def test_what_a_weakness_comes_from_leads() -> None:
    raised = (flag(Tier.EMERGENCY, "motor_deficit"), flag(Tier.EMERGENCY, "guillain_barre"))
    found = case({"ascending_weakness": True, "weakness_both_legs": True})
    made = safety_net_card(
        found, raised, library=library(), patient=None, clinic=CLINIC, clinician=None
    )
    assert made.desk_sentence.startswith("My therapist thinks my nerves are losing strength")
    assert "my leg is weak" not in made.desk_sentence
    assert letter(flags=raised).headline.endswith("possible Guillain-Barre syndrome")
