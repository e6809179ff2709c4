"""The window: ``python -m pt_chart`` and the desktop starter."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from pt_chart import bootstrap


def main() -> None:
    """Entry point of the desktop starter."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Open the window, or with ``demo --out`` write what it would show into a folder."""
    options = _parser().parse_args(arguments)
    demo = options.what == "demo"
    try:
        place = bootstrap.workplace(options.data_dir, demo=demo)
        if demo and options.reset:
            place.reset()
        if demo and (options.out or not _has_display()):
            return _showcase(place, options.out)
        from pt_chart.ui.shell.application import start

        return start(place, [])
    except bootstrap.WorldFailure as failure:
        print(failure, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pt-chart", description="Open the chart.")
    parser.add_argument("what", nargs="?", choices=("open", "demo"), default="open")
    parser.add_argument("--data-dir", type=Path, help="folder of the chart and settings")
    parser.add_argument("--out", type=Path, help="demo: write pictures and documents, then exit")
    parser.add_argument("--reset", action="store_true", help="demo: start with fresh people")
    return parser


def _has_display() -> bool:
    if sys.platform in {"win32", "darwin"}:
        return True
    if os.environ.get("QT_QPA_PLATFORM", "") in {"offscreen", "minimal"}:
        return False
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _showcase(place: bootstrap.LocalWorkplace, out: Path | None) -> int:
    if out is None:
        out = Path.cwd() / "pt-chart-demo"
        print(f"There is no display here: pictures and documents go to {out}")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from pt_chart.ui.showcase import write_showcase

    for written in write_showcase(place, out):
        print(f"wrote {written}")
    return 0
