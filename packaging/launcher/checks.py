"""`run.py check`: everything about the code that a machine can tell without running the program."""

import time
from collections.abc import Mapping
from pathlib import Path
from subprocess import run

from launcher.progress import say

COMMAND_LINE = "from pt_chart.cli import main; main()"
CONTRACTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
CODE = ("run.py", "packaging/launcher", "src", "tests", "tools")


def commands(python: str, root: Path) -> dict[str, list[str]]:
    """Name of each check -> the command that makes it."""
    code = [name for name in CODE if (root / name).exists()]
    return {
        "ruff": [python, "-m", "ruff", "check", *code],
        "format": [python, "-m", "ruff", "format", "--check", *code],
        "mypy --strict": [python, "-m", "mypy", *code],
        "contracts": [python, "-c", CONTRACTS, "--no-logo"],
        "forms": [python, "-c", COMMAND_LINE, "check-forms"],
    }


def check_all(python: str, root: Path, environment: Mapping[str, str]) -> int:
    """Run every check, also after one failed; 0 when all passed, 1 otherwise."""
    failed = []
    for name, command in commands(python, root).items():
        started = time.monotonic()
        say(f"- {name}")
        if run(command, cwd=root, env=dict(environment), check=False).returncode:
            failed.append(name)
        say(f"  {time.monotonic() - started:.1f} s")
    say(f"check failed: {', '.join(failed)}" if failed else "check passed")
    return 1 if failed else 0
