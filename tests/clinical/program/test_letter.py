"""The referral letter: what it asks for, what was recorded and by whom, what was not tested."""

from dataclasses import replace
from datetime import UTC, date, datetime

from pt_chart.clinical.findings import Value
from pt_chart.clinical.people import Episode, Medicine
from pt_chart.clinical.program.handout import ExaminedRow, ReferralLetter
from pt_chart.clinical.program.letter import MOST_EXAMINED
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import FlagAcknowledgment
from tests.clinical.program.test_emergency import FLAGS, PATIENT, letter
from tests.support.shipped import vocabulary
from tests.support.shipped_library import case, flag, library


def test_the_letter_leads_with_the_request() -> None:
    made = letter()
    assert made.urgency == "emergency"
    assert made.headline == "Emergency: suspected cauda equina syndrome"
    assert "MRI" in made.request
    assert "Altered feeling between the legs: yes" in made.situation[0]


def test_the_letter_says_not_asked_and_not_tested_as_such() -> None:
    made = letter()
    asked = {row.asked: row for row in made.asked}
    assert asked["Trouble starting urine, weak stream"].state == "yes"
    assert asked["Loss of bowel control"].answer == "asked: no"
    assert asked["Change in genital feeling or sexual function"].answer == "not asked"
    examined = {row.test: row for row in made.examined}
    assert (examined["Ankle down, S1 (MRC)"].right, examined["Ankle down, S1 (MRC)"].left) == (
        "4",
        "5",
    )
    assert examined["Ankle reflex (0 to 4+)"].left is None
    assert examined["Perianal touch and pinprick, S3 to S5"].right is None
    assert len(made.examined) <= MOST_EXAMINED


def test_the_letter_tells_duration_and_what_was_denied() -> None:
    said = " ".join(letter().background)
    assert "Main side: RIGHT." in said
    assert "35 days" in said
    assert "fever; cancer, ever" in said
    assert "weight" not in said


def test_the_last_visit_stands_beside_today() -> None:
    before = case({"reflex_achilles@right": "2", "reflex_achilles@left": "2"})
    row = {one.test: one for one in letter(last=before).examined}["Ankle reflex (0 to 4+)"]
    assert row.last == "R 2+, L 2+"


def test_a_urgent_letter_asks_for_days_and_tells_how_to_call_back() -> None:
    made = letter(flags=(flag(Tier.URGENT),))
    assert made.urgency == "urgent"
    assert made.request == "Please assess within days."
    assert "Please call back: 555-0142." in made.action
    assert letter().done[0] == "Treatment stopped, no exercises given"
    assert not any("card" in said or "exercises" in said for said in letter().action)
    assert letter(flags=(flag(Tier.MONITOR),)).urgency == "routine"


def test_the_letter_says_what_was_recorded_of_its_flag_and_by_whom() -> None:
    raised = flag(Tier.EMERGENCY)
    at = datetime(2026, 11, 24, 10, 5, tzinfo=UTC)
    done = FlagAcknowledgment(
        raised.id, "Phoned the emergency room at 10.", "", "Alex Demo, PT", at
    )
    other = replace(done, flag="dvt", action="Phoned the vein clinic.")
    made = letter(flags=(raised,), records=(done, other))
    assert made.action[0] == (
        "Recorded Nov 24, 2026, Alex Demo, PT: Phoned the emergency room at 10."
    )
    assert "vein" not in " ".join(made.action)


def test_one_action_for_several_flags_is_told_once_and_ends_in_a_stop() -> None:
    at = datetime(2026, 11, 24, 10, 5, tzinfo=UTC)
    raised = (flag(Tier.EMERGENCY), flag(Tier.EMERGENCY, "dvt"))
    done = FlagAcknowledgment("dvt", "911 called at 10:05", "", "Alex Demo, PT", at)
    both = (done, replace(done, flag=raised[0].id))
    told = [one for one in letter(flags=raised, records=both).action if "911" in one]
    assert told == ["Recorded Nov 24, 2026, Alex Demo, PT: 911 called at 10:05."]


def test_the_letter_tells_complaint_onset_alerts_and_medicines_of_the_chart() -> None:
    episode = Episode(
        "e", "1", "leg pain, back of thigh to outer ankle", Side.RIGHT, date(2026, 10, 6),
        onset="6 Oct 2026 after lifting", precautions=("no bending past 90",),
        medicines=(Medicine("apixaban"), Medicine("metformin")),
    )  # fmt: skip
    made = letter(episode=episode, patient=replace(PATIENT, alerts=("Latex",)), spoken="Spanish")
    assert made.background[:6] == (
        "Speaks Spanish: please arrange an interpreter.",
        "Complaint: leg pain, back of thigh to outer ankle.",
        "Onset: 6 Oct 2026 after lifting.",
        "Alerts: Latex.",
        "Precautions: no bending past 90.",
        "Medicines: apixaban; metformin.",
    )
    assert not any("Medicines" in said for said in letter().background)


def rows_of(made: ReferralLetter) -> dict[str, ExaminedRow]:
    return {one.test: one for one in made.examined}


def test_every_row_that_a_letter_may_have_names_a_finding() -> None:
    known = vocabulary()
    for rows in library().phrases.letters:
        for row in (*rows.told, *rows.asked, *rows.examined):
            assert known.canonical(row.finding) == row.finding, (rows.id, row.finding)
            assert not row.level or known.fields[row.finding].levels
    every = [id for rows in library().phrases.letters for id in rows.flags]
    assert len(every) == len(set(every))
    assert set(every) <= {rule["id"] for rule in FLAGS}


