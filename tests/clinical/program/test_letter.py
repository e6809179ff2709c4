"""The referral letter: what it asks for, what was recorded and by whom, what was not tested."""

from dataclasses import replace
from datetime import UTC, date, datetime

from pt_chart.clinical.people import Episode, Medicine
from pt_chart.clinical.program.letter import MOST_EXAMINED
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import FlagAcknowledgment
from tests.clinical.program.test_emergency import PATIENT, letter
from tests.support.shipped_library import case, flag


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
