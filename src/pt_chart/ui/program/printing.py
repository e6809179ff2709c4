"""To the printer and to a file, at true size."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QWidget

from pt_chart.charting.ports import ChartStore, Setting
from pt_chart.ui.program.preview import page_count, render_page
from pt_chart.ui.widgets.asking import asked, name_asked

DPI = 300
POINT = 72.0

DUPLEX = {
    "one side": QPrinter.DuplexMode.DuplexNone,
    "both sides, long edge": QPrinter.DuplexMode.DuplexLongSide,
    "both sides, short edge": QPrinter.DuplexMode.DuplexShortSide,
}


@dataclass(frozen=True, slots=True)
class PrinterMemory:
    """The printer and the duplex setting last used for a kind of document, kept with the chart."""

    store: ChartStore
    kind: str

    @property
    def _setting(self) -> str:
        return f"printer/{self.kind}"

    def recall(self, printer: QPrinter) -> None:
        """Set a printer as it was last time; one that is no longer there stays as it is.

        Raises:
            WorldError: the chart cannot be read.
        """
        known = self.store.setting(self._setting)
        if not isinstance(known, dict):
            return
        name = known.get("name")
        if isinstance(name, str) and name in QPrinterInfo.availablePrinterNames():
            printer.setPrinterName(name)
        mode = DUPLEX.get(str(known.get("duplex", "")))
        if mode is not None:
            printer.setDuplex(mode)

    def keep(self, printer: QPrinter) -> None:
        """Remember how it was printed.

        Raises:
            WorldError: the chart cannot be written.
        """
        names = {mode: name for name, mode in DUPLEX.items()}
        value: dict[str, Setting] = {
            "name": printer.printerName(),
            "duplex": names.get(printer.duplex(), ""),
        }
        self.store.save_setting(self._setting, value)


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


def ask_and_print(
    pdf: bytes, parent: QWidget, name: str, memory: PrinterMemory | None = None
) -> bool:
    """Let the clinician choose a printer and print; whether it was sent.

    With a ``memory`` the dialog opens with the printer and sides of last time.

    Raises:
        OSError: the printer cannot be started.
        WorldError: the chart cannot be read or written.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    if memory is not None:
        memory.recall(printer)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(f"Print: {name}")
    if asked(dialog.exec) != QPrintDialog.DialogCode.Accepted:
        return False
    print_pdf(pdf, printer)
    if memory is not None:
        memory.keep(printer)
    return True


def ask_and_save(pdf: bytes, parent: QWidget, name: str) -> Path | None:
    """Let the clinician choose a file and write the PDF; where, or None.

    The suggested name says the kind of document only, never whose it is.

    Raises:
        OSError: the file cannot be written.
    """
    title, proposed = f"Export: {name}", f"{name}.pdf"
    chosen = name_asked(lambda: QFileDialog.getSaveFileName(parent, title, proposed, "PDF (*.pdf)"))
    if not chosen:
        return None
    target = Path(chosen)
    target.write_bytes(pdf)
    return target
