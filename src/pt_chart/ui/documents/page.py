"""All documents of the open visit: choose one, see it, print or export it, or a whole pack."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from pt_chart.charting.away_work import refuse_while_away
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.errors import WorldError
from pt_chart.charting.events import Level
from pt_chart.charting.paperwork import ProgramRefused
from pt_chart.charting.ports import AuditAction
from pt_chart.clinical.paper_parts import PaperPart
from pt_chart.ui.documents.catalog import Document, DocumentMaker, NotNow, documents_of
from pt_chart.ui.documents.options import Options
from pt_chart.ui.documents.own_password import signed_with_password, signs_anew
from pt_chart.ui.documents.rows import HINT, DocumentRows
from pt_chart.ui.documents.sending import log_sent
from pt_chart.ui.documents.verify import VerifyDialog
from pt_chart.ui.program.preview import PdfPreview
from pt_chart.ui.shell.threads import MainThread
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.label import ElidedLabel, Label
from pt_chart.ui.widgets.scroll import Pan
from pt_chart.ui.widgets.segments import Mood, Segment, Segments

PACK = "patient-pack"
LEAST_HEIGHT = 420
MOST_TOLD = 12
"""Characters without a letter in the typeface that are named; the rest is an ellipsis."""
TIGHT_BELOW = 640
"""Narrower than this the rail alone names the page."""
CANNOT = (NotNow, ProgramRefused, ValueError)
"""A document that cannot be made now, or laid out: its words say why."""


class DocumentsPage(QWidget):
    """A list of documents at the left, the chosen one at the right; ticked ones make a pack."""

    def __init__(self, open_visit: OpenVisit, session: ClinicSession, theme: Theme) -> None:
        super().__init__()
        self._open = open_visit
        self._session = session
        self._theme = theme
        self._main = MainThread(self)
        self._pdf = b""
        self._parts: tuple[PaperPart, ...] = ()
        self._asked = self._shown_for = 0
        self._documents = documents_of(open_visit.desk.visit.kind)
        self._build()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(150)
        self._soon.timeout.connect(self._render)
        self._stop = open_visit.desk.changed.connect(lambda _: self._later())
        self._list.setCurrentRow(0)

    def close_page(self) -> None:
        """Stop following the visit: the chart may be locked before this page is gone."""
        self._soon.stop()
        self._stop()

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        outer.setSpacing(Space.M)
        outer.addLayout(self._head())
        holder = QWidget()
        columns = QHBoxLayout(holder)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(Space.M)
        outer.addWidget(Pan(holder, LEAST_HEIGHT), 1)
        columns.addWidget(self._listed())
        shown = Card(self._theme, "Preview", "exactly what prints")
        self._preview = PdfPreview(self._theme)
        self._shown = shown
        self._preview.turned.connect(
            lambda page, pages: shown.set_note(f"page {page} of {pages}" if pages else "")
        )
        self.lacks = Label("", Style.SMALL_STRONG, "urgent", wrap=True)
        self.lacks.setContentsMargins(14, Space.S, 14, Space.S)
        self.lacks.hide()
        shown.body.addWidget(self.lacks)
        shown.body.addWidget(self._preview, 1)
        columns.addWidget(shown, 1)

    def _listed(self) -> Card:
        listed = Card(self._theme, "Documents of this visit")
        listed.setFixedWidth(296)
        self._list = QListWidget()
        self._list.setAccessibleName("Documents of this visit")
        self._list.setFrameShape(QListWidget.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setItemDelegate(DocumentRows(self._theme, self._list))
        for document in self._documents:
            item = QListWidgetItem(document.title)
            item.setData(HINT, document.hint)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setToolTip(f"{document.hint}. Tick it to print it in the pack.")
            self._list.addItem(item)
        self._list.currentRowChanged.connect(lambda _: self._chosen())
        self._list.itemChanged.connect(lambda _: self._count_pack())
        listed.body.addWidget(self._list, 3)
        listed.body.addLayout(self._how())
        self._options = Options(self._session, self._open, self._theme)
        self._options.changed.connect(self._later)
        self._options.setVisible(False)
        listed.body.addWidget(self._options, 2)
        return listed

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        self._title = Label("Documents", Style.PAGE_TITLE)
        head.addWidget(self._title)
        head.addWidget(ElidedLabel("from the data of this visit", tone="secondary"), 1)
        export = Button(self._theme, "Export PDF", icon="export")
        export.clicked.connect(self._export)
        head.addWidget(export)
        self._pack = Button(self._theme, "Print pack")
        self._pack.setEnabled(False)
        self._pack.clicked.connect(self.print_pack)
        head.addWidget(self._pack)
        send = Button(self._theme, "Print", Look.PRIMARY, icon="print", key="Ctrl P")
        send.clicked.connect(self.print_asked)
        head.addWidget(send)
        return head

    def _how(self) -> QVBoxLayout:
        """How it prints, below the list: size, paper; and asking what a document is worth."""
        below = QVBoxLayout()
        below.setContentsMargins(14, Space.S, 14, Space.S)
        below.setSpacing(Space.S)
        self._size = self._segments(
            "Print size", (("normal", "Normal"), ("large", "Large"), ("one_page", "One page"))
        )
        self._wanted = "large" if self._open.desk.patient.large_print else "normal"
        self._size.picked.connect(self._sized)
        below.addWidget(self._size)
        self._sizes_told = Label("", Style.SMALL, "tertiary", wrap=True)
        below.addWidget(self._sizes_told)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        self._paper = self._segments("Paper", (("letter", "Letter"), ("a4", "A4")))
        self._paper.set_value(self._session.store.clinic().paper or "letter")
        row.addWidget(self._paper)
        verify = Button(self._theme, "Verify \u2026", name="Verify a document")
        verify.clicked.connect(self.verify)
        row.addWidget(verify)
        row.addStretch(1)
        below.addLayout(row)
        return below

    def _segments(self, name: str, offered: Sequence[tuple[str, str]]) -> Segments:
        segments = [Segment(id, words, Mood.PLAIN) for id, words in offered]
        field = Segments(self._theme, name, segments, clearable=False)
        field.picked.connect(lambda _: self._later())
        return field

    @property
    def _document(self) -> Document:
        return self._documents[max(self._list.currentRow(), 0)]

    def _maker(self) -> DocumentMaker:
        choices = self._options.choices(self._size.value, "")
        return DocumentMaker(self._session, self._open, choices)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The title gives way first."""
        super().resizeEvent(event)
        self._title.setVisible(event.size().width() >= TIGHT_BELOW)

    def showEvent(self, event: QShowEvent) -> None:
        """Show the newest state when the page comes up."""
        self._later()
        super().showEvent(event)

    def _sized(self, size: str) -> None:
        self._wanted = size

    def _chosen(self) -> None:
        document = self._document
        self._size.offer(document.sizes)
        self._size.set_value(document.size(self._wanted))
        self._sizes_told.setText(document.why_not)
        self._sizes_told.setVisible(bool(document.why_not))
        self._options.show_for(document.id)
        self._later()

    @property
    def preparing(self) -> bool:
        """Whether what is shown is not yet what is chosen."""
        return self._soon.isActive() or self._shown_for != self._asked

    def _later(self) -> None:
        if self.isVisible():
            self._soon.start()

    def _render(self) -> None:
        """Lay the chosen document out off the window's thread and show it when it is there."""
        self._asked += 1
        asked, paper, size = self._asked, self._paper.value, self._size.value
        try:
            parts = self._document.make(self._maker())
        except CANNOT as reason:
            self._refused(str(reason))
            return
        except WorldError as error:  # the clinic's server says nothing
            self._refused(f"{error.message} {error.advice}")
            return
        if not self._pdf:
            self._preview.show_words("Preparing \u2026")
        documents = self._session.documents
        self._main.background(
            lambda: (documents.pack(parts, paper=paper, size=size), documents.lacking(parts)),
            lambda made: self._made(asked, parts, *made),
            lambda error: self._failed(asked, error),
        )

    def _made(
        self, asked: int, parts: tuple[PaperPart, ...], pdf: bytes, lacking: tuple[str, ...]
    ) -> None:
        # An answer to an older question is not what was chosen.
        if asked == self._asked:
            self._pdf, self._parts = pdf, parts
            self._shown_for = asked
            self._preview.show_pdf(pdf)
            self._tell_lacking(lacking)

    def _tell_lacking(self, lacking: tuple[str, ...]) -> None:
        """Before it is printed: which characters come out as codes, and the way out."""
        # The window's own typeface may lack it as well: the code is what stands on paper.
        codes = ["".join(f"[U+{ord(one):04X}]" for one in text) for text in lacking[:MOST_TOLD]]
        told = ", ".join(f"{text} {code}" for text, code in zip(lacking, codes, strict=False))
        told += " \u2026" if len(lacking) > MOST_TOLD else ""
        self.lacks.setText(
            f"The typeface lacks {told}: printed as codes. Write those words in letters it has."
        )
        self.lacks.setVisible(bool(lacking))

    def _failed(self, asked: int, error: Exception) -> None:
        if not isinstance(error, CANNOT):
            raise error
        if asked == self._asked:
            self._refused(str(error))

    def _refused(self, words: str) -> None:
        self._pdf, self._parts = b"", ()
        self._tell_lacking(())
        self._shown_for = self._asked
        self._preview.show_words(words)

    def print_asked(self) -> None:
        """Choose a printer and print the chosen document as it stands now (Ctrl+P)."""
        self._send(AuditAction.PRINT, self._document.file_name, (self._document,))

    def print_pack(self) -> None:
        """Print every ticked document in one go, in the order of the list."""
        self._send(AuditAction.PRINT, PACK, self._ticked())

    def _export(self) -> None:
        self._send(AuditAction.EXPORT, self._document.file_name, (self._document,))

    def verify(self) -> None:
        """Ask for a code or a file and say what the chart knows of it."""
        VerifyDialog(self._session, self._theme, self).exec()

    def _ticked(self) -> tuple[Document, ...]:
        return tuple(
            document
            for row, document in enumerate(self._documents)
            if self._list.item(row).checkState() is Qt.CheckState.Checked
        )

    def _count_pack(self) -> None:
        count = len(self._ticked())
        self._pack.setEnabled(count > 0)
        words = f"Print pack ({count})" if count else "Print pack"
        self._pack.setText(words)
        self._pack.setAccessibleName(words)

    def _gathered(self, chosen: Sequence[Document]) -> tuple[tuple[PaperPart, ...], bytes]:
        maker = self._maker()
        parts: list[PaperPart] = []
        for document in chosen:
            try:
                parts += document.make(maker)
            except CANNOT as reason:
                raise NotNow(f"{document.title}: {reason}") from reason
        documents = self._session.documents
        # A paper of the pack that lacks the size wanted takes its own.
        pdf = documents.pack(parts, paper=self._paper.value, size=self._wanted)
        return tuple(parts), pdf

    def _send(self, action: AuditAction, name: str, chosen: Sequence[Document]) -> None:
        from pt_chart.ui.program.printing import PrinterMemory, ask_and_print, ask_and_save

        try:
            refuse_while_away(self._session, "print or export")
            # Always what stands now, never an older preview.
            parts, pdf = self._gathered(chosen)
            if signs_anew(parts) and not signed_with_password(self._session, self._theme, self):
                return
            if action is AuditAction.PRINT:
                memory = PrinterMemory(self._session.store, name)
                sent = ask_and_print(pdf, self, name, memory)
            else:
                sent = ask_and_save(pdf, self, name) is not None
            if sent:
                log_sent(self._session, self._open, action, name, parts, pdf)
        except CANNOT as reason:
            self._session.remark(str(reason), level=Level.WARNING)
        except OSError as error:
            self._session.remark(str(error), "Choose another printer or folder.", Level.PROBLEM)
        except WorldError as error:
            self._session.tell(error)
