"""What a report says beside its tables: marks, typed words, head and summary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from pt_chart.clinical.measures.series import courses
from pt_chart.clinical.narrative.note import NoteSection, Sentence
from pt_chart.clinical.visit import VisitKind, Withdrawal
from pt_chart.documents import report
from tests.clinical.measures.given import definitions
from tests.clinical.narrative.given import visit
from tests.documents import reading, report_samples


def test_edited_sentences_are_marked_on_paper_as_in_the_copied_text() -> None:
    told = (
        Sentence("plan.duration", "Weekly.", edited=True, was="Twice a week."),
        Sentence("plan.next", "", edited=True, was="Next visit: Tuesday."),
        Sentence("plan.discharge", "At 8 of 10.", edited=True, was="Now 9.", outdated=True),
    )
    made = replace(report_samples.report(), note=(NoteSection("plan", "Plan", told),))
    text = reading.words(report.render(made, report_samples.Bodies()))
    assert "Weekly. [edited]" in text
    assert "[left out by hand; the fields say: Next visit: Tuesday.]" in text
    assert "At 8 of 10. [edited; fields changed since and now say: Now 9.]" in text


def test_words_typed_beside_the_tables_of_the_report_are_not_lost() -> None:
    note = (
        NoteSection("history", "Subjective", (Sentence("own.1", "Slept well.", own=True),)),
        NoteSection(
            "examination",
            "Objective",
            (
                Sentence("exam.slr", "Told by the table."),
                Sentence("exam.slump", "Slump sore.", edited=True, was="Slump: positive."),
            ),
        ),
    )
    made = replace(report_samples.report(), note=note)
    text = reading.words(report.render(made, report_samples.Bodies()))
    assert "Slept well." in text
    assert "Slump sore. [edited]" in text
    assert "Told by the table." not in text
    empty = replace(made, visit=replace(report_samples.VISIT, answers={}))
    assert "History Slept well." not in text
    assert "History • Slept well." in reading.words(report.render(empty, report_samples.Bodies()))


def test_a_late_or_withdrawn_note_says_so_on_paper() -> None:
    late = replace(
        report_samples.VISIT,
        entered=report_samples.NOW + timedelta(days=2),
        late_reason="the server was down",
        withdrawal=Withdrawal("other patient", "u1", "Alex Demo, PT", report_samples.NOW),
    )
    text = reading.words(report.render(report_samples.report(late), report_samples.Bodies()))
    assert "LATE ENTRY: written down on Nov 26, 2026 for the visit of Nov 24, 2026." in text
    assert "Reason: The server was down." in text
    assert "ENTERED IN ERROR: Other patient. Withdrawn by Alex Demo, PT, Nov 24, 2026." in text


def test_the_head_of_a_report_says_only_what_is_recorded() -> None:
    sample = report_samples.report(replace(report_samples.VISIT, answers={}))
    made = replace(
        sample,
        planned=12,
        precautions=("Hip precautions in force RIGHT",),
        episode=replace(sample.episode, onset="", precautions=()),
    )
    text = reading.words(report.render(made, report_samples.Bodies()))
    assert "visit 5 of 12" in text
    assert "Onset not recorded" in text
    assert "Precautions Hip precautions in force RIGHT" in text
    assert "Nothing was tested" not in text
    assert "No examination is recorded for this visit." in text


def test_lines_of_the_assessment_stay_lines_in_the_summary() -> None:
    lines = replace(report_samples.VISIT.plan, assessment="Better.\n1. Sits longer.\n2. Drives.")
    made = report_samples.report(replace(report_samples.VISIT, plan=lines))
    shown = "\n".join(reading.page_texts(report.render(made, report_samples.Bodies())))
    told = [line.strip() for line in shown.splitlines()]
    assert "Summary. Better." in told
    assert "1. Sits longer." in told
    assert "2. Drives." in told
    edited = Sentence("assessment.words", "Much better.", edited=True, was="Better.")
    made = replace(made, note=(NoteSection("assessment", "Assessment", (edited,)),))
    text = reading.words(report.render(made, report_samples.Bodies()))
    assert "Summary. Much better. Red flags raised" in text


def test_measures_and_angles_of_a_later_visit_are_judged_on_paper() -> None:
    known = {one.id: one for one in definitions().instruments}
    before = visit({"nprs_now": 5, "nprs_best": 2, "nprs_worst": 8}, day=date(2026, 11, 3))
    now = visit(
        {"nprs_now": 7, "nprs_best": 8, "nprs_worst": 5, "groc": 3, "sbi_leg_pain": 2}, number=2
    )
    fields = definitions().forms
    made = replace(
        report_samples.report(),
        forms=fields,
        courses=courses((before, now), [known["nprs"], known["groc"], known["sbi"]]),
        visit=replace(report_samples.VISIT, id=now.id, answers=now.answers),
    )
    text = reading.words(report.render(made, report_samples.Bodies()))
    assert "now 7; best in 24 hours 8; worst in 24 hours 5" in text
    assert "the ratings contradict each other as recorded: 8 above 7, 7 above 5" in text
    assert "+3 on -7 to +7" in text
    assert "is itself a rating of change" in text


def test_a_score_that_is_missing_today_states_no_change() -> None:
    known = {one.id: one for one in definitions().instruments}
    first = visit({"rmdq_total": 15}, day=date(2026, 10, 27))
    second = visit({"rmdq_total": 10}, day=date(2026, 11, 3), number=2)
    now = visit({"rmdq_1": True}, number=3)
    made = replace(
        report_samples.report(),
        courses=courses((first, second, now), [known["rmdq"]]),
        visit=replace(report_samples.VISIT, id=now.id),
    )
    text = reading.words(report.render(made, report_samples.Bodies()))
    assert "no change stated: no score today" in text


def test_an_activity_rated_again_has_its_verdict_of_the_note_on_paper() -> None:
    known = {one.id: one for one in definitions().instruments}
    named = {"psfs_activity_1": "Walk", "psfs_activity_2": "Sit", "psfs_activity_3": "Drive"}
    scores = {"psfs_score_1": 3, "psfs_score_2": 4, "psfs_score_3": 4}
    first = visit({**named, **scores}, day=date(2026, 10, 26))
    now = visit({"psfs_score_1": 7}, number=2)
    made = replace(
        report_samples.report(),
        courses=courses((first, now), [known["psfs"]]),
        visit=replace(report_samples.VISIT, id=now.id),
    )
    text = reading.words(report.render(made, report_samples.Bodies()))
    assert "3.7 of 10, Oct 26, 2026" in text
    assert "no score: 1 of 3 answered" in text
    assert "Walk: 3 to 7, real (MDC90 3, Stratford 1995)" in text
    assert "no change of the score stated: no score today" in text
    again = visit({"psfs_score_1": 7, "psfs_score_2": 4, "psfs_score_3": 6}, number=2)
    text = reading.words(
        report.render(
            replace(made, courses=courses((first, again), [known["psfs"]])),
            report_samples.Bodies(),
        )
    )
    assert "Walk: 3 to 7, real (MDC90 3, Stratford 1995); Sit: 4, no change" in text
    assert "no change of the score stated" not in text


def test_an_activity_alone_has_its_first_rating_on_paper() -> None:
    known = {one.id: one for one in definitions().instruments}
    first = visit({"psfs_activity_1": "Walk", "psfs_score_1": 3}, day=date(2026, 10, 26))
    now = visit({"psfs_score_1": 7}, number=2)
    made = replace(
        report_samples.report(),
        courses=courses((first, now), [known["psfs"]]),
        visit=replace(report_samples.VISIT, id=now.id),
    )
    text = reading.words(report.render(made, report_samples.Bodies()))
    assert "not done" not in text.partition("Measures")[2].partition("Clinical reasoning")[0]
    assert "Walk: 3 to 7, real (MDC90 3, Stratford 1995)" in text


def test_the_change_of_an_angle_is_judged_beside_the_two_values() -> None:
    known = {one.id: one for one in definitions().instruments}
    first = visit({"slr_angle@right": 48, "slr_angle@left": 78}, day=date(2026, 11, 3))
    now = visit({"slr_angle@right": 52, "slr_angle@left": 90}, number=2)
    made = replace(
        report_samples.report(),
        forms=definitions().forms,
        first=first,
        angles=courses((first, now), [known["slr_angle"]]),
        visit=replace(
            report_samples.VISIT, id=now.id, kind=VisitKind.PROGRESS, answers=now.answers
        ),
    )
    text = reading.words(report.render(made, report_samples.Bodies()))
    assert "better by 4: within measurement error" in text
    assert "better by 12: real" in text
    assert text.count("Held against: SEM") == 1


def test_a_copy_without_the_flags_tells_nothing_of_them() -> None:
    made = report_samples.report()
    raised = [flag for flag in made.assessment.flags if flag.keys]
    whole = reading.words(report.render(made, report_samples.Bodies()))
    assert "Red flags raised" in whole
    kept = tuple(one for one in made.released if one != "flags")
    text = reading.words(report.render(replace(made, sections=kept), report_samples.Bodies()))
    assert "Red flags raised" not in text
    assert not [flag.title for flag in made.assessment.flags if flag.title in text]
    assert "Red flags with the answers of the history they rest on" in text
    assert raised or not made.assessment.flags
