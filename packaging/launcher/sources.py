"""Tells whether the program's own files changed since it was installed."""

import hashlib
from pathlib import Path

SHIPPED = ("src", "forms", "resources")
BUILD_FILES = ("pyproject.toml", "README.md", "LICENSE", "NOTICE")


def shipped_files(root: Path) -> list[Path]:
    """Every file that the wheel is built from, sorted."""
    files = [root / name for name in BUILD_FILES if (root / name).is_file()]
    for folder in SHIPPED:
        files += (path for path in (root / folder).rglob("*") if path.is_file() and counts(path))
    return sorted(files)


def counts(path: Path) -> bool:
    """False for what Python leaves beside its sources."""
    return "__pycache__" not in path.parts and path.suffix != ".pyc"


def digest(root: Path) -> str:
    """One hash over the names and contents of all shipped files."""
    total = hashlib.sha256()
    for path in shipped_files(root):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(root).as_posix()} {content}\n".encode())
    return total.hexdigest()
