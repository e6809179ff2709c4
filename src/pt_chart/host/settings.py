"""Settings of this workstation: window, theme, last chart. Never anything about a patient."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

FILE_NAME = "settings.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the window remembers between runs.

    ``scheme`` is system, light, dark or high_contrast; ``touch`` makes targets large
    enough for a finger; ``text_size`` is a percentage that holds from the next start.
    """

    scheme: str = "system"
    window_geometry: str = ""
    panel_hidden: bool = False
    last_user: str = ""
    last_chart: str = ""
    printer: str = ""
    paper: str = "letter"
    touch: bool = False
    text_size: int = 100


def load(folder: Path) -> Settings:
    """Settings of a data folder; what is missing or damaged falls back to the default."""
    try:
        stored = json.loads((folder / FILE_NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return Settings()
    if not isinstance(stored, dict):
        return Settings()
    default = Settings()
    known = {
        f.name: stored[f.name]
        for f in fields(Settings)
        if f.name in stored and type(stored[f.name]) is type(getattr(default, f.name))
    }
    return replace(default, **known)


def save(folder: Path, settings: Settings) -> None:
    """Write the settings so that a crash leaves the old or the new file, never half of one.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    new = folder / f"{FILE_NAME}.new"
    new.write_text(json.dumps(asdict(settings), indent=1), "utf-8")
    new.replace(folder / FILE_NAME)
