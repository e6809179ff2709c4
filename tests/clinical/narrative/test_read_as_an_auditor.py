"""What a picky reader of the note looks for: told once, as of the day, nothing left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from pt_chart.clinical.care.diagnosis_codes import ChosenCode
from pt_chart.clinical.care.episode_log import (
    Contact,
    ContactKind,
    EpisodeEntry,
    EpisodeLog,
    EpisodeRecord,
    Referral,
)
from pt_chart.clinical.care.plan_of_care import Goal, PlanOfCare
from pt_chart.clinical.narrative.compose import narrative
from pt_chart.clinical.narrative.note import Note, NoteCase
from pt_chart.clinical.narrative.plain_text import note_text
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Plan, VisitKind
from tests.clinical.narrative.given import case, visit

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
