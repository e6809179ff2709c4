"""What a patient is told about each step of each flag says no other time than its tier."""

import re
import tomllib
from dataclasses import replace
from datetime import date

import pytest

from pt_chart.clinical.people import Clinic
from pt_chart.clinical.program import dosing
from pt_chart.clinical.program.content import handout_content
from pt_chart.clinical.program.dosage import Program
from pt_chart.clinical.program.emergency import safety_net_card
from pt_chart.clinical.program.handout import HandoutContent
from pt_chart.clinical.reasoning.results import RaisedFlag, Tier
from pt_chart.clinical.sides import Side
from tests.clinical.program.assessments import assessment
from tests.forms.test_spanish import english_in
from tests.support.shipped import FORMS
from tests.support.shipped_library import case, flag, library

STEPS = [
    (rule["id"], number, Tier(step["tier"]), step.get("patient", rule["patient"]))
    for path in sorted((FORMS / "flags").glob("*.toml"))
    for rule in tomllib.loads(path.read_text("utf-8"))["flag"]
    for number, step in enumerate(rule["step"])
]
BOTH = {"en": library(), "es": library().spoken("es")}

NOW = {
    "en": r"today|now|at once|same day|emergency room|ambulance",
    "es": r"hoy|ahora|ya|de inmediato|el mismo día|emergencias|ambulancia",
}
WITHIN_A_DAY = {"en": r"today|now|within a day(?! or)", "es": r"hoy|ahora|en un día"}
DAYS = {
    "en": r"within days|next days|within a day|day or two|this week",
    "es": r"próximos días|pocos días|en un día|uno o dos días|esta semana",
}
CALL = {"en": r"ambulance", "es": r"ambulancia"}
IF = {"en": r"\bif\b|^with\b", "es": r"\bsi\b"}
ASKED = {"en": r"\?[^?]*\bthen\b.*", "es": r"¿.*entonces.*"}
PHONE = {"en": r"call the team[^.;]*today", "es": r"llame hoy[^.;]*equipo"}
TELL = {"en": r"(?:tell|contact) us at once", "es": r"avísenos de inmediato"}


def at_any_rate(text: str, language: str) -> str:
    """What is said without a condition: "today if it gets worse" is not."""
    said = []
    plain = re.sub(ASKED[language], "", text, flags=re.IGNORECASE)
    for sentence in re.split(r"(?<=[.;])\s+", plain):
        condition = re.search(IF[language], sentence, re.IGNORECASE)
        if condition is None:
            said.append(sentence)
            continue
        said.append(sentence[: condition.start()].rpartition(",")[0])
    return re.sub(TELL[language], "", " ".join(said), flags=re.IGNORECASE)


def says(words: dict[str, str], text: str, language: str) -> bool:
    return re.search(rf"\b(?:{words[language]})\b", text, re.IGNORECASE) is not None


def told(language: str, english: str) -> str:
    return english if language == "en" else BOTH["es"].flags[english]


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize(
    ("id", "number", "tier", "english"), STEPS, ids=[f"{id}-{n}" for id, n, *_ in STEPS]
)
def test_no_step_says_another_time_than_its_tier(
    id: str, number: int, tier: Tier, english: str, language: str
) -> None:
    text = at_any_rate(told(language, english), language)
    if tier is Tier.AMBULANCE:
        assert says(CALL, text, language), text
    elif tier is Tier.EMERGENCY:
        assert says(WITHIN_A_DAY, text, language), text
        assert not says(CALL, text, language), text
    elif tier is Tier.URGENT:
        # Who is to be seen within days may well be asked to phone today.
        phoned = re.sub(PHONE[language], "", text, flags=re.IGNORECASE)
        assert not says(NOW, phoned, language), text
    else:
        assert not says(NOW, text, language), text
        assert not says(DAYS, text, language), text


def test_the_check_sees_a_sentence_of_another_tier() -> None:
    worst = "Llame ahora a una ambulancia."
    assert says(NOW, at_any_rate(worst, "es"), "es")
    assert not says(NOW, at_any_rate("Le avisaremos. Si empeora, vaya hoy.", "es"), "es")
    assert not says(NOW, at_any_rate("Look within days, today if it gets worse.", "en"), "en")
    assert says(NOW, at_any_rate("Go today. If you faint, call.", "en"), "en")


def test_every_sentence_has_its_own_spanish_one_and_none_is_left_over() -> None:
    assert {english for *_, english in STEPS} == set(BOTH["es"].flags)
    for text in BOTH["es"].flags.values():
        assert not english_in(text), text
    assert len(set(BOTH["es"].flags.values())) == len(BOTH["es"].flags)


def raised(id: str, tier: Tier, english: str) -> RaisedFlag:
    return replace(flag(tier, id), patient=english)


def sheet(one: RaisedFlag) -> HandoutContent:
    spoken = BOTH["es"]
    return handout_content(
        Program((dosing.default_item(spoken.exercises["abdominal_brace"], Side.RIGHT),)),
        case({"back_pain": True}, Side.RIGHT),
        chart=None,
        assessment=assessment(flags=(one,)),
        library=spoken,
        pictures={},
        patient=None,
        clinic=Clinic(),
        clinician=None,
        date=date(2026, 11, 3),
    )


def test_a_calmer_step_is_not_told_in_the_words_of_the_most_urgent_one() -> None:
    """Numbness that climbs is seen within days; only the first step of its flag calls 911."""
    english = next(text for id, *_, tier, text in STEPS
                   if (id, tier) == ("guillain_barre", Tier.URGENT))  # fmt: skip
    one = raised("guillain_barre", Tier.URGENT, english)
    assert "en los próximos días" in sheet(one).what_is_going_on[0]
    card = safety_net_card(
        case({}), (one,), library=BOTH["es"], patient=None, clinic=Clinic(), clinician=None
    )
    assert not any("muestre esta tarjeta" in line for line in card.why)


def test_a_rule_of_the_clinic_is_told_by_when_in_spanish_not_in_english() -> None:
    one = raised("own_rule", Tier.URGENT, "See our nurse within days.")
    assert sheet(one).what_is_going_on[0] == "Vea a un médico en los próximos días."
