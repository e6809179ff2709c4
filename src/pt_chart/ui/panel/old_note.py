"""An old note and today's knowledge: the difference, shown when asked, changing nothing."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pt_chart.charting.live_assessment import LiveAssessment
from pt_chart.clinical.reasoning.stored_panel import PanelDifference
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.label import Label

STORED = "This note shows the panel it was signed with; nothing in it is worked out again."
ASK = "Compare with today's knowledge"
SAME_FILES = "Today's knowledge is the very same as then."
NO_DIFFERENCE = "The knowledge files have changed; for these findings nothing comes out otherwise."


def difference_words(found: PanelDifference) -> str:
    """What to read: both versions, then one line for each difference."""
    if found.same_knowledge:
        return SAME_FILES
    head = f"Then {found.then.version} ({found.then.sha256[:8]}), today {found.now.version} "
    head += f"({found.now.sha256[:8]})."
    return "\n".join([head, *(found.lines or (NO_DIFFERENCE,))])


class OldNote(QWidget):
    """Beside a signed visit: that its panel is the stored one, and a button for the difference."""

    def __init__(self, theme: Theme, live: LiveAssessment) -> None:
        super().__init__()
        self._live = live
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(Space.S)
        column.addWidget(Label(STORED, Style.BODY, wrap=True))
        self.ask = Button(theme, ASK)
        self.ask.clicked.connect(self._compare)
        column.addWidget(self.ask)
        self.told = Label("", Style.BODY, "secondary", wrap=True)
        self.told.hide()
        column.addWidget(self.told)

    def _compare(self) -> None:
        found = self._live.difference()
        self.told.setText(difference_words(found) if found else "")
        self.told.setVisible(found is not None)
