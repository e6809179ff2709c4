"""To the printer at true size: what is 100 mm on the page is 100 mm on the paper."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from reportlab.pdfgen.canvas import Canvas

from pt_chart.ui.program.printing import print_pdf

MM = 72 / 25.4
PAPERS = {"letter": (612.0, 792.0), "a4": (595.276, 841.89)}


def ruled(size: tuple[float, float]) -> bytes:
    """Two pages with a black bar from 20 mm to 120 mm from the left, 30 mm from the bottom."""
    made = BytesIO()
    canvas = Canvas(made, pagesize=size)
    for _ in range(2):
        canvas.rect(20 * MM, 30 * MM, 100 * MM, 2 * MM, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


@pytest.mark.parametrize("paper", PAPERS)
def test_a_bar_of_100_mm_prints_as_100_mm(paper: str, qapp: QApplication, tmp_path: Path) -> None:
    del qapp
    target = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    print_pdf(ruled(PAPERS[paper]), printer)
    printed = pypdfium2.PdfDocument(target.read_bytes())
    assert len(printed) == 2
    width, height = printed[0].get_size()
    assert (width, height) == pytest.approx(PAPERS[paper], abs=1.0)
    dots_per_mm = 8.0
    image = printed[0].render(scale=dots_per_mm * 25.4 / 72).to_numpy()
    dark = image[:, :, 0] < 128
    columns = dark.any(axis=0).nonzero()[0]
    rows = dark.any(axis=1).nonzero()[0]
    assert columns[0] / dots_per_mm == pytest.approx(20, abs=0.5)
    assert (columns[-1] + 1 - columns[0]) / dots_per_mm == pytest.approx(100, abs=0.5)
    assert (image.shape[0] - 1 - rows[-1]) / dots_per_mm == pytest.approx(30, abs=0.5)


@pytest.mark.qt_log_ignore("QPainter::begin\\(\\): Returned false")
def test_a_printer_that_does_not_start_is_said(qapp: QApplication, tmp_path: Path) -> None:
    del qapp
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no" / "folder" / "printed.pdf"))
    with pytest.raises(OSError, match="did not start"):
        print_pdf(ruled(PAPERS["letter"]), printer)
