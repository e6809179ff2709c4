"""What a picky reader of the note looks for: told once, as of the day, nothing left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from pt_chart.clinical.care.diagnosis_codes import ChosenCode
from pt_chart.clinical.care.episode_log import (
    Authorization,
    Contact,
    ContactKind,
    EpisodeEntry,
    EpisodeLog,
    EpisodeRecord,
    Referral,
)
from pt_chart.clinical.care.plan_of_care import Goal, PlanOfCare
from pt_chart.clinical.findings import Value
from pt_chart.clinical.narrative.compose import narrative
from pt_chart.clinical.narrative.note import Note, NoteCase
from pt_chart.clinical.narrative.plain_text import note_text
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Plan, Visit, VisitKind
from tests.clinical.narrative.given import case, visit


def whole(shown: Visit, *earlier: Visit) -> str:
    return note_text(narrative(case(shown, *earlier)))


AT = datetime(2026, 11, 10, tzinfo=UTC)


def said(note: Note, section: str) -> list[str]:
    return [s.text for part in note.sections if part.id == section for s in part.sentences]


def with_log(found: NoteCase, *records: EpisodeRecord) -> Note:
    entries = [EpisodeEntry(str(n), "e1", 1, one, "u", AT) for n, one in enumerate(records)]
    return narrative(replace(found, log=EpisodeLog(tuple(entries))))


def test_each_rating_stands_beside_the_mean() -> None:
    note = narrative(case(visit({"nprs_now": 4, "nprs_best": 1, "nprs_worst": 5})))
    assert said(note, "measures") == [
        "Pain (mean of three) 3.3 of 10: now 4; best in 24 hours 1; worst in 24 hours 5."
    ]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"nprs_now": 5}, "Pain: now 5, of 10."),
        ({"nprs_best": 2}, "Pain: best in 24 hours 2, of 10."),
        ({"nprs_now": 5, "nprs_worst": 7}, "Pain: now 5; worst in 24 hours 7, of 10."),
    ],
)
def test_single_ratings_are_told_without_a_mean(answers: dict[str, int], words: str) -> None:
    assert said(narrative(case(visit({**answers}))), "measures") == [words]


def test_a_half_filled_measure_says_what_is_there_and_gives_no_advice() -> None:
    answers = {f"rmdq_{n}": n <= 9 for n in range(1, 21)}
    (told,) = said(narrative(case(visit({**answers}))), "measures")
    assert told == (
        "Roland-Morris: no score, 20 of 24 answered (a total needs all 24); the answered ones "
        "give 9."
    )


def test_shown_scores_and_their_difference_add_up() -> None:
    first = visit({"nprs_now": 3, "nprs_best": 0, "nprs_worst": 5}, day=date(2026, 11, 3))
    now = visit({"nprs_now": 1, "nprs_best": 0, "nprs_worst": 3}, number=2)
    (told,) = said(narrative(case(now, first)), "change")
    assert told.startswith("Pain (mean of three) 2.7 to 1.3 points, better by 1.4:")


def test_changes_from_one_day_say_it_once() -> None:
    first = visit({"rmdq_total": 15, "lefs_total": 40}, day=date(2026, 11, 3))
    note = narrative(case(visit({"rmdq_total": 8, "lefs_total": 52}, number=2), first))
    assert note_text(note).upper().count("NOV 3, 2026") == 1


def test_an_activity_names_its_own_threshold() -> None:
    named = {f"psfs_activity_{n}": f"Task {n}" for n in (1, 2, 3)}
    first = visit({**named, **{f"psfs_score_{n}": 2 for n in (1, 2, 3)}}, day=date(2026, 11, 3))
    now = visit({f"psfs_score_{n}": 4 for n in (1, 2, 3)}, number=2)
    told = said(narrative(case(now, first)), "change")
    assert "PSFS, Task 1: 2 to 4, within measurement error (MDC90 3, Stratford 1995)." in told


def test_a_goal_set_today_is_not_called_measured_again() -> None:
    goal = Goal("g", "Sit", "psfs", baseline=2.3, target=6, set_on=date(2026, 11, 10))
    scores = {"psfs_score_1": 2, "psfs_score_2": 3, "psfs_score_3": 2}
    shown = replace(visit({**scores}), plan=Plan(care=PlanOfCare(goals=(goal,))))
    (told,) = said(narrative(case(shown)), "goals")
    assert "not measured again yet" in told


def test_a_goal_says_how_many_activities_were_rated_again() -> None:
    goal = Goal("g", "Walk", "psfs", baseline=3.7, target=7, set_on=date(2026, 10, 26))
    scores = {"psfs_score_1": 3, "psfs_score_2": 4, "psfs_score_3": 4}
    named = {f"psfs_activity_{n}": f"Task {n}" for n in (1, 2, 3)}
    first = visit({**named, **scores}, kind=VisitKind.EVALUATION, day=date(2026, 10, 26))
    first = replace(first, plan=Plan(care=PlanOfCare(goals=(goal,))))
    (told,) = said(narrative(case(visit({"psfs_score_1": 7}, number=2), first)), "goals")
    assert "3.7 at the start, 1 of 3 activities measured again: no mean, target 7." in told
    second = visit({"psfs_score_1": 7}, number=2)
    (told,) = said(narrative(case(visit(number=3), first, second)), "goals")
    assert "1 of 3 activities measured again: no mean" in told
    (told,) = said(narrative(case(visit(number=2), first)), "goals")
    assert "not measured again yet" in told


def test_frequency_is_told_once_and_never_left_out() -> None:
    care = PlanOfCare(times_per_week=2, weeks=4)
    same = replace(visit(), plan=Plan(frequency="Twice a week for 4 weeks.", care=care))
    assert said(narrative(case(same)), "plan") == [
        "Frequency and duration: twice a week, for 4 weeks, 8 visits planned."
    ]
    other = replace(same, plan=replace(same.plan, frequency="twice a week, mornings"))
    assert "Frequency: twice a week, mornings." in said(narrative(case(other)), "plan")


def test_a_referral_is_told_as_it_stood_that_day_and_not_again() -> None:
    sent = Referral(date(2026, 11, 4), "Dr. Vale", "weakness")
    done = replace(
        sent,
        seen=date(2026, 11, 6),
        answered=date(2026, 11, 8),
        answer="no imaging",
        changed="strength each visit",
    )
    first = visit(day=date(2026, 11, 5))
    (early,) = said(with_log(case(first), done), "administration")
    assert early == "Referral to Dr. Vale for weakness, sent Nov 4, 2026; no answer yet."
    second = visit(number=2)
    (told,) = said(with_log(case(second, first), done), "administration")
    assert "answer of Nov 8, 2026: no imaging; changed: strength each visit." in told
    third = visit(day=date(2026, 11, 17), number=3)
    assert said(with_log(case(third, first, second), done), "administration") == []
    closing = replace(third, kind=VisitKind.DISCHARGE)
    assert "Dr. Vale" in said(with_log(case(closing, first, second), done), "administration")[0]
    waiting = said(with_log(case(third, first, second), sent), "administration")
    assert "no answer yet" in waiting[0]


def test_a_call_of_the_patient_is_not_with_the_patient() -> None:
    call = Contact(AT.date(), ContactKind.CALL_FROM_PATIENT, "Patient", "tingling", "advised")
    (told,) = said(with_log(case(visit()), call), "administration")
    assert told == "Nov 10, 2026, call from the patient: tingling; advised."


def test_both_sides_and_a_self_referral_read_as_words() -> None:
    found = case(replace(visit(), kind=VisitKind.EVALUATION))
    episode = replace(
        found.episode, side=Side.BOTH, complaint="tight thighs", referrer="self-referred"
    )
    note = narrative(replace(found, episode=episode))
    assert "Episode: BOTH sides: tight thighs." in "\n".join(note.head)
    assert said(note, "history")[0].endswith("; self-referred.")
    assert "BOTH sides: tight thighs" in said(note, "history")[0]


def test_codes_that_exclude_each_other_print_the_reason() -> None:
    codes = (
        ChosenCode("M54.31", "Sciatica, right side", "release of April 2026"),
        ChosenCode("G57.01", "Lesion", "release of April 2026", ("M54.31",), "another injury"),
    )
    note = narrative(case(replace(visit(), plan=Plan(codes=codes))))
    assert "Coded G57.01 beside M54.31 (Excludes1), unrelated: another injury." in said(
        note, "assessment"
    )
    alone = narrative(case(replace(visit(), plan=Plan(codes=codes[1:]))))
    assert "Excludes1" not in note_text(alone)


def test_a_goal_names_its_measure_and_unit_unless_its_words_do() -> None:
    goals = (
        Goal("a", "Sit through church", "rmdq", baseline=10, target=5),
        Goal("b", "Roland-Morris 5 or less", "rmdq", baseline=10, target=5),
        Goal("c", "Reach the floor", "slr_angle", side=Side.RIGHT, baseline=48, target=65),
    )
    shown = visit({"rmdq_total": 10, "slr_angle@right": 48}, kind=VisitKind.EVALUATION)
    note = narrative(case(replace(shown, plan=Plan(care=PlanOfCare(goals=goals)))))
    church, named, floor = said(note, "goals")
    assert "Roland-Morris: 10 at the start" in church
    assert named.count("Roland-Morris") == 1
    assert "Straight leg raise RIGHT: 48° at the start" in floor
    assert "target 65°" in floor


def test_a_discharge_ends_the_plan_and_tells_its_criteria_and_codes() -> None:
    code = ChosenCode("M54.31", "Sciatica, right side", "April 2026")
    first = replace(
        visit(kind=VisitKind.EVALUATION, day=date(2026, 10, 26)),
        plan=Plan(care=PlanOfCare(visits=8, discharge_criteria=("goals met",)), codes=(code,)),
    )
    last = visit(kind=VisitKind.DISCHARGE, number=2)
    text = whole(last, first)
    assert "Plan of care of Oct 26, 2026 ends with this visit." in text
    assert "Its criteria for discharge: goals met." in text
    assert "Diagnosis codes as on Oct 26, 2026 (ICD-10-CM, April 2026): M54.31" in text
    assert "in visit 4" not in text
    progress = whole(replace(last, kind=VisitKind.PROGRESS), first)
    assert "stands." in progress
    assert "Reassessment at half: in visit 4." in progress
    assert "M54.31" in progress
    assert "M54.31" not in whole(replace(last, kind=VisitKind.FOLLOW_UP), first)


def test_a_discharge_counts_down_to_nothing_that_comes_after_it() -> None:
    granted = Authorization(
        "Medicare B",
        "A-77",
        8,
        needs_certification=True,
        certified_on=date(2026, 10, 28),
        certified_through=date(2026, 11, 23),
    )
    first = visit(kind=VisitKind.EVALUATION, day=date(2026, 10, 26))
    last = visit(kind=VisitKind.DISCHARGE, number=2)
    told = said(with_log(case(last, first), granted), "course")
    assert "Authorization: 2 of 8 authorized visits used." in told
    assert not [one for one in told if "ertification by" in one or "Progress report" in one]
    progress = replace(last, kind=VisitKind.PROGRESS)
    told = said(with_log(case(progress, first), granted), "course")
    assert "Re-certification by: Nov 23, 2026, in 13 days." in told
    assert any(one.startswith("Progress report: ") for one in told)


def test_a_certification_that_was_missed_stays_in_the_discharge() -> None:
    first = visit(kind=VisitKind.EVALUATION, day=date(2026, 9, 1))
    last = visit(kind=VisitKind.DISCHARGE, number=2)
    granted = Authorization("Medicare B", "A-77", needs_certification=True)
    told = said(with_log(case(last, first), granted), "course")
    assert any(one.startswith("First certification by: Oct 1, 2026") for one in told)
    past = replace(granted, certified_on=date(2026, 9, 2), certified_through=date(2026, 10, 20))
    told = said(with_log(case(last, first), past), "course")
    assert any(one.startswith("Re-certification by: Oct 20, 2026") for one in told)


def test_every_activity_rated_again_is_told_and_the_sound_side_is_named() -> None:
    names: dict[str, Value | None] = {"psfs_activity_1": "Sit", "psfs_activity_2": "Climb"}
    names["psfs_activity_3"] = "Drive"
    before = visit(
        {**names, "psfs_score_1": 2, "psfs_score_2": 6, "psfs_score_3": 2, "slr_angle@left": 78},
        day=date(2026, 11, 3),
    )
    now = visit(
        {**names, "psfs_score_1": 6, "psfs_score_2": 6, "psfs_score_3": 2, "slr_angle@left": 90},
        number=2,
    )
    change = "\n".join(said(narrative(case(now, before)), "change"))
    assert "PSFS, Climb: 6, no change." in change
    assert "Straight leg raise LEFT (sound side) 78 to 90°" in change


def test_advice_to_who_charts_is_no_part_of_the_record() -> None:
    answers: dict[str, Value | None] = {"start_back_total": 3, "start_back_subscale": 5}
    (one,) = said(narrative(case(visit(answers))), "measures")
    assert one.startswith(
        "STarT Back: no score. The subscale 5 is above the total 3, which includes it (typed from"
    )
    assert "mend" not in one


def test_a_time_is_told_as_it_was_measured() -> None:
    text = whole(visit({"ten_meter_walk": 8.42}))
    assert "8.42 s" in text


def test_what_the_payer_granted_and_a_closed_referral_are_told() -> None:
    records: tuple[EpisodeRecord, ...] = (
        Authorization("Medicare B", "A-77", 2, ends=date(2026, 12, 31), needs_certification=True),
        Referral(date(2026, 11, 4), "Dr. Vale", answered=None, closed=True),
    )
    text = note_text(with_log(case(visit(kind=VisitKind.EVALUATION)), *records))
    assert "Payer Medicare B A-77: 2 visits, through Dec 31, 2026, certification open." in text
    assert "Referral to Dr. Vale, sent Nov 4, 2026; closed." in text
