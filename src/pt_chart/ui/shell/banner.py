"""Who is charted, for what, with which warnings, and whether it is saved. Never scrolls away."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pt_chart.charting.care.edits import standing
from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.draft_saver import MET
from pt_chart.charting.events import SaveState
from pt_chart.charting.register_rows import IMPORTED
from pt_chart.clinical.care.due import planned_visits
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.program.dates import date_words, moment_words, weekday_words
from pt_chart.clinical.visit import Visit, VisitKind
from pt_chart.ui.theme.paint import box, brush, color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.card import Band
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.label import ElidedLabel, Label, breakable

FROM_FILE = "Imported draft"
SEX_WORDS = {"F": "female", "M": "male", "X": "other sex"}
EDGE, TAG, LEAST = 20, 26, 90
"""Left edge of the banner, height of a warning, and the least of the complaint, in pixels."""
KIND_WORDS = {
    VisitKind.EVALUATION: "evaluation",
    VisitKind.FOLLOW_UP: "follow-up",
    VisitKind.PROGRESS: "progress",
    VisitKind.DISCHARGE: "discharge",
}


class WarningTag(QWidget):
    """A precaution or alert: triangle and words in a frame."""

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__()
        self._theme = theme
        self._words = breakable(words)
        self.setFont(Style.MEDIUM.font)
        self.setAccessibleName(f"Precaution: {words}")
        self.setToolTip(words)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Icon and words."""
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + 42, TAG)

    def minimumSizeHint(self) -> QSize:
        """Never cut: an allergy is read whole or it misleads."""
        return self.sizeHint()

    def height_in(self, width: int) -> int:
        """How high it is in this width: longer words wrap."""
        words = QRect(0, 0, width - 36, 1000)
        flags = int(Qt.TextFlag.TextWordWrap)
        tall: int = self.fontMetrics().boundingRect(words, flags, self._words).height()
        return max(TAG, tall + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame, triangle, words."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box(painter, QRectF(self.rect()), fill=tokens.surface, border=pen(tokens.border))
        self._theme.draw_icon(painter, "warning", tokens.text, QPointF(9, 5.5), 15)
        painter.setPen(color(tokens.text))
        place = self.rect().adjusted(30, 0, -6, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(place, int(flags), self._words)


class _Giving(ElidedLabel):
    """Gives way to the warnings where there is too little room for both."""

    def __init__(self, text: str, style: Style, tone: str = "") -> None:
        super().__init__(text, style, tone)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """The whole text."""
        wide = self.fontMetrics().horizontalAdvance(self._full) + 2
        return QSize(wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """The first words."""
        return QSize(min(LEAST, self.sizeHint().width()), super().minimumSizeHint().height())


class _Divider(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(1, 36)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), color(self._theme.tokens.line))


class _Dot(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.ink = ""
        self.setFixedSize(9, 9)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(brush(self.ink or tokens.ok.text))
        painter.setPen(pen(self.ink or tokens.ok.text))
        painter.drawEllipse(QRectF(1, 1, 7, 7))


def duration_words(since: date, today: date) -> str:
    """How long ago, in days, weeks or months."""
    days = (today - since).days
    if days < 1:
        return ""
    if days < 14:
        return f"{days} days"
    return f"{days // 7} weeks" if days < 120 else f"{days // 30} months"


class Banner(Band):
    """The patient banner of an open visit."""

    def __init__(self, theme: Theme, desk: VisitDesk) -> None:
        super().__init__(theme, "surface", bottom=True)
        self._theme = theme
        self._desk = desk
        self.setAccessibleName("Patient")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._line = QWidget(self)
        column.addWidget(self._line, 0, Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout(self._line)
        row.setContentsMargins(20, 0, 20, 1)
        row.setSpacing(Space.L)
        patient, episode = desk.patient, desk.episode
        self._tags: list[WarningTag] = []
        self._below = False
        self._name = Label(patient.name, Style.PATIENT)
        row.addWidget(self._name)
        self._who = self._pair(row, *_who_words(patient, desk.visit.date))
        row.addWidget(_Divider(theme))
        since = duration_words(episode.started, desk.visit.date)
        self._since = f"in care {since}" if since else ""
        self._compact = self._tight = False
        self._shown: Episode | None = None
        self._episode = self._pair(row, "", "", _Giving)
        self._warnings = QHBoxLayout()
        self._warnings.setSpacing(Space.M)
        row.addLayout(self._warnings)
        self._precautions: Label | None = None
        self._divider: _Divider | None = None
        row.addStretch(1)
        self._number = self._pair(row, *self._visit_words(desk.visit))
        row.addWidget(_Divider(theme))
        self._dot = _Dot(theme)
        row.addWidget(self._dot)
        row.setSpacing(Space.M)
        self._saved = self._pair(row, "Draft", "")
        self.show_visit(desk.visit)
        self.show_saved(desk.saver.state)

    def _pair(
        self, row: QHBoxLayout, upper: str, lower: str, kind: type[Label] = Label
    ) -> tuple[Label, Label]:
        column = QVBoxLayout()
        column.setSpacing(1)
        column.setContentsMargins(0, 0, 0, 0)
        labels = (kind(upper, Style.STRONG), kind(lower, Style.SMALL, "secondary"))
        column.addStretch(1)
        for label in labels:
            column.addWidget(label)
        column.addStretch(1)
        row.addLayout(column)
        return labels

    def _show_episode(self) -> None:
        """Complaint, onset, referrer, and the alerts and precautions as tags."""
        patient, episode = self._desk.patient, self._desk.episode
        self._shown = episode
        words = episode.complaint
        self._onset = f"Onset {episode.onset}" if episode.onset else "Onset not recorded"
        self._referrer = f"referred by {episode.referrer}" if episode.referrer else ""
        self._episode[0].setText(episode.side.before(words) if episode.side else words)
        clear_layout(self._warnings)
        self._divider = None
        for old in self._tags if self._below else ():
            old.hide()
            old.deleteLater()
        self._precautions = None
        warnings = tuple(dict.fromkeys((*patient.alerts, *episode.precautions)))
        if warnings:
            self._precautions = Label("Precautions", Style.SMALL, "secondary")
            self._divider = _Divider(self._theme)
            self._warnings.addWidget(self._divider)
            self._warnings.addWidget(self._precautions)
        self._tags = [WarningTag(self._theme, words) for words in warnings]
        self._below = False
        for tag in self._tags:
            self._warnings.addWidget(tag)
        self.set_compact(compact=self._compact, tight=self._tight)

    def _visit_words(self, visit: Visit) -> tuple[str, str]:
        found = standing(self._desk)
        planned = planned_visits(self._desk.episode, found.plan if found is not None else None)
        within = planned is not None and visit.number <= planned
        number = f"Visit {visit.number} of {planned}" if within else f"Visit {visit.number}"
        day = weekday_words(visit.date)
        return f"{number} · {KIND_WORDS[visit.kind]}", day

    def set_compact(self, *, compact: bool, tight: bool = False) -> None:
        """In a narrow window the details move to the tooltip; in a tight one what has no room."""
        self._compact, self._tight = compact, tight
        parts = [self._onset, self._since, self._referrer]
        full = " · ".join(part for part in parts if part)
        self._episode[1].setText(self._onset if compact else full)
        if self._precautions is not None:
            self._precautions.setVisible(not compact)
        self._fit()
        left_out = [one for one in (self._who[1], *self._number) if one.isHidden()]
        more = (full, *(label.text() for label in left_out))
        self.setToolTip(" · ".join(more) if compact else "")

    def _fit(self) -> None:
        """In a tight window birth date and ID stay before the complaint, the visit after it.

        Who the patient is takes two marks; a complaint is read by its first words.
        """
        for label in (self._who[1], *self._number):
            label.setVisible(not self._tight)
        if self._tight:
            self._who[1].setVisible(True)
            spare = self.width() - self._others()
            giving = max(label.sizeHint().width() for label in self._episode) - LEAST
            self._who[1].setVisible(spare + max(giving, 0) >= 0)
            wide = max(label.sizeHint().width() for label in self._number) + Space.M
            for label in self._number:
                label.setVisible(spare >= wide)
        self._place_tags()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Warnings that do not fit beside the episode stand below, whole."""
        super().resizeEvent(event)
        self.set_compact(compact=self._compact, tight=self._tight)

    def _place_tags(self) -> None:
        asked: int = sum(tag.sizeHint().width() + Space.M for tag in self._tags)
        below = bool(self._tags) and self._others() + asked > self.width()
        if below is not self._below:
            self._below = below
            if self._divider is not None:
                self._divider.setVisible(not below)
            for tag in self._tags:
                if below:
                    self._warnings.removeWidget(tag)
                    tag.setParent(self)
                    tag.show()
                else:
                    self._warnings.addWidget(tag)
        line = (Height.BANNER_COMPACT if self._compact else Height.BANNER) - 1
        self._line.setFixedHeight(line)
        total = line + 1 + (self._flow(line) if below else 0)
        if self.minimumHeight() != total or self.maximumHeight() != total:
            self.setFixedHeight(total)

    def _others(self) -> int:
        """The width that name, complaint, visit and saving ask for at least."""
        pairs = [self._who, self._episode, self._saved]
        if not self._number[0].isHidden():
            pairs.append(self._number)
        wide = [max(one.sizeHint().width() for one in p if not one.isHidden()) for p in pairs]
        wide.append(self._name.sizeHint().width())
        if self._precautions is not None and not self._precautions.isHidden():
            wide.append(self._precautions.sizeHint().width())
        total: int = sum(wide) + (len(wide) + 4) * Space.M + 2 * EDGE
        return total

    def _flow(self, top: int) -> int:
        """Put the tags line after line under the rest; the height they take."""
        room, left, line, start = max(self.width() - 2 * EDGE, 80), EDGE, 0, top
        for tag in self._tags:
            wide = min(tag.sizeHint().width(), room)
            if left > EDGE and left + wide > EDGE + room:
                left, top, line = EDGE, top + line + 4, 0
            tall = tag.height_in(wide)
            tag.setGeometry(left, top, wide, tall)
            left, line = left + wide + Space.S, max(line, tall)
        return top + line + 5 - start

    def show_visit(self, visit: Visit) -> None:
        """The episode, number, kind and whether it is signed."""
        if self._shown is not self._desk.episode:
            self._name.setText(self._desk.patient.name)
            who = _who_words(self._desk.patient, visit.date)
            for label, words in zip(self._who, who, strict=True):
                label.setText(words)
            self._show_episode()
        upper, lower = self._visit_words(visit)
        self._number[0].setText(upper)
        self._number[1].setText(lower)
        if visit.signed:
            state = "Entered in error" if visit.withdrawal else "Signed"
            signature = visit.signature
            self._saved[0].setText(state if signature else "Read only")
            self._saved[1].setText(moment_words(signature.at) if signature else "a draft")
            self._dot.ink = self._theme.tokens.accent
            self._dot.update()

    @property
    def saved_words(self) -> str:
        """What the banner says about saving."""
        return self._saved[1].text()

    def show_saved(self, state: SaveState) -> None:
        """Whether the draft on the screen is in the chart."""
        if self._desk.visit.signed:
            return
        tokens = self._theme.tokens
        if isinstance(state.problem, MET):
            words, ink = "kept, to compare", tokens.unconfirmed.text
        elif state.away:
            at = f" {state.saved_at:%H:%M:%S}" if state.saved_at else ""
            words, ink = f"kept here{at}", tokens.unconfirmed.text
        elif state.kept_here:
            words, ink = "kept here, not yet on the server", tokens.unconfirmed.text
        elif state.problem is not None:
            words, ink = "not saved", tokens.emergency.text
        elif state.pending:
            words, ink = "saving", tokens.routine.text
        elif state.saved_at is not None:
            words, ink = f"saved {state.saved_at:%H:%M:%S}", tokens.ok.text
        else:
            words, ink = "saved", tokens.ok.text
        imported = self._desk.visit.late_reason.startswith(IMPORTED)
        self._saved[0].setText(FROM_FILE if imported else "Draft")
        self._saved[0].setToolTip(self._desk.visit.late_reason if imported else "")
        self._saved[1].setText(words)
        self._dot.ink = ink
        self._dot.update()


def _who_words(patient: Patient, day: date) -> tuple[str, str]:
    age = patient.age_on(day)
    years = f"{age} y" if age is not None else "age not recorded"
    born = patient.birth_date
    birth = f"born {date_words(born)}" if born else "birth date not recorded"
    number = f" · ID {patient.record_number}" if patient.record_number else ""
    return f"{years} {SEX_WORDS.get(patient.sex, '')}".strip(), birth + number
