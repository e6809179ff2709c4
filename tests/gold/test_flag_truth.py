"""No title and no patient sentence of a flag names a fact that what raised it does not hold.

Read are the facts that a text claims without "if", "possible" or a question: the first thing that
a title without "or" names (with "or" it is a list of what may have raised it), and the plain
sentences to the patient.
"""

import re
from functools import cache

import pytest

from pt_chart import definitions
from pt_chart.clinical.derivation import derive
from pt_chart.clinical.findings import Value
from pt_chart.clinical.reasoning.flags import raise_flags
from pt_chart.clinical.reasoning.knowledge import FlagRule, FlagStep
from pt_chart.host.resources import forms_dir
from tests.forms.test_flag_sentences import at_any_rate
from tests.gold.minimal_sets import MinimalSets, Way, facts_of, words

KNOWLEDGE = definitions.load(forms_dir()).knowledge
VOCABULARY = KNOWLEDGE.vocabulary
SETS = MinimalSets(VOCABULARY)
STEPS = [(rule, step) for rule in KNOWLEDGE.flags for step in rule.steps]
IDS = [f"{rule.id}-{rule.steps.index(step)}" for rule, step in STEPS]
MOST = 30

PAINS = [name for name in VOCABULARY.fields if re.search("pain|tender|headache|sciatica", name)]
HOLDS: dict[str, tuple[str, ...]] = {
    r"lumps?|mass": (
        "thigh_mass",
        "buttock_mass",
        "mass_growing",
        "mass_deep",
        "mass_size_cm",
        "imaging_mass",
        "tumor_at_site",
        "popliteal_pulsatile_mass",
        "buttock_pulsatile_mass",
        "groin_or_abdominal_lump",
        "fibular_head_mass",
    ),
    r"fever": ("feverish",),
    r"vomit\w*": ("vomits",),
    r"pregnan\w*": ("pregnancy", "recent_childbirth"),
    r"(?<!sudden )headache": ("new_headache", "neck_stiffness", "kernig_sign"),
    r"your history": (
        "cancer_known",
        "corticosteroid_use",
        "heavy_alcohol",
        "sickle_cell_disease",
        "lupus_or_vasculitis",
        "organ_transplant",
        "pregnancy",
        "recent_childbirth",
    ),
    r"cancer history|metastatic": ("cancer_known",),
    r"twitching": ("fasciculations", "twitching_many_places"),
    r"bruise\w*": (
        "bruising_posterior_thigh",
        "thigh_bruising_reported",
        "flank_bruising",
        "calf_bruising",
    ),
    r"(?<!or )wound": ("wound_discharge", "wounds_or_sores"),
    r"rash": ("rash_or_blisters", "tick_bite_rash"),
    r"numbness that climbs|numb feeling that climbs": (
        "numbness_spreading_up",
        "ascending_weakness",
    ),
    r"back (?:or leg )?pain": ("pain_of_spine_or_root", "alternating_buttock_pain"),
    r"pain": (*PAINS, "worse_lying_flat", "tumor_at_site"),
    r"swollen|swelling": (
        "leg_swelling",
        "visible_leg_swelling",
        "calf_swelling_3cm",
        "whole_leg_swollen",
        "pitting_edema",
        "edema_both_legs",
        "muscle_swelling",
        "joint_swelling",
        "hot_swollen_joint",
        "heat_swelling_toe",
        "lymph_nodes_enlarged",
        "abdominal_distension",
    ),
    r"injury like this|after (?:this|an) injury|after this fall|fall": (
        "fall_or_blow",
        "falls",
        "knee_injury_recent",
        "recent_leg_injury_or_exertion",
    ),
    r"foot drop|foot that drops": ("foot_drop",),
    r"confusion": ("confusion",),
    r"tick bite": ("tick_bite", "tick_bite_rash"),
    r"scan showed|images": (
        "imaging_infection",
        "imaging_hematoma",
        "imaging_fracture",
        "imaging_mass",
    ),
}
"""The words of a claim, and the findings of which one must then be recorded or follow."""

PATTERN = {re.compile(rf"\b(?:{word})\b", re.IGNORECASE): names for word, names in HOLDS.items()}
ALTERNATIVE = re.compile(r", |: |\bpossible\b|\bpattern\b", re.IGNORECASE)
ADVICE = re.compile(
    r"^(?:tell us|we will (?:check|let)|we want|keep|do not|please (?:call|do not))", re.IGNORECASE
)


def claims(step: FlagStep, rule: FlagRule) -> list[str]:
    """What is said as a fact: the head of the title, and the patient's plain sentences."""
    title = step.title or rule.title
    head = "" if " or " in title else ALTERNATIVE.split(title)[0]
    told = at_any_rate(step.patient or rule.patient, "en")
    plain = [one for one in re.split(r"(?<=[.;?])\s+", told) if not ADVICE.search(one.strip())]
    return [head, *(one for one in plain if not one.endswith("?"))]


@cache
def found_in(way: Way) -> frozenset[str]:
    """The findings that a minimal set holds or that follow from it; an answer of no is none."""
    facts = derive(VOCABULARY, facts_of(way))
    return frozenset(key.id for key, value in facts.values.items() if holds(value))


def holds(value: Value) -> bool:
    """Whether an answer says that something is there."""
    return value is not False


@pytest.mark.parametrize(("rule", "step"), STEPS, ids=IDS)
def test_a_flag_says_nothing_that_nobody_recorded(rule: FlagRule, step: FlagStep) -> None:
    ways = SETS.of(step.when)
    for text in claims(step, rule):
        for pattern, names in PATTERN.items():
            if not pattern.search(text):
                continue
            for way in ways[:: 1 + len(ways) // MOST]:
                if not found_in(way) & set(names):
                    raised = raise_flags(facts_of(way), KNOWLEDGE)
                    said = [one.title for one in raised if one.id == rule.id]
                    assert (step.title or rule.title) not in said, (text, words(way))


def test_an_untrue_claim_is_seen() -> None:
    rule = next(one for one in KNOWLEDGE.flags if one.id == "soft_tissue_mass")
    text = claims(rule.steps[0], rule)[1]
    assert "lump" in text
    pattern = next(one for one in PATTERN if one.search(text))
    spots = next(way for step in rule.steps for way in SETS.of(step.when) if "spots" in words(way))
    assert not found_in(spots) & set(PATTERN[pattern])
