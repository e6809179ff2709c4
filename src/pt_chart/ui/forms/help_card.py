"""Help beside the fields: follows the cursor while it is open."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pt_chart.clinical.sides import Side
from pt_chart.definitions.figures import FigureIndex
from pt_chart.ui.forms.help_words import HelpPage
from pt_chart.ui.program.picture import FigurePicture
from pt_chart.ui.theme.paint import box, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Radius, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.label import Label

PICTURE = (150, 150)


class HelpCard(QWidget):
    """Title, lines with headings, and the figure of a test where there is one."""

    closed = Signal()

    def __init__(self, theme: Theme, figures: FigureIndex) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName("Help with this field")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 10, 12)
        row.setSpacing(Space.L)
        self.picture = FigurePicture(theme, figures, *PICTURE)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(Space.XS)
        row.addLayout(column, 1)
        head = QHBoxLayout()
        self.title = Label("", Style.CARD_TITLE)
        head.addWidget(self.title, 1)
        close = Button(
            theme,
            "",
            Look.QUIET,
            icon="close",
            name="Close the help",
            height=Height.BUTTON_SMALL,
        )
        close.clicked.connect(self.closed)
        head.addWidget(close)
        column.addLayout(head)
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(Space.M)
        self._lines.setVerticalSpacing(2)
        self._lines.setColumnStretch(1, 1)
        column.addLayout(self._lines)
        column.addStretch(1)
        self._shown: HelpPage | None = None

    @property
    def words(self) -> str:
        """Everything it says, for tests and screen readers."""
        page = self._shown
        if page is None:
            return ""
        return "\n".join((page.title, *(f"{head}: {words}" for head, words in page.lines)))

    def show_page(self, page: HelpPage, side: Side) -> None:
        """Show the help of a field; its figure for a side."""
        if page == self._shown:
            return
        self._shown = page
        self.title.setText(page.title)
        clear_layout(self._lines)
        for number, (heading, words) in enumerate(page.lines):
            at = Label(heading, Style.SMALL_STRONG, "secondary")
            top = Qt.AlignmentFlag.AlignTop
            self._lines.addWidget(at, number, 0, top)
            self._lines.addWidget(Label(words, Style.BODY, wrap=True), number, 1, top)
        self.picture.setVisible(bool(page.figure))
        if page.figure:
            self.picture.show_figure(page.figure, side, last=True)
        self.setAccessibleDescription(self.words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card of its own."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        box(painter, rect, fill=tokens.selection, border=pen(tokens.accent), radius=Radius.CARD)
