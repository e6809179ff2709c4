"""What the drawing shows as findings: offered "from body chart", contradictions named."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pt_chart.clinical.bodychart.offered import chart_findings, contradictions, missing_answers
from pt_chart.clinical.bodychart.summary import ChartSummary
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.findings import Answers, FindingKey, Value
from pt_chart.clinical.wording import finding_words
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.label import Label

MOST_LINES = 6


class OffersCard(Card):
    """Findings of the drawing that nobody recorded, and answers that the drawing denies.

    The reasoning counts the drawn ones until something is recorded; recorded answers stand.
    """

    accepted = Signal(object)
    """The findings to record, by key."""

    def __init__(self, theme: Theme, vocabulary: Vocabulary, parent: QWidget | None = None) -> None:
        super().__init__(theme, "From the drawing", parent=parent)
        self._vocabulary = vocabulary
        self._offered: dict[FindingKey, Value] = {}
        column = QVBoxLayout()
        column.setContentsMargins(14, Space.S, 14, Space.M)
        column.setSpacing(Space.XS)
        self.body.addLayout(column)
        self._denied = Label("", Style.STRONG, "urgent", wrap=True)
        self._denied.setAccessibleName("Drawing and answers disagree")
        self._offers = Label("", wrap=True)
        column.addWidget(self._denied)
        column.addWidget(self._offers)
        self._counted = Label("Counted in the reasoning until answered.", Style.SMALL, "tertiary")
        self._counted.setWordWrap(True)
        column.addWidget(self._counted)
        self._record = Button(theme, "Record as answers", icon="check", height=26)
        self._record.clicked.connect(lambda: self.accepted.emit(dict(self._offered)))
        column.addWidget(self._record)

    def show_findings(self, summary: ChartSummary, answers: Answers) -> None:
        """Show what a drawing offers beside these answers."""
        fields = self._vocabulary.fields
        drawn = {k: v for k, v in chart_findings(summary).items() if k.id in fields}
        self._offered = missing_answers(drawn, answers)
        denied = contradictions(drawn, answers)
        words = [self._words(key, value) for key, value in self._offered.items()]
        hidden = len(words) - MOST_LINES
        shown = words[:MOST_LINES] + ([f"and {hidden} more"] if hidden > 0 else [])
        self._offers.setText("\n".join(shown) or "Nothing that is not recorded already.")
        self._offers.setToolTip("\n".join(words))
        self._record.setVisible(bool(words))
        self._counted.setVisible(bool(words))
        lines = [
            f"Drawn, but answered no: {self._words(c.key, c.drawn)}. The answer stands;"
            " ask again or correct the drawing."
            for c in denied
        ]
        self._denied.setText("\n".join(lines))
        self._denied.setVisible(bool(lines))
        self.setVisible(bool(drawn))

    def _words(self, key: FindingKey, value: Value) -> str:
        return finding_words(self._vocabulary.fields[key.id], key, value)
