"""Shows what set-up is doing, and runs the programs that do it."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path


def say(text: str) -> None:
    """Print one line at once, also when the output is a pipe."""
    print(text, flush=True)


class Step:
    """One step of the set-up, with a heading, a live last line on a terminal, and its duration."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.started = time.monotonic()
        self.live = sys.stdout.isatty()
        say(f"- {title} ...")

    def show(self, line: str) -> None:
        """Show the newest line of the running program in place; only on a terminal."""
        if self.live and line.strip():
            width = shutil.get_terminal_size().columns - 1
            print("\r\x1b[2K" + f"  {line.strip()}"[:width], end="", flush=True)

    def done(self) -> None:
        """Say how long the step took."""
        if self.live:
            print("\r\x1b[2K", end="")
        say(f"  done in {time.monotonic() - self.started:.1f} s")


def run_quietly(
    command: Sequence[str],
    step: Step,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> tuple[int, str]:
    """Run a program, showing its last line only.

    Returns:
        Its exit code and everything that it printed (both streams, in order).
    """
    lines: list[str] = []
    with subprocess.Popen(
        list(command),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        cwd=folder,
        env=dict(environment) if environment is not None else None,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            lines.append(line)
            step.show(line)
    return process.returncode, "".join(lines)


def become(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Hand over to a program for good: on POSIX this process becomes it, elsewhere it waits."""
    sys.stdout.flush()
    if os.name == "posix":
        os.execve(command[0], list(command), dict(environment))
    return subprocess.run(list(command), env=dict(environment), check=False).returncode
