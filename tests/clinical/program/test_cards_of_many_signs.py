"""Cards and letters of trouble that many findings raise: they tell what raised it."""

from dataclasses import replace

import pytest

from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.program.emergency import safety_net_card
from pt_chart.clinical.program.emergency_kinds import emergency_words
from pt_chart.clinical.program.phrases import GENERAL
from pt_chart.clinical.reasoning.results import Tier
from tests.clinical.program.test_cards import card_for
from tests.clinical.program.test_emergency import CLINIC, FLAGS, letter
from tests.support.shipped_library import case, flag, library

ECTOPIC: dict[str, Value] = {
    "pregnancy": True, "abdominal_pain": True, "abnormal_vaginal_bleeding": True,
    "dizziness": True,
}  # fmt: skip


@pytest.mark.parametrize(
    ("id", "findings", "desk"),
    [
        (
            "visceral_referral",
            ECTOPIC,
            "I am pregnant, my belly hurts, I bleed from the vagina, and I feel dizzy or faint.",
        ),
        (
            "medicine_risk",
            {"diabetes": True, "thirst_or_polyuria": True, "vomiting_or_diarrhea": True},
            "I have diabetes, I am very thirsty or pee a lot, and I throw up",
        ),
        ("visceral_referral", {"abdominal_guarding": True}, "My belly is hard and tense."),
        ("hip_at_risk", {"sickle_cell_disease": True, "severe_pain": True}, "the pain is very bad"),
    ],
)
def test_what_raised_the_flag_is_told_and_said_at_the_desk(
    id: str, findings: dict[str, Value], desk: str
) -> None:
    made = card_for(id, findings, Tier.EMERGENCY)
    assert desk in made.desk_sentence
    assert {line.state for line in made.told} == {"yes"}
    assert len(made.told) == len(findings)


def test_every_flag_but_the_mildest_has_words_of_its_own() -> None:
    phrases, calm = library().phrases, {"routine", "monitor"}
    for rule in FLAGS:
        if {step["tier"] for step in rule["step"]} <= calm:
            continue
        raised = flag(Tier.URGENT, rule["id"], rule["condition"])
        assert emergency_words(raised, phrases).id != GENERAL, rule["id"]


def test_no_letter_but_a_nerves_has_the_table_of_nerves() -> None:
    made = letter(ECTOPIC, flags=(flag(Tier.AMBULANCE, "visceral_referral"),))
    assert {row.asked: row.answer for row in made.asked}["Dizziness"] == "Yes"
    tests = [row.test for row in made.examined]
    assert "Heart rate" in tests
    assert not any("MRC" in test or "Perianal" in test for test in tests)
    assert "Week of pregnancy: not recorded." in made.background


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_second_emergency_of_many_signs_stands_on_the_card(language: str) -> None:
    spoken = library().spoken(language)
    low = next(text for text in library().spoken("es").flags if "take sugar now" in text)
    keys = tuple(FindingKey(id) for id in ("diabetes_medicine_use", "sweats", "confusion"))
    raised = (
        replace(flag(Tier.EMERGENCY, "stroke"), keys=(FindingKey("confusion"),)),
        replace(flag(Tier.EMERGENCY, "medicine_risk"), keys=keys, patient=low),
    )
    made = safety_net_card(
        case({"confusion": True, "sweats": True, "diabetes_medicine_use": True}), raised,
        library=spoken, patient=None, clinic=CLINIC, clinician=None,
    )  # fmt: skip
    assert (low if language == "en" else spoken.flags[low]) in made.why
    sweat, drug = ("I sweat", "diabetes") if language == "en" else ("sudo", "diabetes")
    assert sweat in made.desk_sentence
    assert drug in made.desk_sentence


def test_what_can_wait_tells_what_raised_it_too() -> None:
    found: dict[str, Value] = {"groin_pain@right": True, "hop_pain@right": True}
    made = card_for("bone_stress", found, Tier.URGENT)
    told = {line.words for line in made.told if line.state == "yes"}
    assert told == {"Your groin hurts.", "It hurts to hop on your right leg."}
    assert "Your leg looks shorter or turned out." in made.ambulance


def test_a_child_with_a_hot_hip_is_told_of_the_hip_and_not_asked_about_drugs() -> None:
    found: dict[str, Value] = {"fever": True, "limp@right": True, "hip_pain@right": True,
                               "unable_to_bear_weight@right": True}  # fmt: skip
    made = card_for("septic_joint", found, Tier.EMERGENCY, age=8)
    assert "a joint of my right leg" in made.desk_sentence
    assert "My hip hurts, I cannot put weight on my right leg" in made.desk_sentence
    assert not any("drugs" in line.words for line in made.told)
    assert any("drugs" in line.words
               for line in card_for("septic_joint", found, Tier.EMERGENCY).told)  # fmt: skip


def test_a_fever_with_a_sore_hip_is_told_with_the_hip() -> None:
    found: dict[str, Value] = {"fever": True, "hip_pain@right": True, "joint_swelling": True,
                               "limp@right": True}  # fmt: skip
    made = card_for("spinal_infection", found, Tier.EMERGENCY)
    assert {line.words for line in made.told if line.state == "yes"} == {
        "You have a fever.", "Your hip hurts.", "A joint is swollen.", "You limp.",
    }  # fmt: skip
    assert "I have a fever, my hip hurts, and a joint is swollen." in made.desk_sentence
    assert "back or leg pain" not in " ".join(made.why)
    told = letter(found, flags=(flag(Tier.EMERGENCY, "spinal_infection"),))
    assert {row.asked: row.answer for row in told.asked}["Limps"] == "Yes: RIGHT"
    assert "Temperature" in [row.test for row in told.examined]


def test_a_pregnancy_is_on_the_card_however_it_was_recorded() -> None:
    made = card_for("visceral_referral", {"abdominal_pain": True, "pregnancy_weeks": 22},
                    Tier.EMERGENCY)  # fmt: skip
    assert made.desk_sentence.count("I am pregnant") == 1
    both: dict[str, Value] = {"abdominal_pain": True, "pregnancy": True, "pregnancy_weeks": 22}
    told = [line.words for line in card_for("visceral_referral", both, Tier.EMERGENCY).told]
    assert told == ["Your belly hurts.", "You are pregnant."]


def test_a_weak_leg_is_told_with_its_side() -> None:
    made = card_for("foot_drop", {"foot_drop@left": True}, Tier.EMERGENCY)
    assert made.why[0] == "Your left leg is weak."
    assert made.desk_sentence.startswith("My therapist found that my left leg is weak.")


def test_a_sore_tendon_on_an_antibiotic_is_told_and_no_sugar() -> None:
    found: dict[str, Value] = {"fluoroquinolone_use": True, "achilles_tenderness@right": True}
    made = card_for("medicine_risk", found, Tier.URGENT)
    assert "the tendon above my heel is sore" in made.desk_sentence
    assert "sugar" not in " ".join((*made.why, made.desk_sentence))


def test_a_stiff_back_is_told_as_one_and_a_red_eye_as_an_eye() -> None:
    found: dict[str, Value] = {"morning_stiffness_over_30": True, "relief_movement": True}
    made = card_for("axial_spondyloarthritis", found, Tier.ROUTINE)
    assert [line.words for line in made.told] == [
        "You are stiff in the morning for over half an hour.", "Moving helps.",
    ]  # fmt: skip
    assert made.how[0] == "Show this card at your next visit."
    eye = card_for("axial_spondyloarthritis", {"acute_red_eye": True}, Tier.EMERGENCY)
    assert "eye" in eye.why[1]
