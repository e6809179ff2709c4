"""What cannot be drawn of a stored drawing, said in words. Nothing is thrown away."""

from __future__ import annotations

from pt_chart.clinical.bodychart.atlas import BodyAtlas
from pt_chart.clinical.bodychart.coverage import finite, sound_width
from pt_chart.clinical.bodychart.marks import (
    BodyChart,
    BrushStroke,
    Mark,
    Outline,
    Pin,
    RegionFill,
    SpreadArrow,
)

FEWEST = {BrushStroke: 1, Outline: 3}
MOST_INTENSITY = 10


def drawable(mark: Mark) -> bool:
    """Whether a mark's numbers make a shape; a stroke with some bad points still does."""
    match mark.shape:
        case BrushStroke():
            return sound_width(mark.shape.width) and bool(finite(mark.shape.points))
        case Outline():
            return len(finite(mark.shape.points)) >= FEWEST[Outline]
        case SpreadArrow():
            return len(finite((mark.shape.start, mark.shape.end))) == 2
        case Pin():
            return bool(finite((mark.shape.at,)))
        case RegionFill():
            return True


def asked_intensity(mark: Mark) -> int | None:
    """A mark's intensity; a stored one that is off the scale of 0 to 10 counts as not asked."""
    known = mark.intensity is not None and 0 <= mark.intensity <= MOST_INTENSITY
    return mark.intensity if known else None


def remarks(chart: BodyChart, atlas: BodyAtlas) -> tuple[str, ...]:
    """What has to be said about a stored drawing before anybody relies on its picture."""
    said = []
    if atlas.drawn_on(chart) is None:
        said.append(
            f"This chart was drawn on figure {_plain(chart.body)} version"
            f" {_plain(chart.figure_version)}, which this program does not have. It is shown on the"
            " present figure; places may be off. The stored drawing is unchanged."
        )
    broken = [mark for mark in chart.marks if not drawable(mark)]
    if broken:
        said.append(
            f"{_counted(len(broken), 'mark')} cannot be drawn: the stored points are damaged."
            " They stay in the chart; draw them again if they are needed."
        )
    partly = [mark for mark in chart.marks if mark not in broken and _loses_points(mark)]
    if partly:
        said.append(f"{_counted(len(partly), 'stroke')} stored with damaged points: shown without.")
    off = [mark for mark in chart.marks if asked_intensity(mark) != mark.intensity]
    if off:
        said.append(
            f"{_counted(len(off), 'mark')} stored with an intensity off the scale of 0 to 10:"
            " counted as not asked; ask again."
        )
    unknown = [mark for mark in chart.marks if _unknown_region(mark, atlas.of(chart))]
    if unknown:
        said.append(
            f"{_counted(len(unknown), 'mark')} on a region that this figure does not have:"
            " kept in the chart, not shown."
        )
    return tuple(said)


def _loses_points(mark: Mark) -> bool:
    if not isinstance(mark.shape, BrushStroke | Outline):
        return False
    return len(finite(mark.shape.points)) < len(mark.shape.points)


def _unknown_region(mark: Mark, atlas: BodyAtlas) -> bool:
    shape = mark.shape
    if not isinstance(shape, RegionFill) or mark.view not in atlas.views:
        return False
    regions = atlas.views[mark.view].regions
    return not any(region.within(shape.region, shape.side) for region in regions)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' if count != 1 else ''}"


def _plain(text: str) -> str:
    """A stored word as it may be shown: printable and short."""
    return "".join(c for c in text if c.isprintable())[:24] or "?"
