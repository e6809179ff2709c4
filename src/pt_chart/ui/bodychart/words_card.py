"""The drawing in words, live, and against the last visit."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from pt_chart.clinical.bodychart.drawn_by import drawn_by_words
from pt_chart.clinical.bodychart.marks import BodyChart, View
from pt_chart.clinical.bodychart.summary import ChartComparison, ChartSummary, RegionTouched
from pt_chart.clinical.program.dates import date_words
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.label import Label

_FIFTHS = (
    "almost none",
    "about a fifth",
    "about two fifths",
    "about three fifths",
    "about four fifths",
    "nearly all",
)


_VIEWS = {
    View.FRONT: "front",
    View.BACK: "back",
    View.LEFT: "LEFT side",
    View.RIGHT: "RIGHT side",
    View.FOOT_TOPS: "foot tops",
    View.SOLES: "soles",
}
CAUTION = (
    "The body total is of front and back only: the six views show the same skin more than once."
    " A pain drawing never names a nerve root. Use it for extent, reach and change."
)

SIDE_OPEN = "No direction: answer about the side first."


class WordsCard(Card):
    """ "In words": the sentence and the derived facts."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "In words", padded=True, parent=parent)
        self._sentence = Label("", Style.SENTENCE, wrap=True)
        self._sentence.setAccessibleName("The drawing in words")
        self.body.addWidget(self._sentence)
        self._drawn_by = Label("", Style.STRONG, wrap=True)
        self.body.addWidget(self._drawn_by)
        self.body.addSpacing(Space.M)
        self._facts = QGridLayout()
        self._facts.setColumnStretch(1, 1)
        self._facts.setVerticalSpacing(4)
        self._facts.setHorizontalSpacing(14)
        self.body.addLayout(self._facts)
        self._values: dict[str, Label] = {}
        for name in ("Reaches to", "Below the knee", "Crosses the midline", "Sides", "Of each view",
                     "Of the body"):  # fmt: skip
            self._row(name)
        self.body.addSpacing(Space.M)
        self._notes = Label("", wrap=True)
        self._notes.setAccessibleName("Notes of the pins")
        self.body.addWidget(self._notes)
        self._remarks = Label("", Style.STRONG, "urgent", wrap=True)
        self._remarks.setAccessibleName("Remarks on the drawing")
        self.body.addWidget(self._remarks)
        self.body.addWidget(Label(CAUTION, Style.SMALL, "tertiary", wrap=True))

    def _row(self, name: str) -> None:
        row = len(self._values)
        value = Label("", Style.STRONG, wrap=True)
        top = Qt.AlignmentFlag.AlignTop
        self._facts.addWidget(Label(name, tone="secondary"), row, 0, top)
        self._facts.addWidget(value, row, 1)
        self._values[name] = value

    def show_summary(
        self, summary: ChartSummary, chart: BodyChart, remarks: tuple[str, ...]
    ) -> None:
        """Show what follows from a drawing, and what has to be said about it."""
        self._sentence.setText(summary.sentence)
        self._drawn_by.setText(drawn_by_words(chart))
        self._drawn_by.setVisible(bool(self._drawn_by.text()))
        drawn = bool(summary.regions)
        self._set("Reaches to", ", ".join(_words(r) for r in summary.distal_most) or "–")
        share = summary.below_knee_share
        self._set("Below the knee", _fifths(share) if share is not None else "–")
        self._set(
            "Crosses the midline", ("yes" if summary.crosses_midline else "no") if drawn else "–"
        )
        sides = [side.spelled for side in summary.sides]
        only = f"{sides[0]} only" if len(sides) == 1 else " and ".join(sides)
        self._set("Sides", only or "–")
        self._set("Of each view", _of_views(summary))
        self._set("Of the body", _percent(summary.body_share) if drawn else "–")
        self._notes.setText(_notes(chart))
        self._notes.setVisible(bool(self._notes.text()))
        self._remarks.setText(" ".join((*_beside(summary), *remarks)))
        self._remarks.setVisible(bool(self._remarks.text()))

    def _set(self, name: str, text: str) -> None:
        label = self._values[name]
        label.setText(text)
        label.setAccessibleName(f"{name}: {text}")


