"""How hard the handout is to read: a bar with its limit for one formula, the rest in words."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pt_chart.charting.documents_port import HandoutVerdict
from pt_chart.clinical.program.readability import EXERCISE_LIMIT, STEP_LIMIT, Readability, Score
from pt_chart.ui.theme.paint import box, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.label import ElidedLabel, Label

HIGHEST_GRADE = 12.0
HIGHEST_EASE = 100.0


class ReadingMeter(QWidget):
    """Reading grade (or ease) of what prints now, own wording included, and the checklist."""

    asked = Signal()
    """What the checklist says is wanted in full."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 8, 14, 0)
        outer.setSpacing(2)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(Space.S)
            outer.addLayout(row)
        first.addWidget(Label("Reading level", Style.SMALL_STRONG, wrap=False))
        self._bar = _Bar(theme)
        first.addWidget(self._bar, 1)
        self._main = Label("", Style.SMALL_STRONG, wrap=False)
        first.addWidget(self._main)
        self._rest = ElidedLabel("", Style.SMALL, "secondary")
        second.addWidget(self._rest, 1)
        self.checklist = Button(theme, "", Look.QUIET, height=24)
        self.checklist.clicked.connect(self.asked)
        second.addWidget(self.checklist)
        self.checklist.hide()
        self.hide()

    def show_verdict(self, found: HandoutVerdict | None) -> None:
        """How many items of the checklist hold; None = it was not gone through yet."""
        self.checklist.setVisible(found is not None)
        if found is None:
            return
        said = f"checklist {found.held} of {found.items}"
        if found.must:
            said = f"{said}, {len(found.must)} must be mended"
        self.checklist.set_icon_name("warning" if found.must else "check")
        self.checklist.setText(said)
        self.checklist.setAccessibleName(f"{said[:1].upper()}{said[1:]}: show what fails")

    def show_measure(self, found: Readability | None) -> None:
        """Show what was measured; None = nothing prints that could be measured."""
        self.setVisible(found is not None and bool(found.scores))
        if found is None or not found.scores:
            return
        main, *others = found.scores
        self._bar.show_score(main)
        self._main.set_tone("ok" if found.fits else "abnormal")
        self._main.setText(_words(main))
        rest = " · ".join((*map(_words, others), *_form(found)))
        self._rest.setText(rest)
        said = "fits" if found.fits else "too hard"
        self.setAccessibleName(f"Reading level {said}: {_words(main)}. {rest}")

    @property
    def words(self) -> str:
        """What the meter says, for a screen reader and for tests."""
        return self.accessibleName()


def _words(score: Score) -> str:
    if score.ease:
        return f"{score.name} {score.value:.0f} · at least {score.limit:.0f}"
    return f"{score.name} grade {max(0.0, score.value):.1f} · limit {score.limit:.0f}"


def _form(found: Readability) -> tuple[str, ...]:
    jargon = f"jargon: {', '.join(found.jargon[:4])}" if found.jargon else "no jargon"
    over = " (too long)" if found.longest_step > STEP_LIMIT else ""
    step = f"longest step {found.longest_step} words{over}"
    if found.hardest > EXERCISE_LIMIT:
        hard = f"one exercise grade {found.hardest:.0f} (limit {EXERCISE_LIMIT:.0f})"
        return (hard, step, jargon)
    return (step, jargon)


class _Bar(QWidget):
    """A filled line with a tick at the limit; the words beside it say the same."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._score: Score | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_score(self, score: Score) -> None:
        """Draw a score."""
        self._score = score
        self.update()

    def sizeHint(self) -> QSize:
        """A thin line."""
        return QSize(120, 14)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame, fill, tick."""
        if self._score is None:
            return
        tokens = self._theme.tokens
        highest = HIGHEST_EASE if self._score.ease else HIGHEST_GRADE
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(0.5, 4, self.width() - 1, 6)
        box(painter, frame, fill=tokens.sunken, border=pen(tokens.border), radius=3)
        share = min(1.0, max(0.0, self._score.value / highest))
        tone = tokens.ok if self._score.fits else tokens.abnormal
        filled = QRectF(frame.left(), frame.top(), frame.width() * share, frame.height())
        if filled.width() > 1:
            box(painter, filled, fill=tone.text, border=None, radius=3)
        x = frame.left() + frame.width() * self._score.limit / highest
        painter.setPen(pen(tokens.text, 2))
        painter.drawLine(QPointF(x, 0), QPointF(x, 14))
