"""The handout: what it says, where it breaks, how it is tagged."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import numpy as np
import pikepdf
import pytest
from PIL import Image

from pt_chart.clinical.program.handout import FigureRef, HandoutContent
from pt_chart.documents import handout
from pt_chart.documents.flow import DoesNotFit
from pt_chart.documents.sheet import Rendered, Sheet
from tests.documents import reading, samples

PAPERS = [("letter", False), ("letter", True), ("a4", False), ("a4", True)]


def compose(
    content: HandoutContent = samples.HANDOUT, *, paper: str = "letter", large: bool = False
) -> Rendered:
    return handout.compose(content, samples.Figures(), paper=paper, large=large)


@pytest.mark.parametrize(("paper", "large"), PAPERS)
def test_every_word_of_the_content_is_printed(paper: str, large: bool) -> None:
    text = reading.words(compose(paper=paper, large=large).pdf)
    content = samples.HANDOUT
    said = [
        content.title,
        content.main_message,
        *content.what_is_going_on,
        *content.what_to_expect,
        content.warning_lead,
        *content.warning_signs,
        content.same_day,
        *content.flare_plan,
        content.flare_call,
        content.next_visit,
        *(advice.text for advice in content.each_day),
        *content.leave_out,
    ]
    for row in content.traffic:
        said += [row.feeling, row.action]
    for exercise in content.exercises:
        said += [exercise.name, exercise.purpose, exercise.may_feel, *exercise.steps]
        said += [exercise.too_sore, exercise.too_easy, exercise.stop, *exercise.legend]
        for part in exercise.dose:
            said += [part.value, part.unit]
        said += [figure.caption for figure in exercise.figures]
    missing = [words for words in said if " ".join(words.split()) not in text]
    assert missing == []


@pytest.mark.parametrize(("paper", "large"), PAPERS)
def test_nothing_leaves_the_text_area(paper: str, large: bool) -> None:
    made = compose(paper=paper, large=large)
    width = 612 if paper == "letter" else 595.28
    for _, character, (left, _, right, _) in reading.character_boxes(made.pdf):
        assert left >= 44, character
        assert right <= width - 44, character
    for page in range(made.pages):
        pixels = reading.raster(made.pdf, page)
        edge = np.concatenate([pixels[:, :42].ravel(), pixels[:, -42:].ravel()])
        assert edge.min() == 255
        assert pixels[:24].min() == 255
        assert pixels[-18:].min() == 255


@pytest.mark.parametrize(("paper", "large"), PAPERS)
def test_no_text_lies_on_other_text(paper: str, large: bool) -> None:
    made = compose(paper=paper, large=large)
    seen: dict[tuple[int, int, int], str] = {}
    for page, character, (left, bottom, right, top) in reading.character_boxes(made.pdf):
        spot = (page, round((left + right) / 4), round((bottom + top) / 4))
        assert spot not in seen, f"{seen.get(spot)!r} under {character!r}"
        seen[spot] = character


def test_page_numbers_identity_and_phones_stand_on_every_page() -> None:
    made = compose()
    pages = reading.page_texts(made.pdf)
    assert made.pages == len(pages) == 4
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of 4" in text
        assert "Robin Sample" in text
        assert "S-10042" in text
        assert "555-0142" in text


def test_two_exercises_share_a_page_and_none_is_split() -> None:
    pages = [" ".join(text.split()) for text in reading.page_texts(compose().pdf)]
    for exercise in samples.HANDOUT.exercises:
        holding = [n for n, text in enumerate(pages) if exercise.steps[2] in text]
        assert holding == [n for n, text in enumerate(pages) if exercise.purpose in text]
        assert exercise.too_easy in pages[holding[0]]
    assert samples.GLIDE.purpose in pages[1]
    assert samples.PRESS_UP.purpose in pages[1]


def test_warnings_stand_before_the_exercises_and_in_large_print_before_the_traffic_light() -> None:
    normal = reading.words(compose().pdf)
    assert normal.index("Get help now") < normal.index(samples.GLIDE.steps[0])
    large = reading.words(compose(large=True).pdf)
    assert large.index("Get help now") < large.index("Your traffic light")


def test_calm_cases_get_a_call_us_box_and_no_emergency_head() -> None:
    calm = replace(
        samples.HANDOUT,
        warning_grade="call",
        warning_lead="Call us if one of these is new:",
        warning_signs=("Your leg feels numb.",),
        same_day="",
    )
    text = reading.words(compose(calm).pdf)
    assert "When to call us" in text
    assert "Get help now" not in text


def test_the_log_has_a_box_per_bout_and_rest_days() -> None:
    made = compose()
    found = reading.structure(made.pdf)
    cells = [node.alt for node in found if node.role == "TD"]
    assert cells.count("□□") == 7
    assert cells.count("□□□□") == 7
    assert cells.count("□") == 3
    assert reading.words(made.pdf).count(" rest") >= 4


def test_many_bouts_become_a_tally_and_as_needed_stays_blank() -> None:
    hourly = replace(samples.GLIDE, bouts_per_day=12)
    needed = replace(samples.PRESS_UP, bouts_per_day=0, days_per_week=0)
    made = compose(replace(samples.HANDOUT, exercises=(hourly, needed)))
    assert reading.words(made.pdf).count("of 12") == 7
    cells = [node.alt for node in reading.structure(made.pdf) if node.role == "TD"]
    assert set(cells) == {""}


def test_the_same_content_gives_the_same_bytes_and_no_date() -> None:
    first, again = compose().pdf, compose().pdf
    assert first == again
    with pikepdf.open(BytesIO(first)) as document:
        info = document.docinfo
        assert "/CreationDate" not in info
        assert "/ModDate" not in info
        assert "Sample" not in str(info.get("/Title"))


def test_an_exercise_with_its_own_traffic_light_prints_it() -> None:
    own = replace(samples.BRIDGE, traffic=samples.HANDOUT.traffic[:2])
    text = reading.words(compose(replace(samples.HANDOUT, exercises=(own,))).pdf)
    assert text.count(samples.HANDOUT.traffic[0].feeling) == 2


def test_long_texts_go_on_to_another_page_and_nothing_is_lost() -> None:
    sentence = "Walk a little, rest a little, and walk again when your leg feels better. "
    long = replace(
        samples.HANDOUT,
        what_is_going_on=tuple(f"Paragraph {n}. {sentence * 6}" for n in range(14)),
        what_to_expect=tuple(f"Point {n}. {sentence}" for n in range(50)),
    )
    made = compose(long)
    text = reading.words(made.pdf)
    for number in range(14):
        assert f"Paragraph {number}. {sentence.strip()}" in text
    for number in range(50):
        assert f"Point {number}. Walk" in text
    assert made.pages >= 7


def test_an_exercise_higher_than_a_page_is_divided_between_steps() -> None:
    steps = tuple(
        f"Step {n}: move your leg slowly and look ahead while you breathe." for n in range(60)
    )
    made = compose(replace(samples.HANDOUT, exercises=(replace(samples.GLIDE, steps=steps),)))
    text = reading.words(made.pdf)
    assert all(step in text for step in steps)


def test_a_word_wider_than_the_column_is_cut_not_lost() -> None:
    long = "x" * 400
    made = compose(replace(samples.HANDOUT, main_message=long))
    assert reading.words(made.pdf).replace(" ", "").count("x" * 400) == 1


def test_a_part_that_no_page_can_hold_is_named() -> None:
    hint = "Very long label " * 500
    many = replace(samples.HANDOUT, exercises=(replace(samples.GLIDE, name=hint),))
    with pytest.raises(DoesNotFit, match="exercise 1"):
        compose(many)


def test_missing_parts_leave_no_empty_headings() -> None:
    bare = replace(
        samples.HANDOUT,
        birth_date="",
        record_number="",
        therapist="",
        what_is_going_on=(),
        what_to_expect=(),
        each_day=(),
        leave_out=(),
        flare_plan=(),
        next_visit="",
        clinic=replace(samples.CLINIC, name="", address="", phone="", any_hour=""),
    )
    text = reading.words(compose(bare).pdf)
    for heading in ("What is going on", "What to expect", "Each day", "Bad day"):
        assert heading not in text
    assert "Your next visit ______" in " ".join(text.split())
    assert "Emergency 911" in text


def test_pictures_are_asked_by_frame_drawn_once_and_mirrored_by_the_page() -> None:
    source = samples.Figures()
    mirrored = tuple(replace(figure, mirrored=True) for figure in samples.GLIDE.figures)
    plain = handout.compose(
        replace(samples.HANDOUT, exercises=(samples.GLIDE,)), source, paper="letter"
    )
    assert ("seated", "start") in source.asked
    flipped = compose(
        replace(samples.HANDOUT, exercises=(replace(samples.GLIDE, figures=mirrored),))
    )
    assert plain.pdf != flipped.pdf
    assert len(plain.pdf) == pytest.approx(len(flipped.pdf), rel=0.01)


def test_unknown_paper_and_language_say_what_there_is() -> None:
    with pytest.raises(ValueError, match="letter, a4"):
        compose(paper="legal")
    with pytest.raises(ValueError, match="not translated to 'tlh' yet; there is en, es"):
        compose(replace(samples.HANDOUT, language="tlh"))


def test_a_whole_handout_is_well_below_a_megabyte() -> None:
    assert len(compose().pdf) < 300_000


def _png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (300, 400), (40, 90, 120)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("size", ["normal", "large", "one_page"])
def test_a_clinics_own_picture_prints_beside_its_steps(size: str) -> None:
    ref = FigureRef("own:1", "start", False, "your own photo", "A person sits.", _png())
    exercise = replace(samples.BRIDGE, figures=(ref,))
    content = replace(samples.HANDOUT, exercises=(exercise,))
    sheet = Sheet("letter", title="Own picture")
    handout.draw(sheet, content, samples.Figures(), size=size)
    with pikepdf.open(BytesIO(sheet.save())) as document:
        images = [image for page in document.pages for image in page.get_images().values()]
        assert len(images) == 1
        assert (int(images[0].Width), int(images[0].Height)) == (300, 400)
