"""Sheets for the readability test: uncaptioned figures 5 cm wide, ten names each, and the key.

    python tools/figures/readability.py FOLDER [ROUND]

A round has its own order and its own wrong names. A fresh viewer writes one letter per number;
``FOLDER_key.json`` beside the folder has the right ones.
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
CHOICES, NEAR = 10, 5
NAMES_LEFT, EDGE = 700, 16
LETTERS = "abcdefghij"
# taken for one another by a viewer or doubted: always offered together
ALIKE = (
    ("glute_stretch_lying", "knee_to_chest_single", "piriformis_adduction_stretch"),
    ("sciatic_tensioner", "slump_slider", "sciatic_slider_seated"),
    ("abdominal_brace", "pelvic_tilt"),
    ("hamstring_contract_relax", "hamstring_stretch_supine_strap"),
    ("askling_extender", "sciatic_slider_supine"),
    ("interval_walk_claudication", "walking_program"),
    ("calf_cramp_release", "hamstring_calf_bedtime"),
    ("heat_pack", "cold_pack", "contrast_heat_cold"),
    ("sitting_breaks", "sit_to_stand"),
)


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
    """The right id and nine others, those it is taken for first, half from its position."""
    picker = random.Random(f"{exercise}-{seed}")  # noqa: S311
    position = names[exercise][1]
    near = [n for n in names if n != exercise and names[n][1] == position]
    far = [n for n in names if n != exercise and n not in near]
    picker.shuffle(near)
    picker.shuffle(far)
    alike = [n for group in ALIKE if exercise in group for n in group if n != exercise]
    chosen = [n for n in alike if n in names]
    chosen += [n for n in near if n not in chosen][: NEAR - len(chosen)]
    far = [n for n in far if n not in chosen]
    chosen += far[: CHOICES - 1 - len(chosen)]
    chosen.append(exercise)
    picker.shuffle(chosen)
    return chosen


def main(arguments: list[str]) -> int:
    """Write the sheets and the key into a folder; 2 when no folder is named."""
    if len(arguments) not in {1, 2} or not all(a.isdigit() for a in arguments[1:]):
        print("usage: readability.py FOLDER [ROUND]", file=sys.stderr)
        return 2
    round_number = int(arguments[1]) if len(arguments) == 2 else 1
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    index = read_index(FIGURES / "index.toml")
    names = {k: v for k, v in exercise_names().items() if f"exercises/{k}" in index}
    order = sorted(names)
    random.Random(f"viewers-{round_number}").shuffle(order)  # noqa: S311
    key = {}
    for start in range(0, len(order), PER_SHEET):
        rows = []
        for number, exercise in enumerate(order[start : start + PER_SHEET], start=start + 1):
            offered = choices(exercise, names, round_number)
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
    """One sheet, wide enough for the longest name on it."""
    font = ImageFont.load_default(14)
    texts = [
        [f"{letter}  {name}" for letter, name in zip(LETTERS, offered, strict=True)]
        for _, _, offered in rows
    ]
    width = NAMES_LEFT + EDGE + round(max(font.getlength(t) for lines in texts for t in lines))
    blocks = []
    for (number, frames, _), lines in zip(rows, texts, strict=True):
        pictures = [raster(f, WIDTH) for f in frames]
        height = max([20 * CHOICES, *(p.height for p in pictures)]) + 16
        block = Image.new("RGB", (width, height), "white")
        pen = ImageDraw.Draw(block)
        pen.text((8, 4), f"{number}", fill="black", font=ImageFont.load_default(18))
        for k, picture in enumerate(pictures):
            block.paste(picture, (44 + k * (WIDTH + 14), 8))
        for k, line in enumerate(lines):
            pen.text((NAMES_LEFT, 6 + 20 * k), line, fill="black", font=font)
        pen.line((0, height - 1, width, height - 1), fill="#999999")
        blocks.append(block)
    page = Image.new("RGB", (width, sum(b.height for b in blocks)), "white")
    y = 0
    for block in blocks:
        page.paste(block, (0, y))
        y += block.height
    return page


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
