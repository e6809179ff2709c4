"""The clinic's letterhead: what stands at the head of its paper and whom patients call."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pt_chart.charting.errors import RecordChanged
from pt_chart.charting.letterhead import (
    LARGEST_LOGO,
    LetterheadRefused,
    checked,
    logo_png,
    save_letterhead,
)
from pt_chart.charting.register_changes import having_seen
from pt_chart.clinical.people import Clinic
from pt_chart.ui.clinic.work import ClinicWork
from pt_chart.ui.program.own_editor import PICTURES
from pt_chart.ui.program.own_picture import read_picture
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.scroll import Scroll
from pt_chart.ui.widgets.side_form import SideForm

TOLD = "It stands at the head of every document, and beside the warning signs of every handout."
HOURS_TOLD = (
    'Days and hours such as "Weekdays, 8 to 5" are put into Spanish by the program. Type the '
    "Spanish ones only where you say it in other words."
)
ANY_HOUR_TOLD = (
    "Any other hour: who answers nights and weekends. Without it the sheet names the emergency "
    "number alone. Without a phone it leaves a line to write one on."
)
LOGO_TOLD = "Redrawn small on white; place, time and device of a photo are not kept."
FIELDS = (
    ("name", "Name of the clinic", ""),
    ("address", "Address, one line", "12 Sample Street, Anytown"),
    ("phone", "Phone", "(555) 010-0142"),
    ("hours", "Office hours", "Weekdays, 8 to 5"),
    ("hours_es", "Office hours in Spanish", "as above, put into Spanish"),
    ("any_hour", "Phone at any other hour", "(555) 010-0199"),
    ("emergency_number", "Emergency number", "911"),
)
PAPERS = (("letter", "Letter"), ("a4", "A4"))
LOGO_BOX = (220, 60)
"""Pixels in which the logo is shown."""


class LetterheadPage(QWidget):
    """The details in a form, the logo beside it."""

    def __init__(self, work: ClinicWork) -> None:
        super().__init__()
        self._work = work
        self._logo: bytes | None = None
        self._read = Clinic()
        """What the chart had when it was shown, with what was seen of others since."""
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 16, 20, 16)
        row.setSpacing(Space.L)
        card = Card(work.theme)
        self.form = self._make_form()
        card.body.addWidget(Scroll(self.form))
        row.addWidget(card, 3)
        column = QVBoxLayout()
        column.setSpacing(Space.M)
        column.addWidget(self._logo_card())
        notes = Card(work.theme, "Numbers and hours", padded=True)
        notes.body.setSpacing(Space.S)
        for words in (ANY_HOUR_TOLD, HOURS_TOLD):
            notes.body.addWidget(Label(words, Style.SMALL, "secondary", wrap=True))
        column.addWidget(notes)
        column.addStretch(1)
        row.addLayout(column, 2)

    def _make_form(self) -> SideForm:
        form = SideForm(self._work.theme, "The clinic on paper", TOLD)
        for key, label, hint in FIELDS:
            form.add(key, label, hint)
        form.add_choice("paper", "Paper", PAPERS)
        form.finish("Save the letterhead", cancel=False)
        form.on_submit(self._save)
        return form

    def _logo_card(self) -> Card:
        card = Card(self._work.theme, "Logo", padded=True)
        card.body.setSpacing(Space.S)
        self.logo = QLabel()
        self.logo.setAccessibleName("Logo of the clinic")
        self.logo.setFixedHeight(LOGO_BOX[1])
        card.body.addWidget(self.logo)
        line = QHBoxLayout()
        choose = Button(self._work.theme, "Choose a picture")
        choose.clicked.connect(self._choose)
        line.addWidget(choose)
        self.away = Button(self._work.theme, "No logo", Look.QUIET)
        self.away.clicked.connect(lambda: self._take(b""))
        line.addWidget(self.away)
        line.addStretch(1)
        card.body.addLayout(line)
        card.body.addWidget(Label(LOGO_TOLD, Style.SMALL, "secondary", wrap=True))
        self.logo_said = Label("", Style.SMALL_STRONG, "abnormal", wrap=True)
        card.body.addWidget(self.logo_said)
        return card

    def refresh(self) -> None:
        """Read the details again; what was typed and not saved is left off."""
        self._work.run(self._work.session.store.clinic, self._show)

    def _show(self, clinic: Clinic) -> None:
        self._logo, self._read = None, clinic
        for key, field in self.form.fields.items():
            field.setText(getattr(clinic, key))
        combo = self.form.choices["paper"]
        combo.setCurrentIndex(max(combo.findData(clinic.paper), 0))
        self._picture(logo_png(clinic))
        self.logo_said.setText("")

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Logo of the clinic", "", PICTURES)
        if path:
            self.take_picture(Path(path))

    def take_picture(self, path: Path) -> None:
        """Read a picture for the logo; what is wrong with it is said."""
        try:
            png = read_picture(path, LARGEST_LOGO)
        except ValueError as error:
            self.logo_said.setText(str(error))
            return
        self._take(png)

    def _take(self, png: bytes) -> None:
        self._logo = png
        self._picture(png)
        self.logo_said.setText("Not saved yet.")

    def _picture(self, png: bytes) -> None:
        image = QImage.fromData(QByteArray(png)) if png else QImage()
        self.away.setVisible(bool(png))
        if image.isNull():
            self.logo.setPixmap(QPixmap())
            self.logo.setText("no logo")
            return
        room = QSize(*LOGO_BOX).boundedTo(image.size())
        self.logo.setPixmap(
            QPixmap.fromImage(image).scaled(
                room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        )

    def _save(self) -> None:
        form, logo = self.form, self._logo
        typed = Clinic(**{key: form.text(key) for key in form.fields}, paper=form.choice("paper"))
        try:
            checked(typed)
        except LetterheadRefused as refused:
            form.refuse(str(refused), refused.part if refused.part in form.fields else "")
            return
        form.set_busy(busy=True)
        store = self._work.session.store

        def done(kept: Clinic) -> None:
            self._show(kept)
            form.say("The letterhead is saved; documents made from now on carry it.")

        def keep() -> Clinic:
            try:
                return save_letterhead(store, typed, logo, self._read)
            except RecordChanged as met:
                self._read = having_seen(self._read, met)
                raise

        self._work.run(keep, done, form.refuse)
