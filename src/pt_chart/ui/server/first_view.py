"""On the first start: join the clinic's server, or set a new one up."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.server_port import PROTECTION
from pt_chart.clinical.people import Clinic, Clinician
from pt_chart.ui.server.address_form import AddressForm
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.scroll import Scroll
from pt_chart.ui.widgets.side_form import SideForm

JOIN = (
    "A workstation that is connected already writes a connection file (Clinic, Server). Bring it "
    "here. It opens with your password and with nothing else; remove it from the medium afterwards."
)
AGAIN = (
    "The connection was made anew (a new password of the program's role, a new address or "
    "certificate): the one of this workstation ends. Choose the new file; it takes the old one's "
    "place once it has opened the same chart. Drafts that wait here stay."
)
SET_UP = (
    "Makes a database, its owner's role and the workstations' role on a PostgreSQL server, and a "
    "new, empty chart in it. You manage its users."
)
THREE_PARTS = 1200
"""Pixels of the view from which on the three parts of the form stand beside each other."""


class ServerView(QWidget):
    """``joined`` carries file, user and password; ``asked`` what a new chart on a server needs."""

    joined = Signal(object, str, str)
    asked = Signal(object, object, str, object, object, str)
    cancelled = Signal()

    def __init__(self, theme: Theme, *, again: bool = False) -> None:
        """``again``: this workstation is connected, and can take a new connection file only."""
        super().__init__()
        self._again = again
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 16)
        outer.setSpacing(Space.M)
        head = QHBoxLayout()
        head.addWidget(Label("The clinic's server", Style.PAGE_TITLE), 1)
        back = Button(theme, "Back", icon="arrow_left")
        back.clicked.connect(self.cancelled)
        head.addWidget(back)
        outer.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        outer.addLayout(row, 1)
        self.join = self._join_form(theme)
        self.set_up = self._set_up_form(theme)
        row.addWidget(Scroll(self._left(theme)), 2)
        card = Card(theme)
        card.body.addWidget(Scroll(self.set_up))
        row.addWidget(card, 5)
        card.setVisible(not again)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three parts beside each other need room; nothing of them is cut."""
        self.set_up.stack_parts(stacked=event.size().width() < THREE_PARTS)
        super().resizeEvent(event)

    def start(self) -> None:
        """Put the keyboard on the first field."""
        self.join.fields["file"].setFocus()

    def _left(self, theme: Theme) -> QWidget:
        """Joining, whole, and below it what protects the data."""
        both = QWidget()
        left = QVBoxLayout(both)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(Space.M)
        card = Card(theme)
        card.body.addWidget(self.join)
        left.addWidget(card)
        protection = Card(theme, "What protects the data there", padded=True)
        protection.body.setSpacing(Space.S)
        for words in PROTECTION:
            protection.body.addWidget(Label(words, Style.BODY, "secondary", wrap=True))
        left.addWidget(protection)
        left.addStretch(1)
        return both

    def _join_form(self, theme: Theme) -> SideForm:
        title = "Take a new connection file" if self._again else "Join with a connection file"
        form = SideForm(theme, title, AGAIN if self._again else JOIN)
        form.add("file", "Connection file", "clinic.ptserver")
        choose = Button(theme, "Choose the file", Look.QUIET)
        choose.clicked.connect(self._choose)
        form.column.addWidget(choose)
        form.add("user", "Your name", "as you sign")
        form.add_password("password", "Your password")
        form.finish("Take it" if self._again else "Join", cancel=False)
        form.on_submit(self._join)
        return form

    def _set_up_form(self, theme: Theme) -> AddressForm:
        form = AddressForm(theme, "Set a new server up", SET_UP, wide=True)
        form.add_names()
        form.next_part("The clinic and you")
        form.add("clinic", "Clinic", "as it is printed on documents")
        form.add("name", "Your name", "as you sign")
        form.add("credentials", "Credentials", text="PT")
        form.add_password("password", "Your new password")
        form.add_password("again", "The same again")
        form.finish("Set the server up", cancel=False)
        form.on_submit(self._set_up)
        return form

    def _join(self) -> None:
        form = self.join
        for key, words in (("file", "Choose the file."), ("user", "Type your name.")):
            if not form.text(key):
                form.refuse(words, key)
                return
        form.set_busy(busy=True)
        file = Path(form.text("file")).expanduser()
        self.joined.emit(file, form.text("user"), form.text("password"))

    def _set_up(self) -> None:
        form = self.set_up
        address = form.address()
        names = form.names() if address is not None else None
        if names is None:
            return
        for key, words in (("clinic", "Name the clinic."), ("name", "Type your name.")):
            if not form.text(key):
                form.refuse(words, key)
                return
        if form.text("password") != form.text("again"):
            form.refuse("The two passwords differ. Type the second one again.", "again")
            return
        form.set_busy(busy=True)
        clinic = Clinic(name=form.text("clinic"))
        person = Clinician("", form.text("name"), form.text("credentials"))
        owner, own = form.text("owner_password"), form.text("password")
        self.asked.emit(address, names, owner, clinic, person, own)

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "Connection file", "", "Connection file (*.ptserver)"
        )
        if name:
            self.join.fields["file"].setText(name)
