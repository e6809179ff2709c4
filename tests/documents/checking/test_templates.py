"""Every template holds what a handout must, over papers, languages and sizes."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from pt_chart import bootstrap
from pt_chart.clinical.findings import Value
from pt_chart.clinical.program import dosing
from pt_chart.clinical.sides import Side
from pt_chart.documents.checking import Outcome, Weight, check_handout
from pt_chart.documents.flow import DoesNotFit
from pt_chart.documents.handout.week import daily_boxes
from tests.documents import reading
from tests.documents.checking import templates
from tests.support.shipped_library import case

SIZES = {"normal": (1, 4), "large": (1, 10), "one_page": (1, 1)}
"""Fewest and most pages of each text size."""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", templates.NAMES)
def test_every_must_holds_on_both_papers_in_both_languages(name: str, size: str) -> None:
    """docs/documents.md shows the same as a table, with what should hold."""
    least, most = SIZES[size]
    for language, paper in product(templates.LANGUAGES, ("letter", "a4")):
        content = templates.content(name, language)
        made = bootstrap.printer().compose((content,), paper=paper, size=size)
        assert least <= made.pages <= most, (language, paper)
        report = check_handout(made.pdf)
        faults = [
            f"{language} {paper}: {failed.item} {fault.place}: {fault.message}"
            for failed in report.with_outcome(Outcome.FAIL, Weight.MUST)
            for fault in failed.faults
        ]
        assert faults == []
        unknown = {one.item for one in report.with_outcome(Outcome.UNKNOWN)}
        assert unknown == (set() if size == "large" else {20})


@pytest.mark.parametrize("name", ["stenosis", "deep_gluteal", "strain_building"])
def test_the_longest_spanish_templates_take_four_letter_pages(name: str) -> None:
    content = templates.content(name, "es")
    assert bootstrap.printer().compose((content,), paper="letter").pages <= 4


def test_three_exercises_of_a_nerve_case_take_four_spanish_pages() -> None:
    """One of them has a light of its own, and two things are left out for now."""
    shelf = bootstrap.definitions().library.spoken("es")
    ids = ("prone_press_up", "sciatic_slider_seated", "glute_bridge")
    found: dict[str, Value] = {
        "slr@right": True, "shooting_pain@right": True, "tingling@right": True,
        "deep_dull_pull@right": True, "repeated_extension": "centralizes",
        "repeated_flexion": "peripheralizes",
    }  # fmt: skip
    items = tuple(dosing.default_item(shelf.exercises[id], Side.RIGHT) for id in ids)
    content = templates.handout(
        shelf, items, case(found), "in one week", "lumbar_radiculopathy", "es"
    )
    assert content.unreviewed
    assert len(content.leave_out) == 2
    assert content.next_visit == "En 1 semana"
    assert bootstrap.printer().compose((content,), paper="letter").pages == 4


FOURSOMES = (
    ("hamstring_curl", "hamstring_slider", "nordic_hamstring", "romanian_deadlift"),
    ("sit_to_stand", "step_up", "sciatic_slider_seated", "sciatic_slider_supine"),
    ("hamstring_stretch_standing", "hamstring_doorway", "hamstring_contract_relax",
     "hamstring_calf_bedtime"),
)  # fmt: skip
"""Long names, steps and lights in Spanish: each of them once took five pages, or small type."""
LONGEST = (
    "flexion_seated", "lateral_shift_correction", "hamstring_heel_dig", "long_lever_bridge_iso",
)  # fmt: skip
"""Four with a traffic light of their own each: A4 holds them on four pages, Letter does not."""


@pytest.mark.parametrize(
    ("ids", "paper"), [*((ids, "letter") for ids in FOURSOMES), (LONGEST, "a4")]
)
def test_four_long_spanish_exercises_take_four_pages(ids: tuple[str, ...], paper: str) -> None:
    shelf = bootstrap.definitions().library.spoken("es")
    found: dict[str, Value] = {"leg_pain@left": True, "repeated_extension": "centralizes"}
    items = tuple(dosing.default_item(shelf.exercises[id], Side.LEFT) for id in ids)
    content = templates.handout(shelf, items, case(found, Side.LEFT), "Nov 30, 2026", "", "es")
    made = bootstrap.printer().compose((content,), paper=paper)
    failed = check_handout(made.pdf).with_outcome(Outcome.FAIL, Weight.MUST)
    assert [(one.item, [str(fault) for fault in one.faults]) for one in failed] == []


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_large_spanish_doses_tear_no_word(paper: str) -> None:
    shelf = bootstrap.definitions().library.spoken("es")
    ids = ("nordic_hamstring", "long_lever_bridge_iso", "heel_raise")
    items = [dosing.default_item(shelf.exercises[id], Side.LEFT) for id in ids]
    rested = tuple(replace(one, dose=replace(one.dose, rest_s=120)) for one in items)
    facts = case({"leg_pain@left": True}, Side.LEFT)
    content = templates.handout(shelf, rested, facts, "", "", "es")
    made = bootstrap.printer().compose((content,), paper=paper, size="large")
    failed = check_handout(made.pdf).with_outcome(Outcome.FAIL, Weight.MUST)
    assert [str(fault) for one in failed for fault in one.faults] == []


def test_a_spanish_sheet_says_that_it_is_not_reviewed_and_is_tagged_spanish() -> None:
    content = templates.content("strain_early", "es")
    pdf = bootstrap.printer().pack((content,), paper="letter")
    assert "Traducción aún no revisada" in reading.words(pdf)
    assert check_handout(pdf).language == "es"
    signed_off = replace(content, unreviewed=False)
    plain = bootstrap.printer().pack((signed_off,), paper="letter")
    assert "no revisada" not in reading.words(plain)


@pytest.mark.parametrize("language", templates.LANGUAGES)
@pytest.mark.parametrize("name", ["stenosis", "hamstring_tendon", "claudication"])
def test_one_page_drops_no_warning_sign_and_no_rule_to_stop(name: str, language: str) -> None:
    content = templates.content(name, language)
    pdf = bootstrap.printer().pack((content,), paper="letter", size="one_page")
    said = " ".join(reading.words(pdf).split())
    assert content.flare_call
    assert " ".join(content.flare_call.split()).rstrip(".") in said
    rules = [line.text for line in content.stop_brief]
    own = [one.brief_traffic for one in content.exercises if one.brief_traffic]
    for text in (*content.warning_signs, content.same_day, *rules, *own):
        assert " ".join(text.split()) in said
    for number in (content.clinic.phone, content.clinic.any_hour):
        assert number in said


def test_what_does_not_fit_on_one_page_is_refused_with_how_many_do() -> None:
    content = templates.content("stenosis", "en")
    six = tuple(replace(one, number=i) for i, one in enumerate(content.exercises * 2, 1))[:6]
    with pytest.raises(DoesNotFit, match=r"These 6 exercises .* the first 4 exercises fit\. Take"):
        bootstrap.printer().pack(
            (replace(content, exercises=six),), paper="letter", size="one_page"
        )


@pytest.mark.parametrize("name", ["stenosis", "deep_gluteal"])
def test_large_print_keeps_every_exercise_on_one_page(name: str) -> None:
    content = templates.content(name, "en")
    pages = reading.page_texts(bootstrap.printer().pack((content,), paper="letter", size="large"))
    said = [" ".join(page.split()) for page in pages]
    for one in content.exercises:
        (page,) = (text for text in said if one.too_easy in text)
        assert all(step in page for step in one.steps)
        assert one.purpose in page


def test_what_goes_through_the_whole_day_has_a_box_a_day() -> None:
    content = templates.content("hamstring_tendon", "en")
    (breaks,) = (one for one in content.exercises if not one.bouts_per_day)
    assert (daily_boxes(breaks), breaks.days_per_week) == (1, 7)


@pytest.mark.parametrize("language", templates.LANGUAGES)
def test_one_page_keeps_what_the_case_must_take_care_of(language: str) -> None:
    content = replace(
        templates.content("strain_early", language),
        care=("No weight on this leg.",),
        leave_out=("No heat on numb skin.",),
    )
    pdf = bootstrap.printer().pack((content,), paper="letter", size="one_page")
    said = " ".join(reading.words(pdf).split())
    assert "No weight on this leg." in said
    assert "No heat on numb skin." in said


@pytest.mark.parametrize("language", templates.LANGUAGES)
def test_one_page_keeps_long_names_whole_at_its_foot(language: str) -> None:
    name = "Maximiliana Guadalupe Alexandria O'Brien-Smith-Featherstonehaugh"
    content = replace(templates.content("strain_early", language), patient_name=name)
    report = check_handout(bootstrap.printer().pack((content,), paper="letter", size="one_page"))
    assert [one.item for one in report.with_outcome(Outcome.FAIL, Weight.MUST)] == []
