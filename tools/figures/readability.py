"""Sheets for the readability test: uncaptioned figures 5 cm wide, ten names each, and the key.

    python tools/figures/readability.py FOLDER

A fresh viewer writes one letter per number; ``FOLDER_key.json`` beside it has the right ones.
"""

from __future__ import annotations

import json
import random
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from PIL import Image, ImageDraw, ImageFont  # noqa: E402

from tools.figures.index_file import read_index  # noqa: E402
from tools.figures.raster_svg import raster  # noqa: E402

FIGURES = ROOT / "resources" / "figures"
EXERCISES = ROOT / "forms" / "exercises"
WIDTH = 197  # 5 cm at 100 dots per inch
PER_SHEET = 5
CHOICES = 10
PAGE_WIDTH = 1150
LETTERS = "abcdefghij"


def exercise_names() -> dict[str, tuple[str, str]]:
    """Name in plain words and starting position of every exercise that has a figure."""
    names = {}
    for path in sorted(EXERCISES.glob("*.toml")):
        with path.open("rb") as file:
            for entry in tomllib.load(file).get("exercise", ()):
                plain = entry.get("patient_name", entry["name"])
                known = {entry["name"].lower(), plain.lower()}
                text = entry["name"] if len(known) == 1 else f"{entry['name']} / {plain}"
                names[entry["id"]] = (text, entry.get("position", ""))
    return names


def choices(exercise: str, names: dict[str, tuple[str, str]], seed: int) -> list[str]:
    """The right id and nine others, half of them from the same position, in random order."""
    picker = random.Random(f"{exercise}-{seed}")  # noqa: S311
    position = names[exercise][1]
    near = [n for n in names if n != exercise and names[n][1] == position]
    far = [n for n in names if n != exercise and n not in near]
    picker.shuffle(near)
    picker.shuffle(far)
    chosen = near[:5]
    chosen += far[: CHOICES - 1 - len(chosen)]
    chosen.append(exercise)
    picker.shuffle(chosen)
    return chosen


def main(arguments: list[str]) -> int:
    """Write the sheets and the key into a folder; 2 when no folder is named."""
    if len(arguments) != 1:
        print("usage: readability.py FOLDER", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    index = read_index(FIGURES / "index.toml")
    names = {k: v for k, v in exercise_names().items() if f"exercises/{k}" in index}
    order = sorted(names)
    random.Random("viewers").shuffle(order)  # noqa: S311
    key = {}
    for start in range(0, len(order), PER_SHEET):
        rows = []
        for number, exercise in enumerate(order[start : start + PER_SHEET], start=start + 1):
            offered = choices(exercise, names, 1)
            key[str(number)] = {
                "exercise": exercise,
                "answer": LETTERS[offered.index(exercise)],
                "offered": offered,
            }
            frames = [FIGURES / f["file"] for f in index[f"exercises/{exercise}"]["frames"]]
            rows.append((number, frames, [names[o][0] for o in offered]))
        _page(rows).save(folder / f"sheet_{start // PER_SHEET + 1:02d}.png")
    beside = folder.with_name(f"{folder.name}_key.json")  # viewers must not see it
    beside.write_text(json.dumps(key, indent=1), encoding="utf-8")
    return 0


def _page(rows: list[tuple[int, list[Path], list[str]]]) -> Image.Image:
    blocks = []
    font = ImageFont.load_default(14)
    for number, frames, offered in rows:
        pictures = [raster(f, WIDTH) for f in frames]
        height = max([20 * CHOICES, *(p.height for p in pictures)]) + 16
        block = Image.new("RGB", (PAGE_WIDTH, height), "white")
        pen = ImageDraw.Draw(block)
        pen.text((8, 4), f"{number}", fill="black", font=ImageFont.load_default(18))
        for k, picture in enumerate(pictures):
            block.paste(picture, (44 + k * (WIDTH + 14), 8))
        for k, name in enumerate(offered):
            pen.text((700, 6 + 20 * k), f"{LETTERS[k]}  {name}", fill="black", font=font)
        pen.line((0, height - 1, PAGE_WIDTH, height - 1), fill="#999999")
        blocks.append(block)
    page = Image.new("RGB", (PAGE_WIDTH, sum(b.height for b in blocks)), "white")
    y = 0
    for block in blocks:
        page.paste(block, (0, y))
        y += block.height
    return page


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
