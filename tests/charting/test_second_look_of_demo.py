"""The second-look sheet is one page for the latest visit of every person of the demo clinic."""

from __future__ import annotations

from datetime import date

import pytest

from pt_chart import definitions
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.clinical_papers import second_look_of_visit
from pt_chart.charting.demo import fill_demo
from pt_chart.definitions.demo import DemoCase, read_demo
from pt_chart.definitions.figures import FigureIndex
from pt_chart.documents.printer import Printer
from pt_chart.host.resources import forms_dir, resource, resources_dir
from tests.documents import reading
from tests.fakes import FakeClock, MemoryStore

KNOWN = definitions.load(forms_dir())
FIGURES = FigureIndex.read(resources_dir() / "figures")
DEMO, PROBLEMS = read_demo(resource("demo"), KNOWN.vocabulary, KNOWN.library, date(2026, 11, 3))
assert DEMO is not None, PROBLEMS


@pytest.fixture(scope="module")
def session() -> ClinicSession:
    """The demo clinic in memory."""
    clock = FakeClock()
    store = MemoryStore(clock=clock)
    assert DEMO is not None
    fill_demo(store, DEMO, KNOWN.knowledge, FIGURES.atlas)
    return ClinicSession(store, KNOWN, FIGURES, Printer(FIGURES), clock)


@pytest.mark.parametrize("case", DEMO.cases, ids=lambda case: str(case.patient.id))
@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_sheet_is_one_page_with_and_without_a_comparison(
    session: ClinicSession, case: DemoCase, paper: str
) -> None:
    latest = session.store.visits_of(case.episode.id)[-1]
    current = session.open_visit(latest.id)
    found = current.live.current
    for compared in ("", *(one.id for one in found.comparisons[:1])):
        sheet = second_look_of_visit(session, current, compared)
        (page,) = reading.page_texts(session.documents.pack((sheet,), paper=paper, size="normal"))
        said = " ".join(page.split())
        tested = [cause.name for cause in found.ranked if cause.tested]
        assert [name for name in tested[:3] if name not in said] == []
        assert [flag.title for flag in found.flags if flag.title not in said] == []
        assert found.knowledge.sha256[:12] in said
        assert "left out, the page is full" not in said
    session.close_visit()
