"""To the printer and to a file, at true size."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from pt_chart.ui.program.preview import page_count, render_page

DPI = 300
POINT = 72.0


def print_pdf(pdf: bytes, printer: QPrinter) -> None:
    """Send every page to a printer as an image of the very page previewed, unscaled.

    Raises:
        OSError: the printer cannot be started.
    """
    first = render_page(pdf, 0, 1.0)
    size = QPageSize(QSizeF(first.width(), first.height()), QPageSize.Unit.Point)
    printer.setResolution(DPI)
    printer.setFullPage(True)
    printer.setPageSize(size)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    painter = QPainter()
    if not painter.begin(printer):
        raise OSError("The printer did not start; check that it is on and connected.")
    try:
        for index in range(page_count(pdf)):
            if index:
                printer.newPage()
            image = render_page(pdf, index, DPI / POINT)
            width = image.width()
            painter.drawImage(QRectF(0, 0, width, image.height()), image)
    finally:
        painter.end()


def ask_and_print(pdf: bytes, parent: QWidget, name: str) -> bool:
    """Let the clinician choose a printer and print; whether it was sent.

    Raises:
        OSError: the printer cannot be started.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(f"Print: {name}")
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    print_pdf(pdf, printer)
    return True


def ask_and_save(pdf: bytes, parent: QWidget, name: str) -> Path | None:
    """Let the clinician choose a file and write the PDF; where, or None.

    The suggested name says the kind of document only, never whose it is.

    Raises:
        OSError: the file cannot be written.
    """
    chosen, _ = QFileDialog.getSaveFileName(parent, f"Export: {name}", f"{name}.pdf", "PDF (*.pdf)")
    if not chosen:
        return None
    target = Path(chosen)
    target.write_bytes(pdf)
    return target
