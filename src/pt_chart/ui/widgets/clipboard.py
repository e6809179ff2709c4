"""Text that the program itself puts on the clipboard, marked so that locking can take it away."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication

_MARK = "application/x-pt-chart"

COPIED, PASTE = "The note is on the clipboard", "Paste it into the other record."


def put_text(text: str) -> None:
    """Copy a text out of the chart."""
    content = QMimeData()
    content.setText(text)
    content.setData(_MARK, b"1")
    QApplication.clipboard().setMimeData(content)


def is_from_here() -> bool:
    """Whether what is on the clipboard was put there by `put_text`."""
    content: QMimeData | None = QApplication.clipboard().mimeData()
    return content is not None and content.hasFormat(_MARK)
