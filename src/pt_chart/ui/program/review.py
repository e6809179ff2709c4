"""Whether a clinician of the language has signed off its texts, and the way to do so."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.errors import WorldError
from pt_chart.charting.events import Level
from pt_chart.charting.translation_review import (
    OWN,
    TranslationReview,
    sign_off,
    translation_review,
    withdraw,
)
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.program.review_sheet import review_sheet
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.label import Label

DECLARATION = "I read this language well, have read every text and found it right."


class ReviewRow(QWidget):
    """Says who signed a translation off; unreviewed until then. Signing off takes two presses."""

    changed = Signal()

    def __init__(self, theme: Theme, session: ClinicSession) -> None:
        super().__init__()
        self._session = session
        self._language = ""
        self._asked = False
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 10, 0)
        row.setSpacing(Space.S)
        self.words = Label("", Style.SMALL_STRONG, wrap=True)
        row.addWidget(self.words, 1)
        self.texts = Button(theme, "All texts", Look.QUIET, height=Height.BUTTON_SMALL)
        self.texts.setToolTip("Save every text beside the English one, to read before signing off")
        self.texts.clicked.connect(self._ask_texts)
        row.addWidget(self.texts)
        self.cancel = Button(theme, "Cancel", Look.QUIET, height=Height.BUTTON_SMALL)
        self.cancel.clicked.connect(lambda: self.show_language(self._language))
        row.addWidget(self.cancel)
        self.button = Button(theme, "Sign off", height=Height.BUTTON_SMALL)
        self.button.clicked.connect(self.press)
        row.addWidget(self.button)
        self.hide()

    def show_language(self, language: str) -> None:
        """Show the review of a language; the library's own has none."""
        self._language, self._asked = language, False
        library = self._session.definitions.library
        found = translation_review(self._session.store, library, language)
        self.setVisible(found is not OWN)
        self.cancel.hide()
        if found is OWN:
            return
        name = library.translations[language].name
        reviewed = isinstance(found, TranslationReview)
        if isinstance(found, TranslationReview):
            self.words.setText(f"{name}: signed off by {found.name}, {date_words(found.at)}.")
        else:
            self.words.setText(f"{name}: unreviewed. No clinician of the language signed it off.")
        self.words.set_tone("ok" if reviewed else "abnormal")
        self._label("Withdraw" if reviewed else "Sign off")

    def press(self) -> None:
        """Ask first, then keep the sign-off, or take it back."""
        store, library = self._session.store, self._session.definitions.library
        try:
            if isinstance(translation_review(store, library, self._language), TranslationReview):
                withdraw(store, self._language)
            elif not self._asked:
                self._asked = True
                self.words.setText(DECLARATION)
                self._label("I sign this off")
                self.cancel.show()
                return
            else:
                session = self._session
                sign_off(store, library, self._language, session.clinician, session.clock())
        except WorldError as error:
            self._session.tell(error)
            return
        self.show_language(self._language)
        self.changed.emit()

    def _ask_texts(self) -> None:
        name = f"texts-{self._language}.txt"
        chosen, _ = QFileDialog.getSaveFileName(self, "Save all texts", name, "Text (*.txt)")
        if chosen:
            self.save_texts(Path(chosen))

    def save_texts(self, target: Path) -> None:
        """Write every text of the language beside the English one; nothing about a patient."""
        definitions = self._session.definitions
        pictures = self._session.figures.pictures
        text = review_sheet(definitions.library, pictures, self._language)
        try:
            target.write_text(text, encoding="utf-8")
        except OSError as error:
            reason = error.strerror or "cannot be written"
            self._session.remark(
                f"The texts were not written: {reason}.", "Choose another folder.", Level.PROBLEM
            )

    def _label(self, text: str) -> None:
        self.button.setText(text)
        self.button.setAccessibleName(f"{text}: translation")
        self.button.updateGeometry()
