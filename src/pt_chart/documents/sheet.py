"""The paper: pages of one document, drawn from the top left, everything tagged or an artifact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from math import cos, sin
from typing import Any, Protocol

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from pt_chart.documents.faces import Weight, face
from pt_chart.documents.shapes import rounded
from pt_chart.documents.style import INK, MARGIN, PAPERS, Color
from pt_chart.documents.tagging import Element, figure_box, finish
from pt_chart.documents.text import Line, forget

# Pages as bytes, not wrapped in a second, textual encoding: half the work of writing a file.
rl_config.useA85 = 0

_writer: Any = pdfdoc
_encode = _writer.pdfdocEnc


def _encoded(text: str | bytes) -> bytes:
    """As reportlab does it; plain text, and nearly all is, without its slow codec."""
    if isinstance(text, str) and text.isascii():
        return text.encode("ascii")
    encoded: bytes = _encode(text)
    return encoded


_writer.pdfdocEnc = _encoded


class Form(Protocol):
    """A drawing that a document stores once: its identity, its size, its PDF object."""

    @property
    def key(self) -> str:
        """Equal for equal drawings."""
        ...

    @property
    def width(self) -> float:
        """Width in its own units."""
        ...

    @property
    def height(self) -> float:
        """Height in its own units."""
        ...

    def form(self) -> Any:
        """The PDF form for one document."""
        ...


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished document: the PDF, its page count, and characters the typeface lacks."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...] = ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What has to be said about the document: characters that print as codes."""
        if not self.missing:
            return ()
        return (f"The typeface lacks {' '.join(self.missing)}: printed as codes.",)


