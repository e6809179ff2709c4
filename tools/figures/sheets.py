"""Contact sheets: every built figure in one look, as palette PNG files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from tools.figures.chart_views import VIEWS
from tools.figures.charts import CHART_BODIES
from tools.figures.index_file import read_index
from tools.figures.raster_svg import raster, svg_size

PAGE_WIDTH = 1400
PIXELS_PER_UNIT = 0.55
CHART_WIDTH = 210
GAP, TEXT_HEIGHT = 12, 16
SMALLEST_TILE = 150
TEXT_SIZE, SIDE_SIZE = 12, 16
EXERCISES_PER_SHEET = 36
INK = "#26292e"

Tile = tuple[str, list[Image.Image]]


def _tile_width(tile: Tile) -> int:
    caption = round(ImageFont.load_default(TEXT_SIZE).getlength(tile[0])) + GAP
    return max(SMALLEST_TILE, caption, sum(i.width + GAP for i in tile[1]))


def _row_height(row: Sequence[Tile]) -> int:
    return max(i.height for _, images in row for i in images) + TEXT_HEIGHT + GAP


def _rows(tiles: Sequence[Tile]) -> list[list[Tile]]:
    rows: list[list[Tile]] = [[]]
    used = 0
    for tile in tiles:
        if used + _tile_width(tile) > PAGE_WIDTH - GAP and rows[-1]:
            rows.append([])
            used = 0
        rows[-1].append(tile)
        used += _tile_width(tile)
    return rows


def sheet(tiles: Sequence[Tile]) -> Image.Image:
    """One picture with captioned tiles; a tile is a caption and its frames side by side."""
    rows = _rows(tiles)
    page = Image.new("RGB", (PAGE_WIDTH, sum(_row_height(r) for r in rows) + GAP), "white")
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(TEXT_SIZE)
    y = GAP
    for row in rows:
        x, height = GAP, _row_height(row)
        for tile in row:
            left = x
            pen.text((x, y + height - TEXT_HEIGHT - GAP), tile[0], fill=INK, font=font)
            for image in tile[1]:
                page.paste(image, (left, y + height - TEXT_HEIGHT - GAP - image.height))
                left += image.width + GAP
            x += _tile_width(tile)
        y += height
    return page


def _save(page: Image.Image, path: Path) -> None:
    page.quantize(200, dither=Image.Dither.NONE).save(path, optimize=True)


def draw_sheets(figures: Path, folder: Path) -> list[Path]:
    """Write all contact sheets; the paths written."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("sheet_*.png"):
        old.unlink()
    index = read_index(figures / "index.toml")
    written: list[Path] = []

    def put(name: str, tiles: Sequence[Tile]) -> None:
        path = folder / f"sheet_{name}.png"
        _save(sheet(tiles), path)
        written.append(path)

    for body in CHART_BODIES:
        views = [(v, figures / "body" / body / f"{v}.svg") for v in VIEWS]
        put(f"body_{body}", [(f"{body} {v}", [_with_sides(p)]) for v, p in views])
    overlays = sorted((figures / "body").glob("neutral/*_overlay_*.svg"))
    if overlays:
        put("overlays", [(p.stem, [_over(p)]) for p in overlays])
    for group in ("exercises", "exam"):
        entries = [e for k, e in sorted(index.items()) if k.startswith(f"{group}/")]
        tiles: list[Tile] = [
            (e["id"], [_drawn(figures / f["file"], e["size"][0]) for f in e["frames"]])
            for e in entries
        ]
        for start in range(0, len(tiles), EXERCISES_PER_SHEET):
            number = start // EXERCISES_PER_SHEET + 1
            put(f"{group}_{number}", tiles[start : start + EXERCISES_PER_SHEET])
    return written


def _drawn(path: Path, units: float) -> Image.Image:
    """All figures at one scale, so that a person is the same size everywhere."""
    return raster(path, round(units * PIXELS_PER_UNIT))


def _with_sides(chart: Path) -> Image.Image:
    """A body chart with the side letters that the program prints on it."""
    image = _drawn(chart, svg_size(chart)[0])
    document = json.loads(chart.with_name(f"{chart.stem}_regions.json").read_text("utf-8"))
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(SIDE_SIZE)
    for label in document["side_labels"]:
        x, y = label["x"] * PIXELS_PER_UNIT, label["y"] * PIXELS_PER_UNIT
        inside = min(max(y, SIDE_SIZE / 2), image.height - SIDE_SIZE / 2)
        pen.text((x, inside), label["text"][0], fill=INK, font=font, anchor="mm")
    return image


def _over(overlay: Path) -> Image.Image:
    """The overlay on top of its chart."""
    view = overlay.stem.split("_overlay_")[0]
    base = raster(overlay.with_name(f"{view}.svg"), CHART_WIDTH)
    top = raster(overlay, CHART_WIDTH)
    white = Image.new("L", top.size, 0)
    pixels = top.convert("L").point(lambda v: 255 if v < 250 else 0)
    white.paste(pixels)
    base.paste(top, (0, 0), white)
    return base
