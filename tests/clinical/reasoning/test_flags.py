"""Red-flag rules: tiers, combinations, and what must not fire."""

import re

import pytest

from pt_chart.clinical.evaluation import findings_of
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import Value
from pt_chart.clinical.reasoning.engine import RANKING_OFF_MINOR, assess
from pt_chart.clinical.reasoning.flags import ACTION_OF_TIER, action_for, raise_flags, unasked_core
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.results import Action, RaisedFlag, Tier
from tests.clinical.reasoning.cases import case


def tiers(facts: Facts, knowledge: Knowledge) -> dict[str, Tier]:
    """The tier of every raised flag."""
    return {flag.id: flag.tier for flag in raise_flags(facts, knowledge)}


@pytest.mark.parametrize(
    ("findings", "flag", "tier"),
    [
        ({"urinary_retention": True}, "cauda_equina", Tier.EMERGENCY),
        (
            {"urinary_retention": True, "ces_symptom_course": "long_stable"},
            "cauda_equina",
            Tier.URGENT,
        ),
        (
            {"urinary_retention": True, "ces_symptom_course": "changed"},
            "cauda_equina",
            Tier.EMERGENCY,
        ),
        ({"slr@left": True, "slr@right": True}, "cauda_equina", Tier.MONITOR),
        ({"post_void_residual": 350}, "cauda_equina", Tier.EMERGENCY),
        ({"myotome@left#L5": "4"}, "motor_deficit", Tier.MONITOR),
        ({"myotome@left#L5": "3+"}, "motor_deficit", Tier.URGENT),
        ({"myotome@left#L5": "3"}, "motor_deficit", Tier.EMERGENCY),
        (
            {"myotome@left#L5": "3", "weakness_course@left": "stable"},
            "motor_deficit",
            Tier.EMERGENCY,
        ),
        (
            {
                "myotome@left#L5": "3",
                "weakness_course@left": "stable",
                "weakness_duration@left": 60,
            },
            "motor_deficit",
            Tier.URGENT,
        ),
        (
            {"myotome@left#L5": "4+", "weakness_course@left": "hours_days"},
            "motor_deficit",
            Tier.EMERGENCY,
        ),
        ({"foot_drop@left": True}, "foot_drop", Tier.URGENT),
        (
            {"foot_drop@left": True, "weakness_course@left": "hours_days"},
            "foot_drop",
            Tier.EMERGENCY,
        ),
        ({"clonus@left": True}, "cord_signs", Tier.EMERGENCY),
        ({"clonus@left": True, "umn_course": "long_stable"}, "cord_signs", Tier.URGENT),
        ({"history_of_cancer": True}, "spinal_malignancy", Tier.MONITOR),
        ({"history_of_cancer": True, "night_pain": True}, "spinal_malignancy", Tier.URGENT),
        ({"history_of_cancer": True, "thoracic_pain": True}, "spinal_malignancy", Tier.EMERGENCY),
        ({"night_sweats": True}, "spinal_infection", Tier.ROUTINE),
        ({"temperature": 38.5}, "spinal_infection", Tier.EMERGENCY),
        ({"sudden_breathlessness": True}, "chest_emergency", Tier.AMBULANCE),
        ({"known_aneurysm": True}, "aortic_aneurysm", Tier.MONITOR),
        ({"pulsatile_abdominal_mass": True, "back_pain": True}, "aortic_aneurysm", Tier.AMBULANCE),
        ({"acute_red_eye": True}, "axial_spondyloarthritis", Tier.EMERGENCY),
    ],
)
def test_a_rule_has_the_tier_of_its_findings(
    findings: dict[str, Value], flag: str, tier: Tier, knowledge: Knowledge
) -> None:
    assert tiers(case(findings), knowledge)[flag] is tier


@pytest.mark.parametrize(
    "findings",
    [
        {"diabetes": True},
        {"diuretic_use": True, "leg_cramps_reported": True},
        {"deep_vein_tenderness@left": True},
        {"smoker": True, "buttock_pain@left": True},
        {"fasciculations@left": True},
        {"bilateral_leg_symptoms": True, "neurogenic_claudication_history": True},
        {"major_trauma": True, "trauma_imaged": True},
    ],
)
def test_too_eager_rules_stay_quiet(findings: dict[str, Value], knowledge: Knowledge) -> None:
    urgent = [id for id, tier in tiers(case(findings, age=67), knowledge).items() if tier.rank <= 2]
    assert urgent == []


def test_an_asked_no_never_raises(knowledge: Knowledge) -> None:
    answered = {
        field.id + ("@left" if field.sided else ""): False
        for field in knowledge.vocabulary.fields.values()
        if field.core
    }
    assessment = assess(case(answered, age=40), knowledge)
    assert assessment.flags == ()
    assert assessment.core_unasked == ()
    assert unasked_core(Facts(), knowledge)


def test_the_most_urgent_flag_decides() -> None:
    def flag(tier: Tier) -> RaisedFlag:
        return RaisedFlag("a", "A", tier, (), (), "", "", "", "no")

    assert action_for([]) is Action.PT_APPROPRIATE
    for tier, action in ACTION_OF_TIER.items():
        assert action_for([flag(Tier.MONITOR), flag(tier)]) is action


def test_flags_stay_and_ranking_stops_below_18(knowledge: Knowledge) -> None:
    assessment = assess(case({"urinary_retention": True, "slr": True}, age=16), knowledge)
    assert assessment.action is Action.EMERGENCY
    assert assessment.ranked == ()
    assert assessment.ranking_off == RANKING_OFF_MINOR
    assert assess(case({"slr": True}, age=18), knowledge).ranked


def test_every_rule_is_complete(knowledge: Knowledge) -> None:
    for rule in knowledge.flags:
        assert rule.clinician
        assert rule.patient
        assert rule.clears
        assert rule.source
        patient = " ".join([rule.patient, *(step.patient for step in rule.steps)]).lower()
        assert not any(word in patient for word in ("saddle", "squashed", "off the bone"))
        assert all(findings_of(step.when) for step in rule.steps)


def test_because_names_the_side(knowledge: Knowledge) -> None:
    (flag,) = raise_flags(case({"myotome@left#L5": "4"}), knowledge)
    assert any("LEFT" in words for words in flag.because)


def test_because_names_what_was_recorded_not_what_follows(knowledge: Knowledge) -> None:
    for grade in ("4-", "4"):
        (flag,) = raise_flags(case({"myotome@left#L5": grade}), knowledge)
        assert [str(key) for key in flag.keys] == ["myotome@left#L5"]
        (words,) = flag.because
        assert words.endswith(grade)


SOON = re.compile(
    r"ambulance|emergency|today|hospital|immediately|same day|within a day(?! or two)",
    re.IGNORECASE,
)
ONLY_IF = re.compile(r"\b(if|with|when)\b", re.IGNORECASE)


def test_words_ask_for_what_the_tier_means(knowledge: Knowledge) -> None:
    """A calm step never demands the emergency department; an emergency step always says so."""
    for rule in knowledge.flags:
        loud = [step for step in rule.steps if step.tier.rank < Tier.URGENT.rank]
        for step in rule.steps:
            words = step.patient or rule.patient
            if step in loud:
                assert SOON.search(words), (rule.id, step.title, words)
                assert "within days" not in words
                continue
            first = re.split(r"(?<=[.;])\s", words)[0]
            assert ONLY_IF.search(first) or not SOON.search(first), (rule.id, step.title, words)
            own = step.clinician or not loud
            assert own or not SOON.search(rule.clinician), (rule.id, step.title)
