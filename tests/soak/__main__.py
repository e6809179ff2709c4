"""`run.py soak [PARTS] [--kills N] [--flips N] [--seconds N]`: the chart under harm, for long."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.soak import clients, disk, flips, fuzz, imports, kills
from tests.soak.outcome import Outcome

PARTS = ("clients", "disk", "flips", "fuzz", "imports", "kills")


def main(arguments: Sequence[str]) -> int:
    """Run the parts and report; 1 when a fault was found."""
    parser = argparse.ArgumentParser(prog="run.py soak", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of: {', '.join(PARTS)}; all without a name")
    parser.add_argument("--kills", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=20261121, help="when to kill")
    parser.add_argument("--flips", type=int, default=500)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--files", type=int, default=100_000, help="fuzzed imports")
    parser.add_argument("--seconds", type=float, default=300, help="of two clients at a server")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write the report here as well")
    options = parser.parse_args(arguments)
    unknown = [part for part in options.parts if part not in PARTS]
    if unknown:
        parser.error(f"no part {', '.join(unknown)}; there are: {', '.join(PARTS)}")
    works: dict[str, Callable[[Path], Outcome]] = {
        "clients": lambda folder: clients.run(options.seconds, folder, options.seed),
        "disk": disk.run,
        "flips": lambda folder: flips.run(options.flips, folder),
        "fuzz": lambda folder: fuzz.run(options.inputs, folder),
        "imports": lambda folder: imports.run(options.files, folder),
        "kills": lambda folder: kills.run(options.kills, folder, options.seed),
    }
    lines: list[str] = []
    faults = 0
    for part in options.parts or PARTS:
        print(f"soaking: {part} ...", file=sys.stderr, flush=True)
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="pt-chart-soak-") as folder:
            outcome = works[part](Path(folder))
        faults += len(outcome.faults)
        told = [*outcome.lines(), f"  {time.monotonic() - begun:.0f} s"]
        print("\n".join(told), flush=True)
        lines += told
    if options.report:
        options.report.write_text("\n".join(lines) + "\n", "utf-8")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
