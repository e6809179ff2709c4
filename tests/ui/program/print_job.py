"""Prints a PDF to a named printer as the window does; run in a process of its own.

Arguments: the PDF, the printer's name, the sides as `printing.DUPLEX` names them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from pt_chart.ui.program.printing import DUPLEX, PrinterMemory, print_pdf
from tests.fakes import memory_store


def main(pdf: Path, name: str, sides: str) -> None:
    """Remember the printer and its sides, recall them for another job, and print that."""
    app = QApplication([])
    first = QPrinter(QPrinter.PrinterMode.HighResolution)
    first.setPrinterName(name)
    first.setDuplex(DUPLEX[sides])
    memory = PrinterMemory(memory_store(), "work-note")
    memory.keep(first)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName("work-note")
    memory.recall(printer)
    assert printer.printerName() == name, printer.printerName()
    assert printer.duplex() is DUPLEX[sides], printer.duplex()
    print_pdf(pdf.read_bytes(), printer)
    del app


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
