"""The working hypothesis: the clinician's choice, kept beside the panel's order."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.events import Part
from pt_chart.clinical.program.dates import day_and_month
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import WorkingHypothesis
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.combo import Combo
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField, ValueState
from pt_chart.ui.widgets.segments import Mood, Segment, Segments

SIDES = tuple(Segment(side.value, side.spelled, Mood.PLAIN) for side in Side)
VERDICTS = (
    Segment("agree", "Agree with the order", Mood.PLAIN),
    Segment("override", "Override", Mood.PLAIN),
)
BESIDE = 500
"""Pixels from which two controls stand in one row."""
OTHER, OTHER_SAID = "other_cause", "Other cause: say which in the reason"
SIGNED = "signed with the visit; a change of mind goes into an addendum."
SIGNED_WITHOUT = "The visit was signed without a working hypothesis; an addendum can add one."
REASON_GONE = "The reason written before was for another cause and was taken out."


class HypothesisForm(QWidget):
    """Choose a cause and side, agree or override; an override needs a reason."""

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__()
        self._desk = open_visit.desk
        self._live = open_visit.live
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(Space.S)
        self._rows = (_row(), _row())
        for row in self._rows:
            column.addLayout(row)
        self.cause = Combo(theme, "Working hypothesis")
        self.cause.setMinimumContentsLength(16)
        self.cause.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._rows[0].addWidget(self.cause, 1)
        self.side = Segments(theme, "Side of the working hypothesis", SIDES)
        self.verdict = Segments(theme, "Against the panel's order", VERDICTS, clearable=False)
        self._rows[0].addWidget(self.side, 0, Qt.AlignmentFlag.AlignLeft)
        self._rows[1].addWidget(self.verdict, 0, Qt.AlignmentFlag.AlignLeft)
        self.reason = LineField(theme, "Reason", placeholder="Reason (needed to override)")
        self._rows[1].addWidget(self.reason, 1)
        foot = QHBoxLayout()
        self.remark = Label("", Style.SMALL, "secondary", wrap=True)
        foot.addWidget(self.remark, 1)
        self.save = Button(theme, "Record", Look.PRIMARY)
        foot.addWidget(self.save)
        column.addLayout(foot)
        self.save.clicked.connect(self._record)
        self.reason.returnPressed.connect(self._record)
        self.cause.activated.connect(lambda _index: self._chosen())
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other where both fit, one under the other at 200 %."""
        super().resizeEvent(event)
        wide = self.width() >= BESIDE
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        for row in self._rows:
            row.setDirection(way)

    def _fill(self) -> None:
        kept = self._desk.visit.hypothesis
        for condition, name in self._causes(kept).items():
            self.cause.addItem(name, condition)
        if kept is not None:
            self.cause.setCurrentIndex(self.cause.findData(kept.condition))
            self.side.set_value(kept.side.value if kept.side else "")
            self.verdict.set_value("agree" if kept.agrees else "override")
            self.reason.setText(kept.reason)
            self._tell(kept)
        else:
            side = self._desk.episode.side
            self.side.set_value(side.value if side else "")
            self._suggest()
        self._reasoned = self.cause.currentData()
        self._taken_out = False
        if self._desk.visit.signed:
            self._close(kept)

    def _causes(self, kept: WorkingHypothesis | None) -> dict[str, str]:
        """The ranked causes, what is prompted, the other causes that are never ranked, any other.

        Below 18 years nothing is ranked, and a working hypothesis can still be recorded.
        """
        now = self._live.current
        found = {cause.condition: cause.name for cause in now.tested_first}
        found |= {prompt.condition: prompt.name for prompt in now.consider}
        rest = self._session.definitions.knowledge.conditions.values()
        unranked = [one for one in rest if one.role == "consider" and one.id not in found]
        found |= {one.id: one.name for one in sorted(unranked, key=lambda one: one.name)}
        found[OTHER] = OTHER_SAID
        if kept is not None and kept.condition not in found:
            found[kept.condition] = now.cause_name(kept.condition)
        return found

    def _close(self, kept: WorkingHypothesis | None) -> None:
        """A signed visit keeps what was chosen: nothing here can be changed any more."""
        for part in (self.cause, self.side, self.verdict, self.reason, self.save):
            part.setEnabled(False)
        if kept is None:
            self.cause.setCurrentIndex(-1)
            self._ask(SIGNED_WITHOUT)
        else:
            self._ask(f"{_told(kept)}; {SIGNED}")

    def _chosen(self) -> None:
        """A reason belongs to the cause it was written for: another cause needs its own."""
        if self.cause.currentData() != self._reasoned:
            self._reasoned = self.cause.currentData()
            self._taken_out = self._taken_out or bool(self.reason.text())
            self.reason.clear()
            if self._taken_out:
                self._ask(f"Why {self.cause.currentText().strip()}? {REASON_GONE}")
        self._suggest()

    def _ask(self, words: str) -> None:
        self.remark.set_tone("secondary")
        self.remark.setText(words)

    def _suggest(self) -> None:
        """Agreeing means choosing the first of the order."""
        first = self._live.current.tested_first[:1]
        agrees = bool(first) and self.cause.currentData() == first[0].condition
        self.verdict.set_value("agree" if agrees else "override")

    def _in_reach(self) -> bool:
        """Whether the chosen cause is the first of the order, or its range reaches the first's."""
        ranked = {cause.condition: cause for cause in self._live.current.tested_first}
        chosen = ranked.get(str(self.cause.currentData()))
        first = next(iter(ranked.values()), None)
        return chosen is not None and (
            chosen is first or (chosen.tested and first is not None and chosen.high >= first.low)
        )

    def _record(self) -> None:
        reason = self.reason.text().strip()
        if not self.cause.currentData():
            return
        agrees = self.verdict.value == "agree" and self._in_reach()
        if not agrees:
            self.verdict.set_value("override")
        if not agrees and not reason:
            self.reason.set_state(ValueState.REFUSED)
            self.remark.set_tone("emergency")
            self.remark.setText("An override needs its reason.")
            self.reason.setFocus()
            return
        self.reason.set_state(ValueState.NORMAL)
        self._taken_out = False
        stamp = self._live.current.knowledge
        chosen = WorkingHypothesis(
            condition=str(self.cause.currentData()),
            side=Side(self.side.value) if self.side.value else None,
            agrees=agrees,
            reason=reason,
            by=self._desk.clinician.id,
            at=self._session.clock(),
            knowledge_version=stamp.version,
            knowledge_sha256=stamp.sha256,
        )
        self._desk.edit(
            f"Working hypothesis: {self.cause.currentText()}",
            replace(self._desk.visit, hypothesis=chosen),
            parts=(Part.HYPOTHESIS,),
        )
        self._tell(chosen)

    def _tell(self, kept: WorkingHypothesis) -> None:
        self._ask(_told(kept))


def _told(kept: WorkingHypothesis) -> str:
    return (
        f"Recorded {day_and_month(kept.at)} {kept.at:%H:%M} with knowledge {kept.knowledge_version}"
    )


def _row() -> QBoxLayout:
    row = QBoxLayout(QBoxLayout.Direction.TopToBottom)
    row.setSpacing(Space.S)
    return row
