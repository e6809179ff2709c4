"""An attached file, looked at inside the program: no copy of it is written anywhere."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from pt_chart.charting.access import Right, allowed
from pt_chart.charting.attachments import Attachment, save_copy
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.errors import WorldError
from pt_chart.charting.exporting import NOT_ENCRYPTED
from pt_chart.clinical.program.dates import date_words
from pt_chart.ui.patients.files_section import KINDS, removed_words
from pt_chart.ui.patients.page_viewer import PageViewer
from pt_chart.ui.patients.take_out_form import TakeOutForm
from pt_chart.ui.shell.threads import MainThread
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.asking import name_asked
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.label import ElidedLabel, Label
from pt_chart.ui.widgets.line_field import LineField

TEXT = "text/plain"
BY_THERAPIST = "This file stands with a signed note; a therapist can take it out."


class FilePage(QWidget):
    """Pages of one file with what can be done about it; ``left`` closes it, ``removed`` too.

    One that stands with a signed note is taken out of it by those who repair. What was taken out
    is only looked at.
    """

    left = Signal()
    removed = Signal()

    def __init__(
        self,
        theme: Theme,
        session: ClinicSession,
        attached: Attachment,
        content: bytes,
        main: MainThread,
        *,
        signed: bool = False,
    ) -> None:
        """``signed``: the visit that the file belongs to is. ``main``: pages are drawn beside."""
        super().__init__()
        self._theme = theme
        self._main = main
        self.viewer: PageViewer | None = None
        self._session = session
        self.attached = attached
        self._content = content
        self.number = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 16)
        column.setSpacing(Space.S)
        column.addLayout(self._head())
        told = f"{KINDS.get(attached.media, attached.media)}, {attached.size / 1024:,.0f} KB · "
        told += f"attached {date_words(attached.at)} by {attached.by}"
        column.addWidget(Label(told, Style.SMALL, "secondary"))
        for remark in attached.remarks:
            column.addWidget(Label(remark, Style.SMALL_MEDIUM, "abnormal", wrap=True))
        if attached.removed is not None:
            column.addWidget(
                Label(removed_words(attached), Style.SMALL_MEDIUM, "urgent", wrap=True)
            )
        self.shown = self._body()
        column.addWidget(self.shown, 1)
        column.addLayout(self._foot(stays=signed or attached.removed is not None))
        self.take_out: TakeOutForm | None = None
        if signed and attached.removed is None:
            self._add_repair(column)
        self.turn(0)

    def _add_repair(self, column: QVBoxLayout) -> None:
        if not allowed(self._session.clinician, Right.COSIGN):
            column.addWidget(Label(BY_THERAPIST, Style.SMALL, "secondary", wrap=True))
            return
        self.take_out = TakeOutForm(self._theme, self._session, self.attached)
        self.take_out.taken_out.connect(self.removed)
        column.addWidget(self.take_out)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(ElidedLabel(self.attached.name, Style.PAGE_TITLE), 1)
        self.page_words = Label("", Style.BODY, "secondary")
        self.back = Button(self._theme, "Page before")
        self.back.clicked.connect(lambda: self.turn(-1))
        self.next = Button(self._theme, "Next page")
        self.next.clicked.connect(lambda: self.turn(1))
        for part in (self.page_words, self.back, self.next):
            part.setVisible(self.attached.pages > 1)
            row.addWidget(part)
        close = Button(self._theme, "Close", key="Esc")
        close.setShortcut("Esc")
        close.clicked.connect(self.left)
        row.addWidget(close)
        return row

    def _body(self) -> QWidget:
        if self.attached.media == TEXT:
            text = QPlainTextEdit()
            text.setReadOnly(True)
            text.setAccessibleName(f"Text of {self.attached.name}")
            text.setFont(Style.BODY.font)
            start = self._content[:2]
            encoding = "utf-16" if start in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
            text.setPlainText(self._content.decode(encoding))
            return text
        reader = self._session.documents.attached
        content, media = self._content, self.attached.media
        self.viewer = PageViewer(
            self._theme,
            self.attached.name,
            self._main,
            lambda page, width: reader.page(content, media, page, width),
        )
        return self.viewer

    def _foot(self, *, stays: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        who = self._session.clinician
        self.save = Button(self._theme, "Save a copy ...")
        self.save.setToolTip(NOT_ENCRYPTED)
        self.save.clicked.connect(self._ask_place)
        self.save.setVisible(allowed(who, Right.EXPORT) and self.attached.removed is None)
        self.reason = LineField(
            self._theme, "Why it is removed", placeholder="Why it is removed; this stays in the log"
        )
        self.remove = Button(self._theme, "Remove from the chart")
        self.remove.clicked.connect(self._remove)
        for part in (self.reason, self.remove):
            part.setVisible(allowed(who, Right.CHART) and not stays)
        row.addWidget(self.save)
        row.addWidget(self.reason, 1)
        row.addWidget(self.remove)
        if stays:
            row.addStretch(1)
        return row

    def turn(self, by: int) -> None:
        """Show a page further on or back."""
        self.number = min(max(self.number + by, 0), self.attached.pages - 1)
        self.page_words.setText(f"page {self.number + 1} of {self.attached.pages}")
        self.back.setEnabled(self.number > 0)
        self.next.setEnabled(self.number < self.attached.pages - 1)
        if self.viewer is not None:
            self.viewer.show_page(self.number)

    def _ask_place(self) -> None:
        name = name_asked(
            lambda: QFileDialog.getSaveFileName(self, "Save a copy", self.attached.name)
        )
        if name:
            self.save_to(Path(name))

    def save_to(self, file: Path) -> None:
        """Write a copy, not encrypted, to a place of the person's choice."""
        try:
            saved = save_copy(self._session.store, self.attached, file)
        except WorldError as error:
            self._session.tell(error)
        else:
            self._session.remark(f"{saved.name} was saved.", NOT_ENCRYPTED)

    def _remove(self) -> None:
        try:
            self._session.store.remove_attachment(self.attached.id, self.reason.text())
        except ValueError as refused:
            self.reason.refuse()
            self._session.remark(str(refused))
        except WorldError as error:
            self._session.tell(error)
        else:
            self.removed.emit()
