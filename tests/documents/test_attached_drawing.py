"""A PDF whose parts draw each other is refused before anything draws it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from pt_chart.charting.attachments import AttachmentRefused
from pt_chart.documents.attached_files import AttachedFiles
from tests.documents.test_attached_files import pdf

READER = AttachedFiles()


def form(made: Any, content: bytes, **parts: Any) -> Any:
    """A part that is drawn; ``parts`` are what it draws by name."""
    stream = pikepdf.Stream(made, content)
    stream.Type, stream.Subtype = Name.XObject, Name.Form
    stream.BBox = [0, 0, 99, 99]
    stream.Resources = Dictionary(XObject=Dictionary(**parts))
    return made.make_indirect(stream)


def shown(made: Any, part: Any, *, page: int = 0, content: bytes = b"/X Do") -> None:
    made.pages[page].obj.Resources = Dictionary(XObject=Dictionary(X=part))
    made.pages[page].obj.Contents = pikepdf.Stream(made, content)


def nested(levels: int, times: int, page: int = 0) -> Callable[[Any], None]:
    """Parts of which each draws the one before several times."""

    def change(made: Any) -> None:
        part = form(made, b"0 0 m 99 99 l S")
        for _ in range(levels):
            part = form(made, b"/X Do " * times, X=part)
        shown(made, part, page=page)

    return change


def circle(made: Any) -> None:
    first = form(made, b"/X Do")
    first.Resources = Dictionary(XObject=Dictionary(X=form(made, b"/X Do", X=first)))
    shown(made, first)


def fine_pattern(made: Any) -> None:
    tile = pikepdf.Stream(made, b"0 0 1 1 re f")
    tile.PatternType, tile.XStep, tile.YStep = 1, 0.01, 0.01
    made.pages[0].obj.Resources = Dictionary(Pattern=Dictionary(P=made.make_indirect(tile)))
    made.pages[0].obj.Contents = pikepdf.Stream(made, b"/Pattern cs /P scn 0 0 9 9 re f")


def written_with_escapes(made: Any) -> None:
    part = form(made, b"0 0 m 99 99 l S")
    for _ in range(11):
        part = form(made, b"/#58 Do " * 10, X=part)
    shown(made, part)


def as_note(made: Any) -> None:
    part = form(made, b"0 0 m 99 99 l S")
    for _ in range(11):
        part = form(made, b"/X Do " * 10, X=part)
    note = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, AP=Dictionary(N=part))
    made.pages[0].obj.Annots = Array([note])


@pytest.mark.parametrize(
    "change",
    [nested(11, 10), nested(11, 10, 1), circle, fine_pattern, written_with_escapes, as_note],
)
def test_endless_drawing_is_refused_at_once(change: Callable[[Any], None]) -> None:
    with pytest.raises(AttachmentRefused, match="again and again"):
        READER.inspect(pdf(2, change))


def test_ordinary_parts_are_drawn() -> None:
    assert READER.inspect(pdf(1, nested(3, 10))).pages == 1
