"""The documents of the demo clinic: report and handout of everybody, every document of three."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.clinical_papers import report
from pt_chart.charting.events import Part
from pt_chart.charting.paperwork import ProgramRefused
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.papers import WorkStatus
from pt_chart.clinical.visit import VisitKind
from pt_chart.ui.documents.catalog import Choices, DocumentMaker, NotNow, documents_of

FULL = ("demo-tallowby", "demo-moreau", "demo-haddad")
"""Patients of whom every document is written: nerve pain, an emergency, buttock pain."""

MORE = {"-large": ("large", "en"), "-one-page": ("one_page", "en"), "-es": ("normal", "es")}
"""Further ways to print the handout: suffix to size and language."""

KINDS = {
    VisitKind.EVALUATION: "evaluation",
    VisitKind.FOLLOW_UP: "daily-note",
    VisitKind.PROGRESS: "progress",
    VisitKind.DISCHARGE: "discharge",
}
"""What the report of a kind of visit is called."""

FLAGGED = ("referral-letter", "safety-net-card", "referral-declined")
"""Documents that only a visit with a raised flag has."""

SHORT = {"visit-report": "report", "home-exercise-program": "handout"}


def demo_papers(session: ClinicSession, out: Path) -> Iterator[Path]:
    """Write the documents of every demo patient's latest visit; what cannot be made is left out."""
    for row in session.store.search(""):
        for episode in session.store.episodes_of(row.patient.id):
            visits = session.store.visits_of(episode.id)
            if row.patient.id in FULL and len(visits) > 1:
                yield _report(session, session.open_visit(visits[0].id), out, "evaluation")
            opened = session.open_visit(visits[-1].id)
            yield from _of_visit(session, opened, out)
            if row.patient.id in FULL:
                yield from _other_kinds(session, opened, out, first=len(visits) == 1)
                if not opened.live.current.flags:
                    yield from _as_if_urgent(session, opened, out)
    session.close_visit()


def _report(session: ClinicSession, opened: OpenVisit, out: Path, name: str) -> Path:
    pdf = session.documents.pack((report(session, opened),), paper="letter")
    target = out / f"{opened.desk.patient.id}-{name}.pdf"
    target.write_bytes(pdf)
    return target


def _other_kinds(
    session: ClinicSession, opened: OpenVisit, out: Path, *, first: bool
) -> Iterator[Path]:
    """The draft printed as every other kind of visit; it stays what it is.

    ``first``: it is the only visit, so the evaluation is printed from it too.
    """
    desk = opened.desk
    for kind, name in KINDS.items():
        if kind is desk.visit.kind or (kind is VisitKind.EVALUATION and not first):
            continue
        desk.edit("Kind of visit", replace(desk.visit, kind=kind), parts=(Part.STATUS,))
        yield _report(session, opened, out, name)
        desk.undo()


def _as_if_urgent(session: ClinicSession, opened: OpenVisit, out: Path) -> Iterator[Path]:
    """What only a raised flag brings, as if the pain were not controlled by medicines."""
    opened.desk.set_answer(FindingKey("uncontrolled_pain"), Answer(True))
    maker = DocumentMaker(session, opened, _choices(session, "normal", "en"))
    for document in documents_of(opened.desk.visit.kind):
        if document.id in FLAGGED:
            made = session.documents.pack(document.make(maker), paper="letter")
            target = out / f"{opened.desk.patient.id}-{document.id}.pdf"
            target.write_bytes(made)
            yield target
    opened.desk.undo()


def _of_visit(session: ClinicSession, opened: OpenVisit, out: Path) -> Iterator[Path]:
    patient = opened.desk.patient
    size = "large" if patient.large_print else "normal"
    ways = {"": (size, patient.language)}
    if patient.id in FULL:
        ways |= MORE
    for document in documents_of(opened.desk.visit.kind):
        if patient.id not in FULL and document.id not in SHORT:
            continue
        for suffix, (how, language) in ways.items():
            if suffix and document.id != "home-exercise-program":
                continue
            maker = DocumentMaker(session, opened, _choices(session, how, language))
            try:
                parts = document.make(maker)
                made = session.documents.pack(parts, paper="letter", size=how)
            except (NotNow, ProgramRefused, ValueError):
                continue
            if how == "one_page" and len(parts) > 1:
                continue
            name = SHORT.get(document.id, document.id)
            if name == "handout" and len(parts) > 1:
                name = "card-and-letter"
            target = out / f"{patient.id}-{name}{suffix}.pdf"
            target.write_bytes(made)
            yield target


def _choices(session: ClinicSession, size: str, language: str) -> Choices:
    instruments = session.definitions.instruments
    # One of each family: the first of those that share the words before the comma.
    families = {one.name.partition(",")[0]: one.id for one in reversed(instruments)
                if one.items_ship and not one.sided}  # fmt: skip
    questions = [one.id for one in instruments if one.id in families.values()]
    comparisons = session.open.live.current.comparisons if session.open else ()
    day = session.open.desk.visit.date if session.open else None
    return Choices(
        size=size,
        language=language,
        status=WorkStatus.LIMITED,
        limits=("Sit for up to 30 minutes at a time.", "Lift up to 10 pounds."),
        first=day,
        review=day + timedelta(days=14) if day else None,
        said="I want to wait until after the weekend.",
        understood=True,
        comparison=comparisons[0].id if comparisons else "",
        measures=tuple(questions[:4]),
    )
