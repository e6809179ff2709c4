"""Who is drawn: body, colors, hair and clothes, read from ``looks.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

LOOKS_FILE = Path(__file__).parent / "looks.toml"


@dataclass(frozen=True)
class Look:
    """One person. An empty color means the piece is not worn."""

    name: str
    body: str
    skin: str
    shirt: str = ""
    shorts: str = ""
    hair: str = ""
    style: str = ""
    trousers: bool = False


@lru_cache(maxsize=1)
def read_looks() -> Mapping[str, Look]:
    """All looks by name."""
    with LOOKS_FILE.open("rb") as file:
        tables = tomllib.load(file)["look"]
    return {name: Look(name=name, **table) for name, table in tables.items()}
