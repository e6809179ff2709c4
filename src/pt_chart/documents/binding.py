"""Binds finished tagged documents into one file without losing their structure."""

from __future__ import annotations

from io import BytesIO

import pikepdf


def bind(documents: tuple[bytes, ...]) -> bytes:
    """The documents behind one another as one tagged PDF; title and language of the first.

    The same documents give the same bytes.

    Raises:
        ValueError: nothing to bind.
    """
    if not documents:
        raise ValueError("nothing to bind")
    with pikepdf.open(BytesIO(documents[0])) as bound:
        for content in documents[1:]:
            with pikepdf.open(BytesIO(content)) as more:
                _append(bound, more)
        out = BytesIO()
        bound.save(out, deterministic_id=True)
    return out.getvalue()


def _append(bound: pikepdf.Pdf, more: pikepdf.Pdf) -> None:
    """Add pages first: structure elements point at them, and only known pages are followed."""
    first_page = len(bound.pages)
    tree = bound.Root.StructTreeRoot
    next_key = int(tree.ParentTreeNextKey)
    bound.pages.extend(more.pages)
    added = bound.copy_foreign(more.Root.StructTreeRoot)
    for page in bound.pages[first_page:]:
        page.obj.StructParents = int(page.obj.StructParents) + next_key
    numbers = tree.ParentTree.Nums
    added_numbers = added.ParentTree.Nums
    for index in range(0, len(added_numbers), 2):
        numbers.append(int(added_numbers[index]) + next_key)
        numbers.append(added_numbers[index + 1])
    tree.ParentTreeNextKey = next_key + int(added.ParentTreeNextKey)
    root = added.K
    root.P = tree
    tree.K = pikepdf.Array([*_roots(tree), root])
    _append_bookmarks(bound, more, first_page)


def _roots(tree: pikepdf.Object) -> list[pikepdf.Object]:
    return list(tree.K) if isinstance(tree.K, pikepdf.Array) else [tree.K]


def _append_bookmarks(bound: pikepdf.Pdf, more: pikepdf.Pdf, first_page: int) -> None:
    pages = [page.obj for page in more.pages]
    with more.open_outline() as source, bound.open_outline() as target:
        for item in source.root:
            destination = item.destination
            index = 0
            if isinstance(destination, pikepdf.Array) and destination[0] in pages:
                index = pages.index(destination[0])
            target.root.append(pikepdf.OutlineItem(item.title, first_page + index))
