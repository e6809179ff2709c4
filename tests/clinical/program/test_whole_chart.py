"""Precautions, alerts, medicines and flags reach the safety rules; an answer given today stands."""

import tomllib
from datetime import date

import pytest

from pt_chart.clinical.findings import Answer, FindingKey, Value
from pt_chart.clinical.people import Episode, Medicine, Patient
from pt_chart.clinical.program import dosing, safety
from pt_chart.clinical.program.dosage import Program
from pt_chart.clinical.program.proposals import propose
from pt_chart.clinical.program.whole_chart import (
    charted_precautions,
    unread,
    with_background,
    with_flags,
)
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Visit, VisitKind
from tests.clinical.program.assessments import assessment
from tests.support.shipped import FORMS, vocabulary
from tests.support.shipped_library import case, flag, library

R = Side.RIGHT


def episode(*precautions: str, medicines: tuple[Medicine, ...] = ()) -> Episode:
    return Episode(
        "e", "p", "leg pain", R, date(2026, 10, 6), precautions=precautions, medicines=medicines
    )


def patient(*alerts: str) -> Patient:
    return Patient("p", "1", "Sample", "Robin", None, alerts=alerts)


def rules(exercise: str, told: Episode, *alerts: str) -> set[str]:
    shelf = library()
    facts = with_background(case({}), patient(*alerts), told, shelf)
    held = safety.blocking(shelf.exercises[exercise], R, facts, shelf)
    return {
        rule.id for rule in (*held, *safety.cautions(shelf.exercises[exercise], R, facts, shelf))
    }


@pytest.mark.parametrize(
    ("text", "exercise", "rule"),
    [
        ("Osteoporosis (T -2.8)", "cat_camel", "OSTEOPOROSIS_FLEXION"),
        ("Old compression fracture L1", "flexion_seated", "OSTEOPOROSIS_FLEXION"),
        ("RIGHT hip replacement 2024", "clamshell", "HIP_PRECAUTION"),
        ("Hip precautions until March", "figure_four_supine", "HIP_PRECAUTION"),
        ("Spondylolisthesis L5", "prone_press_up", "SPONDYLOLISTHESIS"),
        ("Pregnancy, week 20", "prone_lying", "PREGNANCY"),
        ("Peripheral arterial disease", "heat_pack", "ISCHEMIA"),
        ("Diabetic neuropathy", "cold_pack", "INSENSATE_SKIN"),
        ("Breast cancer 2019", "heat_pack", "MALIGNANCY_SITE"),
        ("Takes warfarin", "massage_self", "ANTICOAGULANT"),
        ("Unstable angina", "stationary_bike", "CARDIAC"),
        ("High fall risk", "heel_raise", "BALANCE"),
    ],
)
def test_a_recorded_precaution_holds_back_what_its_rule_does(
    text: str, exercise: str, rule: str
) -> None:
    assert rule in rules(exercise, episode(text))
    assert rule in rules(exercise, episode(), text)
    assert rule not in rules(exercise, episode(f"No {text.lower()}"))
    assert rule not in rules(exercise, episode())


@pytest.mark.parametrize(
    ("text", "exercise", "rule"),
    [
        ("No hip flexion past 90, hip replacement Sep 2026", "clamshell", "HIP_PRECAUTION"),
        ("No weight bearing: hip fracture 2026", "glute_bridge", "UNHEALED_BONE"),
        ("No weight bearing: hip fracture 2026", "walking_program", "NO_WEIGHT"),
        ("No lifting over 10 lb: osteoporosis", "cat_camel", "OSTEOPOROSIS_FLEXION"),
        ("No heat: neuropathy", "heat_pack", "INSENSATE_SKIN"),
        ("without cane since hip replacement", "clamshell", "HIP_PRECAUTION"),
        ("not on aspirin; takes warfarin", "massage_self", "ANTICOAGULANT"),
        ("No running hip fracture 2024", "glute_bridge", "UNHEALED_BONE"),
        ("No cancer. Osteoporosis", "cat_camel", "OSTEOPOROSIS_FLEXION"),
        ("Lumbar fusion 3 weeks ago", "glute_bridge", "SURGERY_CLEARANCE"),
        ("Microdiscectomy 2 weeks ago", "glute_bridge", "SURGERY_CLEARANCE"),
        ("laminectomy last month", "bird_dog", "SURGERY_CLEARANCE"),
        ("THA right 2026", "clamshell", "HIP_PRECAUTION"),
        ("total hip R", "clamshell", "HIP_PRECAUTION"),
        ("Osteoporotic compression fx L2", "cat_camel", "OSTEOPOROSIS_FLEXION"),
        ("Stress fracture femoral neck", "walking_program", "NO_WEIGHT"),
        ("NWB left", "step_up", "NO_WEIGHT"),
        ("PAD", "heat_pack", "ISCHEMIA"),
        ("PVD, both legs", "heat_pack", "ISCHEMIA"),
        ("DVT last week", "calf_stretch_wall", "DVT_SUSPECT"),
        ("breast CA 2019", "heat_pack", "MALIGNANCY_SITE"),
        ("metastatic melanoma", "massage_self", "MALIGNANCY_SITE"),
        ("Pars fracture L5", "prone_press_up", "SPONDYLOLISTHESIS"),
        ("26 weeks gravida", "prone_lying", "PREGNANCY"),
        ("embarazada", "prone_lying", "PREGNANCY"),
        ("fell twice", "heel_raise", "BALANCE"),
        ("Heart failure", "stationary_bike", "CARDIAC"),
        ("Latex allergy", "ankle_dorsiflexion_band", "LATEX"),
        ("recent MI", "stationary_bike", "CARDIAC"),
    ],
)
def test_the_usual_words_of_the_trade_reach_their_rule(text: str, exercise: str, rule: str) -> None:
    assert rule in rules(exercise, episode(text))
    assert rule in rules(exercise, episode(), text)


