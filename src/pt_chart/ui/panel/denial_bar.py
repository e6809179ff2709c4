"""The core questions that the drawing contradicts: in sight until they are asked again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from pt_chart.charting.clinic_session import OpenVisit
from pt_chart.charting.drawing_check import DrawingDenial, drawing_denials, keep_no, say_yes
from pt_chart.charting.events import Part, VisitChanged
from pt_chart.ui.theme.paint import color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.label import Label


class DenialBar(QWidget):
    """One sentence for each, with the two answers; ``narrow`` puts the buttons below.

    The recorded "no" stands until one of the two is pressed, or the field is answered anew.
    """

    followed = Signal(str)
    """The question's key: its field is to be shown."""

    def __init__(self, theme: Theme, opened: OpenVisit, *, narrow: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._opened = opened
        self._shown: tuple[DrawingDenial, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        row = QBoxLayout(down if narrow else across, self)
        row.setContentsMargins(44, Space.XS, Space.M, Space.XS)
        row.setSpacing(Space.S)
        self.text = Label("", Style.STRONG, "urgent", wrap=True)
        row.addWidget(self.text, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        row.addLayout(buttons)
        self.yes = self._button("Now yes", self._say_yes)
        self.still_no = self._button("Asked again: still no", self._keep_no)
        self.go = self._button("Go to the field", self._follow)
        for button in (self.yes, self.still_no, self.go):
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        buttons.addStretch(1 if narrow else 0)
        self.stop = opened.desk.changed.connect(self._visit_changed)
        self._show()

    def _button(self, text: str, call: Callable[[], None]) -> Button:
        button = Button(self._theme, text, height=Height.BUTTON_SMALL)
        button.clicked.connect(call)
        return button

    def _visit_changed(self, change: VisitChanged) -> None:
        if {Part.CHART, Part.ANSWERS, Part.STATUS} & change.parts:
            self._show()

    def _show(self) -> None:
        desk = self._opened.desk
        signed = desk.visit.signed
        found = () if signed else drawing_denials(desk, self._opened.live.summary)
        self._shown = found
        more = f" {len(found) - 1} more after it." if len(found) > 1 else ""
        words = f"{found[0].words}{more}" if found else ""
        self.text.setText(words)
        self.setAccessibleName(f"warning: {words}" if words else "")
        self.setVisible(bool(found))

    def _say_yes(self) -> None:
        if self._shown:
            say_yes(self._opened.desk, self._shown[0])

    def _keep_no(self) -> None:
        if self._shown:
            keep_no(self._opened.desk, self._shown[0])

    def _follow(self) -> None:
        if self._shown:
            self.followed.emit(str(self._shown[0].key))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Soft ground, line below, icon."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(tokens.urgent.soft))
        painter.setPen(pen(tokens.urgent.text))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        at = QPointF(20, self.text.geometry().center().y() - 8)
        self._theme.draw_icon(painter, "warning", tokens.urgent.text, at, 16)
