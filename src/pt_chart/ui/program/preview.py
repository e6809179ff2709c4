"""Exactly what prints: the PDF's own pages, rendered."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pt_chart.ui.theme.paint import color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.type import Style

PREPARING = "The page is being laid out"
"""What stands in the empty preview until the first page is there."""


def render_page(pdf: bytes, index: int, scale: float) -> QImage:
    """A page as an image; ``scale`` is pixels per point.

    Raises:
        IndexError: there is no such page.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 0 <= index < len(document):
            raise IndexError(index)
        bitmap = document[index].render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
        image = QImage(
            bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride,
            QImage.Format.Format_RGBX8888,
        )  # fmt: skip
        return image.copy()
    finally:
        document.close()


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


class PdfPreview(QWidget):
    """One page at a time, fitted in; PgUp, PgDn and the wheel turn pages."""

    turned = Signal(int, int)
    """Page (from 1) and count."""

    @property
    def words(self) -> str:
        """What stands in place of a page, "" while there is one."""
        return self._words

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pdf = b""
        self._pages = 0
        self._page = 0
        self._image: QImage | None = None
        self._words = PREPARING
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 140)
        self.setAccessibleName(f"Preview: {PREPARING}")

    def show_pdf(self, pdf: bytes) -> None:
        """Show a document; the page stays where it was if it still exists."""
        self._pdf, self._words = pdf, ""
        self._pages = page_count(pdf)
        self._page = min(self._page, self._pages - 1)
        self._renew()

    def show_page(self, page: int) -> None:
        """Show a page, the first is 1; a page that does not exist changes nothing."""
        self.turn(page - 1 - self._page)

    def show_words(self, words: str) -> None:
        """Say why there is nothing to preview."""
        self._pdf, self._pages, self._image, self._words = b"", 0, None, words
        self.setAccessibleName(f"Preview: {words}")
        self.turned.emit(0, 0)
        self.update()

    def turn(self, by: int) -> None:
        """Go to another page."""
        to = min(max(self._page + by, 0), max(self._pages - 1, 0))
        if to != self._page:
            self._page = to
            self._renew()

    def sizeHint(self) -> QSize:
        """A page at reading size."""
        return QSize(540, 700)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Render anew at the new size."""
        self._image = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages."""
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.turn(step)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn pages."""
        self.turn(-1 if event.angleDelta().y() > 0 else 1)
        event.accept()

    def _renew(self) -> None:
        self._image = None
        self.setAccessibleName(f"Preview, page {self._page + 1} of {self._pages}")
        self.turned.emit(self._page + 1, self._pages)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The page on the chrome, or the words."""
        painter = QPainter(self)
        tokens = self._theme.tokens
        painter.fillRect(self.rect(), color(tokens.chrome))
        if not self._pdf:
            painter.setFont(Style.BODY.font)
            painter.setPen(color(tokens.secondary))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(24, 24, -24, -24), flags, self._words)
            return
        if self._image is None:
            self._image = self._fitted()
        ratio = self._image.devicePixelRatio()
        size = QRectF(0, 0, self._image.width() / ratio, self._image.height() / ratio)
        size.moveCenter(QRectF(self.rect()).center())
        painter.drawImage(size.topLeft(), self._image)
        painter.setPen(pen(tokens.line))
        painter.drawRect(size)

    def _fitted(self) -> QImage:
        ratio = self.devicePixelRatioF()
        probe = render_page(self._pdf, self._page, 0.1)
        width, height = probe.width() * 10, probe.height() * 10
        scale = min((self.width() - 24) / width, (self.height() - 24) / height) * ratio
        image = render_page(self._pdf, self._page, max(scale, 0.1))
        image.setDevicePixelRatio(ratio)
        return image
