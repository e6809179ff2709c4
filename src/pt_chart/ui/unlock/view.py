"""The unlock window: who you are, your password, and why the chart is locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.ui.theme.paint import box, color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Radius, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.unlock.user_list import UserList
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField
from pt_chart.ui.widgets.password_field import PasswordField

LIST_WIDTH = 300
MARK = 14
CARD = QSize(760, 300)
IN_FILE = "Encrypted on this computer · offline"
ON_SERVER = "On the clinic's server · TLS on the way, its disk encryption there"
OLDER = "Open the older state"


class _LockMark(QWidget):
    """A small lock before words that say what is encrypted."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(MARK, MARK)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it in the tone of the words."""
        painter = QPainter(self)
        self._theme.draw_icon(painter, "lock", self._theme.tokens.secondary, QPointF(0, 0), MARK)
        painter.end()


class _Frame(QWidget):
    """The card with a sunken left part."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        box(painter, rect, fill=tokens.surface, border=None, radius=Radius.CARD)
        painter.fillRect(QRectF(1, 1, LIST_WIDTH - 1, rect.height() - 2), color(tokens.sunken))
        painter.setPen(pen(tokens.line))
        painter.drawLine(LIST_WIDTH, 0, LIST_WIDTH, self.height())
        box(painter, rect, fill=None, border=pen(tokens.line), radius=Radius.CARD)


class UnlockView(QWidget):
    """Choose or type a name, type the password, Enter. ``submitted`` carries name and password."""

    submitted = Signal(str, str)
    loss_accepted = Signal(str, str)
    kit_asked = Signal()
    emergency_asked = Signal()
    restore_asked = Signal()
    connection_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        names: Sequence[str],
        *,
        place: str,
        roles: Mapping[str, str] | None = None,
        demo_password: str = "",
        last_user: str = "",
        backup: str = "",
        has_kit: bool = False,
        has_envelope: bool = False,
        on_server: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``backup`` says how the last backup went; ``roles`` gives the words under a name.

        ``on_server``: the chart is on the clinic's server.
        """
        super().__init__(parent)
        self._theme = theme
        self._wait = 0
        self._waiting = QTimer(self)
        self._waiting.setInterval(1000)
        self._waiting.timeout.connect(self._wait_on)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        frame = _Frame(theme)
        frame.setFixedWidth(CARD.width())
        frame.setMinimumHeight(CARD.height())
        columns = QHBoxLayout(frame)
        columns.setContentsMargins(1, 1, 1, 1)
        columns.setSpacing(0)
        self.users = UserList(theme, names, roles)
        self.other = LineField(theme, "Another user: type the name", placeholder="type the name")
        columns.addWidget(self._left(place, bool(demo_password)))
        columns.addWidget(self._right(demo_password, has_kit=has_kit), 1)
        outer.addWidget(frame, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addSpacing(Space.M)
        foot = self._foot(backup, has_envelope, on_server)
        outer.addWidget(foot, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(1)
        self.users.chosen.connect(self._user_chosen)
        if last_user:
            self.users.choose(last_user)
        self._user_chosen(self.users.current)

    def _foot(self, backup: str, has_envelope: bool, on_server: bool) -> QWidget:
        foot = QWidget()
        foot.setFixedWidth(CARD.width())
        column = QVBoxLayout(foot)
        column.setContentsMargins(4, 0, 4, 0)
        column.setSpacing(Space.XS)
        told = QHBoxLayout()
        told.setSpacing(Space.XS)
        told.addWidget(_LockMark(self._theme))
        told.addWidget(Label(ON_SERVER if on_server else IN_FILE, Style.SMALL, "secondary"))
        told.addStretch(1)
        self.backup = Label(backup, Style.SMALL, "secondary")
        told.addWidget(self.backup)
        column.addLayout(told)
        ways = QHBoxLayout()
        ways.addStretch(1)
        self.emergency = Button(
            self._theme, "Emergency access", Look.QUIET, icon="warning", height=Height.BUTTON_SMALL
        )
        self.emergency.clicked.connect(self.emergency_asked)
        if not has_envelope:
            self.emergency.hide()
        ways.addWidget(self.emergency)
        self.restore = Button(
            self._theme, "Restore a backup", Look.QUIET, height=Height.BUTTON_SMALL
        )
        self.restore.clicked.connect(self.restore_asked)
        ways.addWidget(self.restore)
        self.connection = Button(
            self._theme, "New connection file", Look.QUIET, height=Height.BUTTON_SMALL
        )
        self.connection.clicked.connect(self.connection_asked)
        self.connection.setVisible(on_server)
        ways.addWidget(self.connection)
        if on_server:
            self.restore.hide()  # a backup of the server is put back on the server
        column.addLayout(ways)
        return foot

    def _left(self, place: str, demo: bool) -> QWidget:
        side = QWidget()
        side.setFixedWidth(LIST_WIDTH - 1)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 18, 0, 12)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(14, 0, 14, 14)
        head.setSpacing(2)
        head.addWidget(Label("pt-chart", Style.PAGE_TITLE))
        head.addWidget(Label("Demo clinic" if demo else place, Style.BODY, "secondary", wrap=True))
        column.addLayout(head)
        column.addWidget(self.users)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 8, 14, 0)
        foot.setSpacing(10)
        foot.addWidget(Label("Another user", Style.SMALL, "secondary"))
        foot.addWidget(self.other, 1)
        column.addLayout(foot)
        return side

    def _right(self, demo_password: str, *, has_kit: bool) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(32, 26, 32, 24)
        column.setSpacing(4)
        self.title = Label("Unlock the chart", Style.PAGE_TITLE)
        self.story = Label("", Style.BODY, "secondary", wrap=True)
        self.ask = Label("Password", Style.MEDIUM)
        self.password = PasswordField(self._theme, "Password")
        self.remark = Label("", Style.SMALL, "secondary", wrap=True)
        self.remark.setMinimumHeight(18)
        column.addWidget(self.title)
        column.addWidget(self.story)
        if demo_password:
            column.addSpacing(6)
            told = "Invented people only. The password of the demo clinic:"
            column.addWidget(Label(told, Style.BODY, "unconfirmed", wrap=True))
            column.addWidget(Label(demo_password, Style.PANEL_TITLE, "unconfirmed"))
        column.addSpacing(14)
        column.addWidget(self.ask)
        column.addSpacing(3)
        column.addWidget(self.password)
        column.addWidget(self.remark)
        column.addSpacing(8)
        row = QHBoxLayout()
        self.go = Button(
            self._theme, "Unlock", Look.PRIMARY, key="Enter", height=Height.BUTTON_DIALOG
        )
        row.addWidget(self.go)
        self.kit = Button(self._theme, "Use the recovery kit", Look.QUIET)
        self.kit.clicked.connect(self.kit_asked)
        if not has_kit:
            self.kit.hide()
        row.addWidget(self.kit)
        self.accept = Button(self._theme, OLDER)
        self.accept.clicked.connect(self._accept)
        self.accept.hide()
        row.addWidget(self.accept)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.go.clicked.connect(self._submit)
        self.password.returnPressed.connect(self._submit)
        self.other.returnPressed.connect(self.password.setFocus)
        self.other.textChanged.connect(lambda _text: self._user_chosen(self.users.current))
        self.password.caps.connect(self._caps)
        return side

    @property
    def user_name(self) -> str:
        """Who wants to unlock."""
        return self.other.text().strip() or self.users.current

    def _user_chosen(self, _name: str) -> None:
        who = self.user_name
        self.ask.setText(f"Password for {who}" if who else "Password")
        self.password.setAccessibleName(self.ask.text())

    def _caps(self, on: bool) -> None:
        self.remark.set_tone("secondary")
        self.remark.setText("Caps Lock is on" if on else "")

    def _submit(self) -> None:
        if self._waiting.isActive():
            return
        if not self.user_name:
            self.refuse("Type your sign-in name first.", "")
            self.other.setFocus()
        elif not self.password.text():
            self.refuse("Type your password first.", "")
        else:
            self.set_busy(True)
            self.submitted.emit(self.user_name, self.password.text())

    def _accept(self) -> None:
        self.set_busy(True)
        self.loss_accepted.emit(self.user_name, self.password.text())

    def offer_loss(self, message: str, advice: str, words: str = OLDER) -> None:
        """Say that the chart is an older state, or left behind; let it be opened all the same."""
        self.accept.setText(words)
        self.accept.setAccessibleName(words)
        self.set_busy(False)
        self.remark.set_tone("emergency")
        self.remark.setText(f"{message} {advice}")
        self.accept.show()
        self.kit.hide()

    def wait(self, seconds: int, message: str) -> None:
        """Take no password for so long."""
        self.refuse(message, f"Wait {seconds} seconds.")
        self._wait = seconds
        self.go.setEnabled(False)
        self._waiting.start()

    def _wait_on(self) -> None:
        self._wait -= 1
        if self._wait > 0:
            self.remark.setText(f"Too many wrong passwords. Wait {self._wait} seconds.")
            return
        self._waiting.stop()
        self.remark.setText("")
        self.go.setEnabled(True)

    def set_busy(self, busy: bool) -> None:
        """While the key is derived nothing else is taken."""
        self.password.setEnabled(not busy)
        self.go.setEnabled(not busy)
        self.go.setText("Unlocking" if busy else "Unlock")
        self.go.updateGeometry()

    def refuse(self, message: str, advice: str) -> None:
        """Say why it did not open; the password is typed anew."""
        self.set_busy(False)
        self.remark.set_tone("emergency")
        self.remark.setText(f"{message} {advice}".strip())
        self.password.clear()
        self.password.setFocus()

    def tell_locked(self, title: str, story: str) -> None:
        """Say why the chart is locked and what is waiting."""
        self.title.setText(title)
        self.story.setText(story)

    def showEvent(self, event: object) -> None:
        """Ready to type at once."""
        super().showEvent(event)  # type: ignore[arg-type]
        target = self.password if self.user_name else self.other
        target.setFocus()
