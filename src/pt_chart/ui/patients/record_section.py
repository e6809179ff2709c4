"""The end of a patient's card: editing the details, merging records, and undoing a merge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pt_chart.charting.access import Right, allowed
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.errors import WorldError
from pt_chart.charting.merging import Merge
from pt_chart.clinical.program.dates import date_words
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.label import Label

if TYPE_CHECKING:
    from pt_chart.ui.patients.patient_card import PatientCard

UNDO = "Undo this merge"
UNDO_NOW = "Undo it now: they are two people"


class RecordSection(QWidget):
    """Buttons as far as the role has them; a line for each record that went into this one."""

    def __init__(
        self, theme: Theme, session: ClinicSession, merges: Sequence[Merge], card: PatientCard
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(Label("Record", Style.SMALL_STRONG, "secondary"))
        who, small = session.clinician, Height.BUTTON_SMALL
        may_merge = allowed(who, Right.MERGE)
        for one in merges:
            told = f"{one.gone.name}, ID {one.gone.record_number or 'none'}, merged into this one "
            told += f"on {date_words(one.at)} by {one.by}: {one.reason}"
            column.addWidget(Label(told, Style.SMALL, "secondary", wrap=True))
            if may_merge:
                column.addWidget(_Undoing(theme, session, one, card))
        self.edit = Button(theme, "Edit details", height=small)
        self.edit.clicked.connect(card.edit_asked)
        self.merge = Button(theme, "Merge with another record ...", height=small)
        self.merge.clicked.connect(card.merge_asked)
        if allowed(who, Right.CHANGE_REGISTER):
            column.addWidget(self.edit)
        if may_merge:
            column.addWidget(self.merge)
        wrong = "A visit under the wrong patient: open it; menu Visit, Wrong patient."
        column.addWidget(Label(wrong, Style.SMALL, "secondary", wrap=True))


class _Undoing(QWidget):
    """Undoing a merge: the first press says what goes where, the second does it."""

    def __init__(
        self, theme: Theme, session: ClinicSession, merge: Merge, card: PatientCard
    ) -> None:
        super().__init__()
        self._session, self._card = session, card
        self._gone_id = merge.gone.id
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        self.told = Label("", Style.MEDIUM, "urgent", wrap=True)
        self.told.hide()
        column.addWidget(self.told)
        self.undo = Button(theme, UNDO, height=Height.BUTTON_SMALL)
        self.undo.clicked.connect(self._go)
        column.addWidget(self.undo)

    def _go(self) -> None:
        if self.told.text():
            self._card.part_asked.emit(self._gone_id)
            return
        try:
            self.told.setText("\n".join(self._session.store.parting(self._gone_id).words))
        except WorldError as error:
            self._session.tell(error)
            return
        self.told.show()
        self.undo.setText(UNDO_NOW)
        self.undo.setAccessibleName(UNDO_NOW)
