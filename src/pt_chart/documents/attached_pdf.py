"""PDF files of foreign origin: opened within limits, without what runs or carries something."""

from __future__ import annotations

import io
from importlib import import_module
from typing import Any

from pt_chart.charting.attachments import AttachmentRefused
from pt_chart.documents.attached_streams import refuse_bomb, refuse_too_much_to_draw
from pt_chart.documents.drawing_process import AGAIN, DrawingProcess
from pt_chart.documents.quiet import quiet

pdfium: Any = import_module("pypdfium2")  # the library has no types of its own

MOST_PAGES = 500
MOST_OBJECTS = 200_000
_DEEPEST = 60
_ACTIONS = {
    "/JavaScript": "script",
    "/Launch": "starting of programs",
    "/SubmitForm": "sending of forms",
    "/ImportData": "reading of other files",
    "/GoToR": "links to other files",
    "/GoToE": "links to carried files",
    "/Rendition": "film and sound",
    "/Movie": "film and sound",
    "/Sound": "film and sound",
    "/RichMediaExecute": "film and sound",
}
_KEYS = {
    "/JS": "script",
    "/JavaScript": "script",
    "/AA": "what happens by itself",
    "/OpenAction": "what happens on opening",
    "/EmbeddedFiles": "carried files",
    "/EF": "carried files",
    "/AF": "carried files",
    "/XFA": "a form that runs",
    "/RichMediaContent": "film and sound",
}
_PROCESS = DrawingProcess()
_BROKEN = "The PDF is broken or cut off."


def checked(content: bytes) -> tuple[bytes, int, tuple[str, ...]]:
    """A PDF as it may be kept, its pages, and what was taken out of it, in words.

    Raises:
        AttachmentRefused: broken, protected by a password, or too large when opened.
    """
    refuse_bomb(content)
    kept, taken = _without_actions(content)
    pages = _pages(kept)
    remarks = tuple(f"Taken out of the PDF: {what}." for what in sorted(taken))
    return kept, pages, remarks


def picture(content: bytes, number: int, width: int) -> bytes:
    """A page as PNG, drawn in a process of its own.

    Raises:
        AttachmentRefused: there is no such page, it cannot be drawn, or it takes too long.
    """
    return _PROCESS.picture(content, number, width)


def _without_actions(content: bytes) -> tuple[bytes, set[str]]:
    import pikepdf

    taken: set[str] = set()
    try:
        with quiet("pikepdf"), pikepdf.open(io.BytesIO(content)) as pdf:
            refuse_too_much_to_draw(pikepdf, pdf)
            for number, thing in enumerate(pdf.objects):
                _clean(pikepdf, thing, taken, 0 if number < MOST_OBJECTS else _DEEPEST + 1)
            if not taken:
                return content, taken
            kept = io.BytesIO()
            pdf.save(kept, encryption=False)
            return kept.getvalue(), taken
    except pikepdf.PasswordError as error:
        raise AttachmentRefused(
            "The PDF is protected by a password.", "Print it to a new PDF without one."
        ) from error
    except AttachmentRefused:
        raise
    except Exception as error:  # a hostile file may raise anything
        raise AttachmentRefused(_BROKEN, AGAIN) from error


def _clean(pikepdf: Any, thing: Any, taken: set[str], depth: int) -> None:
    """Take out of a part, and of what stands directly in it, whatever does something."""
    if depth > _DEEPEST:
        raise AttachmentRefused(_BROKEN, AGAIN)
    if isinstance(thing, pikepdf.Array):
        inner = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        _clean_keys(thing, taken)
        inner = [part for _, part in thing.items()]
    else:
        return
    for part in inner:
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            _clean(pikepdf, part, taken, depth + 1)


def _clean_keys(thing: Any, taken: set[str]) -> None:
    action = _ACTIONS.get(str(thing.get("/S", "")))
    if action:
        taken.add(action)
        for key in list(thing.keys()):
            del thing[key]
        return
    for key in list(thing.keys()):
        if key in _KEYS:
            taken.add(_KEYS[key])
            del thing[key]


def _pages(content: bytes) -> int:
    """How many pages there are; the first one is drawn as proof."""
    try:
        document = pdfium.PdfDocument(content)
        try:
            pages = len(document)
        finally:
            document.close()
    except pdfium.PdfiumError as error:
        raise AttachmentRefused(_BROKEN, AGAIN) from error
    if not 0 < pages <= MOST_PAGES:
        raise AttachmentRefused(f"The PDF has {pages} pages.", f"1 to {MOST_PAGES} can be kept.")
    picture(content, 0, 200)
    return pages