@pytest.mark.parametrize(
    ("text", "exercise", "rule"),
    [
        ("No osteoporosis known", "cat_camel", "OSTEOPOROSIS_FLEXION"),
        ("no history of falls or hip replacement", "clamshell", "HIP_PRECAUTION"),
        ("denies cancer", "heat_pack", "MALIGNANCY_SITE"),
        ("not on warfarin", "massage_self", "ANTICOAGULANT"),
        ("Not pregnant", "prone_lying", "PREGNANCY"),
        ("uses a heating pad", "heat_pack", "ISCHEMIA"),
        ("likes falling leaves", "heel_raise", "BALANCE"),
    ],
)
def test_what_is_denied_or_something_else_reaches_none(text: str, exercise: str, rule: str) -> None:
    assert rule not in rules(exercise, episode(text))


@pytest.mark.parametrize(
    "medicine", ["Eliquis", "Xarelto 20 mg", "Coumadin", "Lovenox", "Plavix", "clopidogrel 75"]
)
def test_trade_names_of_blood_thinners_count(medicine: str) -> None:
    assert "ANTICOAGULANT" in rules("massage_self", episode(medicines=(Medicine(medicine),)))


@pytest.mark.parametrize(
    "medicine", ["Fosamax", "Prolia", "teriparatide", "Prednisone 20 mg", "methylprednisolone"]
)
def test_medicines_for_bone_and_against_it_count(medicine: str) -> None:
    shelf = library()
    told = episode(medicines=(Medicine(medicine),))
    facts = with_background(case({"menopause": True}), None, told, shelf)
    held = safety.blocking(shelf.exercises["cat_camel"], R, facts, shelf)
    assert "OSTEOPOROSIS_FLEXION" in {one.id for one in held}


def test_what_no_rule_reads_is_named() -> None:
    told = episode(
        "No osteoporosis", "Keep pets out", medicines=(Medicine("Vitamin C"), Medicine("Eliquis"))
    )
    found = unread(patient("Latex allergy", "Nickel allergy"), told, library())
    assert found == ("Nickel allergy", "Keep pets out", "Vitamin C")
    assert unread(None, None, library()) == ()


def test_a_medicine_counts_by_name_or_trigger() -> None:
    named = episode(medicines=(Medicine("Apixaban 5 mg"),))
    told = episode(medicines=(Medicine("Unknown", "anticoagulant"),))
    other = episode(medicines=(Medicine("Ibuprofen", "NSAID"),))
    assert "ANTICOAGULANT" in rules("massage_self", named)
    assert "ANTICOAGULANT" in rules("massage_self", told)
    assert "ANTICOAGULANT" not in rules("massage_self", other)


def test_an_answer_of_the_visit_stands_against_an_old_note() -> None:
    shelf = library()
    asked = with_background(case({"osteoporosis": False}), None, episode("Osteoporosis"), shelf)
    assert asked.get("osteoporosis") is False
    assert with_background(case({}), None, None, shelf) == case({})


