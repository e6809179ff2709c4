"""The structure tree, catalog and fonts of a PDF, as written in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf

from pt_chart.documents.checking.active import active_content
from pt_chart.documents.checking.result import NotAHandout

DEEPEST = 60
"""Levels of a structure tree that are followed; real documents have fewer than 15."""


@dataclass(slots=True)
class Node:
    """An element: role, alternative text, box, and (page, marked-content number) of its text.

    ``parents`` are the roles above it, outermost first.
    """

    role: str
    parents: tuple[str, ...]
    alt: str = ""
    box: tuple[float, ...] = ()
    page: int | None = None
    marks: list[tuple[int, int]] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """This element and all below it in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font in use: its name, whether it is in the file, whether its codes map to text."""

    name: str
    embedded: bool
    mapped: bool


@dataclass(frozen=True, slots=True)
class Inside:
    """What the file says about itself."""

    root: Node | None
    marked: bool
    language: str
    title: str
    shows_title: bool
    metadata: str
    dated: bool
    links: tuple[str, ...]
    active: tuple[str, ...]
    fonts: tuple[FontFile, ...]


def read_inside(data: bytes) -> Inside:
    """Read the structure of a PDF.

    Raises:
        NotAHandout: it is encrypted or damaged.
    """
    try:
        document = pikepdf.open(BytesIO(data), attempt_recovery=False)
    except pikepdf.PasswordError:
        raise NotAHandout("it is locked with a password; print it again without one") from None
    with document:
        if document.is_encrypted:
            raise NotAHandout("it is encrypted; print it again without protection")
        root = document.Root
        pages = {page.obj.objgen: index for index, page in enumerate(document.pages)}
        tree = root.get("/StructTreeRoot")
        info = document.docinfo
        packet = root.get("/Metadata")
        words = packet.read_bytes().decode("utf-8", "replace") if packet is not None else ""
        return Inside(
            root=_tree(tree, pages) if isinstance(tree, pikepdf.Dictionary) else None,
            marked=bool(root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False)),
            language=str(root.get("/Lang", "")),
            title=str(info.get("/Title", "")),
            shows_title=bool(
                root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle", False)
            ),
            metadata=" ".join([*(str(value) for value in info.values()), words]),
            dated="/CreationDate" in info or "/ModDate" in info or "xmp:CreateDate" in words,
            links=tuple(_links(document)),
            active=active_content(document),
            fonts=tuple(_fonts(document)),
        )


def _tree(tree: pikepdf.Object, pages: dict[tuple[int, int], int]) -> Node:
    top = Node("Root", ())
    for kid in _kids(tree):
        _grow(top, kid, None, pages, 0)
    return top


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids.as_list()) if isinstance(kids, pikepdf.Array) else [kids]


def _grow(
    parent: Node,
    element: pikepdf.Object,
    page: int | None,
    pages: dict[tuple[int, int], int],
    depth: int,
) -> None:
    if depth > DEEPEST:
        raise NotAHandout("its structure is nested beyond use; make it again")
    if not isinstance(element, pikepdf.Dictionary):
        number = _whole(element)
        if page is not None and number is not None:
            parent.marks.append((page, number))
        return
    if "/Pg" in element:
        page = pages.get(element["/Pg"].objgen, page)
    if "/S" not in element:
        if page is not None and "/MCID" in element:
            parent.marks.append((page, int(element["/MCID"])))
        return
    node = Node(str(element["/S"])[1:], (*parent.parents, parent.role))
    node.alt, node.box, node.page = str(element.get("/Alt", "")), _box(element), page
    parent.children.append(node)
    for kid in _kids(element):
        _grow(node, kid, page, pages, depth + 1)


def _whole(element: object) -> int | None:
    """A bare number among the kids: pikepdf hands those over as Python numbers."""
    return element if isinstance(element, int) else None


def _box(element: pikepdf.Object) -> tuple[float, ...]:
    attributes = element.get("/A")
    listed = [attributes] if not isinstance(attributes, pikepdf.Array) else attributes.as_list()
    for one in listed:
        if isinstance(one, pikepdf.Dictionary) and "/BBox" in one:
            return tuple(float(value) for value in one["/BBox"].as_list())
    return ()


def _links(document: pikepdf.Pdf) -> Iterator[str]:
    for page in document.pages:
        for note in page.get("/Annots", pikepdf.Array()).as_list():
            action = note.get("/A", pikepdf.Dictionary())
            if "/URI" in action:
                yield str(action["/URI"])


def _fonts(document: pikepdf.Pdf) -> Iterator[FontFile]:
    seen: set[tuple[str, tuple[int, int]]] = set()
    for page in document.pages:
        resources = page.obj.get("/Resources", pikepdf.Dictionary())
        for font in resources.get("/Font", pikepdf.Dictionary()).as_dict().values():
            name = str(font.get("/BaseFont", "/unnamed"))[1:]
            if (name, font.objgen) in seen:
                continue
            seen.add((name, font.objgen))
            below = font.get("/DescendantFonts")
            inner = below[0] if below is not None else font
            described = inner.get("/FontDescriptor", pikepdf.Dictionary())
            files = ("/FontFile", "/FontFile2", "/FontFile3")
            embedded = any(file in described for file in files) or font.get("/Subtype") == "/Type3"
            yield FontFile(name.rpartition("+")[2], embedded, "/ToUnicode" in font)