def test_an_orthopedist_reads_how_it_happened_what_was_felt_and_how_the_patient_walks() -> None:
    findings: dict[str, Value] = {
        "avulsion_suspected@right": True, "pop_felt@right": True, "mechanism": ("sprint",),
        "palpable_gap@right": True, "strength_knee_flexion@right": "3",
    }  # fmt: skip
    made = letter(findings, flags=(flag(Tier.URGENT, "hamstring_avulsion"),))
    assert "Mechanism: sprinting or kicking." in made.background
    assert "Can walk for: not recorded." in made.background
    asked = {row.asked: row.answer for row in made.asked}
    assert asked["Pop felt or heard"] == "Yes: RIGHT"
    assert asked["Large bruise came up"] == "not asked"
    assert "Fever" not in asked
    examined = rows_of(made)
    assert (examined["Gap felt"].right, examined["Gap felt"].left) == ("positive", None)
    assert examined["Knee flexion (MRC)"].right == "3"
    assert examined["Bruise, back of the thigh"].right is None
    assert "Perianal touch and pinprick, S3 to S5" not in examined
    assert "Ankle reflex (0 to 4+)" not in examined


def test_a_vascular_reader_gets_pulses_index_girths_and_distance() -> None:
    findings: dict[str, Value] = {
        "rest_pain_foot@right": True, "pulse_dorsalis_pedis@right": "absent", "abi@right": 0.4,
        "walking_distance": 40.0,
    }  # fmt: skip
    made = letter(findings, flags=(flag(Tier.EMERGENCY, "limb_threatening_ischemia"),))
    assert "Walking distance: 40 m." in made.background
    examined = rows_of(made)
    assert examined["Ankle-brachial index"].right == "0.4"
    assert examined["Foot pulse, top"].right == "absent"
    assert examined["Femoral pulse"].right is None
    clot = rows_of(letter({"calf_girth@left": 41.5}, flags=(flag(Tier.EMERGENCY, "dvt"),)))
    assert clot["Calf girth"].left == "41.5 cm"
    assert clot["Wells score: 2 points or more"].right is None
    # What its kind of emergency asks stands first, once.
    asked = [row.asked for row in letter({}, flags=(flag(Tier.EMERGENCY, "dvt"),)).asked]
    assert asked[0] == "Sudden breathlessness"
    assert len(asked) == len(set(asked))


def test_pain_that_medicines_do_not_hold_is_told_with_its_scores_and_the_medicines() -> None:
    findings: dict[str, Value] = {"uncontrolled_pain": True, "nprs_worst": 9, "opioid_use": True}
    made = letter(findings, flags=(flag(Tier.URGENT, "radicular_severity"),))
    said = " ".join(made.background)
    assert "Worst pain in 24 hours, 0 to 10: 9" in said
    assert "Leg pain, 0 to 10: not recorded." in said
    assert "Medicines, as told: not recorded." in said
    assert {row.asked: row.answer for row in made.asked}["Opioid"] == "Yes"
    day = date(2026, 10, 6)
    listed = Episode("e", "1", "leg pain", Side.RIGHT, day, medicines=(Medicine("tramadol"),))
    told = letter(findings, flags=(flag(Tier.URGENT, "radicular_severity"),), episode=listed)
    assert "Medicines: tramadol." in told.background
    assert "as told" not in " ".join(told.background)


def test_a_letter_of_two_emergencies_tells_asks_and_shows_both() -> None:
    findings: dict[str, Value] = {
        "urinary_retention": True, "ces_symptom_course": "new", "known_aneurysm": True,
        "sudden_severe_nonmechanical_pain": True, "temperature": 38.5,
    }  # fmt: skip
    vessel = replace(flag(Tier.AMBULANCE, "aortic_aneurysm"), title="Possible aneurysm")
    bladder = replace(flag(Tier.EMERGENCY), because=("Trouble passing urine: yes",))
    made = letter(findings, flags=(vessel, bladder))
    assert made.situation[0].startswith("Possible aneurysm")
    assert "Trouble passing urine: yes" in made.situation[1]
    assert "suspected cauda equina syndrome" in made.headline
    assert "MRI" in made.request
    asked = {row.asked: row.answer for row in made.asked}
    assert asked["Trouble starting urine, weak stream"] == "Yes"
    assert asked["Loss of bowel control"] == "not asked"
    assert next(iter(asked)) == "Known aneurysm"
    examined = rows_of(made)
    assert examined["Blood pressure, upper"].right is None
    assert examined["Perianal touch and pinprick, S3 to S5"].right is None
    assert len(asked) == len(made.asked)


def test_what_can_wait_for_days_is_told_beside_an_emergency_with_what_was_answered() -> None:
    findings: dict[str, Value] = {"rash_or_blisters": True, "urinary_retention": True}
    zoster = replace(flag(Tier.URGENT, "zoster"), title="Possible shingles")
    made = letter(findings, flags=(flag(Tier.EMERGENCY), zoster, flag(Tier.ROUTINE, "dvt")))
    assert [one.partition(".")[0] for one in made.situation] == [
        "Possible cauda equina syndrome", "Possible shingles",
    ]  # fmt: skip
    asked = {row.asked: row.answer for row in made.asked}
    assert asked["Rash or blisters"] == "Yes"
    assert "Burning in a band of skin" not in asked
    assert "shingles" not in made.headline
    assert "antiviral" in made.request


def test_recorded_rows_of_the_examination_are_never_cut_for_untested_ones() -> None:
    findings: dict[str, Value] = {"temperature": 38.5, "bp_systolic": 90.0, "heart_rate": 120.0}
    made = letter(findings, flags=(flag(Tier.EMERGENCY, "aortic_aneurysm"), flag(Tier.EMERGENCY)))
    assert "Temperature" in rows_of(made)
