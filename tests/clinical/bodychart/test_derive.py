"""What a drawing says: regions, shares, reach, sides; and how it behaves under edits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.bodychart.atlas import BodyAtlas
from pt_chart.clinical.bodychart.compare import compare
from pt_chart.clinical.bodychart.coverage import Coverage, coverage_of
from pt_chart.clinical.bodychart.derive import summarize
from pt_chart.clinical.bodychart.editing import (
    MOST_POINTS,
    Pencil,
    erased,
    mirrored,
    thinned,
    toggled_region,
    with_mark,
)
from pt_chart.clinical.bodychart.marks import (
    BodyChart,
    BrushStroke,
    Constancy,
    Depth,
    Outline,
    RegionFill,
    Shape,
    SymptomKind,
    View,
)
from pt_chart.clinical.bodychart.offered import chart_findings
from pt_chart.clinical.bodychart.summary import Felt
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.definitions.figures import read_atlas
from pt_chart.host.resources import resources_dir

ATLAS = read_atlas(resources_dir() / "figures" / "body", "neutral")
EMPTY = BodyChart()
SHOOTING = Pencil(SymptomKind.SHOOTING, 7)

points = st.tuples(st.floats(-0.2, 1.2), st.floats(-0.2, 1.2))
strokes = st.builds(
    BrushStroke, st.lists(points, min_size=0, max_size=12).map(tuple), st.floats(0.001, 0.2)
)
outlines = st.builds(Outline, st.lists(points, min_size=0, max_size=12).map(tuple))
views = st.sampled_from(list(View))
kinds = st.sampled_from(list(SymptomKind))
_REGIONS = sorted(
    {(v.view, r.id, r.side) for v in ATLAS.views.values() for r in v.regions}, key=str
)


@st.composite
def charts(draw: st.DrawFn) -> BodyChart:
    chart = EMPTY
    for _ in range(draw(st.integers(0, 6))):
        shape = draw(st.one_of(strokes, outlines, st.none()))
        if shape is None:
            view, region, side = draw(st.sampled_from(_REGIONS))
            chart = with_mark(chart, view, RegionFill(region, side), Pencil(draw(kinds)))
        elif draw(st.booleans()):
            chart = with_mark(chart, draw(views), shape, Pencil(draw(kinds)))
        else:
            chart = erased(chart, draw(views), shape)
    return chart


@given(charts())
def test_shares_stay_between_nothing_and_everything(chart: BodyChart) -> None:
    summary = summarize(chart, ATLAS)
    assert 0 <= summary.body_share <= 1
    assert all(0 < share <= 1 for _, share in summary.share_by_view)
    assert summary.below_knee_share is None or 0 <= summary.below_knee_share <= 1
    if summary.area_by_kind:
        assert sum(share for _, share in summary.area_by_kind) == pytest.approx(1)


@given(charts())
def test_a_mirrored_drawing_says_the_same_of_the_other_side(chart: BodyChart) -> None:
    assert mirrored(mirrored(chart)).marks == chart.marks or any(
        isinstance(m.shape, BrushStroke | Outline) for m in chart.marks
    )
    fills = BodyChart(tuple(m for m in chart.marks if isinstance(m.shape, RegionFill)))
    here, there = summarize(fills, ATLAS), summarize(mirrored(fills), ATLAS)
    spots = {(r.region, r.side and r.side.mirrored) for r in here.regions}
    assert spots == {(r.region, r.side) for r in there.regions}


@given(charts(), views)
def test_rubbing_out_a_whole_view_leaves_nothing_on_it(chart: BodyChart, view: View) -> None:
    everything = Outline(((-1, -1), (2, -1), (2, 2), (-1, 2)))
    summary = summarize(erased(chart, view, everything), ATLAS)
    assert view not in dict(summary.share_by_view)


def test_every_region_filled_is_the_region_said(atlas: BodyAtlas) -> None:
    for view, region, side in _REGIONS:
        chart = with_mark(EMPTY, view, RegionFill(region, side), SHOOTING)
        touched = {(r.region, r.side) for r in summarize(chart, atlas).regions}
        assert touched == {(region, side)}, (view, region, side)


def test_a_coarse_fill_covers_its_fine_parts(atlas: BodyAtlas) -> None:
    chart = with_mark(EMPTY, View.BACK, RegionFill("buttock", Side.RIGHT), SHOOTING)
    summary = summarize(chart, atlas)
    assert {r.region.split(".")[0] for r in summary.regions} == {"buttock"}
    assert [a.region for a in summary.areas] == ["buttock"]
    assert summary.sentence == "RIGHT buttock: shooting."
    assert summary.distal_most[0].side is Side.RIGHT


def test_right_leg_to_the_calf_in_words(atlas: BodyAtlas) -> None:
    chart = EMPTY
    for region in ("buttock", "thigh_posterior", "calf"):
        chart = with_mark(chart, View.BACK, RegionFill(region, Side.RIGHT), SHOOTING)
    summary = summarize(chart, atlas)
    assert summary.sentence == "RIGHT buttock, back of thigh and calf: shooting."
    assert summary.sides == (Side.RIGHT,)
    assert not summary.crosses_midline
    assert summary.distal_most[0].region.startswith("calf")
    assert summary.below_knee_share is not None
    assert 0.2 < summary.below_knee_share < 0.6
    assert chart_findings(summary)[FindingKey("pain_below_knee", Side.RIGHT)] is True


def test_each_kind_is_said_where_it_was_drawn(atlas: BodyAtlas) -> None:
    pull, numb = Pencil(SymptomKind.DEEP_DULL_PULL, 4), Pencil(SymptomKind.NUMBNESS, 3)
    thigh, foot = RegionFill("thigh_posterior", Side.RIGHT), RegionFill("calf", Side.RIGHT)
    chart = with_mark(with_mark(EMPTY, View.BACK, thigh, pull), View.BACK, foot, numb)
    assert summarize(chart, atlas).sentence == (
        "Deep dull pull: RIGHT back of thigh; numbness: RIGHT calf."
    )
    both = with_mark(chart, View.BACK, RegionFill("calf", Side.LEFT), numb)
    assert "; numbness: LEFT calf, RIGHT calf." in summarize(both, atlas).sentence
    same = with_mark(with_mark(EMPTY, View.BACK, foot, pull), View.BACK, foot, numb)
    assert summarize(same, atlas).sentence == "Deep dull pull and numbness: RIGHT calf."


def test_back_view_shows_left_on_the_left(atlas: BodyAtlas) -> None:
    back, front = atlas.views[View.BACK], atlas.views[View.FRONT]
    left_of_picture = (0.4, 0.75)
    assert back.region_at(left_of_picture) is not None
    assert back.region_at(left_of_picture).side is Side.LEFT  # type: ignore[union-attr]
    assert front.region_at(left_of_picture).side is Side.RIGHT  # type: ignore[union-attr]


def test_a_mark_beside_the_figure_is_counted_not_lost(atlas: BodyAtlas) -> None:
    chart = with_mark(EMPTY, View.BACK, BrushStroke(((0.01, 0.01),), 0.01), SHOOTING)
    summary = summarize(chart, atlas)
    assert summary.outside_figure == 1
    assert summary.regions == ()


def test_no_root_is_ever_named(atlas: BodyAtlas) -> None:
    chart = EMPTY
    for view, region, side in _REGIONS:
        chart = with_mark(chart, view, RegionFill(region, side), SHOOTING)
    words = summarize(chart, atlas).sentence
    assert not any(root in words for root in ("L4", "L5", "S1", "dermatome"))


def test_tapping_twice_takes_the_fill_off_again() -> None:
    once = toggled_region(EMPTY, View.BACK, "calf", Side.LEFT, SHOOTING)
    assert not once.empty
    assert toggled_region(once, View.BACK, "calf", Side.LEFT, SHOOTING).empty


def test_a_stroke_of_ten_thousand_points_is_thinned_with_its_ends_kept() -> None:
    long = BrushStroke(tuple((i / 10_000, 0.5) for i in range(10_000)), 0.01)
    kept = thinned(long)
    assert isinstance(kept, BrushStroke)
    assert len(kept.points) == MOST_POINTS
    assert kept.points[0] == long.points[0]
    assert kept.points[-1] == long.points[-1]


def _leg(*regions: str, side: Side = Side.RIGHT) -> BodyChart:
    chart = EMPTY
    for region in regions:
        chart = toggled_region(chart, View.BACK, region, side, SHOOTING)
    return chart


@pytest.mark.parametrize(
    ("before", "now", "direction"),
    [
        (_leg("buttock", "thigh_posterior", "calf"), _leg("buttock"), "centralizing"),
        (_leg("buttock"), _leg("buttock", "calf"), "peripheralizing"),
        (_leg("buttock", "calf"), _leg("calf"), "unchanged"),
        (_leg("calf"), EMPTY, "cannot say"),
        (_leg("buttock"), _leg("buttock", side=Side.LEFT), "peripheralizing"),
    ],
)
def test_direction_follows_the_stated_rule(
    before: BodyChart, now: BodyChart, direction: str, atlas: BodyAtlas
) -> None:
    found = compare(before, now, atlas)
    assert found.direction == direction
    gone = {(r.region, r.side) for r in found.gone}
    assert not gone & {(r.region, r.side) for r in found.kept + found.new}


def test_each_kind_keeps_its_own_strength_depth_and_constancy() -> None:
    calf = RegionFill("calf", Side.RIGHT)
    strong = Pencil(SymptomKind.SHOOTING, 7, Depth.DEEP)
    weak = Pencil(SymptomKind.TINGLING, 4, Depth.SKIN, Constancy.INTERMITTENT)
    chart = with_mark(with_mark(EMPTY, View.BACK, calf, strong), View.BACK, calf, weak)
    chart = with_mark(chart, View.BACK, calf, Pencil(SymptomKind.TINGLING, 3))
    chart = with_mark(chart, View.BACK, calf, Pencil(SymptomKind.CRAMP))
    (area,) = summarize(chart, ATLAS).areas
    assert area.intensity == 7
    assert area.felt == (
        Felt(SymptomKind.SHOOTING, 7, (Depth.DEEP,)),
        Felt(SymptomKind.TINGLING, 4, (Depth.SKIN,), (Constancy.INTERMITTENT,)),
        Felt(SymptomKind.CRAMP, None),
    )


@given(charts(), views, st.one_of(strokes, outlines))
def test_rubbing_out_never_adds_a_region(chart: BodyChart, view: View, shape: Shape) -> None:
    assert isinstance(shape, BrushStroke | Outline)
    before = {(r.region, r.side) for r in summarize(chart, ATLAS).regions}
    after = {(r.region, r.side) for r in summarize(erased(chart, view, shape), ATLAS).regions}
    assert after <= before


def _piece(region: int, pixels: int, rest: int) -> tuple[str, ...]:
    """What counts when a mark has so many pixels in one region and ``rest`` in the largest."""
    atlas = ATLAS.views[View.BACK]
    large = int(np.argmax(atlas.region_pixels[1:])) + 1
    bits = np.zeros(atlas.labels.shape, dtype=np.bool_)
    for number, count in ((region, pixels), (large, rest)):
        where = np.flatnonzero(atlas.labels == number)[:count]
        bits.ravel()[where] = True
    return tuple(r.words for r in Coverage(atlas, 0, 0, bits).regions)


def test_the_edge_of_a_stroke_on_a_thin_region_does_not_count() -> None:
    atlas = ATLAS.views[View.BACK]
    sizes = atlas.region_pixels
    thin = int(np.argmin(np.where(sizes > 0, sizes, sizes.max()))) or 1
    name, size = atlas.regions[thin - 1].words, int(sizes[thin])
    fifth, half = int(size * 0.25), int(size * 0.6)
    assert name not in _piece(thin, fifth, fifth * 24), "4 % of the mark"
    assert name in _piece(thin, fifth, fifth * 15), "6 % of the mark"
    assert name in _piece(thin, half, half * 24), "more than half of the region"


def test_the_middle_of_the_body_crosses_the_midline() -> None:
    assert not summarize(
        with_mark(EMPTY, View.BACK, RegionFill("calf", Side.RIGHT), SHOOTING), ATLAS
    ).crosses_midline
    middles = [(v.view, r.id) for v in ATLAS.views.values() for r in v.regions if r.side is None]
    assert middles
    for view, region in middles:
        chart = with_mark(EMPTY, view, RegionFill(region, None), SHOOTING)
        assert summarize(chart, ATLAS).crosses_midline, region


def test_a_fifth_between_the_legs_counts_however_large_the_mark_is(atlas: BodyAtlas) -> None:
    view = atlas.views[View.BACK]
    region = next(r for r in view.regions if r.side is None)
    xs = [x for polygon in region.polygons for x, _ in polygon]
    ys = [y for polygon in region.polygons for _, y in polygon]
    middle, reach = (min(xs) + max(xs)) / 2, max(xs) - min(xs)
    for part in (0.3, 0.4, 0.5, 0.6, 0.7):
        edge = middle + (part - 0.5) * reach
        sheet = Outline(((-1.0, 0.0), (edge, 0.0), (edge, max(ys)), (-1.0, max(ys))))
        cover = coverage_of(sheet, view)
        share = cover.by_region[view.regions.index(region) + 1] / max(
            int(view.region_pixels[view.regions.index(region) + 1]), 1
        )
        assert (region in cover.regions) == (share >= 0.2)
