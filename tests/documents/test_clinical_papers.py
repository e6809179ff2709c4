"""Safety card, referral letter and evaluation report."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import numpy as np
import pikepdf
import pytest
from numpy.typing import NDArray

from pt_chart.clinical.bodychart.atlas import BodyAtlas
from pt_chart.clinical.bodychart.marks import BodyChart, BrushStroke, Mark, SymptomKind, View
from pt_chart.clinical.findings import FindingKey, Origin
from pt_chart.clinical.narrative.note import NoteSection, Sentence
from pt_chart.clinical.papers import RefusedReferral, SecondLookPaper, WorkNote, WorkStatus
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import VisitKind
from pt_chart.clinical.within_visit import Retest, WithinVisit
from pt_chart.definitions.figures import FigureIndex
from pt_chart.documents import Printer, handout, report, safety_net
from pt_chart.documents.bodychart import drawn_views, marks_drawing
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.signature import DRAFT
from pt_chart.host.resources import resources_dir
from tests.documents import paper_samples, reading, report_samples, samples

FIGURES = FigureIndex.read(resources_dir() / "figures")


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_card_is_one_page_and_says_everything(paper: str) -> None:
    made = safety_net.compose(samples.CARD, paper=paper)
    assert made.pages == 1
    text = reading.words(made.pdf)
    card = samples.CARD
    said = [card.action, card.lead, *card.why, card.desk_sentence, *card.how, *card.ambulance]
    said += [card.exercises, "555-0142", "555-0199", "Call 911 if", "Page 1 of 1"]
    said += ["since Nov 23, 8 pm", "asked: no", "not asked"]
    assert [words for words in said if words not in text] == []
    assert text.index(card.action) < text.index(card.why[0]) < text.index(card.desk_sentence)


def test_the_large_card_keeps_its_words() -> None:
    made = safety_net.compose(samples.CARD, large=True)
    assert made.pages <= 2
    assert all(line.words in reading.words(made.pdf) for line in samples.CARD.told)


def test_an_unsigned_report_is_a_draft_on_every_page_and_has_no_code() -> None:
    made = report.compose(report_samples.report(), report_samples.Bodies())
    for text in reading.page_texts(made.pdf):
        assert DRAFT in " ".join(text.split())
    assert "Verification code" not in reading.words(made.pdf)


def test_a_signed_report_has_signer_time_and_code_and_is_no_draft() -> None:
    pdf = report.render(report_samples.report(report_samples.SIGNED), report_samples.Bodies())
    text = reading.words(pdf)
    assert DRAFT not in text
    assert "Signed electronically Nov 24, 2026, 11:42." in text
    signed = report_samples.report(report_samples.SIGNED)
    assert signed.stamp is not None
    pages = reading.page_texts(pdf)
    assert all(f"Code {signed.stamp.code}" in page for page in pages)


def test_the_report_says_what_was_found_where_and_what_was_not_tested() -> None:
    text = reading.words(report.render(report_samples.report(), report_samples.Bodies()))
    assert text.index("Standing: Standing Heel raises") < text.index("Sitting: Standing Slump")
    assert text.index("Sitting: Standing Slump") < text.index("Supine: Supine Straight leg raise")
    assert "FADIR not tested not tested RIGHT: hip too sore" in text
    assert "Strength S1" in text
    assert "Strength L5" not in text
    assert "Asked, yes: Fever (since Monday)." in text
    assert "Asked, no: Saddle numbness." in text
    assert "not asked Night sweats." in text
    assert "1 core red-flag question was not asked yet." in text
    assert "Sitting tolerance (min): 20" in text
    assert text.index("Red flags") < text.index("Symptoms and body chart")


def test_the_report_reasons_in_words_with_sources_and_no_percent() -> None:
    text = reading.words(report.render(report_samples.report(), report_samples.Bodies()))
    assert "Lumbar radicular pain More likely" in text
    assert "Weak [1]: Straight leg raise RIGHT: positive" in text
    assert "[1] Sample 2002, n = 274, primary care, figure not verified." in text
    assert "Cannot judge, nothing tested yet: Sacroiliac joint pain." in text
    assert "Possible spinal infection: urgent referral." in text
    assert "Done: Physician phoned" in text
    assert "not negative: Sample score (2 of 6 items known)." in text
    assert "%" not in text


def test_the_figure_is_that_of_the_chart() -> None:
    bodies = report_samples.Bodies()
    chart = replace(report_samples.CHART, body="female")
    visit = replace(report_samples.VISIT, chart=chart)
    report.render(report_samples.report(visit), bodies)
    assert set(bodies.asked) == {(View.BACK, "female"), (View.RIGHT, "female")}


def _pixels(chart: BodyChart) -> NDArray[np.uint8]:
    sheet = Sheet("letter", title="Test")
    with sheet.artifact():
        marks = marks_drawing(chart, View.BACK, report_samples.ATLAS, 200, 400)
        sheet.drawing(marks, 100, 100, 1.0, upright=True)
    return reading.raster(sheet.save())[100:500, 100:300]


STROKE = Mark(1, View.BACK, SymptomKind.ACHE, BrushStroke(((0.6, 0.5), (0.6, 0.8)), 0.1))


def test_a_stroke_covers_its_place_and_an_eraser_cuts_it() -> None:
    whole = _pixels(BodyChart((STROKE,))) < 250
    rows, columns = whole.nonzero()
    assert 180 <= rows.min() <= 190
    assert 330 <= rows.max() <= 345
    assert columns.max() <= 142
    rubber = Mark(2, View.BACK, SymptomKind.ACHE, BrushStroke(((0.6, 0.8),), 0.1), erases=True)
    cut = _pixels(BodyChart((STROKE, rubber))) < 250
    assert not cut[302:338, 118:122].any()
    assert cut[200:250].sum() == whole[200:250].sum()
    before = _pixels(BodyChart((rubber, STROKE))) < 250
    assert np.array_equal(before, whole)


def test_marks_stay_inside_the_figure() -> None:
    wide = Mark(1, View.BACK, SymptomKind.SHARP, BrushStroke(((0.0, 0.5), (1.0, 0.5)), 0.1))
    columns = (_pixels(BodyChart((wide,))) < 250).nonzero()[1]
    assert columns.min() > 40
    assert columns.max() < 160


def test_all_kinds_differ_in_gray() -> None:
    looks = set()
    for kind in SymptomKind:
        mark = replace(STROKE, kind=kind)
        looks.add(_pixels(BodyChart((mark,)))[220:300, 110:130].tobytes())
    assert len(looks) == len(SymptomKind)


def test_an_empty_chart_shows_front_and_back() -> None:
    assert drawn_views(BodyChart()) == (View.FRONT, View.BACK)


class _Figures(samples.Figures):
    @property
    def atlas(self) -> BodyAtlas:
        return report_samples.ATLAS

    def body_svg(self, view: View, body: str = "neutral") -> bytes:
        return report_samples.Bodies().body_svg(view, body)


def test_a_pack_is_one_file_in_order_with_its_own_page_numbers() -> None:
    made = Printer(_Figures()).compose((samples.CARD, samples.LETTER), paper="letter")
    pages = reading.page_texts(made.pdf)
    assert made.pages == len(pages) == 2
    assert samples.CARD.action in pages[0]
    assert "Emergency referral letter" in pages[1]
    assert all("Page 1 of 1" in text for text in pages)
    roles = [node.role for node in reading.structure(made.pdf)]
    assert roles.count("H1") == 2


def test_an_empty_pack_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to print"):
        Printer(_Figures()).pack((), paper="letter")


def test_a_handout_through_the_printer_is_the_handout() -> None:
    pdf = Printer(_Figures()).handout(samples.HANDOUT, paper="a4", large=True)
    assert samples.HANDOUT.main_message in reading.words(pdf)
    assert DRAFT in reading.words(Printer(_Figures()).report(report_samples.report(), paper="a4"))


def test_a_report_releases_only_the_sections_chosen_and_says_which_it_leaves_out() -> None:
    whole = report_samples.report(report_samples.SIGNED)
    part = replace(whole, sections=("flags", "plan"))
    text = reading.words(report.render(part, report_samples.Bodies()))
    assert "Clinical reasoning" not in text.partition("Sections left out of this copy")[0]
    assert "Sections left out of this copy: Summary; Symptoms and body chart;" in text
    assert part.stamp is not None
    assert whole.stamp is not None
    assert part.stamp.code != whole.stamp.code


def test_a_progress_report_sets_today_beside_the_first_visit() -> None:
    first = report_samples.VISIT
    key = next(key for key, one in first.answers.items() if key.id == "slr" and one.tested)
    later = first.with_answer(key, replace(first.answers[key], value=not first.answers[key].value))
    visit = replace(later, kind=VisitKind.PROGRESS, number=5)
    made = replace(report_samples.report(visit), first=first)
    text = reading.words(report.render(made, report_samples.Bodies()))
    assert "Physical therapy re-evaluation, visit 5" in text
    assert "Change since the first visit" in text
    unchanged = replace(made, visit=replace(first, kind=VisitKind.PROGRESS))
    plain = reading.words(report.render(unchanged, report_samples.Bodies()))
    assert "Change since the first visit" not in plain


def test_what_was_entered_as_rest_normal_is_marked_everywhere() -> None:
    visit = report_samples.VISIT
    for id, side in (("saddle", None), ("slr", Side.LEFT)):
        key = FindingKey(id, side)
        filed = replace(visit.answers[key], origin=Origin.REST_NORMAL)
        visit = visit.with_answer(key, filed)
    made = report_samples.report(visit)
    text = reading.words(report.render(made, report_samples.Bodies()))
    assert "Asked, no: Saddle numbness (rest normal)." in text
    assert text.count("(rest normal)") == 2
    plain = reading.words(report.render(report_samples.report(), report_samples.Bodies()))
    assert "(rest normal)" not in plain


def test_a_re_test_prints_one_line_with_what_its_change_is_worth() -> None:
    key, at = FindingKey("heel", Side.RIGHT), report_samples.NOW
    yes_no = FindingKey("slr", Side.RIGHT)
    within = WithinVisit(
        (key, yes_no), (Retest(key, 20, "sliders", at), Retest(yes_no, False, "sliders", at))
    )
    visit = replace(report_samples.VISIT, within=within)
    text = reading.words(report.render(report_samples.report(visit), report_samples.Bodies()))
    assert "Re-tested in this visit" in text
    assert "RIGHT Heel raises: 16 before, 20 after sliders: +4; no published error" in text
    assert "RIGHT Straight leg raise: present before, absent after sliders." in text


def test_the_plan_prints_the_sentences_of_the_note_without_a_program_that_is_not_released() -> None:
    plan = NoteSection(
        "plan",
        "Plan",
        (
            Sentence("plan.frequency", "Frequency: as <b>edited</b>.", edited=True),
            Sentence("plan.program", "Home program: sliders.", ("program",)),
        ),
    )
    made = replace(report_samples.report(), note=(plan,))
    text = reading.words(report.render(made, report_samples.Bodies()))
    assert "Frequency: as <b>edited</b>." in text
    assert "Home program: sliders." in text
    cut = replace(made, sections=("plan",))
    assert "sliders" not in reading.words(report.render(cut, report_samples.Bodies()))


@pytest.mark.parametrize("name", sorted(paper_samples.ALL))
@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_every_paper_says_all_its_words(name: str, paper: str) -> None:
    part = paper_samples.ALL[name]
    made = Printer(FIGURES).compose((part,), paper=paper)
    text = reading.words(made.pdf)
    assert not made.missing
    assert made.pages <= (2 if name == "measures" else 1)
    if isinstance(part, RefusedReferral):
        assert DRAFT not in text
        assert "Signed by hand" in text
    if isinstance(part, (WorkNote, SecondLookPaper)):
        assert f"Code {paper_samples.STAMP.code}" in text
        drafted = replace(part, head=paper_samples.DRAFT_HEAD)
        draft = reading.words(Printer(FIGURES).pack((drafted,), paper=paper))
        assert DRAFT in draft
        assert "Code " not in draft


def test_the_work_note_gives_no_diagnosis_and_the_limits_word_for_word() -> None:
    text = reading.words(Printer(FIGURES).pack((paper_samples.WORK_NOTE,), paper="letter"))
    assert "Able to work with limits From Nov 25, 2026 through Dec 8, 2026." in text
    for limit in paper_samples.WORK_NOTE.limits:
        assert limit in text
    off = replace(paper_samples.WORK_NOTE, status=WorkStatus.OFF)
    assert "Limits" not in reading.words(Printer(FIGURES).pack((off,), paper="letter"))


def test_a_card_in_another_language_has_the_desk_sentence_in_english_too() -> None:
    spanish = replace(samples.CARD, language="es", desk_own="I am ill. I speak Spanish.")
    pdf = Printer(FIGURES).pack((spanish,), paper="letter")
    assert "For the staff, in English: “I am ill. I speak Spanish.”" in reading.words(pdf)
    with pikepdf.open(BytesIO(pdf)) as document:
        tags = [
            str(one.Lang) for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Div" and "/Lang" in one
        ]  # fmt: skip
    assert tags == ["en"]
    assert "For the staff" not in reading.words(
        Printer(FIGURES).pack((samples.CARD,), paper="letter")
    )


def test_what_was_done_is_ticked_by_hand_on_a_letter() -> None:
    letter = replace(samples.LETTER, done=("Treatment stopped", "Safety-net card given"))
    text = reading.words(Printer(FIGURES).pack((letter,), paper="letter"))
    assert "Tick what was done: Treatment stopped Safety-net card given" in text


def test_a_second_look_of_any_length_stays_on_its_page_and_counts_what_it_leaves_out() -> None:
    look = paper_samples.SECOND_LOOK.sheet
    (flag,) = look.flags
    full = replace(
        look,
        flags=(flag,) * 7,
        core_unasked=look.core_unasked * 12,
        others=look.others * 10,
        scores=look.scores * 9,
    )
    made = Printer(FIGURES).compose((replace(paper_samples.SECOND_LOOK, sheet=full),), paper="a4")
    text = reading.words(made.pdf)
    assert made.pages == 1
    assert "Open flags (and" in text
    assert text.partition("Core questions")[0].count(flag.title) == 7
    assert "more." in text
    assert look.basis in text


def test_a_long_clinic_name_is_cut_with_a_sign_and_the_numbers_stay_whole() -> None:
    name = "The Very Long and Winding Name of a Clinic " * 4
    clinic = replace(samples.HANDOUT.clinic, name=name.strip())
    made = handout.render(replace(samples.HANDOUT, clinic=clinic), samples.Figures(), paper="a4")
    for page in reading.page_texts(made)[1:]:
        foot = " ".join(page.split())
        assert "\u2026" in foot
        assert "555-0142 · any hour 555-0199" in foot


def test_parts_of_a_pack_keep_their_own_language() -> None:
    spanish = replace(samples.HANDOUT, language="es")
    pdf = Printer(FIGURES).pack((paper_samples.WORK_NOTE, replace(spanish, exercises=())),
                                paper="letter")  # fmt: skip
    with pikepdf.open(BytesIO(pdf)) as document:
        top = document.Root.StructTreeRoot.K
        assert str(document.Root.Lang) == "en"
        languages = [str(kid.get("/Lang", "")) for kid in top.K.as_list()]
    assert languages == ["", "es"]


def test_consent_contacts_and_referrals_of_the_note_are_printed() -> None:
    told = (
        "Consent to dry needling RIGHT: declined, spoken.",
        "Nov 4, 2026, visit cancelled by the patient: child ill.",
        "Referral to Dr. Vale for weakness, sent Oct 27, 2026; no answer yet.",
    )
    sentences = tuple(Sentence(f"admin.{n}", words) for n, words in enumerate(told))
    frame = NoteSection("administration", "Administration", sentences)
    made = replace(report_samples.report(), note=(frame,))
    for kind in VisitKind:
        each = replace(made, visit=replace(made.visit, kind=kind))
        text = reading.words(report.render(each, report_samples.Bodies()))
        assert all(words in text for words in told), kind
    kept_back = replace(made, sections=("summary", "plan"))
    text = reading.words(report.render(kept_back, report_samples.Bodies()))
    assert "dry needling" not in text
    assert "Administration" in text.partition("Sections left out of this copy")[2]
