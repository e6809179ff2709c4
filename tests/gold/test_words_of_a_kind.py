"""Classes of red-flag faults: a word unread beside its siblings, a "no" or "stable" that lowers.

Every serious gold case is run again with each recorded word replaced by each word of its kind, and
with every answer of "no" or "the same" that its rules look at. What may then be calmer stands here
with its reason; everything else stays what the case wants (urgent at least).
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pt_chart import definitions
from pt_chart.clinical.criteria import All, AtLeast, Criterion, Not, Test, Untested
from pt_chart.clinical.criteria import Any as AnyOf
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import FieldKind
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.reasoning.flags import raise_flags
from pt_chart.clinical.reasoning.judging import judge_case
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.host.resources import forms_dir
from tests.clinical.reasoning.cases import case

KNOWLEDGE = definitions.load(forms_dir()).knowledge
VOCABULARY = KNOWLEDGE.vocabulary
CASES: list[dict[str, Any]] = [
    one
    for one in tomllib.loads(
        Path(__file__).with_name("reasoning").joinpath("warning_signs.toml").read_text("utf-8")
    )["case"]
    if Tier(one["at_least"]).rank <= Tier.URGENT.rank
]
IDS = [one["id"] for one in CASES]

KINDS: dict[str, tuple[str, ...]] = {
    "hip": ("hip_pain", "groin_pain", "pubic_pain"),
    "thigh": ("thigh_pain", "anterior_thigh_pain", "medial_thigh_pain", "lateral_thigh_pain"),
    "knee": ("knee_pain", "medial_knee_pain", "posterior_knee_pain"),
    "spine": (
        *("back_pain", "thoracic_pain", "sacral_pain", "sij_region_pain", "buttock_pain"),
        "spine_tenderness",
    ),
    "belly": ("abdominal_pain", "pelvic_pain"),
    "immunity": (
        *("immunosuppression", "immunosuppressant_use", "organ_transplant", "hiv", "dialysis"),
    ),
    "germs": ("iv_drug_use", "dialysis", "bacteremia_risk"),
    "bleeding": ("anticoagulant_use", "bleeding_disorder"),
    "cancer": ("history_of_cancer", "active_cancer", "cancer_type=breast 2015"),
    "fever": ("fever", "chills", "temperature=38.4"),
    "injury": (
        *("minor_trauma", "injury_at_onset", "major_trauma", "mechanism=fall"),
        "mechanism=direct_blow",
    ),
    "loading": (
        *("limp", "pain_on_weight_bearing", "walking_aid_new", "unable_to_bear_weight"),
        "gait=aided",
    ),
    "severe": ("severe_pain", "uncontrolled_pain", "severe_buttock_pain", "nprs_now=9"),
    "pregnancy": ("pregnancy", "pregnancy_weeks=24"),
    "numb": (
        *("numbness", "tingling", "numbness_or_tingling", "leg_sensory_deficit"),
        *("numbness_area=calf", "light_touch#L5=reduced", "pinprick#L5=absent"),
        "sensory_loss_dermatomal",
    ),
    "weak": (
        *("leg_weakness", "paresis_myotomal", "heel_walk=weak", "toe_walk=weak", "myotome#L5=4"),
        *("strength_hip_abduction=4", "weak_movements=knee_extension", "foot_slap"),
        *("hip_abductor_weakness", "proximal_weakness"),
    ),
    "sickness": ("vomiting_or_diarrhea", "nausea"),
    "swelling": (
        *("leg_swelling", "visible_leg_swelling", "calf_swelling_3cm", "whole_leg_swollen"),
        "pitting_edema",
    ),
    "cold": ("cool_skin", "coldness_reported"),
}

MID_BACK = "between the shoulder blades it is the aorta; sudden severe low back pain is lumbago"
TRUNK = "the aorta hurts in back, flank and belly; buttock pain alone is a muscle"
GRADED = "a grade of 4 tells more than the word weak: it is graded again at each visit"
GIRDLE = "pelvic pain of late pregnancy is mostly the girdle"
CANCER_EVER = "pain alone, without a sign, years after a cancer is watched"
CALMER: dict[tuple[str, str], str] = {
    ("mid_back_sudden_severe", "spine"): MID_BACK,
    ("thoracic_dizzy", "spine"): MID_BACK,
    (
        "other_words_11",
        "spine",
    ): "at the mid back it is the cord; low back and bladder are asked about",
    ("walking_lifting_imaged_10", "spine"): MID_BACK,
    ("walking_lifting_imaged_11", "spine"): MID_BACK,
    ("walking_lifting_imaged_15", "injury"): "a small injury that was imaged as clear is over",
    ("walking_lifting_imaged_19", "buttock_pain"): TRUNK,
    ("walking_lifting_imaged_30", "cancer"): CANCER_EVER,
    ("walking_lifting_imaged_31", "cancer"): CANCER_EVER,
    ("aneurysm_contained_rupture_anemia", "buttock_pain"): TRUNK,
    ("fluoroquinolone_back", "buttock_pain"): TRUNK,
    ("septic_sacroiliac_after_birth", "spine"): "the joint lies at sacrum, buttock and low back",
    ("fragility_bending", "spine"): "pressing the spine is the sign; pain on bending is common",
    ("ungraded_weakness_complaint_worse", "graded"): GRADED,
    ("pregnant_thirty_weeks_belly_pain", "belly"): GIRDLE,
    ("weeks_say_pregnant", "belly"): GIRDLE,
    ("pelvic_fall", "belly"): "a belly does not break; pelvis and pubic bone do",
    ("groin_torsion", "hip_pain"): "the word hip, with vomiting, names no hernia and no testicle",
    ("cancer_now_hip_pain", "cancer"): CANCER_EVER,
}
"""What a sibling may make calmer: case, and the kind or the one word, with the reason."""

MENDS = "strength that comes back after the operation is no bleed that grows"
LOWERING: dict[tuple[str, str], str] = {
    ("surgery_two_days_both_legs", "course"): MENDS,
    ("surgery_two_days_weak_leg", "weakness_course=improving"): MENDS,
    ("surgery_lately_weak_leg_day_not_told", "weakness_course=improving"): MENDS,
    ("calf_pain_with_two_clot_risks", "leg_swelling"): "swelling was looked for and is not there",
    ("other_words_25", "calf_squeeze_no_movement"): "the squeeze test moved the foot",
    ("both_legs_4_plus_for_years_not_worse", "weakness_course"): "two years is a known age",
    ("stable_stenosis_course_of_weakness_not_asked", "weakness_course"): "years are a known age",
    ("stenosis_five_years_course_not_asked", "weakness_course"): "years are a known age",
}
"""What an answer may lower: case, and the finding or one answer to it, with the reason."""

KNOWN_AGE = {"trauma_recent": "an injury told as older than three months has its age"}
STEADY = {"weakness_course": ("stable", "improving"), "course": ("same", "better")}


def findings_of(gold: dict[str, Any]) -> dict[str, Value]:
    """The findings of a gold case, lists as tuples."""
    return {k: tuple(v) if isinstance(v, list) else v for k, v in gold["findings"].items()}


def top(findings: dict[str, Value], gold: dict[str, Any]) -> int:
    """The rank of the most urgent flag, one more than the last tier for none."""
    raised = raise_flags(case(findings, age=gold.get("age"), sex=gold.get("sex")), KNOWLEDGE)
    return raised[0].tier.rank if raised else len(Tier)


def part_of(word: str) -> tuple[str, str, Value]:
    """Id, level ("#L5" or "") and value of a word of `KINDS`."""
    name, _, text = word.partition("=")
    id, hash, level = name.partition("#")
    kind = VOCABULARY.fields[id].kind
    value: Value = text or True
    if text and kind.vocabulary_kind == "number":
        value = float(text)
    elif kind is FieldKind.SEVERAL:
        value = (text,)
    return id, hash + level, value


def siblings(key: str, value: Value) -> Iterator[tuple[str, str]]:
    """The kind and every other word of it, for one recorded finding."""
    id = FindingKey.parse(key).id
    for kind, members in KINDS.items():
        if any(part_of(one)[0] == id and part_of(one)[2] == value for one in members):
            yield from ((kind, one) for one in members if part_of(one)[0] != id)


def replaced(findings: dict[str, Value], key: str, word: str) -> dict[str, Value]:
    """The findings with one of them told in another word, on the same side."""
    id, level, value = part_of(word)
    side = FindingKey.parse(key).side
    place = f"@{side.value if side else 'right'}" if VOCABULARY.fields[id].sided else ""
    return {k: v for k, v in findings.items() if k != key} | {id + place + level: value}


def excused(gold: dict[str, Any], kind: str, word: str) -> bool:
    """Whether the table gives a reason for this sibling."""
    graded = VOCABULARY.fields[part_of(word)[0]].kind is FieldKind.MRC
    names = [kind, word, *(["graded"] if graded else [])]
    return any((gold["id"], name) in CALMER for name in names)


@pytest.mark.parametrize("gold", CASES, ids=IDS)
def test_no_word_is_calmer_than_its_siblings(gold: dict[str, Any]) -> None:
    findings = findings_of(gold)
    for key, value in findings.items():
        for kind, word in siblings(key, value):
            if not excused(gold, kind, word):
                assert top(replaced(findings, key, word), gold) <= Tier.URGENT.rank, (key, word)


def _decides(criterion: Criterion, seen: set[str]) -> Iterator[str]:
    """The findings whose mere answer may keep a criterion from holding."""
    match criterion:
        case Untested(finding=name) | Not(of=Test(finding=name)):
            yield name
            yield from _below(name, seen, inputs=True)
        case Test(finding=name):
            yield from _below(name, seen, inputs=False)
        case Not(of=part):
            yield from _decides(part, seen)
        case All(of=parts) | AnyOf(of=parts) | AtLeast(of=parts):
            for part in parts:
                yield from _decides(part, seen)


def _below(name: str, seen: set[str], *, inputs: bool) -> Iterator[str]:
    field = VOCABULARY.fields.get(name)
    if field is None or name in seen:
        return
    seen.add(name)
    for rule in (field.derived, field.implied_by):
        if rule is None:
            continue
        yield from _decides(rule, seen)
        if inputs and field.derived is not None:
            yield from _named(rule)


def _named(criterion: Criterion) -> Iterator[str]:
    match criterion:
        case Test(finding=name) | Untested(finding=name):
            yield name
        case Not(of=part):
            yield from _named(part)
        case All(of=parts) | AnyOf(of=parts) | AtLeast(of=parts):
            for part in parts:
                yield from _named(part)


def looked_at(facts: Facts, rank: int) -> set[str]:
    """The findings that the raising steps of a case would mind a "no" or a "stable" of."""
    judge = judge_case(facts, KNOWLEDGE)
    found: set[str] = set()
    for rule in KNOWLEDGE.flags:
        step = next((one for one in rule.steps if judge.holds(one.when)), None)
        if step is not None and step.tier.rank <= rank:
            found.update(_decides(step.when, set()))
    return found


def answers(gold: dict[str, Any], findings: dict[str, Value]) -> Iterator[dict[str, Value]]:
    """All the noes together (what lowers alone lowers with the others), and each steady course."""
    facts = case(findings, age=gold.get("age"), sex=gold.get("sex"))
    known = {key.id for key in facts.values}
    fields = [
        field
        for name in sorted(looked_at(facts, Tier.URGENT.rank) - known - set(KNOWN_AGE))
        if (field := VOCABULARY.fields.get(name)) is not None and not field.worked_out
    ]

    def on_sides(id: str, value: Value) -> dict[str, Value]:
        sides = ("@left", "@right") if VOCABULARY.fields[id].sided else ("",)
        return {id + side: value for side in sides}

    noes: dict[str, Value] = {}
    for field in fields:
        if field.kind is FieldKind.YES_NO and (gold["id"], field.id) not in LOWERING:
            noes |= on_sides(field.id, value=False)
        for word in STEADY.get(field.id, ()):
            if not {(gold["id"], field.id), (gold["id"], f"{field.id}={word}")} & set(LOWERING):
                yield on_sides(field.id, word)
    yield noes


@pytest.mark.parametrize("gold", CASES, ids=IDS)
def test_no_answer_of_no_or_stable_makes_a_serious_case_calmer(gold: dict[str, Any]) -> None:
    findings = findings_of(gold)
    wanted = Tier(gold["at_least"]).rank
    for more in answers(gold, findings):
        assert top(findings | more, gold) <= wanted, more


def test_every_exception_is_of_a_case_and_needed() -> None:
    by_id = {one["id"]: one for one in CASES}
    for id, name in CALMER:
        gold = by_id[id]
        findings = findings_of(gold)
        calmer = [
            word
            for key, value in findings.items()
            for kind, word in siblings(key, value)
            if name in (kind, word, "graded")
            and top(replaced(findings, key, word), gold) > Tier.URGENT.rank
        ]
        assert calmer, (id, name)
    assert {id for id, _ in LOWERING} <= set(by_id)
