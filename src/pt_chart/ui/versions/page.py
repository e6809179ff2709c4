"""The page of versions: settle two that met, and look up those kept beside the visit."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.errors import WorldError
from pt_chart.charting.settling import Encounter
from pt_chart.clinical.merging.three_way import Difference, Merge
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.versions.difference_rows import ChooseRow, RowsHead, SettledRow
from pt_chart.ui.versions.kept_card import KeptCard
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.scroll import Scroll

LIVE = (
    "Another window stored its version of this visit first. Yours is on the screen and kept beside "
    "the visit. What only one of the two changed is joined below; where both changed the same "
    "place, take one. What you do not take is not lost: both versions stay beside the visit."
)
EARLIER = (
    "You left a version of this visit that met another one and was not compared. Here it is beside "
    "what the chart holds now. What you do not take stays beside the visit."
)
SIGNED = (
    "This visit was signed elsewhere before your last changes were stored, so they cannot become "
    "part of it. They are listed here and stay beside the visit; write what matters as an addendum."
)
OTHERS = (
    "{name} left this version: it met another one and was not compared. Here it is beside what the "
    "chart holds now. It may hold what matters before a signature. What you do not take stays "
    "beside the visit."
)


class VersionsPage(QWidget):
    """``closed`` asks to go back to the charting."""

    closed = Signal()

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__()
        self._theme = theme
        self._open = open_visit
        self._session = session
        self._merge: Merge | None = None
        self.rows: list[ChooseRow] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._sheet = QWidget()
        self._column = QVBoxLayout(self._sheet)
        self._column.setContentsMargins(20, 16, 20, 16)
        self._column.setSpacing(Space.M)
        outer.addWidget(Scroll(self._sheet))
        self.state = Label("", Style.STRONG)
        self.settle_button = Button(theme, "Make one visit of both", Look.PRIMARY)
        self.give_up_button = Button(theme, "Take the chart's version as it is")
        self._stop = open_visit.settling.changed.connect(self._met)
        self._met(open_visit.settling.met)

    def close_page(self) -> None:
        """The visit is closed."""
        self._stop()

    def start(self) -> None:
        """Put the keyboard on the first choice that is open, or on what ends the page."""
        waiting = next((row for row in self.rows if row.choice is None), None)
        if waiting is not None:
            waiting.start()
        elif self._merge is not None:
            ready = self.settle_button if self.settle_button.isEnabled() else self.give_up_button
            ready.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.kept.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def settle(self) -> None:
        """Make one visit of both, by what was chosen."""
        choices = {row.difference.place: row.choice for row in self.rows if row.choice is not None}
        try:
            self._open.settling.settle(choices)
        except WorldError as error:
            self._session.tell(error)
            return
        self._session.remark(
            "Both versions are one visit now", "Both stay beside it: Visit, Kept versions."
        )
        self.closed.emit()

    def give_up(self) -> None:
        """Go on with the stored version."""
        try:
            self._open.settling.give_up()
        except WorldError as error:
            self._session.tell(error)
            return
        told = "Yours stays beside the visit: Visit, Kept versions."
        self._session.remark("You go on with the chart's version", told)
        self.closed.emit()

    def _step(self, row: ChooseRow, by: int) -> None:
        """Go from choice to choice; after the last one to the button."""
        at = self.rows.index(row) + by
        if 0 <= at < len(self.rows):
            self.rows[at].start()
        elif by > 0 and self.settle_button.isEnabled():
            self.settle_button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the charting."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: object) -> None:
        """My version may have grown since the page was shown last."""
        super().showEvent(event)  # type: ignore[arg-type]
        met = self._open.settling.met
        if met is not None and self._merge is not None and met.mine != self._merge.mine:
            self._met(met)

    def _met(self, met: Encounter | None) -> None:
        chosen = {row.difference.place: row.choice for row in self.rows}
        clear_layout(self._column)
        self.rows = []
        self._merge = self._open.settling.compared() if met is not None else None
        if met is not None and self._merge is not None:
            self._show(met, self._merge)
        self.kept = KeptCard(self._theme, self._open, self._session)
        self._column.addWidget(self.kept)
        self._column.addStretch(1)
        for row in self.rows:
            before = chosen.get(row.difference.place)
            if before is not None:
                row.take(before)
        self._count()

    def _show(self, met: Encounter, found: Merge) -> None:
        title = "Your changes came too late" if met.signed else "Two versions of this visit"
        told = SIGNED if met.signed else LIVE if met.live else EARLIER
        told = OTHERS.format(name=met.of) if met.of else told
        self._column.addWidget(Label(title, Style.PAGE_TITLE))
        self._column.addWidget(Label(told, Style.BODY, "secondary", wrap=True))
        self._column.addWidget(self._foot(met))
        conflicts = () if met.signed else found.conflicts
        if conflicts:
            card = Card(self._theme, "Both changed it", "take one of each: Left or Right, 1 or 2")
            self.rows = [
                ChooseRow(self._theme, one, self._open.settling.wording, _whose(met))
                for one in conflicts
            ]
            for row in self.rows:
                row.chosen.connect(self._count)
                row.stepped.connect(partial(self._step, row))
                card.body.addWidget(row)
            self._column.addWidget(card)
        said = self._open.settling.wording
        settled = [one for one in said.told(found.differences) if one not in conflicts]
        if settled:
            self._column.addWidget(self._settled_card(settled, met))

    def _foot(self, met: Encounter) -> QWidget:
        theme, tall = self._theme, Height.BUTTON_DIALOG
        self.state = Label("", Style.STRONG)
        self.settle_button = Button(theme, "Make one visit of both", Look.PRIMARY, height=tall)
        self.settle_button.clicked.connect(self.settle)
        words = "Show the signed visit" if met.signed else "Take the chart's version as it is"
        look = Look.PRIMARY if met.signed else Look.SECONDARY
        self.give_up_button = Button(theme, words, look, height=tall)
        self.give_up_button.clicked.connect(self.give_up)
        back = Button(theme, "Later", Look.QUIET, height=tall, name="Decide later, go on charting")
        back.clicked.connect(self.closed)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        for button in (self.settle_button, self.give_up_button, back):
            row.addWidget(button)
        row.addWidget(self.state, 1)
        if met.signed:
            self.settle_button.hide()
            back.hide()
        return foot

    def _settled_card(self, settled: list[Difference], met: Encounter) -> Card:
        late = met.signed
        title = "What differs" if late else "Joined without a choice"
        card = Card(self._theme, title, note=str(len(settled)))
        card.body.addWidget(RowsHead(self._theme, ("Place", *_whose(met), "What becomes of it")))
        for one in settled:
            note = "the signed visit's" if late else ""
            card.body.addWidget(SettledRow(self._theme, one, self._open.settling.wording, note))
        return card

    def _count(self) -> None:
        waiting = sum(row.choice is None for row in self.rows)
        self.settle_button.setEnabled(not waiting)
        self.state.setText(f"{waiting} of {len(self.rows)} to choose" if waiting else "")


def _whose(met: Encounter) -> tuple[str, str]:
    """Over the columns: who wrote the version that is compared, and the chart."""
    return met.of or "Yours", "In the chart"
