"""What the rows of a card share: where columns stand, and the help of a field in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.disputes import dispute_at
from pt_chart.charting.value_question import value_question
from pt_chart.clinical.fields import FieldDef, Norm
from pt_chart.clinical.findings import FindingKey
from pt_chart.ui.forms.shown import value_words
from pt_chart.ui.theme.paint import brush, color, pen
from pt_chart.ui.theme.tokens import Tokens
from pt_chart.ui.theme.type import Style

MARGIN = 14
NUMBER = 34
SHORT_HELP = 62
ERROR = 19
REASON = 31
BEFORE_ROOM = 84
BEFORE_LEAST = 34
BEFORE_LINE = 18
"""Pixels: what a list leaves for the value before, the least that is read, and a line below."""
COMBO = 110
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Return: 1, Qt.Key.Key_Enter: 1}
"""Keys that move by rows, and how far."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the parts of a row stand: x of label, first and second control, and the end."""

    label: float
    first: float
    second: float
    end: float

    @classmethod
    def of(cls, width: float, numbered: bool, share: float) -> Columns:
        """Columns for a card of this width; ``share`` of it goes to the labels."""
        left = MARGIN + (NUMBER if numbered else 0)
        first = left + max(150.0, (width - left) * share)
        second = first + (width - first) / 2
        return cls(left, first, second, width - MARGIN)


def message_height(words: str, width: float) -> int:
    """How tall a message under a control is when it wraps, 0 without one."""
    if not words:
        return 0
    metrics = QFontMetricsF(Style.SMALL.font)
    flags = int(Qt.TextFlag.TextWordWrap)
    return max(ERROR, ceil(metrics.boundingRect(QRectF(0, 0, width, 1000), flags, words).height()))


def help_words(field: FieldDef) -> str:
    """How to do a test, what counts as positive, the evidence and the norm, line by line."""
    parts = (
        field.help.how,
        f"Positive: {field.help.positive}" if field.help.positive else "",
        field.help.evidence,
        f"Normal: {norm_words(field)}" if field.norm else "",
    )
    return "\n".join(part for part in parts if part)


def norm_words(field: FieldDef) -> str:
    """The norm with its population and source; a figure from memory says so."""
    norm = field.norm
    if norm is None:
        return ""
    low = f"from {norm.low:g}" if norm.low is not None else ""
    high = f"to {norm.high:g}" if norm.high is not None else ""
    span = " ".join(part for part in (low, high, field.unit) if part)
    memory = "" if norm.verified == "page read" else " (from memory)"
    return f"{span}, {norm.population}. {norm.source}{memory}"


def asked_words(desk: VisitDesk, keys: Sequence[FindingKey]) -> str:
    """What to ask about answers that do not go with others, or that seldom are; "" for nothing."""
    asked = [desk.measures.at(key) for key in keys]
    painful = desk.episode.side
    answers = desk.visit.answers
    asked += [value_question(desk.vocabulary, answers, key, painful) for key in keys]
    return " ".join(filter(None, (*asked, disputed_words(desk, keys))))


def disputed_words(desk: VisitDesk, keys: Sequence[FindingKey]) -> str:
    """What the answers of a row contradict, each told once."""
    return " ".join(dict.fromkeys(words for key in keys if (words := dispute_at(desk, key))))


def refused_words(desk: VisitDesk, field: FieldDef, key: FindingKey, why: str) -> str:
    """Why a typed text is no value, and what the chart holds meanwhile, as two sentences."""
    return f"{why.rstrip('.')}. {kept_words(desk, field, key)}"


def kept_words(desk: VisitDesk, field: FieldDef, key: FindingKey) -> str:
    """What the chart holds while a typed text is refused: never silently the value before."""
    answer = desk.visit.answers.get(key)
    if answer is None:
        return "Nothing is recorded."
    if answer.value is None:
        return "Still recorded: not tested."
    return f"Still recorded: {value_words(field, answer.value)}."


def patient_norm(field: FieldDef, desk: VisitDesk) -> Norm | None:
    """The norm that judges this patient on the day of the visit, None where there is none."""
    if field.norm is None:
        return None
    patient = desk.patient
    return field.norm.for_person(patient.age_on(desk.visit.date), patient.sex)


