"""The handout as it prints, with paper, print size, print and export."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pt_chart.charting.away_work import refuse_while_away
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.clinical_papers import stamped
from pt_chart.charting.errors import WorldError
from pt_chart.charting.events import Level
from pt_chart.charting.paperwork import (
    Paper,
    ProgramRefused,
    case_of_visit,
    paper_language,
    program_paper,
)
from pt_chart.charting.ports import AuditAction
from pt_chart.clinical.paper_parts import PaperPart
from pt_chart.clinical.program.handout import HandoutContent
from pt_chart.clinical.program.library import OWN_LANGUAGE
from pt_chart.clinical.program.readability import measure_handout
from pt_chart.ui.documents.sending import log_sent
from pt_chart.ui.program.checklist import ChecklistJudge
from pt_chart.ui.program.meter import ReadingMeter
from pt_chart.ui.program.preview import PdfPreview
from pt_chart.ui.program.review import ReviewRow
from pt_chart.ui.program.row_parts import in_words
from pt_chart.ui.shell.threads import MainThread
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.label import ElidedLabel
from pt_chart.ui.widgets.segments import Mood, Segment, Segments

NAME = "home-exercise-program"
PAIR_FROM = 900
"""Pixels from which two pages stand beside each other."""


class HandoutCard(Card):
    """Renders the program shortly after the last change and shows its pages."""

    def __init__(
        self,
        open_visit: OpenVisit,
        session: ClinicSession,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "Handout", "exactly what prints", parent=parent)
        self._open = open_visit
        self._session = session
        self.pdf = b""
        self._parts: tuple[PaperPart, ...] = ()
        self._name = NAME
        self._paper = Segments(
            theme, "Paper",
            [Segment("letter", "Letter", Mood.PLAIN), Segment("a4", "A4", Mood.PLAIN)],
            clearable=False, padding=6, height=26,
        )  # fmt: skip
        self._size = Segments(
            theme, "Print size",
            [
                Segment("normal", "12 pt", Mood.PLAIN),
                Segment("large", "18 pt", Mood.PLAIN),
                Segment("one_page", "1 page", Mood.PLAIN),
            ],
            clearable=False, padding=6, height=26,
        )  # fmt: skip
        self._language = self._languages(theme)
        self._paper.set_value(session.store.clinic().paper or "letter")
        self._size.set_value("large" if open_visit.desk.patient.large_print else "normal")
        self._language.set_value(paper_language(session, open_visit.desk.patient))
        choosers = QHBoxLayout()
        choosers.setContentsMargins(14, 8, 14, 8)
        choosers.setSpacing(Space.S)
        for chooser in (self._paper, self._size, self._language):
            chooser.picked.connect(lambda _: self.renew())
            choosers.addWidget(chooser)
        choosers.addStretch(1)
        self.body.addLayout(choosers)
        self._preview = PdfPreview(theme)
        self._beside = PdfPreview(theme)
        pages = QHBoxLayout()
        pages.setSpacing(0)
        pages.addWidget(self._preview, 1)
        pages.addWidget(self._beside, 1)
        self.body.addLayout(pages, 1)
        self._beside.hide()
        self.review = ReviewRow(theme, session)
        self.review.changed.connect(self.renew)
        self.body.addWidget(self.review)
        self.meter = ReadingMeter(theme)
        self.body.addWidget(self.meter)
        self.body.addLayout(self._foot(theme))
        self._asked = 0
        self._main = MainThread(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(150)
        self._soon.timeout.connect(self._render)
        self.judge = ChecklistJudge(session.documents, self.meter, self)

    def _languages(self, theme: Theme) -> Segments:
        words = self._session.definitions.library.language_names
        segments = [Segment(id, shown, Mood.PLAIN) for id, shown in words.items()]
        return Segments(theme, "Language", segments, clearable=False, padding=6, height=26)

    @property
    def language(self) -> str:
        """The language of the paper."""
        return self._language.value or OWN_LANGUAGE

    def choose_language(self, language: str) -> None:
        """Make the paper in another language."""
        self._language.pick(language)

    def _foot(self, theme: Theme) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 8, 10, 10)
        foot.setSpacing(Space.S)
        self._page = ElidedLabel("", Style.SMALL, "secondary")
        self._preview.turned.connect(self._show_page)
        foot.addWidget(self._page, 1)
        for text, icon, name, action in (
            ("", "left", "Page before", lambda: self._preview.turn(-1)),
            ("", "right", "Next page", lambda: self._preview.turn(1)),
        ):
            turn = Button(theme, text, icon=icon, name=name, height=Height.BUTTON)
            turn.clicked.connect(action)
            foot.addWidget(turn)
        export = Button(theme, "Export PDF", icon="export")
        export.clicked.connect(self.export_now)
        foot.addWidget(export)
        send = Button(theme, "Print", Look.PRIMARY, icon="print", key="Ctrl P")
        send.clicked.connect(self.print_now)
        foot.addWidget(send)
        return foot

    def renew(self) -> None:
        """Render again, once the changes pause."""
        self.judge.forget()
        self._soon.start()

    def close_card(self) -> None:
        """Render nothing more: the visit is closed."""
        self._soon.stop()
        self.judge.forget()
        self._asked += 1

    def _show_page(self, page: int, pages: int) -> None:
        self._page.setText(f"{page} of {pages}" if pages else "")
        self._page.setAccessibleName(f"Page {page} of {pages}" if pages else "No page")

    def _render(self) -> None:
        """Lay the program out off the window's thread; show it when it is there."""
        made = self._content()
        if made is None:
            return
        asked, paper, size = self._asked, self._paper.value, self._size.value
        parts = stamped(self._open, made.parts)
        documents = self._session.documents
        self._main.background(
            lambda: documents.pack(parts, paper=paper, size=size),
            lambda pdf: self._show(asked, pdf, parts),
            lambda error: self._failed(asked, error),
        )

    def _content(self) -> Paper | None:
        """What prints now, with its words around the preview; None when it may not print."""
        self._asked += 1
        try:
            case = case_of_visit(self._session, self._open, self.language)
            paper = program_paper(case, self._session.definitions, self._session.figures)
        except ProgramRefused as refused:
            self._refused("\n\n".join(in_words(problem) for problem in refused.problems))
            return None
        except WorldError as error:  # the clinic's server says nothing
            self._refused(f"{error.message} {error.advice}")
            return None
        emergency = len(paper.parts) > 1
        self.title.setText("Card and letter" if emergency else "Handout")
        self._name = "safety-net-card-and-letter" if emergency else NAME
        self.hint.setText(paper.remarks[0] if paper.remarks else "exactly what prints")
        self.hint.setToolTip("\n".join(paper.remarks))
        self.review.show_language(self.language)
        self._measure(paper.parts[0])
        return paper

    def _show(self, asked: int, pdf: bytes, parts: tuple[PaperPart, ...]) -> None:
        # An answer to an older question is not what prints now.
        if asked == self._asked:
            self.pdf, self._parts = pdf, parts
            self._preview.show_pdf(pdf)
            self._pair()
            if isinstance(parts[0], HandoutContent):
                self.judge.take(pdf)

    def _pair(self) -> None:
        """The letter beside the card, where there is room for both."""
        self._beside.setVisible(len(self._parts) > 1 and self.width() >= PAIR_FROM)
        if self._beside.isVisibleTo(self):
            self._beside.show_pdf(self.pdf)
            self._beside.show_page(2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One page or two beside each other."""
        super().resizeEvent(event)
        if self.pdf:
            self._pair()

    def _failed(self, asked: int, error: Exception) -> None:
        if not isinstance(error, ValueError):
            raise error
        if asked == self._asked:
            self._refused(str(error))

    def _refused(self, words: str) -> None:
        self.pdf = b""
        self.meter.show_measure(None)
        self.judge.forget()
        self._preview.show_words(words)

    def _measure(self, content: object) -> None:
        if not isinstance(content, HandoutContent):
            self.meter.show_measure(None)
            return
        phrases = self._session.definitions.library.spoken(self.language).phrases
        self.meter.show_measure(measure_handout(content, phrases.items("readability.jargon")))

    def print_now(self) -> None:
        """Choose a printer and print what is shown."""
        from pt_chart.ui.program.printing import ask_and_print

        if self._ready():
            try:
                if ask_and_print(self.pdf, self, self._name):
                    self._log(AuditAction.PRINT)
            except OSError as error:
                self._session.remark(str(error), level=Level.PROBLEM)

    def export_now(self) -> None:
        """Write what is shown to a file the clinician names."""
        from pt_chart.ui.program.printing import ask_and_save

        if not self._ready():
            return
        try:
            written = ask_and_save(self.pdf, self, self._name)
        except OSError as error:
            reason = error.strerror or "cannot be written"
            self._session.remark(
                f"The PDF was not written: {reason}.", "Choose another folder.", Level.PROBLEM
            )
            return
        if written is not None:
            self._log(AuditAction.EXPORT)
            self._session.remark("The PDF is written.", "It is not encrypted: keep it safe.")

    def _ready(self) -> bool:
        """Make what stands there now and wait for it: what prints is never an older state.

        It is logged, so it waits while the clinic's server is away.
        """
        try:
            refuse_while_away(self._session, "print or export")
        except WorldError as error:
            self._session.tell(error)
            return False
        self._soon.stop()
        made = self._content()
        if made is not None:
            parts = stamped(self._open, made.parts)
            try:
                pdf = self._session.documents.pack(
                    parts, paper=self._paper.value, size=self._size.value
                )
                self._show(self._asked, pdf, parts)
            except ValueError as error:
                self._refused(str(error))
        if not self.pdf:
            self._session.remark(
                "There is nothing to print yet.", "Choose an exercise first.", Level.WARNING
            )
        return bool(self.pdf)

    def _log(self, action: AuditAction) -> None:
        try:
            log_sent(self._session, self._open, action, self._name, self._parts, self.pdf)
        except WorldError as error:
            self._session.tell(error)
