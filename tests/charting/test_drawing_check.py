"""A drawing that shows what a core question was answered "no" to is asked about until answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit, SigningRefused
from pt_chart.charting.drawing_check import DrawingDenial, drawing_denials, keep_no, say_yes
from pt_chart.charting.events import Part
from pt_chart.clinical.bodychart import editing
from pt_chart.clinical.bodychart.editing import Pencil
from pt_chart.clinical.bodychart.marks import RegionFill, SymptomKind, View
from pt_chart.clinical.findings import Answer, FindingKey
from tests.ui import clinic

SADDLE = FindingKey("altered_perianal_sensation")


@pytest.fixture
def session() -> ClinicSession:
    """A clinic with the second visit open, every core question answered no."""
    made = clinic.session()
    opened = made.start_visit(made.store.episode("e1"))
    clinic.answer_core(opened.desk)
    clinic.write_record(opened.desk)
    return made


def draw(session: ClinicSession, kind: SymptomKind, region: str = "perineum") -> OpenVisit:
    opened = session.open
    assert opened is not None
    visit = opened.desk.visit
    atlas = session.atlas.of(visit.chart).views[View.FRONT]
    side = next(r.side for r in atlas.regions if r.id == region)
    fill = RegionFill(region, side)
    chart = editing.with_mark(visit.chart, View.FRONT, fill, Pencil(kind), by_patient=True)
    opened.desk.edit("Draw", replace(visit, chart=chart), parts=(Part.CHART,))
    return opened


def found(opened: OpenVisit) -> tuple[DrawingDenial, ...]:
    return drawing_denials(opened.desk, opened.live.summary)


def test_numbness_drawn_in_the_saddle_over_a_no_keeps_the_visit_from_being_signed(
    session: ClinicSession,
) -> None:
    assert session.signing_needs() == ()
    opened = draw(session, SymptomKind.NUMBNESS)
    (denial,) = found(opened)
    assert denial.words == (
        "The drawing shows altered feeling between the legs; recorded as “no”. Ask again."
    )
    (need,) = session.signing_needs()
    assert (need.section, need.finding) == ("history", str(SADDLE))
    assert denial.words in need.words
    with pytest.raises(SigningRefused):
        session.sign()
    assert opened.desk.visit.answers[SADDLE].value is False, "the answer is never overwritten"


def test_a_no_given_again_stands_and_says_so(session: ClinicSession) -> None:
    opened = draw(session, SymptomKind.NUMBNESS)
    keep_no(opened.desk, found(opened)[0])
    answer = opened.desk.visit.answers[SADDLE]
    assert answer.value is False
    assert answer.note == "asked again: no, although the drawing shows it"
    assert found(opened) == ()
    assert session.signing_needs() == ()


def test_a_yes_settles_it_and_raises_what_a_yes_raises(session: ClinicSession) -> None:
    opened = draw(session, SymptomKind.NUMBNESS)
    say_yes(opened.desk, found(opened)[0])
    assert opened.desk.visit.answers[SADDLE].value is True
    assert found(opened) == ()
    assert opened.live.current.flags


def test_a_plain_no_typed_over_the_drawing_is_asked_about_again(session: ClinicSession) -> None:
    opened = draw(session, SymptomKind.NUMBNESS)
    keep_no(opened.desk, found(opened)[0])
    opened.desk.set_answer(SADDLE, Answer(value=False))
    assert len(found(opened)) == 1


def test_an_answer_that_nobody_gave_and_a_question_beside_the_core_are_no_denials(
    session: ClinicSession,
) -> None:
    opened = draw(session, SymptomKind.NUMBNESS)
    opened.desk.set_answer(SADDLE, None)
    assert found(opened) == ()
    opened.desk.set_answer(FindingKey("perineal_pain"), Answer(value=False))
    draw(session, SymptomKind.ACHE)
    assert found(opened) == ()