def norm_line(field: FieldDef, judged: FieldDef) -> str:
    """The norm as it stands under the label: "normal from 60°, ages 18 to 64, from memory".

    ``judged`` is the field with the norm of this patient, without one where none fits.
    """
    return _norm_brief(judged) or norm_note(field)


def _norm_brief(field: FieldDef) -> str:
    norm = field.norm
    if norm is None or (norm.low is None and norm.high is None):
        return ""
    low = f"from {norm.low:g}" if norm.low is not None else ""
    high = f"to {norm.high:g}" if norm.high is not None else ""
    unit = field.unit if field.unit in ("", "°", "%") else f" {field.unit}"
    ages = f"ages {norm.ages[0]} to {norm.ages[1]}" if norm.ages else "ages not given"
    memory = "" if norm.verified == "page read" else "from memory"
    span = " ".join(filter(None, (low, high)))
    return ", ".join(filter(None, (f"normal {span}{unit}", ages, memory)))


def norm_note(field: FieldDef) -> str:
    """Why a norm judges nothing here: it was measured in other years of life."""
    ages = field.norm.ages if field.norm is not None else None
    return f"norm known for {ages[0]} to {ages[1]} years only" if ages else ""


def error_words(field: FieldDef) -> str:
    """The measurement error with its source; a figure from memory says so."""
    error = field.error
    if error is None:
        return ""
    span = f"{error.low:g}" if error.low == error.high else f"{error.low:g} to {error.high:g}"
    gap = "" if field.unit in ("", "°", "%") else " "
    memory = "" if error.verified == "page read" else " (from memory)"
    return f"{span}{gap}{field.unit}. {error.source}{memory}"


def paint_number(
    painter: QPainter, tokens: Tokens, row: QWidget, number: int, *, done: bool, focused: bool
) -> None:
    """The number of a step in its circle, at the left edge of its row."""
    circle = QRectF(MARGIN, row.height() / 2 - 10, 20, 20)
    ink = tokens.ok.text if done else tokens.border
    fill = tokens.accent if focused else tokens.ok.soft if done else tokens.surface
    painter.setBrush(brush(fill))
    painter.setPen(pen(tokens.accent if focused else ink))
    painter.drawEllipse(circle)
    painter.setFont(Style.SMALL_STRONG.font)
    painter.setPen(color(tokens.on_accent if focused else ink if done else tokens.secondary))
    painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(number))


def label_height(words: str, below: str, width: float, *, strong: bool) -> float:
    """How tall a label with its line of help is where it wraps."""
    flags, room = int(Qt.TextFlag.TextWordWrap), QRectF(0, 0, width, 1000)
    metrics = QFontMetricsF((Style.MEDIUM if strong else Style.BODY).font)
    height = metrics.boundingRect(room, flags, words).height()
    if below:
        height += QFontMetricsF(Style.SMALL.font).boundingRect(room, flags, below).height()
    return height


def paint_label(
    painter: QPainter, tokens: Tokens, area: QRectF, words: str, below: str, *, strong: bool
) -> None:
    """The name of a row, and a line of help below it."""
    painter.setFont((Style.MEDIUM if strong else Style.BODY).font)
    painter.setPen(color(tokens.text))
    flags = int(Qt.TextFlag.TextWordWrap)
    used = painter.boundingRect(area, flags, words)
    painter.drawText(area, flags, words)
    if below:
        painter.setFont(Style.SMALL.font)
        painter.setPen(color(tokens.secondary))
        painter.drawText(area.adjusted(0, used.height(), 0, 0), flags, below)


def control_height(control: QWidget, width: int) -> int:
    """How high a control of a row is at a width."""
    if control.hasHeightForWidth():
        return control.heightForWidth(width)
    fixed = control.minimumHeight() == control.maximumHeight()
    return control.height() if fixed else control.sizeHint().height()


def paint_star(painter: QPainter, tokens: Tokens, control: QRect) -> None:
    """The mark of an asterisk sign, before its control."""
    painter.setPen(color(tokens.accent))
    painter.setFont(Style.CARD_TITLE.font)
    star = QRectF(control.left() - 13, control.top(), 12, 20)
    painter.drawText(star, Qt.AlignmentFlag.AlignCenter, "*")
    painter.setFont(Style.SMALL.font)
