"""The clinic's pages behind tabs; only those that the role includes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pt_chart.charting.access import allowed, role_words
from pt_chart.ui.clinic.audit import AuditPage
from pt_chart.ui.clinic.backup import BackupPage
from pt_chart.ui.clinic.letterhead import LetterheadPage
from pt_chart.ui.clinic.own import OwnPage
from pt_chart.ui.clinic.retention import RetentionPage
from pt_chart.ui.clinic.users import UsersPage
from pt_chart.ui.clinic.verification import VerificationPage
from pt_chart.ui.clinic.work import ClinicWork
from pt_chart.ui.exchange.export_page import ExportPage
from pt_chart.ui.exchange.import_page import ImportPage
from pt_chart.ui.server.page import ServerPage
from pt_chart.ui.shell.actions import CLINIC_PAGES
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.notice_bar import NoticeBar
from pt_chart.ui.widgets.tabs import SectionTabs, Tab

PAGES: tuple[tuple[str, str, Callable[[ClinicWork], QWidget]], ...] = (
    ("own", "Your account", OwnPage),
    ("letterhead", "Letterhead", LetterheadPage),
    ("users", "Users", UsersPage),
    ("backup", "Backups", BackupPage),
    ("server", "Server", ServerPage),
    ("audit", "Audit log", AuditPage),
    ("verification", "Verification", VerificationPage),
    ("retention", "Retention", RetentionPage),
    ("import", "Import", ImportPage),
    ("export", "Export", ExportPage),
)


class ClinicPage(QWidget):
    """Tabs over the pages; ``left`` asks to go back to the patients."""

    left = Signal()

    def __init__(self, work: ClinicWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._pages: dict[str, QWidget] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.notices = NoticeBar(work.theme)
        column.addWidget(self.notices)
        column.addLayout(self._head())
        self.tabs = SectionTabs(work.theme, "Pages of the clinic")
        column.addWidget(self.tabs)
        self.stack = QStackedWidget()
        column.addWidget(self.stack, 1)
        offered = [Tab(ident, title) for ident, title, _ in PAGES if self._may(ident)]
        self.tabs.set_tabs(offered, "")
        self.tabs.chosen.connect(self._show)

    def _may(self, ident: str) -> bool:
        return allowed(self._work.session.clinician, CLINIC_PAGES[ident][1])

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(20, 14, 20, 10)
        row.setSpacing(Space.M)
        row.addWidget(Label("The clinic", Style.PAGE_TITLE))
        user = self._work.session.clinician
        more = " and manage this chart" if user.administers else ""
        told = f"You work as {role_words(user.role)}{more}"
        row.addWidget(Label(told, Style.BODY, "secondary"), 1)
        back = Button(self._work.theme, "Patients", icon="arrow_left")
        back.clicked.connect(self.left)
        row.addWidget(back)
        return row

    def open(self, ident: str) -> bool:
        """Open a page; False when the role does not include it."""
        if ident not in {tab.id for tab in self.tabs.tabs}:
            return False
        if ident == self.tabs.current:
            self._show(ident)
        else:
            self.tabs.choose(ident)
        return True

    def page(self, ident: str) -> QWidget:
        """A page, made when it is first asked for."""
        if ident not in self._pages:
            make = next(make for name, _, make in PAGES if name == ident)
            self._pages[ident] = make(self._work)
            self.stack.addWidget(self._pages[ident])
        return self._pages[ident]

    def _show(self, ident: str) -> None:
        page = self.page(ident)
        self.stack.setCurrentWidget(page)
        refresh = getattr(page, "refresh", None)
        if refresh is not None:
            refresh()
