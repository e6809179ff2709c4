"""An open emergency on the program page: what is usually done now, and the answers behind it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.core_questions import core_asked_at
from pt_chart.charting.desk import SignedVisit
from pt_chart.charting.flag_record import record_of, record_step
from pt_chart.charting.program_facts import flags_of_today
from pt_chart.clinical.fields import FieldKind
from pt_chart.clinical.program.dates import moment_words
from pt_chart.clinical.program.emergency import NO, NOT_ASKED, YES, answer_state, asked_of, onset
from pt_chart.clinical.reasoning.emergency_steps import EmergencyStep, done_at, emergency_steps
from pt_chart.clinical.reasoning.joined import JoinedFlags, joined
from pt_chart.clinical.reasoning.results import RaisedFlag, Tier
from pt_chart.ui.program.chosen_column import OPENED_BY
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.card import Band, Card
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField
from pt_chart.ui.widgets.scroll import Scroll

STATES = {
    YES: ("YES", "emergency"),
    NO: ("asked: no", "secondary"),
    NOT_ASKED: ("not asked", "urgent"),
}


class EmergencyColumn(Scroll):
    """Steps with their times, then every question of the flag: yes, asked: no, not asked."""

    def __init__(self, open_visit: OpenVisit, session: ClinicSession, theme: Theme) -> None:
        self._open = open_visit
        self._session = session
        self._theme = theme
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(Space.M)
        self._steps = Card(theme, "What to do now", "options, recorded with the time", note=" ")
        self._because = Card(theme, "Because", note=" ")
        column.addWidget(self._steps)
        column.addWidget(self._because)
        self._closed = Label("", Style.SMALL, "secondary", wrap=True)
        column.addWidget(self._closed)
        column.addStretch(1)
        super().__init__(page)

    @property
    def emergency(self) -> JoinedFlags | None:
        """The most urgent suspicion of the two emergency tiers, if there is one."""
        groups = joined(flags_of_today(self._open.desk, self._open.live))
        loud = [one for one in groups if one.lead.tier in (Tier.AMBULANCE, Tier.EMERGENCY)]
        return min(loud, key=lambda one: one.lead.tier.rank, default=None)

    def show_lock(self, locked: str) -> None:
        """Say why the program is closed, and what opens it."""
        self._closed.setText(f"The program is closed. {locked} {OPENED_BY}" if locked else "")

    def renew(self) -> None:
        """Draw what stands now; nothing without an emergency."""
        clear_layout(self._steps.body)
        clear_layout(self._because.body)
        group = self.emergency
        if group is None:
            return
        record = record_of(self._open.desk, group.lead)
        steps = emergency_steps(group.lead, self._open.desk.episode.referrer)
        times = [done_at(step, record) for step in steps]
        self._steps.set_note(f"{sum(map(bool, times))} of {len(steps)} done")
        for number, (step, at) in enumerate(zip(steps, times, strict=True), 1):
            self._steps.body.addWidget(self._step(number, step, at, group))
        self._show_answers(group)

    def _step(self, number: int, step: EmergencyStep, at: str, group: JoinedFlags) -> QWidget:
        row, line = self._row()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(f"{number}. {step.title}", Style.STRONG, wrap=True))
        words.addWidget(Label(step.detail, Style.SMALL, "secondary", wrap=True))
        line.addLayout(words, 1)
        who = None
        if step.asks and not at and not self._open.desk.visit.signed:
            who = LineField(self._theme, f"{step.title}: {step.asks}", placeholder=step.asks)
            words.addWidget(who)
        if at:
            line.addWidget(Label(f"done {at}", Style.SMALL_STRONG))
        elif not self._open.desk.visit.signed:
            done = Button(
                self._theme,
                "Record",
                name=f"Record: {step.record}",
                height=Height.BUTTON_SMALL,
            )
            done.clicked.connect(lambda: self._record(step, group, who.text() if who else ""))
            if who is not None:
                who.returnPressed.connect(lambda: self._record(step, group, who.text()))
            line.addWidget(done)
        return row

    def _record(self, step: EmergencyStep, group: JoinedFlags, who: str) -> None:
        told = (group.lead, *group.with_it, *self._same_way(group))
        try:
            record_step(self._open.desk, told, step, self._session.clock, who)
        except SignedVisit:
            self._session.remark("This visit is signed.", "Start a new visit to change it.")

    def _same_way(self, group: JoinedFlags) -> tuple[RaisedFlag, ...]:
        """The other same-day flags that go with this referral: told nothing else of their own."""
        desk = self._open.desk
        own = (group.lead, *group.with_it)
        before = record_of(desk, group.lead)
        others = [
            flag
            for flag in flags_of_today(desk, self._open.live)
            if flag.tier in (Tier.AMBULANCE, Tier.EMERGENCY) and flag not in own
        ]
        records = [record_of(desk, flag) for flag in others]
        return tuple(
            flag
            for flag, record in zip(others, records, strict=True)
            if record is None or (before is not None and record.action == before.action)
        )

    def _show_answers(self, group: JoinedFlags) -> None:
        desk, library = self._open.desk, self._session.definitions.library
        facts = library.complete(self._open.live.facts)
        found = dict(zip((key.id for key in group.lead.keys), group.lead.because, strict=True))
        at = core_asked_at(desk.visit, desk.vocabulary)
        self._because.set_note(f"answers {moment_words(at.astimezone())}" if at else "")
        for finding in asked_of(group.lead, library, facts):
            field = desk.vocabulary.field(finding)
            measured = field.kind is not FieldKind.YES_NO
            said, tone = STATES[answer_state(finding, facts)]
            name = found.get(finding, field.name) if measured else field.name
            since = onset(finding, desk.visit.answers, library.phrases)
            shown = "found" if measured and finding in found else said
            self._because.body.addWidget(self._answer(name, since, shown, tone))

    def _answer(self, name: str, since: str, said: str, tone: str) -> QWidget:
        row, line = self._row()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(name, Style.MEDIUM, wrap=True))
        if since:
            words.addWidget(Label(since, Style.SMALL, "secondary", wrap=True))
        line.addLayout(words, 1)
        line.addWidget(Label(said, Style.SMALL_STRONG, tone))
        return row

    def _row(self) -> tuple[QWidget, QHBoxLayout]:
        row = Band(self._theme, "surface", bottom=True)
        line = QHBoxLayout(row)
        line.setContentsMargins(14, 7, 10, 7)
        line.setSpacing(Space.S)
        return row, line
