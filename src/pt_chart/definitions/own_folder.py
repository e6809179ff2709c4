"""A clinic's own forms folder: read on top of the shipped one, broken files left out and listed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

PARTS = ("exam", "measures", "rewording", "flags", "safety", "exercises", "packs")
"""Folders that a clinic's folder may have; others are told about and left alone."""

OWN = "own/"
"""Stands before the place of a problem in a clinic's own file."""


class _Part:
    """One folder of the clinic's, as far as its files are used."""

    def __init__(self, folder: Path, skipped: frozenset[str]) -> None:
        self._folder = folder
        self._skipped = skipped

    def glob(self, pattern: str) -> Iterable[Path]:
        """The files used."""
        return (
            path
            for path in self._folder.glob(pattern)
            if f"{path.parent.name}/{path.name}" not in self._skipped
        )


class OwnFolder:
    """Stands for a forms folder in every reader, without the files that are left out."""

    def __init__(self, root: Path, skipped: Iterable[str] = ()) -> None:
        self.root = root
        self.skipped = frozenset(skipped)

    def __truediv__(self, part: str) -> _Part:
        """A folder of it, by name."""
        return _Part(self.root / part, self.skipped)

    def names(self) -> tuple[str, ...]:
        """Every file that a clinic may bring, as "exam/knee.toml"."""
        return tuple(
            f"{part}/{path.name}"
            for part in PARTS
            for path in sorted((self.root / part).glob("*.toml"))
        )

    def strays(self) -> tuple[str, ...]:
        """Files that no reader looks at: wrong folder, or not .toml."""
        if not self.root.is_dir():
            return ()
        known = set(self.names())
        files = (path for path in sorted(self.root.rglob("*")) if path.is_file())
        relative = (path.relative_to(self.root).as_posix() for path in files)
        hidden = ("readme", ".")
        return tuple(
            name for name in relative if name not in known and not name.lower().startswith(hidden)
        )


FormsFolder = Path | OwnFolder
"""What the readers take: a whole folder, or a clinic's with files left out."""
