"""Where a server is and as whom to speak to it, with a look at it step by step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QVBoxLayout

from pt_chart.charting.server_port import CheckPoint, ServerAddress, ServerNames
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.side_form import SideForm

LOCAL = "The certificate is needed off this computer: pt-chart connects with TLS only."
FIRST = (
    ("host", "Server (name or address)", "db.clinic.example"),
    ("port", "Port", ""),
    ("certificate", "CA certificate (PEM file)", "not needed on this computer"),
)


class AddressForm(SideForm):
    """Begins with the server; who uses it adds fields and calls `finish`.

    ``check_asked`` carries the address when the server is to be looked at.
    """

    check_asked = Signal(object)

    def __init__(self, theme: Theme, title: str, told: str = "", *, wide: bool = False) -> None:
        """``wide``: its parts stand beside each other."""
        super().__init__(theme, title, told)
        self._whole = self.column
        self._parts = QHBoxLayout() if wide else None
        if self._parts is not None:
            self._parts.setSpacing(Space.L)
            self.column.addLayout(self._parts)
        self.next_part("The server")
        for key, label, hint in FIRST:
            self.add(key, label, hint)
        self.fields["port"].setText("5432")
        choose = Button(theme, "Choose the certificate", Look.QUIET)
        choose.clicked.connect(self._choose)
        self.column.addWidget(choose)
        self.tell(LOCAL)
        self.add("role", "Role that may make roles and databases", text="postgres")
        self.add_password("role_password", "Password of that role")
        self.check = Button(theme, "Check the connection")
        self.check.clicked.connect(self._check)
        self.points = Label("", wrap=True)
        self.advice = Label("", tone="urgent", wrap=True)
        for told_line in (self.points, self.advice):
            told_line.hide()
        if not wide:
            self._add_check()

    def stack_parts(self, *, stacked: bool) -> None:
        """In a narrow window the parts of a wide form stand below each other."""
        if self._parts is not None:
            ways = QBoxLayout.Direction
            self._parts.setDirection(ways.TopToBottom if stacked else ways.LeftToRight)

    def next_part(self, title: str) -> None:
        """What is added from here on belongs together."""
        if self._parts is None:
            return
        if self._parts.count():
            self.column.addStretch(1)
        self.column = QVBoxLayout()
        self.column.setSpacing(Space.XS)
        self.column.addWidget(Label(title, Style.STRONG))
        self._parts.addLayout(self.column, 1)

    def finish(self, done: str, *, cancel: bool = True) -> None:
        """See `SideForm.finish`: under all parts."""
        if self._parts is not None:
            self.column.addStretch(1)
        self.column = self._whole
        if self._parts is not None:
            self._add_check()
        super().finish(done, cancel=cancel)

    def _add_check(self) -> None:
        """The look at the server, and under it what was found."""
        row = QHBoxLayout()
        row.addWidget(self.check)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(self.points)
        self.column.addWidget(self.advice)

    def add_names(self) -> None:
        """What is made on the server: a database and two roles, with the usual names."""
        self.next_part("What is made there")
        usual = ServerNames()
        self.add("database", "New database", text=usual.database)
        self.add("owner", "Its owner's role", text=usual.owner)
        self.add("program", "The workstations' role", text=usual.program)
        self.add_password("owner_password", "New password of the owner's role")
        self.add_password("owner_again", "The same again")

    def address(self) -> ServerAddress | None:
        """What was typed; None, said at the field, where it cannot be one."""
        if not self.text("host"):
            self.refuse("Name the server.", "host")
            return None
        port = self.text("port")
        if not port.isdecimal() or not 0 < int(port) < 65536:
            self.refuse(f"{port!r} is no port; the usual one is 5432.", "port")
            return None
        file = self.text("certificate")
        if file and not Path(file).expanduser().is_file():
            self.refuse("That file is not there; choose the CA certificate.", "certificate")
            return None
        return ServerAddress(
            self.text("host"),
            int(port),
            role=self.text("role"),
            password=self.text("role_password"),
            certificate=Path(file).expanduser() if file else None,
        )

    def names(self) -> ServerNames | None:
        """The names of what is made; None, said at the field, where two passwords differ."""
        for key in ("database", "owner", "program"):
            if not self.text(key):
                self.refuse("Give it a name.", key)
                return None
        if self.text("owner_password") != self.text("owner_again"):
            self.refuse("The two passwords differ. Type the second one again.", "owner_again")
            return None
        return ServerNames(self.text("database"), self.text("owner"), self.text("program"))

    def show_points(self, points: Sequence[CheckPoint]) -> None:
        """What a look at the server found, a line for each step."""
        lines, advice = [], []
        for point in points:
            sign = "✕" if point.stops else "!" if point.problem else "✓"
            lines.append(f"{sign} {point.point}: {point.found or 'no'}")
            advice += [f"{point.problem} {point.fix}".strip()] if point.problem else []
        stops = any(point.stops for point in points)
        self.points.setText("\n".join(lines))
        self.points.set_tone("text" if advice else "ok")
        self.points.show()
        self.advice.setText("\n".join(advice))
        self.advice.set_tone("emergency" if stops else "urgent")
        self.advice.setVisible(bool(advice))
        self.check.setEnabled(True)

    def _check(self) -> None:
        self.clean()
        self.points.hide()
        self.advice.hide()
        address = self.address()
        if address is not None:
            self.check.setEnabled(False)
            self.points.setText("Checking the connection ...")
            self.points.set_tone("secondary")
            self.points.show()
            self.check_asked.emit(address)

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "CA certificate", "", "PEM (*.pem *.crt *)")
        if name:
            self.fields["certificate"].setText(name)
