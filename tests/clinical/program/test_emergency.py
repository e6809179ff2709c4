"""The safety-net card and the referral letter."""

import re
import tomllib
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.people import Clinic, Clinician, Patient
from pt_chart.clinical.program import readability
from pt_chart.clinical.program.emergency import safety_net_card
from pt_chart.clinical.program.emergency_kinds import NOT_FOR_HOME
from pt_chart.clinical.program.letter import referral_letter
from pt_chart.clinical.reasoning.results import Tier
from tests.support.shipped import FORMS, vocabulary
from tests.support.shipped_library import case, flag, library

CLINIC = Clinic("Example Harbor", phone="555-0142", any_hour="555-0199", emergency_number="112")
PATIENT = Patient("1", "S-10077", "Example", "Jordan", date(1975, 5, 5))
CES = {
    "urinary_retention": True,
    "altered_perianal_sensation": True,
    "bowel_incontinence": False,
    "myotome@right#S1": "4",
    "myotome@left#S1": "5",
    "reflex_achilles@right": "1",
    "fever": False,
    "history_of_cancer": False,
    "symptom_duration": 35,
}


def card(findings: Any = CES, tier: Any = Tier.EMERGENCY, answers: Any = None, **more: Any) -> Any:
    return safety_net_card(
        case(findings),
        (flag(tier, **more),),
        library=library(),
        patient=PATIENT,
        clinic=CLINIC,
        clinician=Clinician("c", "Alex Demo"),
        date=date(2026, 11, 24),
        answers=answers,
    )


def letter(
    findings: Any = CES, flags: Any = None, last: Any = None, patient: Any = PATIENT, **more: Any
) -> Any:
    return referral_letter(
        case(findings),
        flags or (flag(Tier.EMERGENCY),),
        library=library(),
        vocabulary=vocabulary(),
        patient=patient,
        clinic=CLINIC,
        clinician=None,
        last=last,
        **more,
    )


def test_the_card_says_where_to_go_and_what_was_told() -> None:
    made = card()
    assert made.action == "Go to the emergency room now"
    states = {line.words: line.state for line in made.told}
    assert states["It is hard to start to pee."] == "yes"
    assert states["You lose control of your bowels."] == "no"
    assert states["You lost feeling in your private parts."] == "not_asked"
    assert [line.state for line in made.told] == sorted(
        (line.state for line in made.told), key=("yes", "no", "not_asked").index
    )


def test_what_was_not_asked_is_never_a_no() -> None:
    assert {line.state for line in card({}).told} == {"not_asked"}


def test_the_desk_sentence_names_only_what_is_so() -> None:
    said = card().desk_sentence
    assert "cauda equina syndrome" in said
    assert "I have trouble peeing and I am numb between my legs." in said
    assert "bowels" not in said
    assert said.endswith("I need to be seen now.")


def test_onset_comes_from_the_note_of_the_answer() -> None:
    answers = {FindingKey("urinary_retention"): Answer(True, note="Nov 23, 8 pm")}
    told = {line.words: line.since for line in card(answers=answers).told}
    assert told["It is hard to start to pee."] == "since Nov 23, 8 pm"
    assert told["You lose control of your bowels."] == ""


@pytest.mark.parametrize(
    ("tier", "action"),
    [
        (Tier.AMBULANCE, "Call 112 now"),
        (Tier.EMERGENCY, "Go to the emergency room now"),
        (Tier.URGENT, "See a doctor in the next days"),
    ],
)
def test_the_tier_sets_how_loud_the_card_is(tier: Any, action: Any) -> None:
    assert card(tier=tier).action == action


def test_a_flag_without_words_of_its_own_gets_its_patient_sentence() -> None:
    made = card(id="some_new_rule", condition="something_new")
    assert "Go to the emergency department today." in made.why
    assert "{" not in " ".join((*made.why, made.desk_sentence))


def test_the_card_stops_the_exercises_and_reads_at_grade_6() -> None:
    made = card()
    assert made.exercises.startswith("Stop all exercises.")
    said = [made.lead, *made.why, *(line.words for line in made.told), *made.how, *made.ambulance]
    found = readability.measure(said, (), library().phrases.items("readability.jargon"))
    assert found.fits


