"""A small checkout, and an installer that pretends."""

import sys
from pathlib import Path

import pytest

from launcher import environment
from launcher.environment import Environment

LOCK = "alpha==1.0 \\\n    --hash=sha256:00\nbeta==2.0 \\\n    --hash=sha256:11\n"
# Stands in for uv: notes its arguments, brings a build back end that leaves an empty wheel, prints
# what it is told to, and fails if it was told something.
UV = """
import pathlib, sys
here = pathlib.Path(__file__).parent
with (here / "asked.txt").open("a") as notes:
    notes.write(" ".join(sys.argv[1:]) + "\\n")
folder = pathlib.Path(sys.argv[sys.argv.index("--python") + 1]).parents[1]
site = next(folder.glob("[Ll]ib/**/site-packages"))
(site / "hatchling").mkdir(exist_ok=True)
(site / "hatchling" / "__init__.py").touch()
(site / "hatchling" / "__main__.py").write_text((here / "back_end.py").read_text())
answer = (here / "answer.txt").read_text()
print(answer)
sys.exit(1 if answer else 0)
"""
BACK_END = """
import pathlib, sys
folder, target = (sys.argv[sys.argv.index(word) + 1] for word in ("-d", "-t"))
pathlib.Path(folder, "pt_chart-" + target.split(":")[1] + ".whl").touch()
"""


class Pretend:
    """One pretended checkout.

    Args:
        folder: an empty folder.
        monkeypatch: undoes what is patched.
    """

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = folder / "checkout"
        self.tools = folder / "tools"
        self.tools.mkdir()
        for layer in ("runtime", "build", "test"):
            self.write(f"packaging/requirements/{layer}.txt", LOCK)
        self.write("src/pt_chart/__init__.py", '"""The program."""\n')
        self.write("forms/exam/back.toml", "id = 'back'\n")
        self.write("resources/one.svg", "<svg/>\n")
        self.write("pyproject.toml", "[project]\n")
        (self.tools / "uv.py").write_text(UV)
        (self.tools / "back_end.py").write_text(BACK_END)
        self.answer("")
        command = [sys.executable, str(self.tools / "uv.py")]
        monkeypatch.setattr(environment, "uv_command", lambda: command)

    def write(self, name: str, text: str) -> None:
        """Put a file into the checkout."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def answer(self, text: str) -> None:
        """What the installer prints; anything but nothing makes it fail."""
        (self.tools / "answer.txt").write_text(text)

    def environment(self, without: tuple[str, ...] = ()) -> Environment:
        """The environment beside the checkout."""
        return Environment(self.root, self.root / ".venv", without)

    def prepare(self, *layers: str, editable: bool | None = None) -> list[str]:
        """Prepare the environment; returns what the installer was asked this time."""
        notes = self.tools / "asked.txt"
        notes.unlink(missing_ok=True)
        self.environment().prepare(layers or ("runtime", "build"), editable)
        return notes.read_text().splitlines() if notes.exists() else []