class CompareCard(Card):
    """ "Against 13 Nov": gone, kept, new, and the direction by the stated rule."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Against an earlier visit", padded=True, parent=parent)
        self._direction = Label("", Style.STRONG)
        self._sentence = Label("", wrap=True)
        self.body.addWidget(self._direction)
        self.body.addWidget(self._sentence)
        self.body.addSpacing(Space.S)
        self._lists = QGridLayout()
        self._lists.setVerticalSpacing(6)
        self._lists.setColumnStretch(1, 1)
        self._lists.setHorizontalSpacing(14)
        self.body.addLayout(self._lists)
        self._values: dict[str, Label] = {}
        for row, name in enumerate(("Gone", "Kept", "New")):
            value = Label("", wrap=True)
            top = Qt.AlignmentFlag.AlignTop
            self._lists.addWidget(Label(name, Style.STRONG), row, 0, top)
            self._lists.addWidget(value, row, 1)
            self._values[name] = value
        self._strengths = Label("", wrap=True)
        self._strengths.setAccessibleName("Intensities before and now")
        self.body.addSpacing(Space.S)
        self.body.addWidget(self._strengths)
        self.body.addSpacing(Space.S)
        self._rule = Label("", Style.SMALL, "tertiary", wrap=True)
        self._rule.setAccessibleName("The rule")
        self.body.addWidget(self._rule)

    def show_comparison(self, found: ChartComparison, before: date, *, asked: bool = False) -> None:
        """Show what changed since an earlier day; no direction while a side is ``asked`` about."""
        self.title.setText(f"Against {date_words(before)}")
        self._direction.setText(SIDE_OPEN if asked else found.direction.capitalize())
        tone = {"centralizing": "ok", "peripheralizing": "urgent"}.get(found.direction, "")
        self._direction.set_tone("urgent" if asked else tone)
        self._sentence.setText("" if asked else found.sentence)
        self._sentence.setVisible(not asked)
        self._sentence.setToolTip(found.rule)
        for name, regions in (("Gone", found.gone), ("Kept", found.kept), ("New", found.new)):
            self._values[name].setText(_listed(regions))
        self._strengths.setText(_changes(found))
        self._strengths.setVisible(bool(self._strengths.text()))
        self._rule.setText(found.rule)


def _listed(regions: tuple[RegionTouched, ...]) -> str:
    """Regions by side: "RIGHT buttock, calf; LEFT heel"."""
    sides: dict[str, list[str]] = {}
    for region in regions:
        sides.setdefault(region.side.spelled if region.side else "", []).append(region.label)
    return "; ".join(f"{side} {', '.join(labels)}".strip() for side, labels in sides.items()) or "–"


def _words(region: RegionTouched) -> str:
    return f"{region.side.spelled} {region.label}" if region.side else region.label


def _changes(found: ChartComparison) -> str:
    """ "Shooting 8 to 7, tingling 4": only what was asked both times."""
    parts = [
        f"{c.kind.label} {c.before}" + (f" to {c.now}" if c.now != c.before else "")
        for c in found.strengths
        if c.before is not None and c.now is not None
    ]
    return ", ".join(parts).capitalize()


def _fifths(share: float) -> str:
    return f"{_FIFTHS[round(share * 5)]} of the area"


def _percent(share: float) -> str:
    return f"{_whole(share)} of front and back"


def _of_views(summary: ChartSummary) -> str:
    """Each marked view with its own percentage: "back 11 %, LEFT side 3 %"."""
    return (
        ", ".join(f"{_VIEWS[view]} {_whole(share)}" for view, share in summary.share_by_view) or "–"
    )


def _whole(share: float) -> str:
    return f"{round(share * 100)} %" if share >= 0.005 else "under 1 %"


def _notes(chart: BodyChart) -> str:
    noted = [m for m in chart.marks if m.note and not m.erases]
    return "\n".join(f"Pin, {_VIEWS[m.view]} view: {m.note}" for m in noted)


def _beside(summary: ChartSummary) -> tuple[str, ...]:
    count = summary.outside_figure
    return (f"{count} mark{'s lie' if count > 1 else ' lies'} beside the figure.",) if count else ()
