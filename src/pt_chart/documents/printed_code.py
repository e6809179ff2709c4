"""The verification codes on the pages of a PDF."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

from pt_chart.clinical.document_code import CODE_ALPHABET

# The library has no types of its own.
pdfium: Any = import_module("pypdfium2")

CODE = re.compile(rf"\bCode ([{CODE_ALPHABET}]{{4}}-[{CODE_ALPHABET}]{{4}})\b")
"""As the foot of every signed page has it."""


def codes_in(pdf: bytes) -> tuple[str, ...]:
    """Every code at the foot of a page, each once, in the order of the pages.

    Raises:
        ValueError: it is no PDF that can be read.
    """
    try:
        document = pdfium.PdfDocument(pdf)
    except pdfium.PdfiumError as error:
        raise ValueError("it is not a PDF that can be read; choose the file as it came") from error
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return tuple(dict.fromkeys(code for text in texts for code in CODE.findall(text)))