@pytest.mark.parametrize(
    ("tier", "said", "calm"),
    [
        (Tier.EMERGENCY, "Stop all exercises.", False),
        (Tier.URGENT, "Do only the exercises we gave you today.", False),
        (Tier.MONITOR, "", True),
    ],
)
def test_the_card_says_of_exercises_what_prints_beside_it(
    tier: Tier, said: str, calm: bool
) -> None:
    made = card({}, tier=tier)
    assert made.exercises.startswith(said)
    assert bool(made.exercises) is bool(said)
    assert made.calm is calm


@pytest.mark.parametrize(
    ("tier", "card_says", "letter_says"),
    [
        (Tier.URGENT, "next days", "within days"),
        (Tier.ROUTINE, "next visit", "next routine appointment"),
        (Tier.MONITOR, "next visit", "next routine appointment"),
    ],
)
def test_card_and_letter_name_the_same_time(tier: Tier, card_says: str, letter_says: str) -> None:
    made = card({}, tier=tier)
    assert card_says in made.action
    assert card_says in made.desk_sentence
    assert letter_says in letter(flags=(flag(tier),)).request


def test_without_a_flag_there_is_nothing_to_say() -> None:
    with pytest.raises(ValueError, match="no flag"):
        safety_net_card(
            case({}), (), library=library(), patient=None, clinic=CLINIC, clinician=None
        )


def test_the_most_urgent_flag_leads() -> None:
    made = letter(flags=(flag(Tier.ROUTINE, id="dvt"), flag(Tier.EMERGENCY)))
    assert made.urgency == "emergency"
    assert len(made.situation) == 1


def test_a_card_without_words_of_its_own_keeps_chart_language_to_the_letter() -> None:
    made = replace(
        flag(Tier.AMBULANCE, "vessel"),
        title="Aneurysm possible",
        because=("Pulsatile mass: yes", "Chills: yes"),
        keys=(FindingKey("abdominal_pulsatile_mass"), FindingKey("chills")),
    )
    card = safety_net_card(
        case({"fever": False, "chills": True}),
        [made],
        library=library(),
        patient=None,
        clinic=CLINIC,
        clinician=None,
    )
    assert [(line.words, line.state) for line in card.told] == [
        ("You have chills.", "yes"),
    ]
    assert "I have chills. My letter says what was found." in card.desk_sentence
    said = " ".join((*card.why, card.desk_sentence, *(line.words for line in card.told)))
    assert "Aneurysm" not in said
    assert "mass" not in said


