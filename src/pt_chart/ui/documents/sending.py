"""A document of the open visit to the printer, and the audit entry of what went out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from pt_chart.charting.away_work import refuse_while_away
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.errors import WorldError
from pt_chart.charting.events import Level
from pt_chart.charting.ports import AuditAction
from pt_chart.charting.verification import keep_issued
from pt_chart.clinical.paper_parts import PaperPart


def print_parts(
    session: ClinicSession,
    current: OpenVisit,
    parts: Sequence[PaperPart],
    name: str,
    parent: QWidget,
) -> None:
    """Lay out, let the clinician choose a printer, print and log; problems are told, not raised.

    ``name`` is the kind of document only, never whose it is.
    """
    from pt_chart.ui.program.printing import PrinterMemory, ask_and_print

    try:
        refuse_while_away(session, "print")
        paper = session.store.clinic().paper or "letter"
        pdf = session.documents.pack(parts, paper=paper, size="normal")
        if ask_and_print(pdf, parent, name, PrinterMemory(session.store, name)):
            log_sent(session, current, AuditAction.PRINT, name, parts, pdf)
    except ValueError as reason:
        session.remark(str(reason), level=Level.WARNING)
    except OSError as error:
        session.remark(str(error), "Choose another printer.", Level.PROBLEM)
    except WorldError as error:
        session.tell(error)


def log_sent(
    session: ClinicSession,
    current: OpenVisit,
    action: AuditAction,
    name: str,
    parts: Sequence[PaperPart],
    pdf: bytes,
) -> None:
    """Enter in the audit log what was printed or exported, and keep the codes printed on it.

    Raises:
        WorldError: the chart cannot be written.
    """
    visit = current.desk.visit
    keep_issued(session.store, visit, tuple(parts), pdf, action=action, name=name)