class Sheet:
    """Draws on the pages of one PDF; x to the right, y down from the top edge, in points."""

    def __init__(self, paper: str, *, title: str, language: str = "en") -> None:
        if paper not in PAPERS:
            raise ValueError(f"no paper called {paper!r}; use one of {', '.join(PAPERS)}")
        self.width, self.page_height = PAPERS[paper]
        self.margin = MARGIN
        self.title, self.language = title, language
        self._document_root = Element("Document")
        self.root = self._document_root
        self.page = 0
        face(Weight.REGULAR)
        self._buffer = BytesIO()
        # reportlab's stubs take the initial font's name for a number.
        options: dict[str, Any] = {"initialFontName": Weight.REGULAR.value}
        self._canvas = Canvas(
            self._buffer,
            pagesize=(self.width, self.page_height),
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 7),
            lang=language,
            **options,
        )
        self._write = self._canvas.addLiteral
        self._document: Any = vars(self._canvas)["_doc"]
        self._outline_level = -1
        self._forms: dict[str, str] = {}
        self._font_names: dict[tuple[Weight, int], str] = {}
        self._start_page()

    @property
    def left(self) -> float:
        """Left edge of the text area."""
        return self.margin

    @property
    def column(self) -> float:
        """Width of the text area."""
        return self.width - 2 * self.margin

    @property
    def used(self) -> bool:
        """Whether anything was drawn yet."""
        return self.page > 0 or self._mcid > 0

    def _start_page(self) -> None:
        self._mcid = 0
        self._open = False
        self._fill: Color | None = None
        self._stroke: tuple[Color, float] | None = None
        self._font: tuple[str, float] | None = None

    def begin_part(self, language: str) -> None:
        """What follows is a document of its own in the same file, in its own language."""
        self.root = self._document_root.child("Part")
        self.root.language = language if language != self.language else ""

    def next_page(self) -> None:
        """Close the page and start the next."""
        self._canvas.showPage()
        self.page += 1
        self._start_page()

    def save(self) -> bytes:
        """Close the last page, write the structure and return the file; its texts are forgotten."""
        self._canvas.showPage()
        if self._outline_level >= 0:
            self._canvas.showOutline()
        finish(self._canvas, self._document_root, title=self.title, language=self.language)
        self._canvas.save()
        forget()
        return self._buffer.getvalue()

    @contextmanager
    def content(self, element: Element) -> Iterator[None]:
        """What is drawn inside belongs to the element."""
        self._enter(f"/{element.role} <</MCID {self._mcid}>> BDC")
        element.kids.append((self.page, self._mcid))
        self._mcid += 1
        yield
        self._leave()

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """What is drawn inside is decoration or page furniture ("Pagination")."""
        self._enter(f"/Artifact <</Type/{kind}>> BDC")
        yield
        self._leave()

    def _enter(self, operator: str) -> None:
        if self._open:
            raise RuntimeError("tagged content cannot be nested")
        self._open = True
        self._write(operator)

    def _leave(self) -> None:
        self._open = False
        self._write("EMC")

    def _need_tag(self) -> None:
        if not self._open:
            raise RuntimeError("drawn outside tagged content and artifacts")

    def bookmark(self, text: str, level: int, top: float) -> None:
        """An outline entry that leads to a height on this page; levels never skip one."""
        level = min(level, self._outline_level + 1)
        key = f"b{self.page}-{top:.2f}-{len(text)}-{self._mcid}"
        self._canvas.bookmarkPage(key, fit="XYZ", left=0, top=self.page_height - top)
        self._canvas.addOutlineEntry(text, key, level)
        self._outline_level = level

    def lines(
        self, lines: Sequence[Line], x: float, top: float, size: float, leading: float
    ) -> None:
        """Draw set lines; the first line's box starts at ``top``."""
        baseline = self.page_height - top - baseline_drop(size, leading)
        for line in lines:
            for piece in line.pieces:
                self._text(piece.text, piece.weight, piece.color, size, x + piece.x, baseline)
            baseline -= leading

    def _text(
        self, text: str, weight: Weight, color: Color, size: float, x: float, y: float
    ) -> None:
        self._need_tag()
        self._set_fill(color)
        parts = [f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm"]
        for subset, data in face(weight).font.splitString(text, self._document):
            name = self._font_names.get((weight, subset))
            if name is None:
                name = face(weight).font.getSubsetInternalName(subset, self._document)
                self._font_names[weight, subset] = name
            if (name, size) != self._font:
                self._font = (name, size)
                parts.append(f"{name} {size:g} Tf")
            parts.append(f"<{data.hex()}> Tj")
        parts.append("ET")
        self._write(" ".join(parts))

    def turned_line(self, line: Line, x: float, y: float, size: float, angle: float) -> None:
        """A line of text turned by ``angle`` radians around its start (PDF space, y up)."""
        turn = f"{cos(angle):.4f} {sin(angle):.4f} {-sin(angle):.4f} {cos(angle):.4f}"
        self._write(f"q {turn} {x:.2f} {y:.2f} cm")
        for piece in line.pieces:
            self._text(piece.text, piece.weight, piece.color, size, 0, 0)
        self._write("Q")
        self._fill = self._font = None

    def _set_fill(self, color: Color) -> None:
        if color != self._fill:
            self._fill = color
            self._write("{:.3f} {:.3f} {:.3f} rg".format(*color))

    def _set_stroke(self, color: Color, thickness: float) -> None:
        if (color, thickness) != self._stroke:
            self._stroke = (color, thickness)
            self._write("{:.3f} {:.3f} {:.3f} RG {:.2f} w".format(*color, thickness))

    def rectangle(
        self,
        x: float,
        top: float,
        width: float,
        height: float,
        *,
        fill: Color | None = None,
        stroke: Color | None = None,
        thickness: float = 0.6,
        radius: float = 0.0,
        dash: str = "",
    ) -> None:
        """A box, filled, outlined or both; ``dash`` is a PDF dash array such as "4 2"."""
        self._need_tag()
        if fill is not None:
            self._set_fill(fill)
        if stroke is not None:
            self._set_stroke(stroke, thickness)
        y = self.page_height - top - height
        path = rounded(x, y, width, height, radius) if radius else ""
        path = path or f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re"
        paint = {(True, True): "B", (True, False): "f"}.get((fill is not None, stroke is not None))
        painted = f"{path} {paint or 'S'}"
        self._write(f"[{dash}] 0 d {painted} [] 0 d" if dash else painted)

    def rule(
        self, x: float, top: float, width: float, color: Color, thickness: float, down: float = 0.0
    ) -> None:
        """A line of ``width`` to the right and ``down`` points downwards."""
        self._need_tag()
        self._set_stroke(color, thickness)
        y = self.page_height - top
        self._write(f"{x:.2f} {y:.2f} m {x + width:.2f} {y - down:.2f} l S")

    def polygon(self, points: Sequence[tuple[float, float]], fill: Color) -> None:
        """A filled polygon."""
        self._need_tag()
        self._set_fill(fill)
        (x, y), *rest = [(x, self.page_height - y) for x, y in points]
        path = " ".join([f"{x:.2f} {y:.2f} m", *(f"{a:.2f} {b:.2f} l" for a, b in rest)])
        self._write(f"{path} h f")

    def stripes(self, x: float, top: float, width: float, height: float, color: Color) -> None:
        """45 degree stripes inside a box: the sign of "not tested", "not asked" and rest days."""
        self._need_tag()
        bottom = self.page_height - top - height
        lines = []
        offset = -height
        while offset < width:
            lines.append(f"{x + offset:.2f} {bottom:.2f} m {x + offset + height:.2f} ")
            lines.append(f"{bottom + height:.2f} l ")
            offset += 6.0
        self._write(
            f"q {x:.2f} {bottom:.2f} {width:.2f} {height:.2f} re W n "
            "{:.3f} {:.3f} {:.3f} RG 2.2 w ".format(*color)
            + "".join(lines)
            + "S Q"
        )

    def tick(self, x: float, top: float, size: float) -> None:
        """A heavy tick inside a box."""
        self._need_tag()
        self._set_stroke(INK, size * 0.16)
        y = self.page_height - top
        self._write(
            f"1 J {x + size * 0.2:.2f} {y - size * 0.52:.2f} m {x + size * 0.42:.2f} "
            f"{y - size * 0.74:.2f} l {x + size * 0.82:.2f} {y - size * 0.26:.2f} l S 0 J"
        )

    def circle(self, x: float, y: float, radius: float, fill: Color) -> None:
        """A filled disc around a point."""
        self.rectangle(x - radius, y - radius, 2 * radius, 2 * radius, fill=fill, radius=radius)

    def drawing(
        self,
        drawing: Form,
        x: float,
        top: float,
        scale: float,
        *,
        mirrored: bool = False,
        upright: bool = False,
    ) -> None:
        """A vector drawing; used again it is stored once, mirrored or not.

        Drawings have y down; ``upright`` ones have y up as PDF does.
        """
        self._need_tag()
        name = self._form(drawing)
        y = self.page_height - top
        if upright:
            matrix = f"{scale:.5f} 0 0 {scale:.5f} {x:.2f} {y - drawing.height * scale:.2f}"
        elif mirrored:
            matrix = f"{-scale:.5f} 0 0 {-scale:.5f} {x + drawing.width * scale:.2f} {y:.2f}"
        else:
            matrix = f"{scale:.5f} 0 0 {-scale:.5f} {x:.2f} {y:.2f}"
        self._write(f"q {matrix} cm")
        self._canvas.doForm(name)
        self._write("Q")

    def photo(self, image: Any, x: float, top: float, width: float, height: float) -> None:
        """A picture of pixels (reportlab's `ImageReader`), stretched to a box."""
        self._need_tag()
        self._canvas.drawImage(image, x, self.page_height - top - height, width, height)

    def _form(self, drawing: Form) -> str:
        name = self._forms.get(drawing.key)
        if name is None:
            name = f"d{len(self._forms)}"
            self._forms[drawing.key] = name
            self._document.addForm(name, drawing.form())
        return name

    def clipped(self, path: str, commands: str) -> None:
        """Raw drawing commands (page space, y up) inside a clipping path."""
        self._need_tag()
        self._write(f"q {path} W n {commands} Q")

    def figure_attributes(self, x: float, top: float, width: float, height: float) -> str:
        """Where a figure stands, for its structure element."""
        bottom = self.page_height - top - height
        return figure_box(x, bottom, x + width, bottom + height)


def baseline_drop(size: float, leading: float) -> float:
    """Distance from the top of a line's box to its baseline: capitals sit optically centered."""
    return (leading - size) / 2 + size * 0.87