CANCER = {
    "history_of_cancer": True, "active_cancer": True, "unexplained_weight_loss": True,
    "night_pain": True, "back_pain": True,
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_urgent_card_names_no_tumor_and_speaks_as_a_patient_does(language: str) -> None:
    raised = replace(
        flag(Tier.URGENT, "spinal_malignancy"),
        title="Possible spinal malignancy",
        because=("Cancer, ever: yes", "Pain wakes at night: yes", "Low back pain: yes"),
        keys=tuple(map(FindingKey, CANCER)),
        patient="Because of your history we want your doctor to look at this soon.",
    )
    made = safety_net_card(
        case(CANCER), (raised,), library=library().spoken(language), patient=None, clinic=CLINIC,
        clinician=None,
    )  # fmt: skip
    said = " ".join((*made.why, made.desk_sentence, made.lead, *(one.words for one in made.told)))
    assert not re.search(r"malignan|tumor|maligno|, ever|Low back pain", said)
    if language == "en":
        assert "You have had cancer." in said
        assert made.desk_sentence == (
            "My therapist wants a doctor to check my back. I have had cancer, I lost weight "
            "without trying, and pain wakes me at night. I need to be seen in the next days."
        )
        assert "if you get worse" in made.lead


FLAGS = [
    rule for file in sorted((FORMS / "flags").glob("*.toml"))
    for rule in tomllib.loads(file.read_text("utf-8"))["flag"]
]  # fmt: skip


@pytest.mark.parametrize("rule", FLAGS, ids=lambda rule: rule["id"])
def test_every_card_reads_at_grade_6_and_names_no_department(rule: dict[str, Any]) -> None:
    """Each flag at each of its tiers, in English as it stands and in Spanish."""
    for language, step in product(("en", "es"), rule["step"]):
        spoken = library().spoken(language)
        if rule["id"] == NOT_FOR_HOME and step["tier"] == "urgent":
            continue
        sentence = step.get("patient", rule["patient"])
        raised = replace(
            flag(Tier(step["tier"]), rule["id"], rule["condition"]),
            title=step.get("title", rule["title"]),
            patient=sentence,
        )
        made = safety_net_card(
            case({"fever": False}), (raised,), library=spoken, patient=None, clinic=CLINIC,
            clinician=None,
        )  # fmt: skip
        told = (line.words for line in made.told)
        said = [made.action, made.lead, *made.why, *told, *made.how, *made.ambulance]
        said.append(made.exercises)
        jargon = spoken.phrases.items("readability.jargon") if language == "en" else ()
        found = readability.measure([one for one in said if one], (), jargon, language)
        assert found.fits, (language, step["tier"], found)
        assert "department" not in " ".join(said)


def test_whoever_waits_for_a_lift_knows_when_to_call_instead() -> None:
    card = safety_net_card(
        case({}),
        [flag(Tier.EMERGENCY)],
        library=library(),
        patient=None,
        clinic=CLINIC,
        clinician=None,
    )
    assert any("hard to breathe" in words for words in card.ambulance)


@pytest.mark.parametrize("tier", [Tier.EMERGENCY, Tier.URGENT])
@pytest.mark.parametrize(
    ("id", "signs"),
    [
        ("dvt", ("hard to breathe", "cough up blood", "chest hurts", "faint")),
        ("limb_threatening_ischemia", ("cold, pale, blue, or numb", "will not move")),
        ("spinal_infection", ("confused", "breathe fast")),
    ],
)
def test_when_to_call_an_ambulance_is_said_for_the_kind(
    id: str, signs: tuple[str, ...], tier: Tier
) -> None:
    made = safety_net_card(
        case({}),
        (flag(tier, id),),
        library=library(),
        patient=None,
        clinic=Clinic(),
        clinician=None,
    )
    said = " ".join(made.ambulance)
    assert all(sign in said for sign in signs)
    assert ("No one can drive you." in made.ambulance) is (tier is Tier.EMERGENCY)
    spanish = safety_net_card(
        case({}), (flag(tier, id),), library=library().spoken("es"), patient=None,
        clinic=Clinic(), clinician=None,
    )  # fmt: skip
    assert len(spanish.ambulance) == len(made.ambulance)
    assert not set(spanish.ambulance) & set(made.ambulance)


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_ambulance_is_called_at_once_not_if(language: str) -> None:
    made = safety_net_card(
        case({}), (flag(Tier.AMBULANCE, "dvt"),), library=library().spoken(language),
        patient=None, clinic=CLINIC, clinician=None,
    )  # fmt: skip
    assert made.ambulance == ()
    assert "112" in made.how[0]


def test_the_general_desk_sentence_says_what_was_answered_in_both_languages() -> None:
    found = {"major_trauma": True, "fever": False}
    raised = flag(Tier.EMERGENCY, "spinal_fracture")
    english, spanish = (
        safety_net_card(
            case(found), (raised,), library=library().spoken(language), patient=None,
            clinic=CLINIC, clinician=None,
        ).desk_sentence
        for language in ("en", "es")
    )  # fmt: skip
    assert raised.title not in english
    assert "a bone may be hurt. I had a bad fall, crash, or blow." in english
    assert "Tuve una caída o un golpe fuerte." in spanish
    assert "fiebre" not in spanish


def test_the_general_card_ticks_an_answer_once() -> None:
    raised = replace(
        flag(Tier.EMERGENCY, "some_new_rule", "something_new"),
        because=("Serious fall, crash or blow: yes",),
        keys=(FindingKey("major_trauma"),),
    )
    made = safety_net_card(
        case({"major_trauma": True, "fever": True}), (raised,), library=library(), patient=None,
        clinic=CLINIC, clinician=None,
    )  # fmt: skip
    assert [line.words for line in made.told] == [
        "You had a bad fall, crash, or blow.",
        "You have a fever.",
    ]
