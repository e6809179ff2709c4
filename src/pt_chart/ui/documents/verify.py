"""Verify a document: a code as typed or a PDF file, answered from this chart alone."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.errors import WorldError
from pt_chart.charting.verification import Verdict, Verification, verify_code, verify_file
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField

TITLES = {
    Verdict.MATCHES: "Matches",
    Verdict.SUPERSEDED: "Superseded",
    Verdict.ALTERED: "Altered",
    Verdict.UNKNOWN: "Unknown",
}


class VerifyDialog(QDialog):
    """Ask for a code or a file; the answer stands below."""

    def __init__(self, session: ClinicSession, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle("Verify a document")
        self.setMinimumWidth(480)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(Space.S)
        told = "Type the code from the foot of a page, or choose the PDF file. Nothing is sent."
        column.addWidget(Label(told, Style.BODY, wrap=True))
        self.code = LineField(theme, "Verification code", placeholder="K7F3-9QDM")
        self.code.returnPressed.connect(self.check_code)
        column.addWidget(self.code)
        row = QHBoxLayout()
        check = Button(theme, "Check the code", Look.PRIMARY)
        check.clicked.connect(self.check_code)
        row.addWidget(check)
        choose = Button(theme, "Choose a PDF file")
        choose.clicked.connect(self.choose_file)
        row.addWidget(choose)
        row.addStretch(1)
        column.addLayout(row)
        self.answer = Label("", Style.CARD_TITLE, wrap=True)
        self.words = Label("", Style.BODY, wrap=True)
        column.addWidget(self.answer)
        column.addWidget(self.words)
        column.addStretch(1)

    def check_code(self) -> None:
        """Look the typed code up."""
        try:
            self._show((verify_code(self._session.store, self.code.text()),))
        except ValueError as wrong:
            self._say("Not a code", str(wrong))
        except WorldError as error:
            self._say("The chart cannot be read", f"{error} {error.advice}")

    def choose_file(self) -> None:
        """Let the clinician choose a file and check it."""
        name, _ = QFileDialog.getOpenFileName(self, "Verify a document", "", "PDF (*.pdf)")
        if name:
            self.check_file(Path(name))

    def check_file(self, path: Path) -> None:
        """Check every code on the pages of a PDF."""
        try:
            pdf = path.read_bytes()
            codes = self._session.documents.codes_in(pdf)
            self._show(verify_file(self._session.store, pdf, codes))
        except OSError as error:
            self._say("Not read", f"The file cannot be read: {error.strerror or error}.")
        except ValueError as wrong:
            self._say("Not read", str(wrong))
        except WorldError as error:
            self._say("The chart cannot be read", f"{error} {error.advice}")

    def _show(self, found: tuple[Verification, ...]) -> None:
        heads, texts = [], []
        for one in found:
            heads.append(f"{TITLES[one.verdict]}{f': {one.code}' if one.code else ''}")
            details = "\n".join(f"{label}: {value}" for label, value in one.details)
            texts.append("\n".join(part for part in (one.words, details) if part))
        self._say("\n".join(heads), "\n\n".join(texts))

    def _say(self, head: str, words: str) -> None:
        self.answer.setText(head)
        self.words.setText(words)
        self.answer.setAccessibleName(head)
        self.words.setAccessibleName(words)
