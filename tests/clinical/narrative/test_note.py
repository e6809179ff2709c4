"""The note says what was recorded, all of it, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pt_chart.clinical.care.episode_log import (
    Contact,
    ContactKind,
    EpisodeEntry,
    EpisodeLog,
    Referral,
    UnitRule,
)
from pt_chart.clinical.care.plan_of_care import CareProblem, Goal, PlanOfCare, Prognosis
from pt_chart.clinical.care.visit_administration import (
    Consent,
    ConsentState,
    VisitAdministration,
)
from pt_chart.clinical.fields import FieldDef, FieldKind
from pt_chart.clinical.findings import Answer, FindingKey, Origin, Value
from pt_chart.clinical.narrative.compose import linked_again, narrative, with_sentence
from pt_chart.clinical.narrative.note import Note
from pt_chart.clinical.narrative.plain_text import note_text
from pt_chart.clinical.narrative_edits import NoteEdits, OwnSentence, SentenceEdit
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import (
    Addendum,
    Plan,
    Signature,
    Treatment,
    Visit,
    VisitKind,
    Withdrawal,
)
from tests.clinical.measures.given import definitions
from tests.clinical.narrative.given import NOW, case, visit

TYPED = [
    field
    for form in definitions().forms
    for field in form.fields
    if not field.worked_out and field.section in ("history", "exam") and not field.core
]


def told(shown: Visit, *earlier: Visit) -> str:
    return note_text(narrative(case(shown, *earlier)))


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Slump, our way", "Slump RIGHT: our way: positive."),
        ("slump", "Slump RIGHT: positive."),
        ("Slumped sitting", "Slump RIGHT: slumped sitting: positive."),
    ],
)
def test_a_clinics_own_words_do_not_say_the_test_twice(label: str, words: str) -> None:
    shipped = case(visit({"slump@right": True}))
    forms = tuple(
        replace(
            form,
            cards=tuple(
                replace(
                    card,
                    fields=tuple(
                        replace(one, label=label) if one.id == "slump" else one
                        for one in card.fields
                    ),
                )
                for card in form.cards
            ),
        )
        for form in shipped.forms
    )
    assert words in note_text(narrative(replace(shipped, forms=forms)))


def said(note: Note, section: str) -> list[str]:
    return [s.text for one in note.sections if one.id == section for s in one.sentences]


def some_value(field: FieldDef) -> Value:
    match field.kind:
        case FieldKind.YES_NO:
            return True
        case FieldKind.CHOICE:
            return field.choices[0].id
        case FieldKind.SEVERAL:
            return (field.choices[0].id,)
        case FieldKind.MRC:
            return "4"
        case FieldKind.REFLEX:
            return "1"
        case FieldKind.DATE:
            return "2026-11-01"
        case FieldKind.TEXT:
            return "Zwölf 座骨"
        case _:
            return int(field.minimum or 0) + 1


def key_of(field: FieldDef) -> FindingKey:
    side = Side.RIGHT if field.sided else None
    return FindingKey(field.id, side, field.levels[0] if field.levels else None)


@pytest.mark.parametrize("kind", VisitKind)
def test_an_empty_visit_says_nothing_clinical(kind: VisitKind) -> None:
    note = narrative(case(visit(kind=kind)))
    clinical = {"examination", "measures", "treatment", "assessment", "goals", "plan", "change"}
    assert not clinical & {section.id for section in note.sections}
    (asked,) = said(note, "safety")
    assert asked.startswith("Not asked: ")


@settings(max_examples=60)
@given(st.sampled_from(TYPED), st.booleans())
def test_each_recorded_field_is_told_and_linked(field: FieldDef, tested: bool) -> None:
    key = key_of(field)
    value = some_value(field) if tested else None
    if field.id in ("consent_exam", "consent_treatment", "chaperone"):
        return
    shown = replace(visit(), answers={key: Answer(value)})
    note = narrative(case(shown))
    linked = [
        one for one in note.sentences if str(key) in one.links and one.id != "history.irritability"
    ]
    assert len(linked) == 1
    if key.side is not None:
        assert "RIGHT" in linked[0].text
        assert "LEFT" not in linked[0].text
    if value is None:
        assert "not tested" in linked[0].text or "Not asked" in linked[0].text
    else:
        assert "not tested" not in linked[0].text


@settings(max_examples=40)
@given(st.sets(st.sampled_from(TYPED), max_size=12))
def test_nothing_is_said_that_was_not_recorded(fields: set[FieldDef]) -> None:
    answers = {key_of(field): Answer(some_value(field)) for field in fields}
    recorded = {str(key) for key in answers}
    note = narrative(case(replace(visit(), answers=answers)))
    for sentence in note.sentences:
        if sentence.id.startswith(("history.", "exam.", "measure.")) and sentence.links:
            assert set(sentence.links) <= recorded | {"exam"}


def test_negative_and_not_tested_are_told_apart() -> None:
    note = narrative(
        case(visit({"slump@right": False, "slump@left": None, "crossed_slr@right": None}))
    )
    exam = said(note, "examination")
    assert "Slump RIGHT: negative." in exam
    assert "Slump LEFT: not tested." in exam
    assert any("this leg raised: RIGHT not tested" in one for one in exam)
    assert exam[-1] == "Tests that are not listed were not done; not done is not negative."


def test_safety_questions_are_each_in_one_of_three_lists() -> None:
    note = narrative(case(visit({"fever": False, "history_of_cancer": True, "major_trauma": None})))
    yes, no, open_ = said(note, "safety")
    assert yes == "Asked, yes: cancer, ever."
    assert no == "Asked, no: fever."
    assert "serious fall, crash or blow" in open_
    assert "fever" not in open_


def test_carried_and_filed_together_are_marked() -> None:
    carried = told(visit({"slump@right": True}, origin=Origin.CARRIED))
    assert "carried from an earlier visit, not confirmed" in carried
    together = told(visit({"crossed_slr@right": False}, origin=Origin.REST_NORMAL))
    assert "filed normal together with others" in together


def test_the_last_value_stands_beside_a_changed_one() -> None:
    before = visit({"passive_knee_extension@right": 40}, day=date(2026, 11, 3))
    now = visit({"passive_knee_extension@right": 28}, number=2)
    text = told(now, before)
    assert "RIGHT 28° (40° on Nov 3, 2026)" in text
    assert "better by 12: real" in text


def test_measures_tell_scores_refusals_and_change() -> None:
    before = visit({"rmdq_total": 15}, day=date(2026, 11, 3))
    now = visit({"rmdq_total": 8, "odi_total": 41, "odi_sections": 10}, number=2)
    note = narrative(case(now, before))
    measures = said(note, "measures")
    assert (
        "Roland-Morris 8 of 24 (typed from a paper sheet, its name and day not recorded)."
        in measures
    )
    assert any(one.startswith("Oswestry: no score.") for one in measures)
    (changed,) = said(note, "change")
    assert changed.startswith("Roland-Morris 15 to 8 points")
    assert "CHANGE SINCE NOV 3, 2026" in note_text(note)
    assert "Ostelo 2008" in changed


def test_a_total_beside_all_its_items_is_told_as_answered() -> None:
    items: dict[str, Value | None] = {f"rmdq_{n}": n <= 10 for n in range(1, 25)}
    both = said(narrative(case(visit({**items, "rmdq_total": 10}))), "measures")
    assert both == ["Roland-Morris 10 of 24 (24 of 24 answered, the typed total is the same)."]
    assert said(narrative(case(visit(items))), "measures") == ["Roland-Morris 10 of 24."]


def test_irritability_is_told_with_the_times_it_rests_on() -> None:
    note = narrative(case(visit({"time_to_onset": 10, "time_to_settle": 30})))
    told = note.sentence("history.irritability")
    assert told is not None
    assert told.text == "Irritability, worked out from these times by our default: moderate."
    assert told.links == ("time_to_onset", "time_to_settle")
    unknown = narrative(case(visit({"time_to_onset": 10})))
    assert unknown.sentence("history.irritability") is None


def test_two_activities_are_told_with_their_scores() -> None:
    answers: dict[str, Value | None] = {
        "psfs_activity_1": "Lifting my son",
        "psfs_score_1": 3,
        "psfs_activity_2": "Sitting",
        "psfs_score_2": 6,
    }
    (told,) = said(narrative(case(visit(answers))), "measures")
    assert told.startswith("PSFS, each of 10: Lifting my son 3; Sitting 6. The mean needs ")
    assert told.endswith("single scores stand on their own.")


def test_what_a_reader_would_stumble_over_is_said() -> None:
    answers: dict[str, Value | None] = {
        "odi_total": 40,
        "odi_sections": 7,
        "groc": -7,
        "nprs_now": 8,
        "nprs_worst": 7,
    }
    measures = "\n".join(said(narrative(case(visit(answers))), "measures"))
    assert "Oswestry: no score. 7 of 10 sections answered." in measures
    assert "its name and day not recorded" in measures
    assert "Global change -7 on a scale from -7 to +7" in measures
    assert "as recorded, now 8 is above worst" in measures


def test_treatment_units_and_consent() -> None:
    shown = replace(
        visit(),
        plan=Plan(
            "Better.",
            treatments=(
                Treatment("Press-up", "2 x 10", 12, Side.BOTH, "4 to 2", "EXER1", True),
                Treatment("Slider", minutes=8, code="NEUR1", timed=True, by_assistant=True),
            ),
            next_visit="Tuesday",
        ),
        administration=VisitAdministration(
            consents=(Consent("Dry needling", ConsentState.DECLINED, side=Side.RIGHT),)
        ),
    )
    note = narrative(replace(case(shown), unit_rule=UnitRule.CMS))
    given_today = said(note, "treatment")
    assert given_today[0] == "Press-up, BOTH, 2 x 10, 12 minutes. Response: 4 to 2."
    assert "given by an assistant" in given_today[1]
    assert "Medicare 8-minute rule" in given_today[2]
    assert "EXER1 x 1" in given_today[2]
    assert said(note, "administration") == ["Consent to dry needling RIGHT: declined."]
    without = narrative(case(shown))
    assert "Medicare" not in note_text(without)


def test_the_plan_of_care_is_told_where_it_was_written() -> None:
    care = PlanOfCare(
        problems=(CareProblem("Sits 15 minutes"),),
        goals=(Goal("g", "Sit 45 minutes", "rmdq", baseline=15, target=5, due=date(2026, 12, 1)),),
        prognosis=Prognosis.GOOD,
        prognosis_because="mild loss",
        times_per_week=2,
        weeks=4,
        discharge_criteria=("goals met",),
    )
    first = replace(
        visit({"rmdq_total": 15}, kind=VisitKind.EVALUATION, day=date(2026, 11, 3)),
        plan=Plan(care=care),
    )
    note = narrative(case(first))
    assert said(note, "plan") == [
        "Frequency and duration: twice a week, for 4 weeks, 8 visits planned.",
        "Discharge when: goals met.",
    ]
    assert "Prognosis good, because mild loss." in said(note, "assessment")
    later = narrative(case(visit({"rmdq_total": 10}, number=2), first))
    assert said(later, "plan") == ["Plan of care of Nov 3, 2026 stands."]
    (goal,) = said(later, "goals")
    assert "50% of the way" in goal
    assert "Prognosis" not in note_text(later)


def test_the_discharge_summary_goes_from_first_to_last() -> None:
    first = visit({"rmdq_total": 15}, kind=VisitKind.EVALUATION, day=date(2026, 10, 1))
    middle = visit({"rmdq_total": 11}, day=date(2026, 10, 20), number=2)
    last = visit({"rmdq_total": 3}, kind=VisitKind.DISCHARGE, number=3)
    log = EpisodeLog(
        (
            EpisodeEntry("a", "e1", 1, Contact(date(2026, 10, 9), ContactKind.MISSED), "u", NOW),
            EpisodeEntry("b", "e1", 1, Referral(date(2026, 10, 2), "Dr. Vale"), "u", NOW),
        )
    )
    note = narrative(replace(case(last, first, middle), log=log))
    assert note.title == "Discharge summary"
    assert said(note, "course")[0] == "3 visits from Oct 1, 2026 to Nov 10, 2026."
    assert "Attendance: 1 missed." in said(note, "course")
    assert "15 to 3 points" in said(note, "change")[0]
    assert "Referral to Dr. Vale, sent Oct 2, 2026; no answer yet." in said(note, "administration")


def test_an_edited_sentence_keeps_its_words_and_says_when_the_field_moved() -> None:
    shown = visit({"reflex_achilles@right": "1"})
    sentence = narrative(case(shown)).sentence("exam.reflex_achilles")
    assert sentence is not None
    edit = SentenceEdit(sentence.id, "Ankle jerk reduced RIGHT.", sentence.text)
    edited = replace(shown, note=with_sentence(NoteEdits(), edit))
    found = narrative(case(edited)).sentence(sentence.id)
    assert found is not None
    assert (found.text, found.edited, found.outdated) == ("Ankle jerk reduced RIGHT.", True, False)
    moved = replace(visit({"reflex_achilles@right": "0"}), note=edited.note)
    found = narrative(case(moved)).sentence(sentence.id)
    assert found is not None
    assert found.outdated
    assert found.text == "Ankle jerk reduced RIGHT."
    assert "RIGHT 0" in found.was
    copied = " ".join(note_text(narrative(case(moved))).split())
    mark = f"[edited; fields changed since and now say: {found.was}]"
    assert f"{found.text} {mark}" in copied
    assert "Ankle jerk reduced RIGHT. [edited]" in note_text(narrative(case(edited)))
    gone = with_sentence(NoteEdits(), replace(edit, text=""))
    left_out = " ".join(note_text(narrative(case(replace(shown, note=gone)))).split())
    assert f"[left out by hand; the fields say: {sentence.text}]" in left_out
    again = replace(moved, note=linked_again(moved.note, sentence.id))
    linked = narrative(case(again)).sentence(sentence.id)
    assert linked is not None
    assert "RIGHT 0" in linked.text
    same = with_sentence(edited.note, SentenceEdit(sentence.id, sentence.text, sentence.text))
    assert same == NoteEdits()


def test_own_sentences_stand_in_their_section() -> None:
    shown = replace(visit(), note=NoteEdits(own=(OwnSentence("own.1", "plan", "call the school"),)))
    assert said(narrative(case(shown)), "plan") == ["Call the school."]


def test_late_entries_errors_and_signatures_are_marked() -> None:
    late = replace(visit(day=date(2026, 11, 8)), entered=NOW, late_reason="the power was out")
    assert (
        "LATE ENTRY: written down on Nov 10, 2026 for the visit of Nov 8, 2026. "
        "Reason: The power was out."
    ) in told(late).replace("\n  ", " ")
    assert "LATE ENTRY" not in told(visit())
    wrong = replace(visit(), withdrawal=Withdrawal("other patient", "u", "Ines", NOW))
    assert "ENTERED IN ERROR: Other patient. Withdrawn by" in told(wrong)
    assert "DRAFT, not signed." in told(visit())
    signed = replace(
        visit(),
        signature=Signature("u", "Ines Corvale, PT", "therapist", NOW, "0" * 64),
        addenda=(Addendum("called", "u", "Ines", NOW),),
    )
    assert "Signed by Ines Corvale, PT, Nov 10, 2026 10:00." in told(signed)
    assert "Addendum, Ines, Nov 10, 2026: called" in told(signed)


@pytest.mark.parametrize("words", ["座骨神経 \U0001f9b5", "x" * 100_000, "a\n\nb\t c", "<b>&"])
def test_any_text_is_told_whole(words: str) -> None:
    shown = replace(visit(), plan=Plan(assessment=words))
    text = " ".join(told(shown).split())
    assert " ".join(words.split()).lower() in text.lower()


def test_the_lines_of_an_assessment_stay_lines() -> None:
    shown = replace(visit(), plan=Plan("Better:\n- sits 30 min\n\n-  sleeps   through"))
    note = narrative(case(shown))
    assert said(note, "assessment")[0] == "Better:\n- sits 30 min\n- sleeps through"
    assert "Better:\n- sits 30 min\n- sleeps through\n" in note_text(note)


def test_the_head_counts_the_visits_that_the_plan_of_care_plans() -> None:
    planned = replace(visit(), plan=Plan(care=PlanOfCare(visits=12)))
    assert "of 12." in narrative(case(planned)).head[1]
