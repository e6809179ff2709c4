"""Logo, numbers and identifiers at the head of a page, however long they are."""

from base64 import b64encode
from dataclasses import replace
from io import BytesIO
from typing import TypeAlias

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from pt_chart import bootstrap
from pt_chart.clinical.paper_parts import PaperPart
from pt_chart.clinical.papers import WorkNote
from pt_chart.clinical.program.handout import HandoutContent, ReferralLetter, SafetyNetCard
from pt_chart.documents import Printer
from pt_chart.documents.checking import Outcome, Weight, check_handout
from tests.documents import paper_samples, reading, samples
from tests.documents.checking import templates

LONG = "Wilhelmina Bartholomew " * 19 + "de la"
"""440 characters, as a tester typed them."""


def packed(*parts: PaperPart, size: str = "normal") -> bytes:
    """The parts on Letter."""
    return printer().pack(parts, paper="letter", size=size)


def printer() -> Printer:
    return Printer(samples.Figures())  # type: ignore[arg-type] # only pictures are asked for


def logo(size: tuple[int, int]) -> str:
    out = BytesIO()
    Image.new("RGB", size, (12, 80, 110)).save(out, "PNG")
    return b64encode(out.getvalue()).decode()


def images(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height in points of the pictures of the first page."""
    page = pypdfium2.PdfDocument(pdf)[0]
    boxes = [one.get_bounds() for one in page.get_objects() if one.type == 3]
    return [(box[2] - box[0], box[3] - box[1]) for box in boxes]


Headed: TypeAlias = HandoutContent | SafetyNetCard | ReferralLetter | WorkNote


def _branded(part: Headed, png: str) -> Headed:
    if isinstance(part, WorkNote):
        clinic = replace(part.head.clinic, logo=png)
        return replace(part, head=replace(part.head, clinic=clinic))
    return replace(part, clinic=replace(part.clinic, logo=png))


PARTS: list[Headed] = [
    samples.HANDOUT, samples.CARD, samples.LETTER, paper_samples.WORK_NOTE,
]  # fmt: skip


@pytest.mark.parametrize("part", PARTS, ids=lambda part: type(part).__name__)
@pytest.mark.parametrize("size", [(900, 120), (100, 300), (200, 200)])
def test_every_document_has_the_logo_and_no_more_pages_by_it(
    part: Headed, size: tuple[int, int]
) -> None:
    branded = _branded(part, logo(size))
    plain, made = (printer().compose((one,), paper="letter") for one in (part, branded))
    assert images(plain.pdf) == []
    ((wide, high),) = images(made.pdf)
    assert wide <= 110.01
    assert high <= 34
    assert wide / high == pytest.approx(size[0] / size[1], rel=0.02)
    assert made.pages == plain.pages
    assert made.pdf == packed(branded)


@pytest.mark.parametrize("size", ["normal", "large", "one_page"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_logo_is_an_artifact_and_the_handout_passes(language: str, size: str) -> None:
    content = templates.content("deep_gluteal", language)
    branded = replace(content, clinic=replace(content.clinic, logo=logo((420, 300))))
    pdf = bootstrap.printer().pack((branded,), paper="letter", size=size)
    failed = check_handout(pdf).with_outcome(Outcome.FAIL, Weight.MUST)
    assert [one.item for one in failed] == []


@pytest.mark.parametrize("size", ["normal", "large", "one_page"])
def test_a_clinic_without_a_phone_leaves_a_line_to_write_it(size: str) -> None:
    content = replace(samples.HANDOUT, clinic=replace(samples.CLINIC, phone=""))
    pdf = packed(content, size=size)
    assert "______________" in reading.words(pdf)
    card = packed(replace(samples.CARD, clinic=content.clinic))
    assert "Our phone: ______________" in " ".join(reading.words(card).split())


def test_the_checker_sees_that_the_clinics_phone_is_missing() -> None:
    content = templates.content("strain_early", "en")
    silent = replace(content, clinic=replace(content.clinic, phone="", any_hour=""))
    pdf = bootstrap.printer().pack((silent,), paper="letter")
    found = check_handout(pdf).with_outcome(Outcome.FAIL, Weight.MUST)
    assert [(one.item, [fault.message for fault in one.faults]) for one in found] == [
        (13, ["the clinic phone is missing"])
    ]


@pytest.mark.parametrize("size", ["normal", "large", "one_page"])
@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_a_very_long_name_leaves_the_date_its_line(size: str, paper: str) -> None:
    content = replace(samples.HANDOUT, patient_name=LONG, exercises=samples.HANDOUT.exercises[:1])
    pdf = printer().pack((content,), paper=paper, size=size)
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    lines = [" ".join(line.split()) for line in page.get_text_bounded().splitlines()]
    assert any("Nov 3, 2026" in line for line in lines)
    if size != "one_page":
        assert any("Jan 2, 1982" in line for line in lines)
    assert "Wilhelmina" in lines[0] + " ".join(lines)


def test_a_letter_tells_the_age_where_no_birth_date_is_known() -> None:
    young = replace(samples.LETTER, birth_date="", age="62")
    said = " ".join(reading.words(packed(young)).split())
    assert "Age 62" in said
    with pikepdf.open(BytesIO(packed(young))) as document:
        assert "62" not in str(document.docinfo)


def digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("size", ["normal", "large", "one_page"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_number_to_call_is_never_torn(paper: str, size: str, language: str) -> None:
    content = templates.content("strain_early", language)
    for first, second in [
        ("(555) 010-2000", "(555) 010-2999"),
        ("555-010-2000", "+1 (555) 010-2999 ext. 14"),
        ("+1 (555) 010-2999 ext. 14", "555-010-2000"),
        ("+49 3583 5550142", "+52 55 5010 2999"),
        ("503.555.0142", "020 7946 0018"),
    ]:
        clinic = replace(content.clinic, phone=first, any_hour=second)
        pdf = bootstrap.printer().pack((replace(content, clinic=clinic),), paper=paper, size=size)
        lines = [digits(line) for text in reading.page_texts(pdf) for line in text.splitlines()]
        for number in map(digits, (first, second)):
            whole = sum(line.count(number) for line in lines)
            assert whole == "".join(lines).count(number) > 0, (number, lines)
