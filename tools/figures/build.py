"""Build the figures under ``resources/figures``.

    python tools/figures/build.py                 everything
    python tools/figures/build.py exercises/glute_bridge body/neutral
    python tools/figures/build.py --sheets        contact sheets in docs/figures as well

A name selects every job that starts with it. Needs numpy, scipy, scikit-image, shapely and numba
(packaging/requirements/design.txt); contact sheets also need PySide6 and pillow.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tools.figures.chart_views import VIEWS  # noqa: E402
from tools.figures.charts import CHART_BODIES, build_chart  # noqa: E402
from tools.figures.compose import compose, index_entry  # noqa: E402
from tools.figures.figure_files import FigureFileError, read_figures  # noqa: E402
from tools.figures.index_file import read_index, write_index  # noqa: E402
from tools.figures.overlays import build_overlays  # noqa: E402

OUTPUT = ROOT / "resources" / "figures"
WORKERS = 2
MISS_WORTH_TELLING = 3.0


def all_jobs() -> list[str]:
    """Names of everything that can be built."""
    charts = [f"body/{body}/{view}" for body in CHART_BODIES for view in VIEWS]
    return charts + list(read_figures())


def run_job(name: str, output: Path = OUTPUT) -> tuple[str, dict[str, Any] | None, str]:
    """Build one job; its name, its index entry (figures only) and a remark."""
    if name.startswith("body/"):
        _, body, view = name.split("/")
        build_chart(body, view, output / "body" / body)
        build_overlays(body, view, output / "body" / body)
        return name, None, ""
    built = compose(read_figures()[name])
    folder = output / name
    folder.mkdir(parents=True, exist_ok=True)
    for frame, text in built.frames.items():
        (folder / f"{frame}.svg").write_text(text, encoding="utf-8")
    largest = max(len(t) for t in built.frames.values())
    remark = f"{largest / 1000:.1f} kB"
    if built.miss > MISS_WORTH_TELLING:
        remark += f", a goal missed by {built.miss:.1f} cm"
    return name, index_entry(built), remark


def _selected(names: Iterable[str]) -> list[str]:
    jobs = all_jobs()
    wanted = list(names)
    unknown = [n for n in wanted if not any(j.startswith(n) for j in jobs)]
    if unknown:
        raise SystemExit(f"no figure starts with: {', '.join(unknown)}")
    return [j for j in jobs if not wanted or any(j.startswith(n) for n in wanted)]


def main(arguments: list[str] | None = None) -> int:
    """Run the jobs with progress; 0 when all were built."""
    parser = argparse.ArgumentParser(description="Build the figures.")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--sheets", action="store_true", help="also draw the contact sheets")
    options = parser.parse_args(arguments)
    try:
        jobs = _selected(options.names)
    except FigureFileError as error:
        print(error, file=sys.stderr)
        return 2
    start = time.monotonic()
    drawn: dict[str, Any] = {}
    with ProcessPoolExecutor(WORKERS) as pool:
        futures = [pool.submit(run_job, job) for job in jobs]
        for count, future in enumerate(as_completed(futures), start=1):
            name, entry, remark = future.result()
            if entry is not None:
                drawn[name] = entry
            print(f"[{count}/{len(jobs)}] {name} {remark}", flush=True)
    # read only now, so that another build that ended meanwhile keeps its entries
    index = {**read_index(OUTPUT / "index.toml"), **drawn}
    known = set(read_figures())
    write_index(OUTPUT / "index.toml", {k: v for k, v in index.items() if k in known})
    if options.sheets:
        from tools.figures.sheets import draw_sheets

        draw_sheets(OUTPUT, ROOT / "docs" / "figures")
    print(f"{len(jobs)} jobs in {time.monotonic() - start:.0f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
