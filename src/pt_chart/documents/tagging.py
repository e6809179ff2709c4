"""The structure tree of a tagged PDF (PDF/UA-1): what is a heading, a list, a table, a figure.

Everything drawn belongs either to an `Element` through a marked-content number, or is an artifact
(page furniture, boxes, rules). The tree is written with reportlab's own document objects, in the
same pass as the pages: reading the finished file back with another library took longer than
laying it out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

PAGE_ENTRIES = ("StructParents", "Tabs")
"""Entries of a page that reportlab does not write by itself."""

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>pt-chart</xmp:CreatorTool><pdf:Producer>pt-chart</pdf:Producer>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(slots=True, eq=False)
class Element:
    """A node of the structure tree.

    ``role`` is a standard structure type (H1, P, L, LI, Table, TR, TH, Figure, ...); ``kids`` are
    elements and (page index, marked-content number) pairs in reading order; ``attributes`` is a
    PDF dictionary in source form, "" for none; ``language`` is that of everything below, "" as
    above it.
    """

    role: str
    parent: Element | None = None
    alt: str = ""
    attributes: str = ""
    kids: list[Element | tuple[int, int]] = field(default_factory=list)
    number: int = 0
    language: str = ""

    def child(self, role: str, *, alt: str = "", attributes: str = "") -> Element:
        """A new element below this one, after those already there."""
        element = Element(role, self, alt, attributes)
        self.kids.append(element)
        return element


LIST_BULLETS = "<</O/List/ListNumbering/Disc>>"
LIST_NUMBERS = "<</O/List/ListNumbering/Decimal>>"
LIST_PLAIN = "<</O/List/ListNumbering/None>>"
COLUMN_HEAD = "<</O/Table/Scope/Column>>"
ROW_HEAD = "<</O/Table/Scope/Row>>"


def figure_box(left: float, bottom: float, right: float, top: float) -> str:
    """The layout attribute that says where a figure stands on its page (points)."""
    return f"<</O/Layout/Placement/Block/BBox[{left:.2f} {bottom:.2f} {right:.2f} {top:.2f}]>>"


class RawObject(pdfdoc.PDFObject):
    """A PDF object given in source form, at the latest when the file is written."""

    __RefOnly__ = 1

    def __init__(self) -> None:
        self.source = b"<<>>"

    def format(self, _document: Any) -> bytes:
        return self.source


def text_string(text: str) -> str:
    """A PDF text string in hexadecimal UTF-16, which needs no escaping."""
    encoded = ("\ufeff" + text).encode("utf-16-be")
    return f"<{encoded.hex()}>"


def _register(document: Any, raw: RawObject) -> int:
    name = document.Reference(raw).name
    number: int = document.idToObjectNumberAndVersion[name][0]
    return number


def _element_source(element: Element, pages: list[int], parent: int) -> bytes:
    page = next((kid[0] for kid in element.kids if isinstance(kid, tuple)), None)
    kids = []
    for kid in element.kids:
        if isinstance(kid, Element):
            kids.append(f"{kid.number} 0 R")
        elif kid[0] == page:
            kids.append(str(kid[1]))
        else:
            kids.append(f"<</Type/MCR/Pg {pages[kid[0]]} 0 R/MCID {kid[1]}>>")
    parts = [f"<</Type/StructElem/S/{element.role}/P {parent} 0 R"]
    if page is not None:
        parts.append(f"/Pg {pages[page]} 0 R")
    if element.language:
        parts.append(f"/Lang {text_string(element.language)}")
    if element.alt:
        parts.append(f"/Alt {text_string(element.alt)}")
    if element.attributes:
        parts.append(f"/A {element.attributes}")
    parts.append(f"/K[{' '.join(kids)}]>>" if kids else ">>")
    return "".join(parts).encode("ascii")


def _walk(element: Element) -> list[Element]:
    out = [element]
    for kid in element.kids:
        if isinstance(kid, Element):
            out.extend(_walk(kid))
    return out


def _prune(element: Element) -> None:
    """Take out elements that ended up without content; an empty list item is a defect."""
    kept: list[Element | tuple[int, int]] = []
    for kid in element.kids:
        if isinstance(kid, Element):
            _prune(kid)
            if not kid.kids and kid.role not in {"TD", "TH", "Figure"}:
                continue
        kept.append(kid)
    element.kids = kept


def finish(canvas: Canvas, root: Element, *, title: str, language: str) -> None:
    """Write structure, language, title and the PDF/UA mark into a canvas about to be saved.

    All pages must be shown already. The file gets no dates: the same content gives the same bytes.
    """
    document: Any = vars(canvas)["_doc"]
    _prune(root)
    pages = document.Pages.pages
    page_numbers = [
        document.idToObjectNumberAndVersion[document.Reference(page).name][0] for page in pages
    ]
    tree, parents = RawObject(), RawObject()
    tree_number = _register(document, tree)
    parents_number = _register(document, parents)
    elements = _walk(root)
    raws = [RawObject() for _ in elements]
    for element, raw in zip(elements, raws, strict=True):
        element.number = _register(document, raw)
    owners: list[list[int]] = [[] for _ in pages]
    for element, raw in zip(elements, raws, strict=True):
        above = element.parent.number if element.parent is not None else tree_number
        raw.source = _element_source(element, page_numbers, above)
        for kid in element.kids:
            if isinstance(kid, tuple):
                row = owners[kid[0]]
                row.extend([0] * (kid[1] + 1 - len(row)))
                row[kid[1]] = element.number
    tree.source = (
        f"<</Type/StructTreeRoot/K {root.number} 0 R/ParentTree {parents_number} 0 R"
        f"/ParentTreeNextKey {len(pages)}>>"
    ).encode("ascii")
    rows = " ".join(
        f"{index}[{' '.join(f'{n} 0 R' for n in row)}]" for index, row in enumerate(owners)
    )
    parents.source = f"<</Nums[{rows}]>>".encode("ascii")
    _dress_pages(pages)
    _dress_catalog(document, tree, title, language)


def _dress_pages(pages: list[Any]) -> None:
    for index, page in enumerate(pages):
        page.__NoDefault__ = [*type(page).__NoDefault__, *PAGE_ENTRIES]
        page.StructParents = index
        page.Tabs = "/S"


def _dress_catalog(document: Any, tree: RawObject, title: str, language: str) -> None:
    catalog = document.Catalog
    catalog.StructTreeRoot = tree
    catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
    catalog.ViewerPreferences = pdfdoc.PDFDictionary({"DisplayDocTitle": "true"})
    packet = _XMP.format(title=escape(title), language=escape(language)).encode("utf-8")
    catalog.Metadata = pdfdoc.PDFStream(
        pdfdoc.PDFDictionary({"Type": "/Metadata", "Subtype": "/XML"}), packet
    )
    info = RawObject()
    info.source = f"<</Title {text_string(title)}/Producer(pt-chart)/Creator(pt-chart)>>".encode(
        "ascii"
    )
    info.digest = lambda _: None  # type: ignore[attr-defined]
    document.info = info
