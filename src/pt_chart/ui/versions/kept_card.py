"""The versions kept beside a visit: a list, and what the chosen one says differently."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.errors import WorldError
from pt_chart.charting.kept_versions import KeptBecause, KeptVersion
from pt_chart.clinical.merging.three_way import merge
from pt_chart.clinical.program.dates import moment_words
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.type import Style
from pt_chart.ui.versions.difference_rows import RowsHead, SettledRow
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.table import Cell, Column, Row, Table

COLUMNS = (Column("Kept", 170), Column("By", 220), Column("Why"))
NONE = "No other version was ever kept of this visit."
HEADS = ("Place", "Kept version", "The chart then", "What was taken")


class KeptCard(Card):
    """Lists the versions; Enter or a click shows one field by field. Nothing here changes them."""

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__(theme, "Kept versions", "what was not taken into the visit, newest first")
        self._open = open_visit
        self._versions: dict[str, KeptVersion] = {}
        try:
            found = session.store.kept_versions(open_visit.desk.visit.id)
        except WorldError as error:
            session.tell(error)
            found = ()
        self._versions = {kept.id: kept for kept in found}
        self.table = Table(theme, "Kept versions", COLUMNS, row_height=34)
        self.table.show_rows([_row(kept) for kept in found])
        self.table.setFixedHeight(self.table.content_height())
        self.table.chosen.connect(self._show)
        self.body.addWidget(self.table)
        if not found:
            self.table.hide()
            nothing = Label(NONE, Style.BODY, "secondary")
            nothing.setContentsMargins(14, 10, 14, 10)
            self.body.addWidget(nothing)
        self._detail = QWidget()
        self._rows = QVBoxLayout(self._detail)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self.body.addWidget(self._detail)

    @property
    def shown(self) -> tuple[str, ...]:
        """What the rows of the chosen version say, for who cannot see them."""
        rows = (self._rows.itemAt(n) for n in range(self._rows.count()))
        found = (row.widget() for row in rows if row is not None)
        return tuple(one.accessibleName() for one in found if isinstance(one, SettledRow))

    def _show(self, ident: str) -> None:
        kept = self._versions[ident]
        clear_layout(self._rows)
        self._rows.addWidget(RowsHead(self._theme, HEADS))
        taken = dict(part.rpartition(": ")[::2] for part in kept.choices.split("; "))
        wording = self._open.settling.wording
        for one in wording.told(merge(kept.base, kept.mine, kept.theirs).differences):
            told = _TOLD.get(taken.get(wording.title(one.place), ""), _DEFAULT[kept.because])
            self._rows.addWidget(SettledRow(self._theme, one, wording, told))


_TOLD = {
    "mine": "the kept version's",
    "theirs": "the chart's",
    "both": "both",
    "the same in both": "the same in both",
}
_DEFAULT = {
    KeptBecause.UNSETTLED: "not compared yet",
    KeptBecause.SETTLED: "compared",
    KeptBecause.GIVEN_UP: "the chart's",
}


def _row(kept: KeptVersion) -> Row:
    cells = (Cell(moment_words(kept.at)), Cell(kept.name), Cell(kept.because.words))
    return Row(kept.id, cells)
