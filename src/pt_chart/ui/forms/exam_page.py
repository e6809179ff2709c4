"""The exam: by position of the body, or the same fields by tissue."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.events import Level
from pt_chart.clinical.findings import FindingKey
from pt_chart.ui.forms.conditions import Conditions
from pt_chart.ui.forms.form_page import FormPage
from pt_chart.ui.forms.groups import by_position, by_tissue
from pt_chart.ui.forms.retest_sheet import RetestSheet
from pt_chart.ui.plan.unfinished import LineKeeper
from pt_chart.ui.shell.tab_order import controls
from pt_chart.ui.theme.paint import box, color, dashed, dotted, hatch, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.segments import Mood, Segment, Segments

LEGEND_FROM = 780
LEGEND_WHOLE_FROM = 960
"""Where there is less room than this, carried values are left to their dotted look."""
VIEWS = (
    Segment("position", "By position", Mood.PLAIN),
    Segment("tissue", "By tissue", Mood.PLAIN),
    Segment("retest", "Re-test", Mood.PLAIN),
)


class Legend(QWidget):
    """What the looks of a value mean."""

    WORDS = (("5", "normal"), ("4", "abnormal"), ("n", "not tested"), ("5", "carried, unconfirmed"))

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._whole = True
        self.setFont(Style.SMALL.font)
        self.setFixedHeight(28)
        self.setAccessibleName(
            "Normal, abnormal, not tested, carried and unconfirmed values look different"
        )

    def set_whole(self, *, whole: bool) -> None:
        """Show all four looks, or the three that every visit has."""
        if whole != self._whole:
            self._whole = whole
            self.updateGeometry()
            self.update()

    @property
    def _shown(self) -> tuple[tuple[str, str], ...]:
        return self.WORDS if self._whole else self.WORDS[:3]

    def sizeHint(self) -> QSize:
        """Every look shown."""
        metrics = self.fontMetrics()
        return QSize(sum(metrics.horizontalAdvance(w) + 46 for _, w in self._shown), 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A small field and its word, four times."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        looks = (
            (tokens.surface, pen(tokens.border), tokens.text),
            (tokens.abnormal.soft, pen(tokens.abnormal.text), tokens.abnormal.text),
            (tokens.surface, dashed(tokens.border), tokens.tertiary),
            (tokens.unconfirmed.soft, dotted(tokens.unconfirmed.text), tokens.unconfirmed.text),
        )
        left = 0.0
        for (letter, words), (fill, border, ink) in zip(self._shown, looks, strict=False):
            frame = QRectF(left, 4, 22, 20)
            box(painter, frame, fill=fill, border=None)
            if letter == "n":
                hatch(painter, frame, tokens)
            box(painter, frame, fill=None, border=border)
            painter.setFont(Style.SMALL_STRONG.font)
            painter.setPen(color(ink))
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, letter)
            painter.setFont(Style.SMALL.font)
            painter.setPen(color(tokens.secondary))
            painter.drawText(QPointF(left + 28, 18), words)
            left += self.fontMetrics().horizontalAdvance(words) + 46


class ExamPage(FormPage):
    """The exam section."""

    def __init__(
        self,
        theme: Theme,
        open_visit: OpenVisit,
        session: ClinicSession,
        conditions: Conditions,
        parent: QWidget | None = None,
    ) -> None:
        forms = self._forms = open_visit.forms
        groups = by_position(forms, "exam")
        super().__init__(theme, open_visit, session, "Exam", groups, conditions, parent)
        self.retest: RetestSheet | None = None
        self._keeper = LineKeeper(open_visit.unfinished, session.tell, self)
        self.view = Segments(theme, "Exam order", VIEWS, clearable=False)
        self.view.set_value("position")
        self.view.picked.connect(self._view_chosen)
        self.head.insertWidget(1, self.view)
        self.legend = Legend(theme)
        self.head.addWidget(self.legend)
        if open_visit.desk.previous and not open_visit.desk.visit.signed:
            carry = Button(theme, "Carry forward", icon="carry")
            carry.setToolTip("Fills the open tab as last time; unconfirmed until you confirm it")
            carry.clicked.connect(self.carry_tab)
            self.head.addWidget(carry)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The legend gives way first."""
        super().resizeEvent(event)
        self.legend.setVisible(self.width() >= LEGEND_FROM)
        self.legend.set_whole(whole=self.width() >= LEGEND_WHOLE_FROM)

    def close_page(self) -> None:
        """Stop following the visit."""
        super().close_page()
        self._keeper.close()
        if self.retest is not None:
            self.retest.close_sheet()

    def finish_entries(self) -> None:
        """Keep the words of a treatment that is not added yet.

        Raises:
            WorldError: the chart could not be written.
        """
        self._keeper.save()

    def tab_controls(self) -> list[QWidget]:
        """The page in its own order; the re-test strip goes by its rows."""
        if self.view.value == "retest" and self.retest is not None:
            return [*controls(self.view), *self.retest.tab_controls()]
        return controls(self)

    def turn_view(self) -> None:
        """From position to tissue, and from anything else to position; the field is kept."""
        here = self.focused_key
        self.view.pick("tissue" if self.view.value == "position" else "position")
        if here is None or not self.go_to(here):
            self.start()

    def show_retest(self) -> None:
        """Signs before and after treatment."""
        self.view.set_value("retest")
        if self.retest is None:
            self.retest = RetestSheet(self._theme, self._desk)
            self.retest.setEnabled(not self._read_only)
            self.retest.dropped.connect(self._sign_dropped)
            self.retest.treatment.refused.connect(
                lambda words: self._session.remark(words, "", Level.WARNING, passing=True)
            )
            if not self._read_only:
                self.retest.keep_lines(self._keeper)
        self.show_other(self.retest)

    def start(self) -> None:
        """Put the cursor into the first field that is open."""
        if self.view.value == "retest" and self.retest is not None:
            self.retest.start()
        else:
            super().start()

    def toggle_asterisk(self) -> None:
        """Mark or unmark the answer that has the keyboard; on the re-test sheet unmark its sign."""
        if self.view.value == "retest" and self.retest is not None:
            self.retest.drop_focused()
        else:
            super().toggle_asterisk()

    def _sign_dropped(self, name: str) -> None:
        self._session.remark(f"Asterisk sign off: {name}", "Ctrl+Z brings it back.", passing=True)

    def set_read_only(self) -> None:
        """A signed visit can be read, not changed."""
        super().set_read_only()
        if self.retest is not None:
            self.retest.setEnabled(False)

    def go_to(self, key: FindingKey) -> bool:
        """Open the tab with a field and put the cursor there; whether the page has it."""
        if self.view.value == "retest":
            self._view_chosen("position")
            self.view.set_value("position")
        return super().go_to(key)

    def _view_chosen(self, view: str) -> None:
        if view == "retest":
            self.show_retest()
            return
        forms = self._forms
        self.show_groups(
            by_position(forms, "exam") if view == "position" else by_tissue(forms, "exam")
        )
