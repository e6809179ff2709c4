"""The line that takes the reason why a part of the record is left out."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pt_chart.charting.care import edits
from pt_chart.charting.care.plan_needs import parts_wanted
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.clinical.care.left_out import RecordPart
from pt_chart.clinical.program.dosage import REASON_WANTED, says_why
from pt_chart.ui.plan.parts import titled
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.widgets.line_field import LineField, ValueState


class WithoutLine(QWidget):
    """In sight while the part is not there; saved while it is typed."""

    def __init__(
        self, theme: Theme, part: RecordPart, open_visit: OpenVisit, session: ClinicSession
    ) -> None:
        super().__init__()
        self._part = part
        self._open = open_visit
        self._session = session
        name = f"{part.none_words}, because"
        self.field = LineField(theme, name, placeholder="reason, kept in the note")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(titled(name, self.field))
        self.field.textEdited.connect(self._typed)
        self.field.editingFinished.connect(self._left)

    def show_visit(self) -> None:
        """Show the reason where one is wanted or was given."""
        visit = self._open.desk.visit
        kept = {one.part: one.reason for one in visit.plan.left_out}
        text = kept.get(self._part, "")
        if self.field.text() != text:
            self.field.setText(text)
        missing = self._part in parts_wanted(self._session, self._open)
        self.setVisible(missing and not (visit.signed and not text))

    def _typed(self, text: str) -> None:
        self.field.set_state(ValueState.NORMAL)
        edits.leave_out(self._open.desk, self._part, text, origin=self)

    def _left(self) -> None:
        self._open.desk.seal()
        text = self.field.text().strip()
        if text and not says_why(text):
            self.field.set_state(ValueState.REFUSED)
            self._session.remark(REASON_WANTED, passing=True)
