"""What people type prints as typed: no character of it is a command."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pt_chart.clinical.bodychart.marks import BodyChart, View
from pt_chart.clinical.paper_parts import PaperPart
from pt_chart.clinical.papers import Stamp
from pt_chart.clinical.people import Clinic
from pt_chart.documents import Printer, handout, letter, report, safety_net, text
from pt_chart.documents.faces import Weight, face, missing_characters, printable
from tests.documents import paper_samples, reading, report_samples, samples

NASTY = [
    '<img src="/etc/hostname"/> 5 < 7 & x',
    "<b>not bold</b> <a href='http://example.org'>no link</a>",
    "&amp; &lt; {curly} %s %(x)s \\n \\110 (unbalanced ( paren",
    "<para><font color='red' size='99'>x</font></para>",
    ") Tj ET Q /Artifact BMC (",
    "file:///etc/passwd $HOME `id`",
]


@pytest.mark.parametrize("typed", NASTY)
def test_a_handout_prints_it_literally(typed: str) -> None:
    exercise = replace(samples.GLIDE, steps=(typed,), name=typed, side_words=typed)
    content = replace(
        samples.HANDOUT,
        title=typed,
        patient_name=typed,
        main_message=typed,
        exercises=(exercise,),
        next_visit=typed,
        clinic=replace(samples.CLINIC, name=typed, address=typed),
    )
    pdf = handout.render(content, samples.Figures())
    wanted = "".join(typed.split())
    assert "".join(reading.words(pdf).split()).count(wanted) >= 6
    assert b"/URI" not in pdf
    assert b"/Subtype /Image" not in pdf


@pytest.mark.parametrize("typed", NASTY)
def test_card_letter_and_report_print_it_literally(typed: str) -> None:
    card = safety_net.render(replace(samples.CARD, action=typed, desk_sentence=typed))
    referral = letter.render(replace(samples.LETTER, headline=typed, request=typed))
    visit = report_samples.VISIT
    plan = replace(visit.plan, assessment=typed, goals=(typed,))
    note = report.render(report_samples.report(replace(visit, plan=plan)), report_samples.Bodies())
    wanted = "".join(typed.split())
    for pdf in (card, referral, note):
        assert "".join(reading.words(pdf).split()).count(wanted) >= 2


class Pictures(samples.Figures):
    """Pictures of exercises and of bodies."""

    atlas = report_samples.ATLAS

    def body_svg(self, view: View, body: str = "neutral") -> bytes:
        """One simple figure for every view."""
        return report_samples.Bodies().body_svg(view, body)


def _everywhere(value: Any, typed: str) -> Any:
    """A document with every free text in it replaced; what chooses words or codes stays."""
    if isinstance(value, tuple):
        return tuple(_everywhere(one, typed) for one in value)
    if not is_dataclass(value) or isinstance(value, (type, Stamp, Clinic, BodyChart)):
        return typed if type(value) is str and len(value) > 12 else value
    texts = {part.name: _everywhere(getattr(value, part.name), typed) for part in fields(value)}
    return replace(value, **texts)


@pytest.mark.parametrize("typed", NASTY)
@pytest.mark.parametrize(
    "name", ["work-note", "refused-referral", "second-look", "intake", "measures"]
)
def test_every_other_document_prints_it_literally(name: str, typed: str) -> None:
    part = _everywhere(paper_samples.ALL[name], typed)
    assert part != paper_samples.ALL[name]
    pdf = Printer(Pictures()).pack((part,), paper="letter")
    assert "".join(typed.split()) in "".join(reading.words(pdf).split())
    assert b"/URI" not in pdf
    assert b"/Subtype /Image" not in pdf


def test_every_document_is_the_same_bytes_for_the_same_content() -> None:
    parts: dict[str, PaperPart] = {
        **paper_samples.ALL, "handout": samples.HANDOUT, "card": samples.CARD,
        "letter": samples.LETTER, "report": report_samples.report(report_samples.SIGNED),
    }  # fmt: skip
    for name, part in parts.items():
        first, second = (Printer(Pictures()).pack((part,), paper="a4") for _ in range(2))
        assert first == second, name


@pytest.mark.parametrize(
    "name",
    ["Żaneta Łącka", "Nguyễn Thị Ánh", "Ελένη Παπαδοπούλου", "Юлия Щербакова", "Íñigo Müßig"],
)
def test_latin_greek_and_cyrillic_names_print(name: str) -> None:
    made = handout.compose(replace(samples.HANDOUT, patient_name=name), samples.Figures())
    assert made.missing == ()
    assert name in reading.words(made.pdf)


def test_what_the_typeface_lacks_is_said_and_never_boxed() -> None:
    content = replace(samples.HANDOUT, patient_name="李 Robin 🙂", next_visit="שלום")
    made = handout.compose(content, samples.Figures())
    assert made.missing == tuple(sorted("李🙂שלום"))
    said = reading.words(made.pdf)
    assert "[U+674E] Robin [U+1F642]" in said
    assert "[U+05E9]" in said


def test_invisible_characters_and_line_ends() -> None:
    assert printable("a\u200bb\u00adc\x07d\u202ee") == "abcde"
    assert printable("e\u0301") == "é"
    assert printable("a\tb\r\nc") == "a b\nc"
    assert missing_characters({"a": ("b", ["漢"])}) == ("漢",)


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_every_printable_text_can_be_set(typed: str) -> None:
    for character in printable(typed).replace("\n", ""):
        assert character in face(Weight.REGULAR)
        assert character in face(Weight.BOLD)


def test_no_text_is_kept_when_a_document_is_done() -> None:
    handout.render(replace(samples.HANDOUT, patient_name="Only Once"), samples.Figures())
    assert text._broken.cache_info().currsize == 0
    assert face(Weight.BOLD).width.cache_info().currsize == 0
