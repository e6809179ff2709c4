"""What can be chosen for a document, beside the list: one small form for each that has any."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from pt_chart.charting.blank_sheets import questionnaires
from pt_chart.charting.care.typed import read_day
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.clinical.papers import WorkStatus
from pt_chart.clinical.report import SECTIONS, USUAL_SECTIONS
from pt_chart.ui.documents.catalog import Choices
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.combo import Combo
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField
from pt_chart.ui.widgets.scroll import Scroll
from pt_chart.ui.widgets.segments import Mood, Segment, Segments

STATUSES = (
    (WorkStatus.OFF, "Off work"),
    (WorkStatus.LIMITED, "With limits"),
    (WorkStatus.FULL, "No limits"),
)
YES_NO = (("yes", "Yes"), ("no", "No"))
WORK_DAYS = {"first": "First day", "until": "Last day", "review": "Looked at again"}
LIMITS = "Sit for up to 30 minutes at a time.\nLift up to 10 pounds."
"""An example that stands in the empty field."""


class Options(QWidget):
    """The forms; ``changed`` when anything in the shown one was changed."""

    changed = Signal()

    def __init__(self, session: ClinicSession, current: OpenVisit, theme: Theme) -> None:
        super().__init__()
        self._session, self._current, self._theme = session, current, theme
        self._stack = QStackedWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self._pages: dict[str, int] = {}
        self._makers: dict[str, Callable[[QVBoxLayout], None]] = {
            "visit-report": self._sections,
            "work-note": self._work,
            "referral-declined": self._refusal,
            "second-look": self._comparisons,
            "blank-questionnaires": self._measures,
        }
        self._ticks: dict[str, dict[str, QCheckBox]] = {}
        self._lines: dict[str, LineField] = {}
        self._texts: dict[str, QPlainTextEdit] = {}
        self._picked: dict[str, Segments] = {}
        self._combos: dict[str, Combo] = {}

    def show_for(self, document: str) -> bool:
        """Show the form of a document; whether it has one."""
        maker = self._makers.get(document)
        if maker is None:
            self.setVisible(False)
            return False
        if document not in self._pages:
            page = QWidget()
            column = QVBoxLayout(page)
            column.setContentsMargins(14, Space.S, 14, Space.S)
            column.setSpacing(Space.XS)
            maker(column)
            column.addStretch(1)
            self._pages[document] = self._stack.addWidget(Scroll(page))
        self._stack.setCurrentIndex(self._pages[document])
        self.setVisible(True)
        return True

    def choices(self, size: str, language: str) -> Choices:
        """Everything that is chosen now; a day that cannot be read is told in ``problem``."""
        days, problem = self._days()
        usual = USUAL_SECTIONS[self._current.desk.visit.kind]
        ticked = self._ticked("sections")
        # All that is usual is the usual copy: it has no note on what is left out.
        sections = () if not self._ticks.get("sections") or ticked == usual else ticked
        status = self._picked.get("status")
        return Choices(
            size=size,
            language=language,
            sections=sections,
            status=WorkStatus(status.value) if status and status.value else WorkStatus.LIMITED,
            limits=_lines(self._text("limits")),
            first=days[0],
            until=days[1],
            review=days[2],
            reason=self._text("reason"),
            said=self._text("said"),
            understood=self._answer("understood"),
            card_given=self._answer("card_given"),
            comparison=self._chosen("comparison"),
            measures=self._ticked("measures"),
            problem=problem,
            nothing=bool(self._ticks.get("sections")) and not ticked,
        )

    def _days(self) -> tuple[tuple[date | None, date | None, date | None], str]:
        found: list[date | None] = []
        problem = ""
        for key, words in WORK_DAYS.items():
            typed = self._lines[key].text().strip() if key in self._lines else ""
            try:
                found.append(read_day(typed, self._current.desk.visit.date))
            except ValueError as wrong:
                found.append(None)
                problem = f"{words}: {wrong}"
        return (found[0], found[1], found[2]), problem

    def _text(self, key: str) -> str:
        field = self._texts.get(key)
        return field.toPlainText().strip() if field else ""

    def _answer(self, key: str) -> bool | None:
        field = self._picked.get(key)
        return {"yes": True, "no": False}.get(field.value) if field else None

    def _chosen(self, key: str) -> str:
        combo = self._combos.get(key)
        return str(combo.currentData() or "") if combo else ""

    def _ticked(self, key: str) -> tuple[str, ...]:
        return tuple(id for id, box in self._ticks.get(key, {}).items() if box.isChecked())

    def _sections(self, column: QVBoxLayout) -> None:
        usual = USUAL_SECTIONS[self._current.desk.visit.kind]
        column.addWidget(Label("Release these sections", Style.SMALL, "secondary"))
        self._tick_list(column, "sections", tuple(SECTIONS.items()), usual)

    def _measures(self, column: QVBoxLayout) -> None:
        offered = questionnaires(self._session.definitions.instruments)
        names = tuple((one.id, one.short or one.name) for one in offered)
        shipped = tuple(one.id for one in offered if one.items_ship)[:1]
        column.addWidget(Label("Questionnaires", Style.SMALL, "secondary"))
        self._tick_list(column, "measures", names, shipped)

    def _tick_list(
        self,
        column: QVBoxLayout,
        key: str,
        offered: Sequence[tuple[str, str]],
        ticked: Sequence[str],
    ) -> None:
        boxes = self._ticks.setdefault(key, {})
        for id, words in offered:
            box = QCheckBox(words)
            box.setFont(Style.BODY.font)
            box.setAccessibleName(words)
            box.setChecked(id in ticked)
            box.toggled.connect(self.changed)
            boxes[id] = box
            column.addWidget(box)

    def _work(self, column: QVBoxLayout) -> None:
        self._pick(column, "status", "Able to work", [(one.value, say) for one, say in STATUSES])
        self._picked["status"].set_value(WorkStatus.LIMITED.value)
        self._write(column, "limits", "Limits, one a line", LIMITS)
        for key, words in WORK_DAYS.items():
            field = LineField(self._theme, words, placeholder="11/25/2026 or 2 weeks")
            field.textChanged.connect(self.changed)
            self._lines[key] = field
            column.addWidget(Label(words, Style.SMALL, "secondary"))
            column.addWidget(field)
        self._write(column, "reason", "Reason, only with the patient's permission", "")

    def _refusal(self, column: QVBoxLayout) -> None:
        self._write(column, "said", "The patient's own words", "")
        self._pick(column, "understood", "Said back in own words", YES_NO)
        self._pick(column, "card_given", "Safety-net card given", YES_NO)

    def _comparisons(self, column: QVBoxLayout) -> None:
        combo = Combo(self._theme, "Comparison to print")
        combo.addItem("None", "")
        for table in self._current.live.current.comparisons:
            combo.addItem(table.title, table.id)
        combo.currentIndexChanged.connect(self.changed)
        self._combos["comparison"] = combo
        column.addWidget(Label("Comparison", Style.SMALL, "secondary"))
        column.addWidget(combo)

    def _pick(
        self, column: QVBoxLayout, key: str, words: str, offered: Sequence[tuple[str, str]]
    ) -> None:
        segments = [Segment(id, label, Mood.PLAIN) for id, label in offered]
        field = Segments(self._theme, words, segments)
        field.picked.connect(lambda _: self.changed.emit())
        self._picked[key] = field
        column.addWidget(Label(words, Style.SMALL, "secondary"))
        column.addWidget(field)

    def _write(self, column: QVBoxLayout, key: str, words: str, example: str) -> None:
        field = QPlainTextEdit()
        field.setAccessibleName(words)
        field.setPlaceholderText(example)
        field.setTabChangesFocus(True)
        field.setFixedHeight(74)
        field.textChanged.connect(self.changed)
        self._texts[key] = field
        column.addWidget(Label(words, Style.SMALL, "secondary", wrap=True))
        column.addWidget(field)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
