"""The flags at the head of the panel, and where an action or a reason is recorded."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.core_questions import core_asked_at, core_words
from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.errors import WorldError
from pt_chart.charting.flag_history import FormerFlag, changed_words, recorded_words
from pt_chart.charting.flag_record import record_flags
from pt_chart.clinical.people import Clinician
from pt_chart.clinical.program.dates import moment_words
from pt_chart.clinical.reasoning.acknowledged import (
    MISSING,
    NO_REASON,
    NOBODY,
    SAME_DAY,
    acknowledged,
    record_fault,
)
from pt_chart.clinical.reasoning.joined import JoinedFlags, joined
from pt_chart.clinical.reasoning.results import Assessment, RaisedFlag, Tier
from pt_chart.clinical.strength_course import FALLEN, FALLEN_FAST, fallen_strength
from pt_chart.clinical.visit import FlagAcknowledgment
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.flag_strip import TIER_WORDS, FlagStrip
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField, ValueState

EXAMPLE_ACTION = {
    Tier.AMBULANCE: "ambulance called 10:46",
    Tier.EMERGENCY: "sent to the emergency department, phoned 10:46",
    Tier.URGENT: "physician phoned 10:46, seen tomorrow",
    Tier.ROUTINE: "letter to the physician",
    Tier.MONITOR: "discussed, re-checked every visit",
}
"""What an action may read like, by how soon it is needed."""


class RecordForm(QWidget):
    """What was done about a flag, or why it is cleared; one of the two is needed.

    ``recorded`` carries the flag, the action, the reason, and who cleared it and when.
    """

    recorded = Signal(object, str, str, str)
    cancelled = Signal()

    def __init__(
        self, theme: Theme, flag: RaisedFlag, with_it: tuple[RaisedFlag, ...] = ()
    ) -> None:
        """``with_it`` are the flags of the same suspicion: the record is made for them as well."""
        super().__init__()
        self._flag = flag
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(Space.XS)
        for one in (flag, *with_it):
            lead = f"{one.title}. " if with_it else ""
            column.addWidget(Label(f"{lead}{one.clinician}", Style.BODY, wrap=True))
            memory = "" if one.verified == "page read" else " · from memory"
            cleared = f"Cleared by: {one.clears} · " if one.clears else ""
            basis = f"{cleared}{one.source}{memory}"
            column.addWidget(Label(basis, Style.SMALL, "secondary", wrap=True))
        self.action = LineField(
            theme,
            f"Action for {flag.title}",
            placeholder=f"action: {EXAMPLE_ACTION[flag.tier]}",
        )
        self.reason = LineField(
            theme, f"Reason to clear {flag.title}", placeholder="or the reason why it is cleared"
        )
        self.cleared_by = LineField(
            theme,
            f"Who cleared {flag.title}, and when",
            placeholder="cleared by whom, and when: Dr. Amsel, today 14:10",
        )
        column.addWidget(self.action)
        column.addWidget(self.reason)
        column.addWidget(self.cleared_by)
        self.cleared_by.setVisible(flag.tier in SAME_DAY)
        self.remark = Label("", Style.SMALL_STRONG, "emergency", wrap=True)
        self.remark.hide()
        column.addWidget(self.remark)
        row = QHBoxLayout()
        small = Height.BUTTON_SMALL
        self.done = Button(theme, "Record", Look.PRIMARY, height=small)
        self.cancel = Button(theme, "Cancel", height=small)
        row.addWidget(self.done)
        row.addWidget(self.cancel)
        row.addStretch(1)
        column.addLayout(row)
        self.done.clicked.connect(self._submit)
        self.cancel.clicked.connect(self.cancelled)
        self.action.returnPressed.connect(self._submit)
        self.reason.returnPressed.connect(self._submit)
        self.cleared_by.returnPressed.connect(self._submit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the form; nothing is recorded."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _submit(self) -> None:
        action, reason = self.action.text().strip(), self.reason.text().strip()
        by = self.cleared_by.text().strip()
        fault = record_fault(self._flag, action, reason, by)
        if fault:
            field = self.cleared_by if fault == NOBODY else self.action if action else self.reason
            field = self.action if fault == MISSING else field
            field = self.reason if fault == NO_REASON else field
            field.set_state(ValueState.REFUSED)
            field.setAccessibleDescription(fault)
            self.remark.setText(fault)
            self.remark.show()
            field.setFocus()
            return
        self.recorded.emit(self._flag, action, reason, by)


class FlagBox(QWidget):
    """Every raised flag as a strip, emergencies and open ones first; a strip opens its form.

    ``form_shown`` tells when a form opens and closes, so that others make room.
    """

    form_shown = Signal(bool)

    def __init__(self, theme: Theme, desk: VisitDesk, session: ClinicSession) -> None:
        super().__init__()
        self._theme = theme
        self._desk = desk
        self._session = session
        self._users: tuple[Clinician, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 10)
        self._column.setSpacing(6)
        self.form: RecordForm | None = None
        self._shown: object = None
        self._open: tuple[JoinedFlags, ...] = ()
        self._before: QWidget | None = None

    def show_flags(self, assessment: Assessment, former: tuple[FormerFlag, ...]) -> None:
        """Draw the strips anew when something about them changed."""
        records = self._desk.visit.acknowledgments
        done = acknowledged(assessment.flags, records)
        visit, vocabulary = self._desk.visit, self._desk.vocabulary
        core = (core_words(visit, vocabulary), core_asked_at(visit, vocabulary))
        state = (assessment.flags, records, former, assessment.core_unasked, core)
        if state == self._shown:
            return
        self._shown = state
        self._clear()
        # An emergency stays at the head also when something is recorded about it.
        self._open = joined(flag for flag in assessment.flags if flag.id not in done)
        settled = joined(flag for flag in assessment.flags if flag.id in done)
        groups = sorted((*self._open, *settled), key=lambda group: group.lead.tier not in SAME_DAY)
        for group in groups:
            self._column.addWidget(self._strip(group, done.get(group.lead.id)))
        for one in former:
            tone = "urgent" if one.standing else "secondary"
            self._column.addWidget(Label(one.words, Style.SMALL, tone, wrap=True))
        self._column.addWidget(self._asked(assessment))

    def _clear(self) -> None:
        if self.form is not None:
            self.form = None
            self.form_shown.emit(False)
        clear_layout(self._column)

    def _strip(self, one: JoinedFlags, settled: FlagAcknowledgment | None) -> FlagStrip:
        flag = one.lead
        note = ""
        if settled is not None:
            by = f", by {settled.cleared_by}" if settled.cleared_by else ""
            done = settled.action or f"Cleared: {settled.reason}{by}"
            lines = [done, recorded_words(settled, self._people(settled.by))]
        else:
            lines = [" · ".join((*flag.because, *self._fallen(flag)))]
            former = [one for one in self._desk.visit.acknowledgments if one.flag == flag.id]
            if former:
                before = former[0].action or f"cleared: {former[0].reason}"
                lines.append(f"Open anew. Recorded on what stood before: {before}")
            note = changed_words(flag, self._desk.previous)
        if self._leads(one):
            lines.append(flag.clinician.partition(" Options")[0])
        lines += [
            f"With it, {TIER_WORDS[lesser.tier].lower()}: {lesser.title}" for lesser in one.with_it
        ]
        strip = FlagStrip(
            self._theme,
            flag.tier,
            flag.title,
            "\n".join(line for line in lines if line),
            note,
            settled=settled is not None,
        )
        strip.opened.connect(lambda: self.open_form(flag))
        return strip

    def _leads(self, one: JoinedFlags) -> bool:
        """Whether a strip also says what the flag is about: the first open one, where calm."""
        return self._open[:1] == (one,) and one.lead.tier not in SAME_DAY

    def _fallen(self, flag: RaisedFlag) -> tuple[str, ...]:
        """Each strength that fell since it was last graded, with both grades and the day."""
        if all(key.id not in (FALLEN, FALLEN_FAST) for key in flag.keys):
            return ()
        desk = self._desk
        return tuple(
            one.words for one in fallen_strength(desk.visit, desk.previous, desk.vocabulary)
        )

    def _people(self, wanted: str) -> tuple[Clinician, ...]:
        """The users of the clinic; read again only when somebody unknown is asked for."""
        own = self._desk.clinician
        if wanted != own.id and all(user.id != wanted for user in self._users):
            try:
                self._users = self._session.store.users()
            except WorldError as error:
                self._session.tell(error)
        return (*self._users, own)

    def _asked(self, assessment: Assessment) -> Label:
        """How far the core questions are asked, what was said and when."""
        visit, vocabulary = self._desk.visit, self._desk.vocabulary
        left = len(assessment.core_unasked)
        words, _ = core_words(visit, vocabulary)
        if left:
            words = f"Core questions: {left} not asked yet"
            return Label(words, Style.MEDIUM, "urgent", wrap=True)
        at = core_asked_at(visit, vocabulary)
        told = f"{words} \u00b7 {moment_words(at.astimezone())}" if at is not None else words
        return Label(told, Style.SMALL, "secondary", wrap=True)

    def open_form(self, flag: RaisedFlag) -> None:
        """Show the form under the strips."""
        if self.form is not None:
            self.form.deleteLater()
        before = self.window().focusWidget()
        if before is not None and not self.isAncestorOf(before):
            self._before = before
        form = RecordForm(self._theme, flag, self._with(flag))
        form.recorded.connect(self._record)
        form.cancelled.connect(self._close_form)
        self.form = form
        self._column.addWidget(form)
        self.form_shown.emit(True)
        form.action.setFocus()

    def _with(self, flag: RaisedFlag) -> tuple[RaisedFlag, ...]:
        """The open flags that are recorded with this one."""
        return next((one.with_it for one in self._open if one.lead.id == flag.id), ())

    def _close_form(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
            self.form_shown.emit(False)
            self._go_back()

    def _go_back(self) -> None:
        """The keys go where they were before the form was opened, if that is still there."""
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisibleTo(self.window()):
            before.setFocus()

    def _record(self, flag: RaisedFlag, action: str, reason: str, cleared_by: str) -> None:
        told = (flag, *self._with(flag))
        self._close_form()
        record_flags(
            self._desk,
            told,
            self._session.clock,
            action=action,
            reason=reason,
            cleared_by=cleared_by,
        )
