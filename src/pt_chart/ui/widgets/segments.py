"""A row of choices in one frame: + - n, yes no, grades, sides; one key or click sets it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from pt_chart.ui.theme.paint import box, color, dotted, hatch, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Radius, Tokens
from pt_chart.ui.theme.type import Style

LINE_GAP = 4


class Mood(Enum):
    """What a chosen segment means, and so how it is filled."""

    NORMAL = "normal"
    ABNORMAL = "abnormal"
    NOT_TESTED = "not_tested"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Segment:
    """One choice: stored id, shown label, meaning when chosen, and its spoken name."""

    id: str
    label: str
    mood: Mood = Mood.NORMAL
    spoken: str = ""

    @property
    def name(self) -> str:
        """What a screen reader says."""
        return self.spoken or self.label


TEST_RESULT = (
    Segment("yes", "+", Mood.ABNORMAL, "positive"),
    Segment("no", "−", Mood.NORMAL, "negative"),
    Segment("none", "n", Mood.NOT_TESTED, "not tested"),
)


class Segments(QWidget):
    """A frame of segments. ``picked`` carries the id, "" when the choice was taken back.

    Keys: those of ``keys`` (character to id), left and right, Delete or Backspace for none, and
    the first letter of a label. Nothing chosen yet is shown as it is: no default.
    """

    picked = Signal(str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        segments: Sequence[Segment],
        *,
        keys: Mapping[str, str] | None = None,
        clearable: bool = True,
        padding: int = 10,
        height: int = Height.SEGMENT,
        wraps: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``wraps`` breaks into a second frame where one line is too long for the place."""
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._all = self._segments = tuple(segments)
        self._keys = dict(keys or {})
        self._clearable = clearable
        self._padding = padding
        self._height = theme.target(height)
        self._value = ""
        self._carried = False
        self._refused = ""
        self._hovered = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(wraps)
        self.setSizePolicy(policy)
        self.setFont(Style.MEDIUM.font)
        self._wraps = wraps
        self._widths = self._measure()
        self._rects = self._lay_out(sum(self._widths))
        self._speak()

    @property
    def value(self) -> str:
        """The chosen id, or "" for nothing."""
        return self._value

    def set_value(self, value: str, *, carried: bool = False) -> None:
        """Show a choice without telling anyone; ``carried`` = unconfirmed from the last visit."""
        if (value, carried) != (self._value, self._carried):
            self._value, self._carried = value, carried
            self._speak()
            self.update()

    def offer(self, ids: Collection[str]) -> None:
        """Show some of the choices alone; one that is chosen and not offered stays unsaid."""
        self._segments = tuple(one for one in self._all if one.id in ids)
        self._widths = self._measure()
        self._rects = self._lay_out(self.width() if self._wraps else sum(self._widths))
        self._hovered = -1
        self._speak()
        self.updateGeometry()
        self.update()

    def pick(self, id: str) -> None:
        """Choose as the clinician does; the chosen one again takes the choice back."""
        again = id == self._value and not self._carried
        if again and not self._clearable:
            return
        self._value = "" if again else id
        self._carried = False
        self._speak()
        # Seen at once, before whatever follows from it is worked out.
        self.repaint()
        self.picked.emit(self._value)

    def _speak(self) -> None:
        said = next((s.name for s in self._segments if s.id == self._value), "nothing chosen")
        carried = ", carried, unconfirmed" if self._carried else ""
        self.setAccessibleName(f"{self._name}: {said}{carried}")

    def _measure(self) -> list[float]:
        metrics = self.fontMetrics()
        asked = (metrics.horizontalAdvance(s.label) + 2.0 * self._padding for s in self._segments)
        return [max(width, self._height) for width in asked]

    def _lay_out(self, width: float) -> list[QRectF]:
        """Where the segments stand: in one line, or in several where they may wrap."""
        x, y, rects = 0.0, 0.0, []
        for wide in self._widths:
            if self._wraps and x and x + wide > width + 0.5:
                x, y = 0.0, y + self._height + LINE_GAP
            rects.append(QRectF(x, y, wide, self._height))
            x += wide
        return rects

    def sizeHint(self) -> QSize:
        """All segments side by side."""
        return QSize(round(sum(self._widths)) + 1, self._height)

    def minimumSizeHint(self) -> QSize:
        """Never squeezed: a cut label could be misread."""
        if self._wraps:
            return QSize(round(max(self._widths, default=0)) + 1, self._height)
        return self.sizeHint()

    def hasHeightForWidth(self) -> bool:
        """Only what may wrap."""
        return self._wraps

    def heightForWidth(self, width: int) -> int:
        """All lines."""
        rects = self._lay_out(width)
        return round(rects[-1].bottom()) if rects else self._height

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Wrap anew."""
        self._rects = self._lay_out(self.width())

    def _at(self, point: QPointF) -> int:
        return next((n for n, rect in enumerate(self._rects) if rect.contains(point)), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which segment a click would set, and its full name."""
        index = self._at(event.position())
        if index != self._hovered:
            self._hovered = index
            if index >= 0 and self._segments[index].spoken:
                QToolTip.showText(
                    event.globalPosition().toPoint(), self._segments[index].spoken, self
                )
            self.update()

    def leaveEvent(self, _event: object) -> None:
        """Forget the hover."""
        self._hovered = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Set what was clicked."""
        index = self._at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and index >= 0:
            self.pick(self._segments[index].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Set by key; what is not ours travels on (arrows up and down move between rows)."""
        if event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            event.ignore()
            return
        wanted = self._for_key(event)
        if wanted is None:
            event.ignore()
        elif wanted == "":
            if self._value and self._clearable:
                self._value, self._carried = "", False
                self._speak()
                self.update()
                self.picked.emit("")
        elif wanted != self._value or self._carried:
            self.pick(wanted)

    def _for_key(self, event: QKeyEvent) -> str | None:
        """The id a key stands for, "" for clear, None when it is not ours."""
        ids = [segment.id for segment in self._segments]
        key, text = event.key(), event.text().lower()
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            return ""
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if key == Qt.Key.Key_Right else -1
            index = ids.index(self._value) + step if self._value in ids else (0 if step > 0 else -1)
            return ids[index] if -1 <= index < len(ids) and (index >= 0 or step < 0) else None
        if key == Qt.Key.Key_Space and not self._value:
            return ids[0]
        if not text.strip():
            return None
        if text in self._keys:
            return self._keys[text]
        return next((s.id for s in self._segments if s.label.lower().startswith(text)), None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame, the chosen segment filled by its meaning, labels; line by line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for top in dict.fromkeys(rect.top() for rect in self._rects):
            line = [n for n, rect in enumerate(self._rects) if rect.top() == top]
            self._paint_line(painter, line, self._theme.tokens)

    def _paint_line(self, painter: QPainter, line: list[int], tokens: Tokens) -> None:
        frame = self._rects[line[0]].united(self._rects[line[-1]])
        clip = QPainterPath()
        clip.addRoundedRect(frame, Radius.FIELD, Radius.FIELD)
        ground = tokens.surface if self.isEnabled() else tokens.disabled.soft
        box(painter, frame, fill=ground, border=None)
        painter.save()
        painter.setClipPath(clip)
        for index in line:
            self._paint_ground(painter, index, self._segments[index], tokens)
        painter.restore()
        edge = tokens.secondary if self.underMouse() and self.isEnabled() else tokens.border
        painter.setPen(pen(tokens.line))
        for index in line[1:]:
            x = self._rects[index].left()
            painter.drawLine(QPointF(x, frame.top() + 1), QPointF(x, frame.bottom() - 1))
        border = dotted(tokens.unconfirmed.text) if self._carried else pen(edge)
        box(painter, frame, fill=None, border=border)
        for index in line:
            self._paint_label(painter, index, self._segments[index], tokens)

    def _paint_ground(
        self, painter: QPainter, index: int, segment: Segment, tokens: Tokens
    ) -> None:
        rect = self._rects[index]
        if segment.id != self._value:
            if index == self._hovered and self.isEnabled():
                painter.fillRect(rect, color(tokens.sunken))
            return
        if segment.mood is Mood.NOT_TESTED:
            hatch(painter, rect, tokens)
        elif self._carried:
            painter.fillRect(rect, color(tokens.unconfirmed.soft))
        else:
            painter.fillRect(rect, color(self._fill(segment.mood, tokens)))

    def _fill(self, mood: Mood, tokens: Tokens) -> str:
        if not self.isEnabled():
            return tokens.line
        if mood is Mood.ABNORMAL:
            return tokens.abnormal.text
        return tokens.accent if mood is Mood.PLAIN else tokens.secondary

    def _paint_label(self, painter: QPainter, index: int, segment: Segment, tokens: Tokens) -> None:
        chosen = segment.id == self._value
        painter.setFont((Style.STRONG if chosen else Style.MEDIUM).font)
        if not self.isEnabled():
            ink = tokens.disabled.text if not chosen else tokens.text
        elif not chosen:
            ink = tokens.text if segment.mood is not Mood.PLAIN else tokens.secondary
        elif segment.mood is Mood.NOT_TESTED:
            ink = tokens.text
        elif self._carried:
            ink = tokens.unconfirmed.text
        else:
            ink = tokens.on_accent if segment.mood is Mood.PLAIN else tokens.surface
        painter.setPen(color(ink))
        painter.drawText(self._rects[index], Qt.AlignmentFlag.AlignCenter, segment.label)
