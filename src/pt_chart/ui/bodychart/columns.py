"""The columns of the page: tools, canvas, words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pt_chart.clinical.bodychart.atlas import BodyAtlas
from pt_chart.clinical.bodychart.compare import compare
from pt_chart.clinical.bodychart.marks import BodyChart, Pin, View
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.visit import Visit
from pt_chart.ui.bodychart.canvas import BodyCanvas
from pt_chart.ui.bodychart.kinds_card import KindList
from pt_chart.ui.bodychart.offers_card import OffersCard
from pt_chart.ui.bodychart.region_finder import RegionFinder
from pt_chart.ui.bodychart.region_list import RegionList
from pt_chart.ui.bodychart.strength_card import StrengthCard
from pt_chart.ui.bodychart.thumbnails import LABELS, SHORT
from pt_chart.ui.bodychart.tools_card import ToolsCard
from pt_chart.ui.bodychart.view_bar import ViewBar
from pt_chart.ui.bodychart.words_card import CompareCard, WordsCard
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.line_field import LineField
from pt_chart.ui.widgets.scroll import Scroll
from pt_chart.ui.widgets.segments import Mood, Segment, Segments


class ToolColumn(Scroll):
    """Tools, symptom kinds, strength."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.tools = ToolsCard(theme)
        self.kinds = KindList(theme)
        kinds = Card(theme, "Symptom kind", note="worst")
        kinds.body.addWidget(self.kinds, 1)
        self.strength = StrengthCard(theme)
        self.put(stacked((self.tools, 0), (kinds, 1), (self.strength, 0)))


class CanvasColumn(Card):
    """The canvas with the switch of views, the note of a pin, and the bar below."""

    view_chosen = Signal(object)
    note_kept = Signal(object, str, object, object)
    """The `Pin`, its text, the id of the mark when it is there already, and its `View`."""

    def __init__(self, theme: Theme, earlier: Sequence[Visit]) -> None:
        super().__init__(theme, "Back", "seen from behind")
        self.canvas = BodyCanvas(theme)
        self._tabs = Segments(
            theme,
            "View",
            [Segment(view, SHORT[view], Mood.PLAIN, LABELS[view]) for view in LABELS],
            clearable=False,
            padding=6,
        )
        self._tabs.picked.connect(lambda picked: self.view_chosen.emit(View(picked)))
        self.add_tool(self._tabs)
        self.body.addWidget(self.canvas, 1)
        self._note = LineField(theme, "Note of the pin: Enter keeps it")
        self._note.setPlaceholderText("What the pin says, then Enter")
        self._note.hide()
        self._note.returnPressed.connect(self._keep)
        self.body.addWidget(self._note)
        self.bar = ViewBar(theme, earlier)
        self.body.addWidget(self.bar)
        self._view = View.BACK
        self._asked: tuple[Pin, int | None, View] | None = None
        self._known = ""

    def set_narrow(self, *, narrow: bool) -> None:
        """Tabs instead of the title where the thumbnails have no room."""
        self._tabs.setVisible(narrow)
        self.title.setVisible(not narrow)
        self.hint.setVisible(not narrow)

    def show_view(self, view: View, title: str, seen: str) -> None:
        """Name the view on show."""
        self._view = view
        self.title.setText(title)
        self.hint.setText(seen)
        self._tabs.set_value(view)

    def ask_note(self, pin: Pin, text: str = "", id: int | None = None) -> None:
        """Ask for the words of a pin on the view on show; those of another are kept."""
        self.finish_note()
        self._asked, self._known = (pin, id, self._view), text
        self._note.setText(text)
        self._note.show()
        self._note.setFocus()

    def finish_note(self) -> None:
        """Ask no more; what was typed so far is the note."""
        text = self._note.text().strip()
        if text != self._known and text:
            self._tell(text)
        else:
            self._put_away()

    def _put_away(self) -> None:
        self._asked = None
        self._note.clear()
        self._note.hide()

    def _tell(self, text: str) -> None:
        asked = self._asked
        # Put away first: keeping a note changes the chart, which may ask to finish again.
        self._put_away()
        if asked is not None:
            pin, id, view = asked
            self.note_kept.emit(pin, text, id, view)

    def _keep(self) -> None:
        self._tell(self._note.text().strip())
        self.canvas.setFocus()


class WordColumn(Scroll):
    """The drawing in words, compared, offered as findings, and as a list."""

    def __init__(self, theme: Theme, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.words = WordsCard(theme)
        self.compare = CompareCard(theme)
        self.offers = OffersCard(theme, vocabulary)
        self.regions = RegionList()
        listed = self._listed = Card(theme, "Same chart as a list", note="space marks")
        self.finder = RegionFinder(theme, self.regions)
        self.finder.sought.connect(lambda: self.ensureWidgetVisible(listed, 0, 0))
        listed.body.addWidget(self.finder)
        listed.body.addWidget(self.regions, 1)
        listed.setMinimumHeight(250)
        self.put(
            stacked((self.words, 0), (self.compare, 0), (self.offers, 0), (listed, 1)),
        )

    def show_compared(
        self, before: Visit | None, now: BodyChart, atlas: BodyAtlas, *, asked: bool
    ) -> None:
        """What changed since an earlier drawing; no direction while its side is ``asked`` about."""
        self.compare.setVisible(before is not None)
        if before is not None:
            found = compare(before.chart, now, atlas)
            self.compare.show_comparison(found, before.date, asked=asked)

    def set_narrow(self, *, narrow: bool) -> None:
        """Without the note beside the list's title where there is no room."""
        self._listed.note.setVisible(not narrow)


def stacked(*parts: tuple[QWidget, int]) -> QWidget:
    """Widgets below one another with their shares of spare room."""
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(Space.S)
    for widget, stretch in parts:
        layout.addWidget(widget, stretch)
    return box
