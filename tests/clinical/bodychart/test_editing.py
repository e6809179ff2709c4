"""Edits of single marks, other figures, damaged marks, and what is offered as findings."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.bodychart import editing
from pt_chart.clinical.bodychart.atlas import BodyAtlas, Region
from pt_chart.clinical.bodychart.compare import compare
from pt_chart.clinical.bodychart.convert import converted
from pt_chart.clinical.bodychart.coverage import coverage_of, mask_of, union_of
from pt_chart.clinical.bodychart.derive import summarize
from pt_chart.clinical.bodychart.editing import Pencil
from pt_chart.clinical.bodychart.marks import (
    BodyChart,
    BrushStroke,
    Constancy,
    Depth,
    Mark,
    Outline,
    Pin,
    RegionFill,
    Shape,
    SpreadArrow,
    SymptomKind,
    View,
)
from pt_chart.clinical.bodychart.offered import chart_findings, contradictions, missing_answers
from pt_chart.clinical.bodychart.soundness import drawable, remarks
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.definitions.figures import FigureIndex
from pt_chart.host.resources import resources_dir

FIGURES = FigureIndex.read(resources_dir() / "figures")
ATLAS = FIGURES.atlas
EMPTY = BodyChart()
R, L = Side.RIGHT, Side.LEFT

sixteenths = st.integers(-4, 20).map(lambda n: n / 16)
points = st.tuples(sixteenths, sixteenths)
shapes: st.SearchStrategy[Shape] = st.one_of(
    st.builds(BrushStroke, st.lists(points, min_size=1, max_size=8).map(tuple), st.just(0.03)),
    st.builds(Outline, st.lists(points, min_size=3, max_size=8).map(tuple)),
    st.builds(SpreadArrow, points, points),
    st.builds(Pin, points),
    st.builds(RegionFill, st.just("calf"), st.sampled_from([L, R])),
)
pencils = st.builds(
    Pencil,
    st.sampled_from(list(SymptomKind)),
    st.none() | st.integers(0, 10),
    st.sampled_from(list(Depth)),
    st.sampled_from(list(Constancy)),
)


@st.composite
def charts(draw: st.DrawFn) -> BodyChart:
    chart = EMPTY
    for _ in range(draw(st.integers(1, 5))):
        view = draw(st.sampled_from(list(View)))
        chart = editing.with_mark(chart, view, draw(shapes), draw(pencils))
    return chart


@given(charts(), st.data())
def test_mirroring_a_mark_twice_gives_it_back_and_leaves_the_others(
    chart: BodyChart, data: st.DataObject
) -> None:
    chosen = frozenset([data.draw(st.sampled_from(chart.marks)).id])
    once = editing.mirrored_marks(chart, chosen)
    assert [m for m in once.marks if m.id not in chosen] == [
        m for m in chart.marks if m.id not in chosen
    ]
    assert editing.mirrored_marks(once, chosen) == chart


@given(charts(), points, st.data())
def test_moving_there_and_back_is_no_move(
    chart: BodyChart, by: tuple[float, float], data: st.DataObject
) -> None:
    id = data.draw(st.sampled_from(chart.marks)).id
    there = editing.moved(chart, id, by)
    assert editing.moved(there, id, (-by[0], -by[1])) == chart


@given(charts(), pencils, st.data())
def test_restyling_one_mark_changes_only_its_properties(
    chart: BodyChart, pencil: Pencil, data: st.DataObject
) -> None:
    id = data.draw(st.sampled_from(chart.marks)).id
    changed = editing.with_pencil(chart, id, pencil)
    mark = editing.mark_of(changed, id)
    assert mark is not None
    assert editing.pencil_of(mark) == pencil
    assert [m.shape for m in changed.marks] == [m.shape for m in chart.marks]


@pytest.mark.parametrize("view", list(View))
def test_regions_tile_the_figure(view: View) -> None:
    atlas = ATLAS.views[view]
    fills = [mask_of(RegionFill(r.id, r.side), atlas) for r in atlas.regions]
    times = np.sum(np.stack(fills), axis=0)
    assert (times[atlas.labels > 0] == 1).all()
    assert (times[atlas.labels == 0] == 0).all()


@given(shapes, shapes)
def test_pieces_together_and_apart_are_masks(first: Shape, second: Shape) -> None:
    atlas = ATLAS.views[View.BACK]
    a, b = mask_of(first, atlas), mask_of(second, atlas)
    one, other = coverage_of(first, atlas), coverage_of(second, atlas)
    assert (union_of([one, other], atlas) == (a | b)).all()
    assert (union_of([one.without(other)], atlas) == (a & ~b)).all()
    assert one.by_region.sum() == one.size == a.sum()


def test_a_stroke_covers_what_lies_within_its_radius() -> None:
    atlas = ATLAS.views[View.BACK]
    rows, columns = atlas.labels.shape
    stroke = BrushStroke(((0.4, 0.4), (0.6, 0.5)), 0.05)
    stretch = atlas.aspect * rows / columns
    start = np.array([0.4 * columns * stretch, 0.4 * rows])
    end = np.array([0.6 * columns * stretch, 0.5 * rows])
    y, x = np.mgrid[0:rows, 0:columns] + 0.5
    place = np.stack([x * stretch, y], axis=-1)
    share = np.clip((place - start) @ (end - start) / ((end - start) ** 2).sum(), 0, 1)
    away = np.linalg.norm(place - start - share[..., None] * (end - start), axis=-1)
    expected = (away <= 0.05 * rows / 2) & (atlas.labels > 0)
    assert (mask_of(stroke, atlas) != expected).sum() <= 4


def _filled(kind: SymptomKind, *regions: str, side: Side = R, intensity: int = 5) -> BodyChart:
    chart = EMPTY
    for region in regions:
        fill = RegionFill(region, side)
        chart = editing.with_mark(chart, View.BACK, fill, Pencil(kind, intensity))
    return chart


def test_offered_findings_follow_the_drawing() -> None:
    drawn = chart_findings(summarize(_filled(SymptomKind.SHOOTING, "buttock", "calf"), ATLAS))
    wanted = {"buttock_pain", "calf_pain", "pain_below_knee", "leg_pain", "shooting_pain"}
    assert {key.id for key in drawn if key.side is R} == wanted
    assert not any(key.side is L for key in drawn)


def test_numbness_between_the_legs_is_offered_as_the_red_flag_it_is() -> None:
    chart = editing.with_mark(
        EMPTY,
        View.FRONT,
        RegionFill("perineum", _side_of("perineum")),
        Pencil(SymptomKind.NUMBNESS),
    )
    assert FindingKey("altered_perianal_sensation") in chart_findings(summarize(chart, ATLAS))


def _side_of(region: str) -> Side | None:
    return next(r.side for v in ATLAS.views.values() for r in v.regions if r.id == region)


@pytest.mark.parametrize(("buttock", "calf", "worst"), [(7, 3, True), (3, 7, False), (5, 5, False)])
def test_the_buttock_is_worst_only_when_it_is(buttock: int, calf: int, worst: bool) -> None:
    chart = _filled(SymptomKind.ACHE, "buttock", intensity=buttock)
    fill = RegionFill("calf", R)
    chart = editing.with_mark(chart, View.BACK, fill, Pencil(SymptomKind.ACHE, calf))
    found = chart_findings(summarize(chart, ATLAS))
    assert (FindingKey("buttock_pain_dominant", R) in found) is worst


def test_answers_stand_and_a_contradiction_is_named() -> None:
    drawn = chart_findings(summarize(_filled(SymptomKind.ACHE, "calf"), ATLAS))
    key = FindingKey("pain_below_knee", R)
    answers = MappingProxyType({key: Answer(value=False), FindingKey("calf_pain", R): Answer(None)})
    denied = contradictions(drawn, answers)
    assert [c.key for c in denied] == [key]
    offered = missing_answers(drawn, answers)
    assert key not in offered
    assert FindingKey("calf_pain", R) in offered, "not asked is not an answer"


BROKEN = (
    BrushStroke((), 0.02),
    BrushStroke(((math.nan, 0.5),), 0.02),
    BrushStroke(((0.5, 0.5),), math.nan),
    BrushStroke(((0.5, 0.5),), -1.0),
    Outline(((0.1, 0.1), (math.inf, 0.2), (0.3, 0.3))),
    Pin((math.nan, 0.2)),
    SpreadArrow((0.1, 0.1), (math.inf, 0.2)),
)


@pytest.mark.parametrize("shape", BROKEN, ids=repr)
def test_a_damaged_mark_is_kept_said_and_harmless(shape: Shape) -> None:
    sound = _filled(SymptomKind.ACHE, "calf")
    broken = replace(sound, marks=(*sound.marks, Mark(99, View.BACK, SymptomKind.SHARP, shape)))
    assert not drawable(broken.marks[-1])
    assert "1 mark cannot be drawn" in " ".join(remarks(broken, ATLAS))
    assert summarize(broken, ATLAS).sentence == summarize(sound, ATLAS).sentence
    assert not remarks(sound, ATLAS)


def test_a_region_of_another_figure_is_kept_and_said() -> None:
    chart = editing.with_mark(EMPTY, View.BACK, RegionFill("tail", None), Pencil())
    assert "region that this figure does not have" in " ".join(remarks(chart, ATLAS))
    assert summarize(chart, ATLAS).outside_figure == 0


def test_an_unknown_version_is_read_on_the_present_figure_and_said() -> None:
    chart = replace(_filled(SymptomKind.ACHE, "calf"), figure_version="../9")
    assert ATLAS.drawn_on(chart) is None
    assert ATLAS.of(chart) is ATLAS
    assert "version ../9" in remarks(chart, ATLAS)[0]
    assert summarize(chart, ATLAS).distal_most[0].side is R


def test_thousands_of_areas_are_summed_up() -> None:
    stroke = BrushStroke(((0.4, 0.7), (0.42, 0.8)), 0.02)
    marks = tuple(Mark(n, View.BACK, SymptomKind.ACHE, stroke) for n in range(3000))
    assert summarize(BodyChart(marks), ATLAS).body_share < 0.05


@pytest.mark.parametrize("body", ["female", "male"])
def test_bodies_share_words_and_a_converted_mark_stays_in_its_region(body: str) -> None:
    other = FIGURES.atlas_of(body, ATLAS.version)
    assert other is not None
    back, there = ATLAS.views[View.BACK], other.views[View.BACK]
    same = 0
    for region in back.regions:
        chart = editing.with_mark(EMPTY, View.BACK, Pin(_middle(region)), Pencil())
        moved = converted(chart, other).marks[0].shape
        assert isinstance(moved, Pin)
        found = there.region_at(moved.at)
        same += found is not None and (found.id, found.side) == (region.id, region.side)
    assert same >= 0.9 * len(back.regions)


def _middle(region: Region) -> tuple[float, float]:
    ring = np.array(max(region.polygons, key=len))
    return float(ring[:, 0].mean()), float(ring[:, 1].mean())


@pytest.fixture
def older(tmp_path: Path) -> FigureIndex:
    """The shipped figures, with a replaced version 0 whose back view was half as tall."""
    shutil.copytree(FIGURES.folder / "body", tmp_path / "body")
    (tmp_path / "index.toml").write_text("", "utf-8")
    old = tmp_path / "body" / "older" / "0"
    shutil.copytree(FIGURES.folder / "body" / "neutral", old / "neutral")
    text = (FIGURES.folder / "body" / "regions.toml").read_text("utf-8")
    (old / "regions.toml").write_text(text.replace('version = "1"', 'version = "0"', 1), "utf-8")
    path = old / "neutral" / "back_regions.json"
    table = json.loads(path.read_text("utf-8"))
    x, y, width, height = table["viewbox"]
    table["viewbox"] = [x, y, width, 2 * height]
    path.write_text(json.dumps(table), "utf-8")
    labels = old / "neutral" / "back_labels.npz"
    with np.load(labels) as archive:
        kept = archive["labels"]
        taller = np.concatenate([kept, np.zeros_like(kept)])
        np.savez(labels, labels=taller, pixels_per_unit=archive["pixels_per_unit"])
    return FigureIndex.read(tmp_path)


def test_a_chart_on_an_older_figure_keeps_it_and_is_converted_for_comparing(
    older: FigureIndex,
) -> None:
    atlas: BodyAtlas = older.atlas
    region = atlas.region("calf.distal_medial", R, View.BACK)
    assert region is not None
    x, y = _middle(region)
    calf = BrushStroke(((x, y / 2), (x, y / 2 + 0.004)), 0.008)
    old = replace(
        editing.with_mark(EMPTY, View.BACK, calf, Pencil(SymptomKind.ACHE)), figure_version="0"
    )
    assert atlas.of(old).version == "0"
    assert older.body_svg(View.BACK, "neutral", "0") == older.body_svg(View.BACK)
    assert not remarks(old, atlas)
    where = summarize(old, atlas).areas[0]
    assert where.region == "calf"
    moved = converted(old, atlas)
    assert moved.figure_version == atlas.version
    assert [a.region for a in summarize(moved, atlas).areas] == ["calf"]
    assert old.marks[0].shape == calf, "the stored drawing is not touched"
    assert compare(old, moved, atlas).direction == "unchanged"


@pytest.fixture
def named() -> Callable[[str], bool]:
    return lambda text: any(root in text for root in ("L4", "L5", "S1", "radicul"))


def test_remarks_never_name_a_root(named: Callable[[str], bool]) -> None:
    chart = replace(_filled(SymptomKind.ACHE, "calf"), figure_version="7")
    assert not named(" ".join(remarks(chart, ATLAS)))


def test_an_almost_level_stroke_covers_what_a_level_one_does() -> None:
    atlas = ATLAS.views[View.FRONT]
    level = mask_of(BrushStroke(((0.0, 0.5), (1.0, 0.5)), 0.02), atlas)
    almost = mask_of(BrushStroke(((0.0, 0.5 + 1e-15), (1.0, 0.5)), 0.02), atlas)
    assert level.any()
    assert (level == almost).all()


@pytest.mark.parametrize(
    ("kind", "counts"), [(kind, kind is not SymptomKind.TIGHTNESS) for kind in SymptomKind]
)
def test_tightness_in_both_legs_does_not_answer_the_red_flag_question(
    kind: SymptomKind, counts: bool
) -> None:
    chart = BodyChart()
    for side in (Side.LEFT, Side.RIGHT):
        fill = RegionFill("thigh_posterior", side)
        chart = editing.with_mark(chart, View.BACK, fill, editing.Pencil(kind))
    found = chart_findings(summarize(chart, ATLAS))
    assert (FindingKey("bilateral_leg_symptoms") in found) == counts
