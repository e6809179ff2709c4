"""Text on a surface, always plain: nothing a person typed is read as markup."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from pt_chart.ui.theme.type import Style

_RUN = 24
"""Signs in a row without a blank after which a line may break."""


def breakable(text: str) -> str:
    """The text with places to break where no blank stands for long, so that nothing is cut."""
    parts = []
    for word in text.split(" "):
        runs = (word[at : at + _RUN] for at in range(0, len(word), _RUN))
        parts.append("\u200b".join(runs))
    return " ".join(parts)


class Label(QLabel):
    """A label in a step of the type scale; ``tone`` is a name the style sheet knows."""

    def __init__(
        self,
        text: str = "",
        style: Style = Style.BODY,
        tone: str = "",
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(style.font)
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.setProperty("tone", tone)
        self.setText(text)

    def set_tone(self, tone: str) -> None:
        """Change the color's meaning."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)


class ElidedLabel(Label):
    """One line that ends in an ellipsis where there is too little room; the tooltip has it all."""

    def __init__(self, text: str = "", style: Style = Style.BODY, tone: str = "") -> None:
        self._full = text
        super().__init__(text, style, tone)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show another text."""
        self._full = text
        self.setAccessibleName(text)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """It gives way to its neighbors."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the text anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        elide = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self._full, elide, self.width())
        self.setToolTip(self._full if shown != self._full else "")
        if shown != super().text():
            super().setText(shown)
