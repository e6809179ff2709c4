"""Whose paper it is, whose clinic it is from, and whom to call."""

from __future__ import annotations

from dataclasses import replace

from pt_chart import bootstrap
from pt_chart.definitions.figures import FigureIndex
from pt_chart.documents import Printer, handout
from pt_chart.host.resources import resources_dir
from tests.documents import paper_samples, reading, samples

FIGURES = FigureIndex.read(resources_dir() / "figures")


def test_an_ordinary_clinic_name_stays_whole_and_keeps_the_number_of_the_night() -> None:
    clinic = replace(
        samples.CLINIC, name="Oak Street Physical Therapy and Sports Medicine Center",
        phone="(555) 010-2000", any_hour="(555) 010-2001",
    )  # fmt: skip
    pages = reading.page_texts(
        handout.render(replace(samples.HANDOUT, clinic=clinic), samples.Figures())
    )
    assert "Sports Medicine Center · any hour (555) 010-2001" in " ".join(pages[1].split())


def test_a_handout_without_a_name_leaves_a_line_on_every_page() -> None:
    nameless = replace(samples.HANDOUT, patient_name="")
    for page in reading.page_texts(handout.render(nameless, samples.Figures())):
        assert "Name: ______" in page
        assert " · · " not in page


def test_a_blank_intake_at_home_says_whom_to_call_before_the_visit() -> None:
    sheet = paper_samples.INTAKE
    text = reading.words(Printer(FIGURES).pack((sheet,), paper="letter"))
    assert "Do not wait for your visit." in text
    assert sheet.clinic.phone in text
    assert sheet.clinic.any_hour in text
    assert f"call {sheet.clinic.emergency_number}." in text
    assert text.count("Questions before your first visit Name") == 1


def test_a_later_remark_stands_on_every_paper_with_a_code() -> None:
    remark = "Addendum of Nov 26, 2026, Ines Demo: Weakness was on the <b>left</b>."
    stamp = replace(paper_samples.STAMP, addenda=(remark,))
    for part in (
        replace(samples.LETTER, stamp=stamp),
        replace(
            paper_samples.SECOND_LOOK, head=replace(paper_samples.SECOND_LOOK.head, stamp=stamp)
        ),
    ):
        assert remark in reading.words(bootstrap.printer().pack((part,), paper="letter"))


def test_what_waits_for_a_co_signature_says_so_on_every_page() -> None:
    stamp = replace(paper_samples.STAMP, waits=True)
    letter = replace(samples.LETTER, stamp=stamp)
    pdf = bootstrap.printer().pack((letter,), paper="letter")
    assert "Waits for a therapist's co-signature: not final." in reading.words(pdf)
    for page in reading.page_texts(pdf):
        assert "co-signature pending, not final" in page
    final = replace(samples.LETTER, stamp=paper_samples.STAMP)
    assert "co-signature" not in reading.words(bootstrap.printer().pack((final,), paper="letter"))


def test_a_refusal_keeps_words_and_says_what_was_not_recorded() -> None:
    text = reading.words(Printer(FIGURES).pack((paper_samples.REFUSED,), paper="letter"))
    record = paper_samples.REFUSED
    for words in (record.advised, record.said, *record.findings, *record.risks, *record.net):
        assert words in text
    assert record.head.therapist in text.partition("Signed by hand")[2]
    calls = replace(record, call=("Your legs give way.",))
    text = reading.words(Printer(FIGURES).pack((calls,), paper="letter"))
    assert f"Call {record.head.clinic.emergency_number} if" in text
    assert "Your legs give way." in text
    assert "advised and why yes" in text
    assert "card was given not recorded" in text
    silent = replace(record, said="")
    text = reading.words(Printer(FIGURES).pack((silent,), paper="letter"))
    assert "own words not recorded" in text
    assert "No reason" not in text
