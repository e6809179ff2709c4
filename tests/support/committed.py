"""The files that are, or are about to be, committed."""

import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("src", "tests", "tools", "packaging", "forms", "resources", "docs", ".ci")
TEXT = {".py", ".md", ".toml", ".txt", ".in", ".json", ".svg", ".qss", ".java", ".sh", ""}


@lru_cache
def files() -> tuple[Path, ...]:
    """All of the project's own files: as git knows them, or as they lie there without git."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
        paths += ROOT.glob("*")
    return tuple(
        sorted(path for path in paths if path.is_file() and "__pycache__" not in path.parts)
    )


def text_files() -> list[Path]:
    """Those that hold text."""
    return [path for path in files() if path.suffix in TEXT]


def python_files(*folders: str) -> list[Path]:
    """The Python files below some top folders."""
    return [
        path
        for path in files()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders
    ]


def name(path: Path) -> str:
    """A file as the reader knows it."""
    return path.relative_to(ROOT).as_posix()
