"""The question about the side of the drawing: it stands beside the canvas, always in sight."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.drawing_side import (
    DrawingDoubt,
    drawing_doubt,
    keep_drawing,
    move_drawing,
)
from pt_chart.clinical.bodychart.atlas import BodyAtlas
from pt_chart.ui.forms.side_question import SideQuestion
from pt_chart.ui.theme.theme import Theme


class DrawnSide(QWidget):
    """Holds the question while there is one, and takes no room otherwise."""

    answered = Signal()

    def __init__(
        self, theme: Theme, desk: VisitDesk, atlas: BodyAtlas, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._desk = desk
        self._atlas = atlas
        self._doubt: DrawingDoubt | None = None
        self.question: SideQuestion | None = None
        self.hide()

    def look(self) -> None:
        """Ask about the drawing as it stands, or no more."""
        signed = self._desk.visit.signed
        doubt = None if signed else drawing_doubt(self._desk, self._atlas)
        if doubt == self._doubt:
            return
        self._doubt = doubt
        gone, self.question = self.question, None
        if gone is not None:
            focused = gone.isAncestorOf(self.window().focusWidget() or self)
            gone.hide()
            gone.deleteLater()
            if focused:
                self.answered.emit()
        if doubt is not None:
            asked = SideQuestion(self._theme, doubt.words, doubt.side, "Body chart", self)
            asked.kept.connect(lambda: keep_drawing(self._desk, doubt))
            asked.moved.connect(lambda: move_drawing(self._desk, doubt, self._atlas))
            asked.show()
            self.question = asked
            self._fit()
        self.setVisible(doubt is not None)

    def stand(self, layout: QLayout | None, at: int) -> None:
        """Above the words and not among them: these, and in a narrow page all columns, scroll."""
        if isinstance(layout, QBoxLayout) and layout.indexOf(self) < 0:
            layout.insertWidget(at, self)
            self._fit()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """As high as the words need at this width."""
        self._fit()

    def _fit(self) -> None:
        # By hand: a layout would tell the page around that its height follows its width, and the
        # picture would move under the pen.
        if self.question is not None:
            tall = self.question.heightForWidth(self.width())
            self.setFixedHeight(tall)
            self.question.setGeometry(0, 0, self.width(), tall)

    def answers(self, event: QKeyEvent) -> bool:
        """Whether a key typed anywhere on the page answered the question."""
        return self.question is not None and self.question.answers(event)
