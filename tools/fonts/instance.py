"""Make the static Inter fonts under resources/fonts from the variable font of `fontpkg-inter`.

Run at design time only, with fonttools installed:
``python -m tools.fonts.instance PATH/Inter[opsz,wght].ttf PATH/LICENSE resources/fonts``.

The window and the paper use the same files. They are instances, not variable fonts, because PDF
embedding sees only a variable font's default weight; each instance carries its own PostScript
name, or all weights would print as one. Glyphs outside Latin, Greek, Cyrillic and the signs that
clinical text uses are left out to keep the files small.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600, "Bold": 700}

OPTICAL_SIZE = 14
"""Text sizes of window and paper; the display cut is too tight at 12 pt."""

COVERAGE = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x024F),  # Latin-1, Latin Extended A and B
    (0x0250, 0x02FF),  # phonetic letters, spacing modifiers
    (0x0300, 0x036F),  # combining marks
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x052F),  # Cyrillic
    (0x1E00, 0x1EFF),  # Vietnamese and other Latin
    (0x1F00, 0x1FFF),  # Greek with marks
    (0x2000, 0x206F),  # punctuation, spaces
    (0x2070, 0x209F),  # superscripts, subscripts
    (0x20A0, 0x20CF),  # currency
    (0x2100, 0x218F),  # letterlike signs, fractions
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematics
    (0x25A0, 0x25FF),  # geometric shapes
    (0x2600, 0x27BF),  # ticks, crosses, warning sign
    (0xFB00, 0xFB06),  # ligatures
    (0xFFFD, 0xFFFD),
)

FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "pnum", "case", "zero", "frac", "sups"]


def make(source: Path, style: str, weight: int, target: Path) -> int:
    """Write one static instance and return its size in bytes."""
    font = instancer.instantiateVariableFont(
        TTFont(source), {"wght": weight, "opsz": OPTICAL_SIZE}, updateFontNames=True
    )
    options = subset.Options(
        layout_features=FEATURES,
        hinting=False,
        name_IDs=["*"],
        notdef_outline=True,
        recalc_timestamp=False,
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[c for low, high in COVERAGE for c in range(low, high + 1)])
    subsetter.subset(font)
    font["name"].setName(f"Inter-{style}", 6, 3, 1, 0x409)
    font.save(target, reorderTables=True)
    return target.stat().st_size


def main() -> None:
    """Make all weights and put the license beside them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="the variable font")
    parser.add_argument("license", type=Path, help="its SIL Open Font License text")
    parser.add_argument("folder", type=Path, help="where the instances go")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    for style, weight in WEIGHTS.items():
        size = make(args.source, style, weight, args.folder / f"Inter-{style}.ttf")
        print(f"Inter-{style}.ttf {size // 1024} KiB")
    shutil.copyfile(args.license, args.folder / "OFL.txt")


if __name__ == "__main__":
    main()
