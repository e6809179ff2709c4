"""The documents' own icons: line signs that always stand beside a word."""

from __future__ import annotations

from functools import cache

from pt_chart.documents.sheet import Sheet
from pt_chart.documents.svg import Drawing, read


@cache
def icon(name: str) -> Drawing:
    """An icon by name.

    Raises:
        ShippedDataMissing: there is no such icon.
    """
    from pt_chart.host.resources import resource

    return read(resource(f"icons/documents/{name}.svg").read_bytes())


def draw_icon(sheet: Sheet, name: str, x: float, top: float, size: float) -> None:
    """Draw an icon ``size`` points wide, as decoration: the word beside it carries the meaning."""
    drawing = icon(name)
    with sheet.artifact():
        sheet.drawing(drawing, x, top, size / drawing.width)


DOSE_ICONS = frozenset(
    {"repeat", "layers", "hourglass", "no-hold", "pause", "clock", "sun", "calendar"}
)
TOPIC_ICONS = frozenset({"sitting", "work", "driving", "sleep", "walking", "falls", "no"})
