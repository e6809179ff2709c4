"""The clinic's page about its server: move there, move back, let another workstation join."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.server_port import PROTECTION, ServerAddress
from pt_chart.ui.clinic.work import ClinicWork
from pt_chart.ui.server.address_form import AddressForm
from pt_chart.ui.server.moving import MovingDialog
from pt_chart.ui.theme.tokens import Space, Width
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Band, Card
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.scroll import Scroll

IN_FILE = (
    "This chart is one encrypted file on this computer, for one workstation. When several "
    "workstations need it, move it to a PostgreSQL server: everything goes along, seals, signing "
    "keys, users and the log included, and is compared table by table. The file stays here, marked "
    "as moved; it opens to read only. Make a backup first."
)
ON_SERVER = (
    "This chart is on the clinic's server; every workstation with a connection file works on it."
)
JOIN = (
    "Write this workstation's connection file, carry it to the other workstation and choose it "
    "there at the first start. It opens with any user's password and with nothing else."
)
BACK = (
    "Everything moves into an encrypted file on this computer and is compared table by table. All "
    "other workstations lose the chart: it stays on the server, marked as moved, to read only."
)


class ServerPage(QWidget):
    """For who manages the chart. After a move the window locks: work goes on in the other place."""

    def __init__(self, work: ClinicWork) -> None:
        super().__init__()
        self._work = work
        self._office = work.place.server
        self._sure = False
        self.over: MovingDialog | None = None
        """Stands over the window while the clinic moves."""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        column = QVBoxLayout()
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(Space.M)
        row.addLayout(column, 1)
        self.state = Label("", Style.STRONG, wrap=True)
        self.form: AddressForm | None = None
        if self._office.connected:
            self._show_server(column)
        else:
            self._show_file(column)
            side = Band(work.theme, left=True)
            side.setFixedWidth(Width.PANEL)
            inner = QVBoxLayout(side)
            inner.setContentsMargins(1, 0, 0, 0)
            self.form = self._move_form()
            inner.addWidget(Scroll(self.form))
            row.addWidget(side)
        column.addStretch(1)

    def _show_file(self, column: QVBoxLayout) -> None:
        column.addWidget(self._card("One file, one workstation", IN_FILE))
        column.addWidget(self._card("What protects the data on a server", *PROTECTION))
        column.addWidget(self.state)

    def _show_server(self, column: QVBoxLayout) -> None:
        column.addWidget(self._card("On the clinic's server", ON_SERVER, *PROTECTION))
        join = self._card("Another workstation", JOIN)
        self.write = Button(self._work.theme, "Write the connection file", Look.PRIMARY)
        self.write.clicked.connect(self._choose_file)
        join.body.addWidget(self.write)
        column.addWidget(join)
        back = self._card("Back into a file", BACK)
        self.back = Button(self._work.theme, "Move into a file on this computer")
        self.back.clicked.connect(self.move_back)
        back.body.addWidget(self.back)
        column.addWidget(back)
        column.addWidget(self.state)

    def _card(self, title: str, *paragraphs: str) -> Card:
        card = Card(self._work.theme, title, padded=True)
        card.body.setSpacing(Space.S)
        for words in paragraphs:
            card.body.addWidget(Label(words, Style.BODY, "secondary", wrap=True))
        return card

    def _move_form(self) -> AddressForm:
        form = AddressForm(self._work.theme, "Move to a server")
        form.add_names()
        form.finish("Move the clinic to the server", cancel=False)
        form.on_submit(self.move_to)
        form.check_asked.connect(self._check)
        if self._work.place.demo:
            form.go.setEnabled(False)
            form.tell("The demo clinic stays where it is.")
        return form

    def _check(self, address: ServerAddress) -> None:
        form = self.form
        if form is not None:
            self._work.run(lambda: self._office.check(address), form.show_points, form.refuse)

    def move_to(self) -> None:
        """Move the chart to the server that was named, then lock."""
        form, store = self.form, self._work.session.store
        address = form.address() if form is not None else None
        names = form.names() if form is not None and address is not None else None
        if form is None or address is None or names is None:
            return
        form.set_busy(busy=True)
        self._say("Moving, comparing and verifying ... Do not switch the computer off.")
        owner = form.text("owner_password")
        self.over = over = MovingDialog(self._work.theme, self, stoppable=True)
        over.open()
        self._work.run(
            lambda: self._office.move_to_server(store, address, names, owner, over.wanted),
            self._moved,
            self._refused,
        )

    def move_back(self) -> None:
        """Move the chart into a file here; the first press asks, the second does it."""
        if not self._sure:
            self._sure = True
            self.back.setText("Yes, move it and close it for all others")
            self._say("Everybody else should have locked pt-chart. Press once more to move.")
            return
        store = self._work.session.store
        self.back.setEnabled(False)
        self._say("Moving, comparing and verifying ... Do not switch the computer off.")
        self.over = MovingDialog(self._work.theme, self, stoppable=False)
        self.over.open()
        self._work.run(lambda: self._office.move_to_file(store), self._moved, self._refused)

    def write_connection(self, target: Path) -> None:
        """Write the connection file for another workstation."""
        self._work.run(
            lambda: self._office.write_connection(target),
            lambda file: self._say(f"Written: {file.name}. Remove it from the medium afterwards."),
            self._refused,
        )

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Connection file for another workstation", "clinic.ptserver"
        )
        if name:
            self.write_connection(Path(name))

    def _end(self) -> None:
        over, self.over = self.over, None
        if over is not None:
            over.over()

    def _moved(self, told: str) -> None:
        self._end()
        self._say(told)
        lock = getattr(self.window(), "lock", None)
        if lock is not None:
            lock("Moved")

    def _refused(self, words: str) -> None:
        self._end()
        if self.form is not None:
            self.form.refuse(words)
        else:
            self.back.setEnabled(True)
        self.state.set_tone("emergency")
        self.state.setText(words)

    def _say(self, words: str) -> None:
        self.state.set_tone("text")
        self.state.setText(words)
