"""The commands of run.py."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from launcher import checks, locks, outside
from launcher.environment import Environment
from launcher.problems import SetupProblem
from launcher.progress import become, say

ROOT = Path(__file__).resolve().parents[2]
RUN = ("runtime", "build")
TEST = (*RUN, "test", "design")

USAGE = """usage: python3 run.py [COMMAND]

  (nothing)              open the program
  demo                   open the demo clinic: invented people, own folder, kept between runs
  demo --reset           the same, made anew
  demo --out DIR         write screenshots and all documents of the demo clinic into DIR, and exit
  cli ARGS...            the command line, as `pt-chart ARGS...`
  test [PYTEST ARGS]     run the tests
  test --without-qt ...  run every test that draws no window, in an environment without PySide6
  check                  ruff, format, mypy --strict, import contracts, forms
  soak [PARTS] [--kills N]      harm the chart for long: kills, full disk, lost server, bad input
  bench [NAMES] [--json FILE]   measure: start, panel, handout, ...

Before the command:
  --dev                  run from src/ (changes are seen at once); stays so until --wheel
  --wheel                run the installed wheel, as on a therapist's computer (the default)

The first run sets up a folder .venv beside run.py; PT_CHART_VENV names another place for it.
PT_CHART_INSTALLER=pip leaves uv aside."""


def main(arguments: list[str]) -> int:
    """Carry out one command line; returns the exit code."""
    try:
        return carry_out(arguments)
    except SetupProblem as problem:
        print(f"run.py: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nrun.py: stopped. The next run goes on where this one was.", file=sys.stderr)
        return 130


def carry_out(arguments: list[str]) -> int:
    """Find the command and hand it the rest of the line."""
    rest = list(arguments)
    editable: bool | None = None
    while rest and rest[0] in ("--dev", "--wheel"):
        editable = rest.pop(0) == "--dev"
    name = rest.pop(0) if rest else "open"
    if name in ("-h", "--help", "help"):
        print(USAGE)
        return 0
    known: dict[str, Callable[[list[str], bool | None], int]] = {
        "open": open_program,
        "demo": demo,
        "cli": command_line,
        "test": test,
        "check": check,
        "soak": soak,
        "bench": bench,
    }
    if name not in known:
        print(f"run.py: there is no command {name!r}.\n\n{USAGE}", file=sys.stderr)
        return 2
    return known[name](rest, editable)


def open_program(arguments: list[str], editable: bool | None) -> int:
    """Open the window on this therapist's own charts."""
    if not has_display():
        raise SetupProblem(
            "There is no display here, so the window cannot be shown.",
            "Run it on a desktop, or see the program in pictures: python3 run.py demo --out DIR",
        )
    outside.provide(outside.FOR_WINDOW, required=outside.FOR_WINDOW)
    return start([*prepared(RUN, editable), "-m", "pt_chart", *arguments])


def demo(arguments: list[str], editable: bool | None) -> int:
    """Open the demo clinic, or write it out as pictures and documents."""
    extra = os.environ.copy()
    writes_out = any(word == "--out" or word.startswith("--out=") for word in arguments)
    if not writes_out and not has_display():
        folder = ROOT / "demo-output"
        say(f"There is no display here: writing screenshots and documents to {folder} instead.")
        arguments = [*arguments, "--out", str(folder)]
        writes_out = True
    if writes_out:
        extra["QT_QPA_PLATFORM"] = "offscreen"
    needed = outside.FOR_PICTURES if writes_out else outside.FOR_WINDOW
    outside.provide(needed, required=needed)
    return start([*prepared(RUN, editable), "-m", "pt_chart", "demo", *arguments], extra)


def command_line(arguments: list[str], editable: bool | None) -> int:
    """Pass everything on to pt-chart."""
    return start([*prepared(RUN, editable), "-c", checks.COMMAND_LINE, *arguments])


def test(arguments: list[str], editable: bool | None) -> int:
    """Run pytest on the installed wheel."""
    offscreen = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    os.chdir(ROOT)
    if "--without-qt" in arguments:
        arguments = [word for word in arguments if word != "--without-qt"]
        outside.provide(("jdk", "jaxb"))
        python = prepared(TEST, editable, without_qt=True)
        return start([*python, "-m", "pytest", "-p", "no:pytest-qt", *arguments], offscreen)
    outside.provide(outside.FOR_TESTS)
    return start([*prepared(TEST, editable), "-m", "pytest", *arguments], offscreen)


def check(arguments: list[str], editable: bool | None) -> int:
    """Run every static check."""
    if arguments:
        raise SetupProblem(f"check takes no arguments, but got {' '.join(arguments)}.", USAGE)
    (python,) = prepared(TEST, editable)
    return checks.check_all(python, ROOT, os.environ)


def bench(arguments: list[str], editable: bool | None) -> int:
    """Measure; the benchmarks themselves are in tests/benchmarks."""
    outside.provide((*outside.FOR_WINDOW, *outside.FOR_BENCH), required=outside.FOR_PICTURES)
    os.chdir(ROOT)
    return start([*prepared((*TEST, "bench"), editable), "-m", "tests.benchmarks", *arguments])


def soak(arguments: list[str], editable: bool | None) -> int:
    """Harm charts and see what they lose; the parts are in tests/soak."""
    os.chdir(ROOT)
    return start([*prepared(TEST, editable), "-m", "tests.soak", *arguments])


def prepared(
    layers: tuple[str, ...], editable: bool | None, *, without_qt: bool = False
) -> list[str]:
    """The interpreter of an environment that holds these layers, as the start of a command."""
    environment = Environment(
        ROOT,
        environment_folder("-without-qt" if without_qt else ""),
        without=locks.QT_PACKAGES if without_qt else (),
        offer_venv_package=outside.install_venv_package,
    )
    environment.prepare(layers, editable)
    return [str(environment.python)]


def environment_folder(suffix: str) -> Path:
    """Where the environment goes: PT_CHART_VENV, or .venv beside run.py."""
    chosen = os.environ.get("PT_CHART_VENV")
    base = Path(chosen).expanduser().absolute() if chosen else ROOT / ".venv"
    return base.with_name(base.name + suffix)


def has_display() -> bool:
    """Whether a window could be seen by somebody."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform.split(":")[0] in ("offscreen", "minimal"):
        return False
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def start(command: list[str], environment: dict[str, str] | None = None) -> int:
    """Hand over to the program."""
    return become(command, os.environ if environment is None else environment)
