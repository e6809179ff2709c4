"""The band over the entry line: what the shorthand means, side in words, or what was filed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pt_chart.charting.quick_entry import Clause
from pt_chart.charting.quick_words import told
from pt_chart.clinical.findings import FindingKey
from pt_chart.ui.theme.paint import box, color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space, Tokens
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.card import Band
from pt_chart.ui.widgets.label import Label

LINE = 26
GAP = 6
LINES, LOW_LINES = 3, 1
"""Lines of findings, and in a low window; what has no room there is counted."""


class Mark(Enum):
    """How a piece of the line looks."""

    HEAD = "head"
    PART = "part"
    DOUBTED = "doubted"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one finding, or of a part of it; ``clause`` is its place in the line."""

    words: str
    mark: Mark
    clause: int


class Chip(QWidget):
    """One piece in a frame; the tooltip has it whole."""

    def __init__(self, theme: Theme, piece: Piece) -> None:
        super().__init__()
        self._theme = theme
        self.piece = piece
        self.setFont((Style.STRONG if piece.mark is Mark.HEAD else Style.BODY).font)
        self.setAccessibleName(piece.words)
        self.setToolTip(piece.words)

    @property
    def words(self) -> str:
        """What the chip says."""
        return self.piece.words

    @property
    def doubted(self) -> bool:
        """Whether the side or the value is asked about."""
        return self.piece.mark is Mark.DOUBTED

    def sizeHint(self) -> QSize:
        """The words on one line."""
        return QSize(self.fontMetrics().horizontalAdvance(self.words) + 18, LINE)

    def paintEvent(self, _event: object) -> None:
        """Frame and words in the colors of the mark."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, edge, fill, width = self._look(tokens)
        box(painter, QRectF(self.rect()), fill=fill, border=pen(edge, width))
        painter.setPen(color(ink))
        room = self.rect().adjusted(8, 0, -8, 0)
        words = painter.fontMetrics().elidedText(
            self.words, Qt.TextElideMode.ElideRight, room.width() + 2
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)

    def _look(self, tokens: Tokens) -> tuple[str, str, str, float]:
        match self.piece.mark:
            case Mark.DOUBTED:
                return tokens.urgent.text, tokens.urgent.text, tokens.urgent.soft, 2.0
            case Mark.WRONG:
                return tokens.emergency.text, tokens.emergency.text, tokens.emergency.soft, 2.0
            case _:
                return tokens.text, tokens.accent, tokens.surface, 1.0


class _Flow(QWidget):
    """Chips line after line; what has no room in the last line is hidden."""

    def __init__(self) -> None:
        super().__init__()
        self.chips: list[Chip] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def put(self, chips: list[Chip]) -> None:
        """Show these instead of the ones before."""
        for old in self.chips:
            old.hide()
            old.deleteLater()
        self.chips = chips
        for chip in chips:
            chip.setParent(self)
        self._place()

    def _places(self, width: int) -> list[QRect]:
        """Where the chips stand, as many as there is room for."""
        places: list[QRect] = []
        x = line = 0
        for chip in self.chips:
            wide = min(chip.sizeHint().width(), max(width, 60))
            if x and x + wide > width:
                x, line = 0, line + 1
            if line >= (LOW_LINES if self.window().height() < Height.LOW_BELOW else LINES):
                break
            places.append(QRect(x, line * (LINE + GAP), wide, LINE))
            x += wide + GAP
        return places

    def shown_in(self, width: int) -> list[Chip]:
        """The chips that have room."""
        return self.chips[: len(self._places(width))]

    def sizeHint(self) -> QSize:
        """As high as its lines are at the width it has."""
        return QSize(400, self.height())

    def minimumSizeHint(self) -> QSize:
        """Narrow windows have more lines."""
        return QSize(60, 0)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Lay out anew."""
        self._place()

    def _place(self) -> None:
        places = self._places(self.width())
        for chip, place in zip(self.chips, places, strict=False):
            chip.setGeometry(place)
            chip.show()
        for chip in self.chips[len(places) :]:
            chip.hide()
        self.setFixedHeight(places[-1].bottom() + 1 if places else 0)


class Understood(Band):
    """What is being typed comes first and whole; what is wrong or doubted next; then the rest."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "selection", top=True)
        self._theme = theme
        self._clauses: tuple[Clause, ...] = ()
        self.lead = Label("", Style.BODY, "secondary")
        self.remark = Label("", Style.BODY, "secondary", wrap=True)
        self._flow = _Flow()
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 20, 7)
        row.setSpacing(Space.M)
        self.lead.setMinimumHeight(LINE)
        row.addWidget(self.lead, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(Space.XS)
        column.addWidget(self._flow)
        column.addWidget(self.remark)
        row.addLayout(column, 1)

    @property
    def chips(self) -> list[Chip]:
        """Every chip, those without room among them."""
        return self._flow.chips

    def show_clauses(
        self, clauses: tuple[Clause, ...], doubted: set[FindingKey], lead: str
    ) -> None:
        """Show findings; ``lead`` says what becomes or became of them."""
        self._clauses = clauses
        pieces = list(_pieces(clauses, doubted))
        self._flow.put([Chip(self._theme, piece) for piece in pieces])
        self._lead = lead
        self._flow.setVisible(bool(pieces))
        self._count()

    def show_remark(self, words: str, tone: str) -> None:
        """What is wrong, asked or replaced; "" for nothing."""
        self.remark.set_tone(tone)
        self.remark.setText(words)
        self.remark.setVisible(bool(words))

    def _count(self) -> None:
        shown = {chip.piece.clause for chip in self._flow.shown_in(self._flow.width())}
        hidden = len(self._clauses) - len(shown)
        more = f" {len(self._clauses)}, {hidden} not shown" if hidden > 0 else ""
        self.lead.setText(f"{self._lead}{more}" if self._clauses else "")
        self.lead.setVisible(bool(self._clauses))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many findings are shown as have room now."""
        super().resizeEvent(event)
        if self._clauses:
            self._count()


def _pieces(clauses: Sequence[Clause], doubted: set[FindingKey]) -> Iterator[Piece]:
    """The last clause in detail, then each other one in one piece, those in question first."""
    if not clauses:
        return
    last = len(clauses) - 1
    yield from _detailed(clauses[last], last, doubted)
    others = sorted(range(last), key=lambda at: (not _asked(clauses[at], doubted), -at))
    for at in others:
        yield from _short(clauses[at], at, doubted)


def _asked(clause: Clause, doubted: set[FindingKey]) -> bool:
    return bool(clause.problem) or any(entry.key in doubted for entry in clause.entries)


def _detailed(clause: Clause, at: int, doubted: set[FindingKey]) -> Iterator[Piece]:
    if clause.problem:
        yield Piece(clause.typed, Mark.WRONG, at)
        return
    for entry in clause.entries:
        if entry.key in doubted:
            yield Piece(entry.words, Mark.DOUBTED, at)
    for one in told(entry for entry in clause.entries if entry.key not in doubted):
        if len(one.parts) == 1:
            yield Piece(one.words, Mark.HEAD, at)
            continue
        yield Piece(one.head, Mark.HEAD, at)
        for part in one.parts:
            yield Piece(part, Mark.PART, at)


def _short(clause: Clause, at: int, doubted: set[FindingKey]) -> Iterator[Piece]:
    if clause.problem:
        yield Piece(clause.typed, Mark.WRONG, at)
        return
    mark = Mark.DOUBTED if _asked(clause, doubted) else Mark.PART
    for one in told(clause.entries):
        yield Piece(one.words, mark, at)
