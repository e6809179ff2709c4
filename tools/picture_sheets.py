"""Sheets of many small pictures and pages for docs/pictures, from a folder that the demo wrote.

    python3 run.py demo --out FOLDER
    python tools/picture_sheets.py FOLDER

Every sheet is one file with the pictures' names below them; colors are reduced to keep it small.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
FONT = ROOT / "resources" / "fonts" / "Inter-Regular.ttf"
GAP = 16
NAME = 24
PAPER = (236, 240, 241)
INK = (42, 49, 54)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's name, which pictures it shows, how many side by side and how wide each is."""

    name: str
    patterns: tuple[str, ...]
    columns: int
    width: int
    colors: int = 128
    method: Image.Quantize = Image.Quantize.MEDIANCUT


SHEETS = (
    Sheet("body-chart-views", ("20-body-chart-*.png",), 3, 900),
    Sheet("program", ("21-program-*.png",), 3, 900),
    Sheet(
        "register", ("60-*.png", "61-*.png", "62-*.png", "63-*.png", "64-*.png", "65-*.png"), 4, 700
    ),
    Sheet("server", tuple(f"7{n}-*-light-1366.png" for n in range(8)), 4, 700),
    Sheet("exchange", ("50-import-*.png", "51-past-*.png", "52-export-*.png"), 2, 900),
    *(
        Sheet(f"documents-{name}", (f"demo-{name}-*.pdf",), 8, 240, 128, Image.Quantize.MAXCOVERAGE)
        for name in ("tallowby", "moreau", "haddad")
    ),
    Sheet("patient-mode", ("20-patient-mode-*-1366.png",), 2, 900),
    Sheet("panel", ("50-panel-420-*.png",), 7, 420),
    Sheet("panel-wide", ("50-panel-demo-*.png",), 3, 800),
    Sheet("access", ("3[1-9]-*-light-1366.png", "4[0-2]-*-light-1366.png"), 3, 720),
    Sheet("entry", ("22-*-light-1366.png", "2[3456]-*-light-1366.png"), 4, 640),
    Sheet("entry-1920", ("22-*-light-1920.png", "2[3456]-*-light-1920.png"), 4, 640),
    Sheet("entry-dark", ("22-*-dark-1366.png", "2[3456]-*-dark-1366.png"), 4, 640),
    Sheet("entry-text-sizes", ("27-*-light-1366.png", "28-text-*.png"), 3, 700),
)


def drawn(sheet: Sheet, folder: Path) -> Image.Image | None:
    """The sheet as a picture, None when the folder has none of its pictures."""
    found = [path for pattern in sheet.patterns for path in sorted(folder.glob(pattern))]
    if not found:
        return None
    named = [pair for path in found for pair in _pictures(path, sheet.width)]
    small, titles = [one for one, _ in named], [title for _, title in named]
    rows = [small[i : i + sheet.columns] for i in range(0, len(small), sheet.columns)]
    names = [titles[i : i + sheet.columns] for i in range(0, len(titles), sheet.columns)]
    heights = [max(one.height for one in row) + NAME + GAP for row in rows]
    wide = sheet.columns * (sheet.width + GAP) + GAP
    picture = Image.new("RGB", (wide, sum(heights) + GAP), PAPER)
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(str(FONT), 15)
    top = GAP
    for row, row_names, height in zip(rows, names, heights, strict=True):
        for column, (one, title) in enumerate(zip(row, row_names, strict=True)):
            left = GAP + column * (sheet.width + GAP)
            picture.paste(one, (left, top))
            pen.text((left, top + one.height + 3), title, fill=INK, font=font)
        top += height
    return picture


def _pictures(path: Path, width: int) -> Iterator[tuple[Image.Image, str]]:
    """A picture with its name; of a document every page, the first with the document's name."""
    if path.suffix != ".pdf":
        yield _scaled(path, width), path.stem
        return
    document = pypdfium2.PdfDocument(path)
    for number, page in enumerate(document, 1):
        drawn_page = page.render(scale=2 * width / page.get_width()).to_pil().convert("RGB")
        height = round(drawn_page.height * width / drawn_page.width)
        name = path.stem.split("-", 2)[-1]
        title = f"{name}, page {number} of {len(document)}"
        yield drawn_page.resize((width, height), Image.Resampling.LANCZOS), title
    document.close()


def _scaled(path: Path, width: int) -> Image.Image:
    with Image.open(path) as picture:
        height = round(picture.height * width / picture.width)
        return picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)


def main(folder: Path) -> int:
    """Write every sheet that has pictures; 1 when the folder has none at all."""
    written = 0
    for sheet in SHEETS:
        picture = drawn(sheet, folder)
        if picture is None:
            print(f"{sheet.name}: no pictures in {folder}")
            continue
        reduced = picture.quantize(sheet.colors, sheet.method, dither=Image.Dither.NONE)
        reduced.save(PICTURES / f"sheet-{sheet.name}.png", optimize=True)
        written += 1
    return 0 if written else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python tools/picture_sheets.py FOLDER (written by run.py demo --out)")
    sys.exit(main(Path(sys.argv[1])))
