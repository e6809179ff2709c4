"""Builds resources/icd10cm from the tabular list (XML) of one ICD-10-CM release.

    python -m tools.icd10cm.build TABULAR.xml CODES.txt --release 2026-04-01

The tabular list is published by the National Center for Health Statistics (CDC) and the Centers for
Medicare & Medicaid Services and is in the public domain. CODES.txt is the release's list of valid
codes, one a line without dots: the file that is built must expand to exactly these, or the build
stops. Both stand unchanged in the wheel of simple-icd-10-cm (version 1.5.0: release of April 2026).

A line of the file is a letter, then tab-separated parts:
  R release date, words          C chapter, range, title     (range: first-last category)
  G section, range, title        D code, leaf or header (1/0), side (r l b u or -), title
  T inclusion term of the entry above
  X excludes1 note of the entry above: patterns separated by blanks, words
  7 seventh characters of the entry above: char=words separated by |
  8 the only seventh characters of this code, of those its family has
"""

from __future__ import annotations

import argparse
import lzma
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, parse

OUT = Path(__file__).resolve().parents[2] / "resources" / "icd10cm" / "icd10cm.txt.xz"
_PATTERN = re.compile(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{0,4})?(?:\.?-)?")
_PLAIN_RANGE = re.compile(
    r"\b([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]+)?)\s*-\s*([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]+)?)"
)
_SIDES = (
    ("b", re.compile(r"\bbilateral\b|\bboth\b", re.IGNORECASE)),
    ("u", re.compile(r"\bunspecified (side|limb|leg|thigh|hip|knee|foot|ankle|lower|upper|arm|"
                     r"shoulder|hand|wrist|elbow|forearm|finger|toe|eye|ear|breast|femur|tibia|"
                     r"fibula|calcaneus|site of)", re.IGNORECASE)),
    ("r", re.compile(r"\bright\b", re.IGNORECASE)),
    ("l", re.compile(r"\bleft\b", re.IGNORECASE)),
)  # fmt: skip


def main(arguments: list[str]) -> int:
    """Build the file; what went in and out is printed."""
    parser = argparse.ArgumentParser(description="Build the compact ICD-10-CM file.")
    parser.add_argument("tabular", type=Path)
    parser.add_argument("codes", type=Path)
    parser.add_argument("--release", required=True, help="first day of the release, ISO")
    parser.add_argument("--out", type=Path, default=OUT)
    chosen = parser.parse_args(arguments)
    root = parse(chosen.tabular).getroot()  # noqa: S314
    valid = {line.strip() for line in chosen.codes.read_text(encoding="utf-8").splitlines()}
    only = _restricted(root, valid)
    lines = list(_lines(root, chosen.release, only))
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    text = "\n".join(lines) + "\n"
    chosen.out.write_bytes(lzma.compress(text.encode("utf-8"), preset=9 | lzma.PRESET_EXTREME))
    entries = sum(line.startswith("D") for line in lines)
    size = chosen.out.stat().st_size
    print(f"{chosen.out.name}: {entries} entries, {len(text)} characters, {size} bytes")
    return 0


def _text(node: Element, tag: str) -> str:
    return " ".join((node.findtext(tag) or "").split())


def _lines(root: Element, release: str, only: dict[str, str]) -> Iterator[str]:
    yield f"R\t{release}\tICD-10-CM {_text(root, 'version')}"
    for chapter in root.findall("chapter"):
        sections = chapter.findall("section")
        bounds = [(section.get("id") or "").split("-") for section in sections]
        span = f"{min(b[0] for b in bounds)}-{max(b[-1] for b in bounds)}"
        yield f"C\t{span}\t{_text(chapter, 'desc')}"
        yield from _notes(chapter)
        for section in sections:
            yield f"G\t{section.get('id')}\t{_text(section, 'desc')}"
            yield from _notes(section)
            for entry in section.findall("diag"):
                yield from _entry(entry, only)


def _entry(node: Element, only: dict[str, str]) -> Iterator[str]:
    below = node.findall("diag")
    code, title = _text(node, "name"), _text(node, "desc")
    yield f"D\t{code}\t{0 if below else 1}\t{_side(title)}\t{title}"
    for term in node.findall("inclusionTerm/note"):
        yield f"T\t{' '.join((term.text or '').split())}"
    yield from _notes(node)
    if code in only:
        yield f"8\t{only[code]}"
    for child in below:
        yield from _entry(child, only)


def _notes(node: Element) -> Iterator[str]:
    for note in node.findall("excludes1/note"):
        words = " ".join((note.text or "").split())
        patterns = _patterns(words)
        if patterns:
            yield f"X\t{' '.join(patterns)}\t{words}"
    characters = node.find("sevenChrDef")
    if characters is not None:
        pairs = [f"{e.get('char')}={e.text}" for e in characters.findall("extension")]
        yield "7\t" + "|".join(pairs)


def _patterns(words: str) -> list[str]:
    """Code patterns named in a note: "M51.1", or "B38.0..B38.2" for a range.

    A note that names final characters only ("I69. with final characters -23") gives none: it
    cannot be read as a family without excluding too much.
    """
    if "final character" in words or "with fifth" in words or "with sixth" in words:
        return []
    found = []
    rest = words
    for first, last in _PLAIN_RANGE.findall(words):
        found.append(f"{first}..{last}")
        rest = rest.replace(f"{first}-{last}", " ")
    found += [one.rstrip("-").rstrip(".") for one in _PATTERN.findall(rest)]
    return found


def _side(title: str) -> str:
    return next((letter for letter, words in _SIDES if words.search(title)), "-")


def _restricted(root: Element, valid: set[str]) -> dict[str, str]:
    """Codes that take fewer seventh characters than their family, and which.

    Raises:
        SystemExit: the tabular list expands to other codes than the list of valid ones.
    """
    only: dict[str, str] = {}
    made: set[str] = set()

    def walk(node: Element, characters: tuple[str, ...]) -> None:
        own = node.find("sevenChrDef")
        if own is not None:
            characters = tuple(e.get("char") or "" for e in own.findall("extension"))
        code = _text(node, "name").replace(".", "")
        made.add(code)
        below = node.findall("diag")
        if not below and characters and len(code) < 7:
            whole = [code.ljust(6, "X") + c for c in characters]
            known = [c for c in whole if c in valid]
            made.update(known)
            if len(known) < len(whole):
                only[_text(node, "name")] = "".join(c[-1] for c in known)
        for child in below:
            walk(child, characters)

    for section in root.findall("chapter/section"):
        for entry in section.findall("diag"):
            walk(entry, ())
    # Chapters are plain numbers in the list, sections are ranges.
    wanted = {code for code in valid if "-" not in code and not code.isdigit()}
    missing = {code for code in wanted - made if len(code) > 2}
    if made - wanted or missing:
        raise SystemExit(f"differs: {sorted(made - wanted)[:9]} {sorted(missing)[:9]}")
    return only


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
