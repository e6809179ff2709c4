"""A letter printed from the program page of a signed visit is known to the verification."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from pt_chart.charting import clinical_papers
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.events import Part
from pt_chart.charting.ports import AuditAction
from pt_chart.charting.verification import Verdict, verify_code, verify_file
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.visit import FlagAcknowledgment
from pt_chart.ui.program.handout_card import HandoutCard
from pt_chart.ui.theme.theme import Theme
from tests.ui import clinic


def emergency(*, signed: bool) -> ClinicSession:
    """A visit with signs of cauda equina compression, open."""
    made = clinic.session()
    current = made.start_visit(made.store.episode("e1"))
    clinic.answer_core(current.desk)
    clinic.write_record(current.desk)
    for finding in ("urinary_retention", "altered_perianal_sensation"):
        current.desk.set_answer(FindingKey(finding), Answer(True))
    if signed:
        at = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)
        done = tuple(
            FlagAcknowledgment(flag.id, "Sent to the hospital", "", "user-1", at)
            for flag in current.live.current.flags
        )
        desk = current.desk
        desk.edit("Acted", replace(desk.visit, acknowledgments=done), parts=(Part.FLAGS,))
        visit = made.sign()
        made.close_visit()
        made.open_visit(visit.id)
    return made


def exported(
    session: ClinicSession, theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> bytes:
    """What the card writes to a file."""
    files: list[bytes] = []

    def save(pdf: bytes, _parent: object, name: str) -> Path:
        files.append(pdf)
        return Path(name)

    monkeypatch.setattr("pt_chart.ui.program.printing.ask_and_save", save)
    assert session.open is not None
    card = HandoutCard(session.open, session, theme)
    qtbot.addWidget(card)
    card.export_now()
    card.close_card()
    (pdf,) = files
    return pdf


def test_a_signed_letter_of_the_program_page_matches(
    theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = emergency(signed=True)
    pdf = exported(session, theme, qtbot, monkeypatch)
    assert session.open is not None
    stamp = clinical_papers.letter(session, session.open).stamp
    assert stamp is not None
    assert verify_code(session.store, stamp.code).verdict is Verdict.MATCHES
    (by_file,) = verify_file(session.store, pdf, (stamp.code,))
    assert by_file.verdict is Verdict.MATCHES
    (entry,) = [e for e in session.store.audit() if e.entry.action is AuditAction.EXPORT]
    assert stamp.code in entry.entry.detail


def test_a_letter_that_is_not_signed_has_no_code_to_keep(
    theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = emergency(signed=False)
    exported(session, theme, qtbot, monkeypatch)
    (entry,) = [e for e in session.store.audit() if e.entry.action is AuditAction.EXPORT]
    assert len(entry.entry.detail.split()) == 2
