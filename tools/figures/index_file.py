"""Reading and writing ``index.toml``, the table of contents of the built figures."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

HEAD = """# Built by tools/figures/build.py. Drawn for the right side ("none": both alike).
# Mirror the picture for the left side and put the side's name where {side} stands.
version = "1"
"""


def _value(value: Any) -> str:
    """TOML for strings, numbers and flat lists (JSON strings are valid TOML basic strings)."""
    if isinstance(value, list):
        return "[" + ", ".join(_value(v) for v in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _tables(group: str, entry: Mapping[str, Any]) -> Iterable[str]:
    yield f'\n[{group}."{entry["id"]}"]'
    for key, value in entry.items():
        if key not in {"id", "frames"}:
            yield f"{key} = {_value(value)}"
    for frame in entry["frames"]:
        yield f'\n[[{group}."{entry["id"]}".frames]]'
        for key, value in frame.items():
            yield f"{key} = {_value(value)}"


def write_index(path: Path, entries: Mapping[str, Mapping[str, Any]]) -> None:
    """Write all entries (keyed ``group/id``), sorted, so that equal input gives equal bytes."""
    lines = [HEAD.rstrip()]
    for key in sorted(entries):
        lines += _tables(key.split("/")[0], entries[key])
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_index(path: Path) -> dict[str, dict[str, Any]]:
    """Entries of an existing index, keyed ``group/id``; empty when there is none."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        document = tomllib.load(file)
    return {
        f"{group}/{name}": {"id": name, **table}
        for group, tables in document.items()
        if isinstance(tables, dict)
        for name, table in tables.items()
    }
