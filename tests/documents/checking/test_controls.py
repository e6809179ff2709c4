"""A good handout passes; each control fails on exactly what was spoiled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest

from pt_chart.clinical.program.handout import DosePart, HandoutContent
from pt_chart.documents.checking import Outcome, Weight, check_handout
from pt_chart.documents.checking.spanish import SPANISH
from tests.documents.checking import papers
from tests.documents.checking.papers import (
    GOOD,
    failing_of,
    printed,
    rewritten,
    with_dose,
    with_exercises,
    with_first,
    with_step,
)


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_a_good_handout_passes(paper: str, large: bool) -> None:
    report = check_handout(printed(paper=paper, large=large))
    assert report.acceptable
    assert [one.item for one in report.results] == list(range(1, 36))
    unknown = [one.item for one in report.with_outcome(Outcome.UNKNOWN)]
    assert unknown == ([] if large else [20])


def test_nine_points_and_justified() -> None:
    assert failing_of(rewritten(printed(), papers.small_and_justified)) == {19, 24}


def test_eight_exercises() -> None:
    assert failing_of(printed(with_exercises(8))) == {16}
    assert failing_of(printed(with_exercises(6))) == set()


def test_a_scan_has_no_text_and_no_tags_and_nothing_passes_silently() -> None:
    report = check_handout(papers.scanned(printed()))
    assert papers.failing(report) == {31, 32}
    passed = {one.item for one in report.with_outcome(Outcome.PASS)}
    assert passed <= {27, 34}
    reasons = [one.reason for one in report.with_outcome(Outcome.UNKNOWN)]
    assert all(reasons)
    assert sum("no text layer" in reason for reason in reasons) > 20


def test_words_of_clinicians() -> None:
    pdf = printed(with_step("Contralateral hip extension in prone, 3x10 BID"))
    assert failing_of(pdf) == {2, 7, 9}


def test_no_warning_block() -> None:
    bare = replace(GOOD, warning_lead="", warning_signs=(), same_day="")
    assert failing_of(printed(bare)) == {11}


def test_a_warning_sign_left_out_is_named() -> None:
    signs = tuple(sign for sign in GOOD.warning_signs if "both legs" not in sign)
    report = check_handout(printed(replace(GOOD, warning_signs=signs)))
    (failed,) = report.with_outcome(Outcome.FAIL, Weight.MUST)
    assert failed.item == 11
    assert [fault.message for fault in failed.faults] == ["both legs is not named"]


def test_figures_without_alternative_text() -> None:
    assert failing_of(rewritten(printed(), papers.without_alternatives)) == {33}


HARD = (
    "Notwithstanding considerable individual variability, sensitization of peripheral "
    "nociceptive afferents characteristically accompanies inflammatory irritation."
)


@pytest.mark.parametrize(
    ("content", "item"),
    [
        (replace(GOOD, what_is_going_on=(HARD,) * 4), 1),
        (with_step("The patient should sit tall."), 3),
        (with_step("Push with 10% of your strength."), 6),
        (with_dose(("10", "of them"), ("2 times", "a day")), 7),
        (with_dose(("10", "times")), 7),
        (with_step("Sit " + "very " * 25 + "tall."), 8),
        (with_step("Sit tall, lift your foot, and pull your toes."), 8),
        (with_first(steps=("Sit tall.",)), 8),
        (with_step("Do it PRN."), 9),
        (with_step("Use {side} leg."), 10),
        (with_step("Sit tall. LR+ 4.2."), 10),
        (replace(GOOD, traffic=()), 12),
        (replace(GOOD, patient_name=""), 13),
        (replace(GOOD, therapist=""), 13),
        (with_first(figures=()), 21),
        (with_step("SIT TALL AND DO NOT MOVE YOUR BACK."), 25),
        (with_first(legend=("Red area: the nerve.",)), 34),
    ],
)
def test_one_thing_spoiled_fails_on_its_item(content: HandoutContent, item: int) -> None:
    assert item in failing_of(printed(content))


def light(**said: str) -> HandoutContent:
    """The good handout with other words at a signal: feeling and action behind a bar."""
    rows = []
    for row in GOOD.traffic:
        feeling, _, action = said.get(row.signal, f"{row.feeling}|{row.action}").partition("|")
        rows.append(replace(row, feeling=feeling, action=action))
    return replace(GOOD, traffic=tuple(rows), traffic_brief=tuple(rows))


@pytest.mark.parametrize(
    ("content", "item", "said"),
    [
        (light(slow="It goes up a little.|Push through the pain."), 12, "to go on: Push through"),
        (light(stop="It is worse.|Keep going."), 12, "to go on: Keep going"),
        (light(go="It stays the same.|Stop."), 12, "Go says to stop"),
        (light(stop="It is much better.|Stop. Call us."), 12, "what is good: better"),
        (light(slow="It goes up a little.|Do it at noon."), 12, "nothing is made easier"),
        (light(stop="It is worse.|Do it at noon."), 12, "does not say to stop"),
        (
            replace(GOOD, warning_lead="Wait a week, then call us if any of these is new:"),
            11,
            "not for help now: Wait",
        ),
        (
            replace(GOOD, warning_lead="Lie down and rest if any of these is new or worse:"),
            11,
            "not for help now: Lie down",
        ),
        (
            replace(GOOD, warning_lead="Do not worry if any of these is new or worse:"),
            11,
            "nobody is sent anywhere",
        ),
        (with_step("Move for 45 minutes."), 7, "a step says “45 minutes”, the dose less"),
        (with_step("Do half of twice what you did."), 6, "half of twice"),
    ],
)
def test_words_that_turn_a_safety_item_round_fail(
    content: HandoutContent, item: int, said: str
) -> None:
    changed = content
    if item == 7:
        first, *rest = content.exercises
        dose = (DosePart("clock", "5", "minutes"), DosePart("sun", "2 times", "a day"))
        changed = replace(content, exercises=(replace(first, dose=dose), *rest))
    report = check_handout(printed(changed))
    faults = {
        one.item: [fault.message for fault in one.faults]
        for one in report.with_outcome(Outcome.FAIL, Weight.MUST)
    }
    assert any(said in message for message in faults.get(item, [])), faults


def test_what_only_sounds_like_a_fault_passes() -> None:
    """A timer for the next break, and splitting a load, are no dose and no reckoning."""
    first, *rest = GOOD.exercises
    dose = (DosePart("clock", "5", "minutes"), DosePart("sun", "2 times", "a day"))
    steps = ("Set a timer for 20 minutes.", *first.steps)
    timed = replace(GOOD, exercises=(replace(first, dose=dose, steps=steps), *rest))
    assert 7 not in failing_of(printed(timed))
    assert SPANISH.arithmetic.search("Divida las cargas pesadas.") is None
    assert SPANISH.arithmetic.search("Divida el tiempo entre 3.") is not None


def test_a_title_of_the_leg_that_no_exercise_is_for_fails() -> None:
    assert 21 not in failing_of(printed())
    sides = {one.side_words for one in GOOD.exercises if one.one_sided}
    (told,) = sides
    other = "left" if "Right" in told else "right"
    assert 21 in failing_of(printed(replace(GOOD, title=f"Your plan for your {other} leg")))


def _no_language(document: pikepdf.Pdf) -> None:
    del document.Root["/Lang"]


def _no_title(document: pikepdf.Pdf) -> None:
    del document.docinfo["/Title"]


def _untagged(document: pikepdf.Pdf) -> None:
    del document.Root["/StructTreeRoot"]
    document.Root.MarkInfo = pikepdf.Dictionary(Marked=False)


def _named_title(document: pikepdf.Pdf) -> None:
    document.docinfo["/Title"] = "Plan of Robin Sample"


def _unmapped(document: pikepdf.Pdf) -> None:
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
            del item["/ToUnicode"]


def _pale(document: pikepdf.Pdf) -> None:
    page = document.pages[0]
    text = page.Contents.read_bytes().replace(b"0.102 0.118 0.141 rg", b"0.8 0.8 0.8 rg")
    page.Contents = document.make_stream(text)


def _linked(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org/video")
    note = pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    document.pages[0].Annots = document.make_indirect(pikepdf.Array([note]))


@pytest.mark.parametrize(
    ("change", "items"),
    [
        (_no_language, {32}),
        (_no_title, {32}),
        (_untagged, {32}),
        (_named_title, {35}),
        (_pale, {23, 34}),
        (_linked, {35}),
    ],
)
def test_a_spoiled_file_fails_on_its_item(
    change: Callable[[pikepdf.Pdf], None], items: set[int]
) -> None:
    assert items <= failing_of(rewritten(printed(), change))


def test_fonts_that_do_not_map_to_text_fail() -> None:
    assert 31 in failing_of(rewritten(printed(), _unmapped))


def test_a_date_inside_makes_sameness_unknown() -> None:
    def dated(document: pikepdf.Pdf) -> None:
        document.docinfo["/CreationDate"] = "D:20260101000000Z"

    report = check_handout(rewritten(printed(), dated))
    (unknown,) = [one for one in report.results if one.item == 35]
    assert unknown.outcome is Outcome.UNKNOWN
    assert "time of making" in unknown.reason


def test_another_language_is_not_judged_by_english_words() -> None:
    def german(document: pikepdf.Pdf) -> None:
        document.Root.Lang = "de"

    report = check_handout(rewritten(printed(), german))
    told = {one.item: one for one in report.results}
    assert told[2].outcome is Outcome.UNKNOWN
    assert "'de'" in told[2].reason
    assert told[1].outcome is Outcome.UNKNOWN


def _script(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('hello');")
    document.Root.OpenAction = document.make_indirect(action)


def _script_of_a_page(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('hello');")
    document.pages[0].obj.AA = pikepdf.Dictionary(O=action)


def _script_by_name(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('hello');")
    names = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("one"), action]))
    document.Root.Names = pikepdf.Dictionary(JavaScript=names)


def _launched(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("program"))
    note = pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    document.pages[0].Annots = document.make_indirect(pikepdf.Array([note]))


def _attached(document: pikepdf.Pdf) -> None:
    document.attachments["list.txt"] = b"names"


def _form(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_script, "a script"),
        (_script_of_a_page, "a script"),
        (_script_by_name, "a script"),
        (_launched, "an action that starts a program"),
        (_attached, "an attached file"),
        (_form, "a form to fill in"),
    ],
)
def test_what_runs_or_is_attached_fails(change: Callable[[pikepdf.Pdf], None], said: str) -> None:
    pdf = rewritten(printed(), change)
    assert failing_of(pdf) == {35}
    messages = {fault.message for one in check_handout(pdf).results for fault in one.faults}
    assert f"it holds {said}" in messages


def test_a_script_fails_in_a_file_that_carries_its_time_of_making_too() -> None:
    def dated(document: pikepdf.Pdf) -> None:
        _script(document)
        document.docinfo["/CreationDate"] = "D:20260101000000Z"

    assert 35 in failing_of(rewritten(printed(), dated))


@pytest.mark.parametrize(
    "broken",
    ["555-010-200\n0", "(555)\n010-0142", "(555) 010-014\n2", "+1\n(555) 010-2000"],
)
def test_a_phone_number_over_two_lines_fails(broken: str) -> None:
    pdf = printed(replace(GOOD, what_is_going_on=(f"Ask for Ana at {broken} if in doubt.",)))
    (failed,) = check_handout(pdf).with_outcome(Outcome.FAIL, Weight.MUST)
    assert failed.item == 13
    assert [fault.message.partition(":")[0] for fault in failed.faults] == [
        "the phone number is broken over two lines"
    ]


@pytest.mark.parametrize(
    "whole",
    ["911\n(555) 010-2000", "555-010-2000\n2 times", "Nov 21, 2026\n12 Sample Street", "0142\n17"],
)
def test_numbers_that_are_whole_on_their_lines_pass(whole: str) -> None:
    pdf = printed(replace(GOOD, what_is_going_on=(f"Ask for Ana at {whole} if in doubt.",)))
    assert 13 not in failing_of(pdf)


def test_a_dose_that_says_only_how_often_fails() -> None:
    often = with_dose(("2 times", "a day"), ("7 days", "a week"), ("Same time", "of day"))
    assert failing_of(printed(often)) == {7}


@pytest.mark.parametrize("large", [False, True])
def test_a_handout_without_the_clinics_name_fails(large: bool) -> None:
    nameless = replace(GOOD, clinic=replace(GOOD.clinic, name=""))
    pdf = printed(nameless, large=large)
    assert failing_of(pdf) == {13}


@pytest.mark.parametrize("title", ["Ada Example, born 1982", "EXAMPLE handout", "ID S-10042"])
def test_a_part_of_the_name_in_the_title_fails(title: str) -> None:
    def named(document: pikepdf.Pdf) -> None:
        document.docinfo["/Title"] = title

    content = replace(GOOD, patient_name="Example, Ada")
    assert 35 in failing_of(rewritten(printed(content), named))
    assert 35 not in failing_of(printed(replace(GOOD, patient_name="Program, Home")))


@pytest.mark.parametrize(
    "step", ["Hold it there for 30 seconds.", "Lean in. Count to 30.", "Stay for 10 breaths."]
)
def test_a_step_that_holds_beside_no_hold_fails(step: str) -> None:
    dose = (DosePart("repeat", "10", "times"), DosePart("no-hold", "No", "hold"),
            DosePart("sun", "2 times", "a day"))  # fmt: skip
    assert 7 in failing_of(printed(with_first(dose=dose, steps=(step, "Let go."))))
    never = with_first(dose=dose, steps=("Keep moving slowly. Never hold.", "Let go."))
    assert 7 not in failing_of(printed(never))


def test_steps_for_the_other_side_fail() -> None:
    wrong = with_first(
        side_words="Right leg only", steps=("Straighten your left knee.", "Bend the left knee.")
    )
    assert 21 in failing_of(printed(wrong))
    both = with_first(
        side_words="Right leg only", steps=("Put your left foot down.", "Lift your right leg.")
    )
    assert 21 not in failing_of(printed(both))


def test_a_number_to_call_and_credentials_are_no_fault() -> None:
    clinic = replace(papers.GOOD.clinic, phone="503.555.0142")
    content = replace(papers.GOOD, clinic=clinic, therapist="Ana Ruiz, PT, DPT, OCS, FAAOMPT")
    assert not {6, 25} & failing_of(printed(content))
    shouted = replace(papers.GOOD, what_to_expect=("DO NOT STOP NOW at all.",))
    assert 25 in failing_of(printed(shouted))
    assert 6 in failing_of(printed(papers.with_step("Walk 1.5 miles.")))
