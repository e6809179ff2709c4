"""`run.py bench [NAMES] [--json FILE]`: runs tests/benchmarks/bench_NAME.py, each in its turn."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks import report
from tests.benchmarks.measure import Measure

FOLDER = Path(__file__).parent


def names(folder: Path = FOLDER) -> list[str]:
    """Every benchmark that there is."""
    return sorted(path.stem.removeprefix("bench_") for path in folder.glob("bench_*.py"))


def run(wanted: Sequence[str]) -> list[Measure]:
    """Run some benchmarks, saying which one is at work."""
    measures: list[Measure] = []
    for name in wanted:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        module = importlib.import_module(f"tests.benchmarks.bench_{name}")
        measures += module.run()
    return measures


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table, and write the file; 2 for an unknown name."""
    parser = argparse.ArgumentParser(prog="run.py bench", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of: {', '.join(names())}; all without a name")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here as well")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.names if name not in names()]
    if unknown:
        parser.error(f"no benchmark {', '.join(unknown)}; there are: {', '.join(names())}")
    measures = run(options.names or names())
    print(report.table(measures))
    if options.json:
        report.write(options.json, measures)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