@pytest.mark.parametrize(
    ("raised", "exercise", "rule"),
    [
        ("achilles_rupture", "hamstring_curl", "ACHILLES_TEAR"),
        ("achilles_rupture", "tibial_ankle_pumps", "ACHILLES_TEAR"),
        ("achilles_rupture", "calf_cramp_release", "ACHILLES_TEAR"),
        ("hamstring_avulsion", "nordic_hamstring", "TENDON_TEAR"),
        ("spinal_malignancy", "lumbar_rotation_supine", "SERIOUS_DISEASE"),
        ("spinal_infection", "bird_dog", "SERIOUS_DISEASE"),
        ("sign_of_the_buttock", "massage_self", "SERIOUS_DISEASE"),
        ("spinal_fracture", "glute_bridge", "UNHEALED_BONE"),
        ("foot_drop", "walking_program", "FOOT_DROP"),
        ("bone_stress", "walking_program", "NO_WEIGHT"),
        ("soft_tissue_mass", "heat_pack", "MALIGNANCY_SITE"),
        ("spinal_fracture", "flexion_seated", "OSTEOPOROSIS_FLEXION"),
        ("limb_threatening_ischemia", "interval_walk_claudication", "LIMB_THREAT"),
        ("blood_pressure", "stationary_bike", "PRESSURE"),
    ],
)
def test_a_raised_flag_holds_back_what_its_rule_does(raised: str, exercise: str, rule: str) -> None:
    shelf = library()
    urgent = (flag(Tier.URGENT, raised, raised),)
    program = Program((dosing.default_item(shelf.exercises[exercise], R),))
    with_it = {one.rule for one in safety.check_program(program, case({}), urgent, shelf)}
    without = {one.rule for one in safety.check_program(program, case({}), (), shelf)}
    assert rule in with_it - without
    offered = propose(case({}), assessment(flags=urgent), shelf)
    if shelf.rules[rule].effect == "caution":
        return
    blocked = {one.exercise.id: {r.id for r in one.rules} for one in offered.blocked}
    assert rule in blocked[exercise]
    assert exercise not in {one.exercise.id for one in offered.proposed}
    assert with_flags(case({}), ()) == case({})


@pytest.mark.parametrize("tier", [Tier.ROUTINE, Tier.MONITOR])
@pytest.mark.parametrize("raised", ["spinal_malignancy", "spinal_fracture", "bone_stress"])
def test_a_flag_to_watch_is_no_hard_stop(raised: str, tier: Tier) -> None:
    shelf = library()
    program = Program((dosing.default_item(shelf.exercises["glute_bridge"], R),))
    found = safety.check_program(program, case({}), (flag(tier, raised, raised),), shelf)
    assert not safety.stops(found)


def test_rules_and_background_speak_of_what_there_is() -> None:
    tables = [tomllib.loads(path.read_text("utf-8")) for path in (FORMS / "flags").glob("*.toml")]
    flags = {one["id"] for table in tables for one in table["flag"]} | {"former_emergency"}
    for rule in library().rules.values():
        assert {*rule.flags, *rule.urgent_flags} <= flags, rule.id
    for one in library().background:
        assert one.finding in vocabulary().fields


def seen(day: date, **answers: Value | None) -> Visit:
    kept = {FindingKey.parse(key.replace("__", "@")): Answer(v) for key, v in answers.items()}
    return Visit(str(day), "e", VisitKind.FOLLOW_UP, day, answers=kept)


def told(*visits: Visit, recorded: Episode | None = None) -> tuple[str, ...]:
    shelf = library()
    return charted_precautions(
        visits, patient(), recorded or episode(), vocabulary=vocabulary(), library=shelf
    )


def test_precautions_that_were_answered_are_told_with_side_and_day() -> None:
    first = seen(date(2026, 11, 3), osteoporosis=True, hip_precautions__right=True)
    now = seen(date(2026, 11, 10), anticoagulant_use=True, hip_precautions__left=False)
    assert told(first, now) == (
        "Osteoporosis (Nov 3, 2026)",
        "Hip precautions in force RIGHT (Nov 3, 2026)",
        "Takes blood thinner",
    )


def test_an_answer_taken_back_or_not_asked_is_no_precaution() -> None:
    first = seen(date(2026, 11, 3), pregnancy=True, osteoporosis=None)
    assert told(first, seen(date(2026, 11, 10), pregnancy=False)) == ()
    assert told(first, seen(date(2026, 11, 10), pregnancy=None)) == ("Pregnant (Nov 3, 2026)",)


def test_what_the_episode_says_already_is_not_said_twice() -> None:
    now = seen(date(2026, 11, 10), osteoporosis=True)
    assert told(now, recorded=episode("Osteoporosis, T -2.8")) == ()
    assert told(now, recorded=episode("No osteoporosis known")) == ("Osteoporosis",)
