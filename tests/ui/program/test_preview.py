"""The preview is never an empty field without a word."""

from __future__ import annotations

from io import BytesIO

from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from pt_chart.ui.program.preview import PREPARING, PdfPreview
from pt_chart.ui.theme.theme import Theme


def page() -> bytes:
    """One empty page."""
    made = BytesIO()
    canvas = Canvas(made)
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def told(preview: PdfPreview) -> str:
    """What stands in place of a page now."""
    return preview.words


def test_until_the_first_page_is_there_the_preview_says_so(qtbot: QtBot, theme: Theme) -> None:
    preview = PdfPreview(theme)
    qtbot.addWidget(preview)
    assert preview.words == PREPARING
    assert PREPARING in preview.accessibleName()
    preview.show_pdf(page())
    assert told(preview) == ""
    preview.show_words("Nothing is chosen.")
    assert told(preview) == "Nothing is chosen."
