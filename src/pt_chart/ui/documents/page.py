"""All documents of the open visit: choose one, see it, print or export it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from pt_chart.charting import paperwork
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.errors import WorldError
from pt_chart.charting.events import Level
from pt_chart.charting.paperwork import PaperCase, ProgramRefused
from pt_chart.charting.ports import AuditAction, AuditEntry
from pt_chart.ui.program.preview import PdfPreview
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.segments import Mood, Segment, Segments


class NotNow(Exception):
    """A document that cannot be made now; the message says why and what would."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the list: its name, what it is for, the file name, how it is made."""

    title: str
    hint: str
    file_name: str
    make: Callable[[], bytes]


class DocumentsPage(QWidget):
    """A list of documents at the left, the chosen one at the right."""

    def __init__(self, open_visit: OpenVisit, session: ClinicSession, theme: Theme) -> None:
        super().__init__()
        self._open = open_visit
        self._session = session
        self._theme = theme
        self._pdf = b""
        self._documents = (
            Document("Report", "evaluation, daily, progress or discharge note of this visit",
                     "visit-report", self._report),
            Document("Home exercise program", "the patient's handout", "home-exercise-program",
                     self._handout),
            Document("Referral letter", "for the flags raised, urgent or routine",
                     "referral-letter", self._letter),
            Document("Safety-net card", "what to watch for and where to go", "safety-net-card",
                     self._card),
            Document("Blank body chart", "six views to draw on with a pen", "blank-body-chart",
                     self._blank_chart),
        )  # fmt: skip
        self._build()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(150)
        self._soon.timeout.connect(self._render)
        stop = open_visit.desk.changed.connect(lambda _: self._later())
        self.destroyed.connect(lambda *_: stop())
        self._list.setCurrentRow(0)

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        outer.setSpacing(Space.M)
        outer.addLayout(self._head())
        columns = QHBoxLayout()
        columns.setSpacing(Space.M)
        outer.addLayout(columns, 1)
        listed = Card(self._theme, "Documents of this visit")
        listed.setFixedWidth(296)
        self._list = QListWidget()
        self._list.setAccessibleName("Documents of this visit")
        self._list.setFrameShape(QListWidget.Shape.NoFrame)
        self._list.setWordWrap(True)
        for document in self._documents:
            item = QListWidgetItem(f"{document.title}\n{document.hint}")
            self._list.addItem(item)
        self._list.currentRowChanged.connect(lambda _: self._render())
        listed.body.addWidget(self._list, 1)
        columns.addWidget(listed)
        shown = Card(self._theme, "Preview", "exactly what prints")
        self._preview = PdfPreview(self._theme)
        self._page = shown.note
        self._shown = shown
        self._preview.turned.connect(
            lambda page, pages: shown.set_note(f"page {page} of {pages}" if pages else "")
        )
        shown.body.addWidget(self._preview, 1)
        columns.addWidget(shown, 1)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(Label("Documents", Style.PAGE_TITLE))
        head.addWidget(Label("from the data of this visit", tone="secondary"), 1)
        self._paper = Segments(
            self._theme, "Paper",
            [Segment("letter", "Letter", Mood.PLAIN), Segment("a4", "A4", Mood.PLAIN)],
            clearable=False,
        )  # fmt: skip
        self._paper.set_value(self._session.store.clinic().paper or "letter")
        self._paper.picked.connect(lambda _: self._render())
        head.addWidget(self._paper)
        export = Button(self._theme, "Export PDF", icon="export")
        export.clicked.connect(self._export)
        head.addWidget(export)
        send = Button(self._theme, "Print", Look.PRIMARY, icon="print", key="Ctrl P")
        send.clicked.connect(self.print_now)
        head.addWidget(send)
        return head

    @property
    def _document(self) -> Document:
        return self._documents[max(self._list.currentRow(), 0)]

    @property
    def _large(self) -> bool:
        return self._open.desk.patient.large_print

    def _case(self) -> PaperCase:
        return paperwork.case_of_visit(self._session, self._open)

    def _report(self) -> bytes:
        report = paperwork.report_of_visit(self._session, self._open)
        return self._session.documents.report(report, paper=self._paper.value)

    def _handout(self) -> bytes:
        definitions, figures = self._session.definitions, self._session.figures
        paper = paperwork.program_paper(self._case(), definitions, figures)
        return self._session.documents.pack(paper.parts, paper=self._paper.value, large=self._large)

    def _letter(self) -> bytes:
        self._need_flag("letter")
        letter = paperwork.letter_of(self._case(), self._session.definitions)
        return self._session.documents.letter(letter, paper=self._paper.value)

    def _card(self) -> bytes:
        self._need_flag("card")
        card = paperwork.card_of(self._case(), self._session.definitions)
        documents = self._session.documents
        return documents.safety_net(card, paper=self._paper.value, large=self._large)

    def _blank_chart(self) -> bytes:
        desk = self._open.desk
        return self._session.documents.blank_chart(
            self._session.store.clinic(),
            desk.patient,
            body=desk.visit.chart.body,
            paper=self._paper.value,
        )

    def _need_flag(self, word: str) -> None:
        if not self._open.live.current.flags:
            raise NotNow(f"No flag is raised in this visit, so there is nothing for a {word}.")

    def showEvent(self, event: QShowEvent) -> None:
        """Show the newest state when the page comes up."""
        self._later()
        super().showEvent(event)

    def _later(self) -> None:
        if self.isVisible():
            self._soon.start()

    def _render(self) -> None:
        try:
            self._pdf = self._document.make()
        except (NotNow, ProgramRefused) as reason:
            self._pdf = b""
            self._preview.show_words(str(reason))
        else:
            self._preview.show_pdf(self._pdf)

    def print_now(self) -> None:
        """Choose a printer and print what is shown (Ctrl+P)."""
        from pt_chart.ui.program.printing import ask_and_print

        self._send(AuditAction.PRINT, ask_and_print)

    def _export(self) -> None:
        from pt_chart.ui.program.printing import ask_and_save

        self._send(AuditAction.EXPORT, ask_and_save)

    def _send(self, action: AuditAction, send: Callable[[bytes, QWidget, str], object]) -> None:
        if not self._pdf:
            self._session.remark("There is nothing to print here.", level=Level.WARNING)
            return
        name = self._document.file_name
        try:
            if not send(self._pdf, self, name):
                return
            desk = self._open.desk
            detail = f"{name} sha256:{sha256(self._pdf).hexdigest()}"
            entry = AuditEntry(action, desk.patient.id, desk.visit.id, detail)
            self._session.store.record(entry)
        except OSError as error:
            self._session.remark(str(error), "Choose another printer or folder.", Level.PROBLEM)
        except WorldError as error:
            self._session.tell(error)
