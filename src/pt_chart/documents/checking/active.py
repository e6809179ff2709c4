"""What in a PDF would act by itself: scripts, actions, forms to send, sound, attached files."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

DEEPEST = 40
"""Levels of direct objects inside one another that are followed."""
ACTIONS = {
    "/JavaScript": "a script",
    "/Launch": "an action that starts a program",
    "/SubmitForm": "an action that sends a form",
    "/ImportData": "an action that reads a file",
    "/GoToR": "a jump into another file",
    "/GoToE": "a jump into an attached file",
    "/Rendition": "sound or film",
    "/Sound": "sound or film",
    "/Movie": "sound or film",
    "/RichMediaExecute": "sound or film",
}
"""Kinds of actions that paper has no use for, in words."""
PARTS = {
    "/JS": "a script",
    "/AA": "an action that runs by itself",
    "/XFA": "a form to fill in",
    "/AcroForm": "a form to fill in",
    "/EmbeddedFiles": "an attached file",
    "/EF": "an attached file",
    "/AF": "an attached file",
}
"""Keys under which such things hang."""


def active_content(document: pikepdf.Pdf) -> tuple[str, ...]:
    """Each kind of active content in the file once, in words; () for plain paper."""
    found: dict[str, None] = {}
    for item in (document.Root, *document.objects):
        for words in _inside(item, 0):
            found[words] = None
    opening = document.Root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and opening.get("/S") != "/GoTo":
        found["an action on opening"] = None
    return tuple(found)


def _inside(item: object, depth: int) -> Iterator[str]:
    """What one object says, with the direct ones in it; others come by themselves."""
    if depth > DEEPEST:
        return
    if isinstance(item, pikepdf.Stream):
        item = item.stream_dict
    if isinstance(item, pikepdf.Dictionary):
        yield from _said(item)
        below = [value for _, value in item.items()]
    else:
        below = list(item.as_list()) if isinstance(item, pikepdf.Array) else []
    for value in below:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from _inside(value, depth + 1)


def _said(item: pikepdf.Object) -> Iterator[str]:
    kind = str(item.get("/S", ""))
    if kind in ACTIONS and item.get("/Type") != "/StructElem":
        yield ACTIONS[kind]
    yield from (PARTS[key] for key in item.keys() if key in PARTS)  # noqa: SIM118 - no mapping
