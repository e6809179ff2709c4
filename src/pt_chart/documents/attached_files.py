"""Files of foreign origin: what they are by their content, let in within limits, shown as pictures.

Nothing is believed of a name. A PDF loses whatever runs, opens something else or carries further
files, and that is said; a picture is opened only when its stated size is within bounds; text has to
be text. Everything else is refused with the way out. No temporary file is written.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from pt_chart.charting.attachments import AttachmentRefused, Inspected
from pt_chart.documents import attached_pdf
from pt_chart.documents.quiet import quiet

if TYPE_CHECKING:
    from PIL.Image import Image

T = TypeVar("T")

PDF, PNG, JPEG, TIFF, TEXT = (
    "application/pdf",
    "image/png",
    "image/jpeg",
    "image/tiff",
    "text/plain",
)
MOST_PIXELS = 60_000_000
MOST_FRAMES = 50
WIDEST, TALLEST = 4_000, 6_000
_SIGNS = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
)
_PNG_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"
"""The last part of a PNG: other kinds show by themselves that they were cut off."""
_CUT_OFF = "The picture is broken or cut off.", "Copy or scan it once more."
_FORMATS = {PNG: "PNG", JPEG: "JPEG", TIFF: "TIFF"}
_ARCHIVE = "Unpack it, look at what is in it, and attach the one file that you need."
_OFFICE = "Open it in its own program and save it as a PDF."
_FOREIGN = (
    (b"PK\x03\x04", "a compressed folder or an office file", _ARCHIVE),
    (b"PK\x05\x06", "an empty compressed folder", _ARCHIVE),
    (b"\x1f\x8b", "a compressed file", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", "a compressed folder", _ARCHIVE),
    (b"Rar!", "a compressed folder", _ARCHIVE),
    (b"BZh", "a compressed file", _ARCHIVE),
    (b"\xfd7zXZ", "a compressed file", _ARCHIVE),
    (b"\x28\xb5\x2f\xfd", "a compressed file", _ARCHIVE),
    (b"\xd0\xcf\x11\xe0", "an old office file", _OFFICE),
    (b"MZ", "a program", ""),
    (b"\x7fELF", "a program", ""),
    (b"GIF8", "a GIF picture", "Save it as PNG."),
    (b"RIFF", "a WebP picture or a sound", "Save a picture as PNG or JPEG."),
    (b"BM", "a bitmap picture", "Save it as PNG."),
    (b"8BPS", "a Photoshop picture", "Save it as PNG or JPEG."),
)
_OFFICE_FOLDERS = (b"word/", b"xl/", b"ppt/", b"mimetypeapplication/vnd.oasis")
_DICOM_AT = 128
_RICH_TEXT = b"{\\rtf"


class AttachedFiles:
    """Implements `AttachmentReader`."""

    def inspect(self, content: bytes) -> Inspected:
        """See `AttachmentReader.inspect`."""
        media = next((kind for sign, kind in _SIGNS if content.startswith(sign)), "")
        if media == PDF:
            kept, pages, remarks = attached_pdf.checked(content)
            return Inspected(PDF, pages, kept, remarks)
        if media == PNG and _PNG_END not in content:
            raise AttachmentRefused(*_CUT_OFF)
        if media:
            return Inspected(media, _frames(content, media), content)
        text_of(content)
        return Inspected(TEXT, 1, content)

    def page(self, content: bytes, media: str, number: int, width: int) -> bytes:
        """See `AttachmentReader.page`."""
        width = max(1, min(width, WIDEST))
        if media == PDF:
            return attached_pdf.picture(content, number, width)
        if media in _FORMATS:
            return _opened(content, media, lambda image: _png(image, number, width))
        raise AttachmentRefused("Text is shown as text.", "Open it as text.")


def text_of(content: bytes) -> str:
    """The words of a text file.

    Raises:
        AttachmentRefused: it is something else; what, as far as that is known.
    """
    if content.startswith(_RICH_TEXT):
        raise AttachmentRefused("This is a rich text file.", _OFFICE)
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        words = content.decode(encoding)
    except UnicodeDecodeError:
        raise _foreign(content) from None
    if any(sign < " " and sign not in "\t\n\r\f" for sign in words):
        raise _foreign(content)
    return words


def _foreign(content: bytes) -> AttachmentRefused:
    """What a file is that is not kept."""
    if content[_DICOM_AT : _DICOM_AT + 4] == b"DICM":
        return AttachmentRefused(
            "This is an image of an imaging series (DICOM).",
            "Save the picture as JPEG or PNG in the viewer that came with it.",
        )
    if content.startswith(b"PK") and any(name in content for name in _OFFICE_FOLDERS):
        return AttachmentRefused("This is an office file (text, table or slides).", _OFFICE)
    for sign, what, advice in _FOREIGN:
        if content.startswith(sign):
            return AttachmentRefused(f"This is {what}; it is not opened here.", advice)
    return AttachmentRefused("This file is neither a PDF, a picture nor UTF-8 text.")


def _frames(content: bytes, media: str) -> int:
    """How many pictures a file holds; the first one is opened as proof."""

    def count(image: Image) -> int:
        frames = int(getattr(image, "n_frames", 1)) if media == TIFF else 1
        if frames > MOST_FRAMES:
            raise AttachmentRefused(
                f"The file holds {frames} pictures; {MOST_FRAMES} are the most.",
                "Attach the pages that matter.",
            )
        for number in reversed(range(frames)):
            image.seek(number)
            _refuse_large(image)
        image.load()
        return frames

    return _opened(content, media, count)


def _opened(content: bytes, media: str, use: Callable[[Image], T]) -> T:
    """Open a picture and use it; whatever goes wrong is told in words."""
    import warnings

    import PIL.Image

    try:
        with quiet("PIL"), warnings.catch_warnings():
            warnings.simplefilter("error")
            with PIL.Image.open(io.BytesIO(content), formats=[_FORMATS[media]]) as image:
                _refuse_large(image)
                return use(image)
    except AttachmentRefused:
        raise
    except (PIL.Image.DecompressionBombError, PIL.Image.DecompressionBombWarning) as error:
        raise AttachmentRefused(
            f"The picture would have more than {MOST_PIXELS // 1_000_000} million points.",
            "Save it smaller.",
        ) from error
    except Exception as error:  # a hostile file may raise anything
        raise AttachmentRefused(*_CUT_OFF) from error


def _refuse_large(image: Image) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise AttachmentRefused(
            f"The picture would have {width:,} x {height:,} points when opened; "
            f"{MOST_PIXELS // 1_000_000} million are the most.",
            "Save it smaller.",
        )


def _png(image: Image, number: int, width: int) -> bytes:
    image.seek(number)
    _refuse_large(image)
    made = io.BytesIO()
    shown = image.convert("RGB")
    shown.thumbnail((width, TALLEST))
    shown.save(made, "PNG")
    return made.getvalue()
