"""Published scores beside the ranking: each unchanged, an incomplete one never "negative"."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.clinical.reasoning.results import PublishedScore
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.label import ElidedLabel, Label

INCOMPLETE = "incomplete"
SHOWN = 2
"""Scores in sight; the others come on request."""


def scores_line(begun: Sequence[PublishedScore]) -> str:
    """The scores that are decided by name, the incomplete ones as a number: one short line."""
    told = [(s, score_words(s.total, s.maximum, s.status)) for s in begun]
    open_ones = sum(words == INCOMPLETE for _, words in told)
    parts = [f"{s.title.split(',')[0]} {words}" for s, words in told if words != INCOMPLETE][:2]
    parts += [f"{open_ones} {INCOMPLETE}"] if open_ones else []
    return " · ".join(parts) or "none begun"


def score_words(total: float | None, maximum: float | None, status: str) -> str:
    """A score's total, or that it is incomplete; never "negative"."""
    if status == INCOMPLETE or total is None:
        return INCOMPLETE
    return f"{total:g} of {maximum:g}" if maximum is not None else f"{total:g}"


class ScoreList(QWidget):
    """The scores that this patient's answers began, decided ones first; all of them on request."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._all = False
        self._scores: tuple[PublishedScore, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, Space.S, 14, Space.S)
        column.setSpacing(Space.XS)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(Space.S)
        column.addLayout(self._rows)
        self.more = Button(theme, "Show more", Look.QUIET, height=Height.BUTTON_SMALL)
        self.more.clicked.connect(self._toggle)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.more)
        column.addLayout(foot)

    def show_scores(self, scores: Sequence[PublishedScore]) -> None:
        """Show scores, the decided ones first."""
        ordered = sorted(
            scores, key=lambda s: (s.total is None, s.status == INCOMPLETE, -s.answered)
        )
        if self._scores != tuple(ordered):
            self._scores = tuple(ordered)
            self._draw()

    def _toggle(self) -> None:
        self._all = not self._all
        self._draw()

    def _draw(self) -> None:
        clear_layout(self._rows)
        begun = [score for score in self._scores if score.answered][:SHOWN]
        for score in self._scores if self._all else begun:
            self._rows.addLayout(_row(score, whole=self._all))
        rest = len(self._scores) - len(begun)
        self.more.setText("Show fewer" if self._all else f"Show {rest} more")
        self.more.setVisible(rest > 0)


def _row(score: PublishedScore, *, whole: bool) -> QVBoxLayout:
    row = QVBoxLayout()
    row.setSpacing(0)
    head = QHBoxLayout()
    head.addWidget(ElidedLabel(score.title, Style.MEDIUM), 1)
    head.addWidget(Label(score_words(score.total, score.maximum, score.status), Style.STRONG))
    row.addLayout(head)
    memory = "" if score.verified == "page read" else " · from memory"
    asked = f"{score.answered} of {score.items} items"
    parts = (asked, score.meaning, score.setting, score.source + memory)
    basis = " · ".join(part for part in parts if part)
    if whole:
        row.addWidget(Label(basis, Style.SMALL, "secondary", wrap=True))
    else:
        row.addWidget(ElidedLabel(basis, Style.SMALL, "secondary"))
    return row
