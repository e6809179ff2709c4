"""Prints measures as a table and writes them as JSON."""

import json
import os
import platform
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.measure import Measure

HEAD = ("what", "ratio", "aim", "", "median ms", "p95 ms", "n", "against", "its median ms")


def table(measures: Sequence[Measure]) -> str:
    """Ratios first, absolute figures beside them."""
    rows = [HEAD, *(cells(measure) for measure in measures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    lines += [f"{measure.name}: {measure.note}" for measure in measures if measure.note]
    return "\n".join(lines)


def cells(measure: Measure) -> tuple[str, ...]:
    """One row of the table."""
    aims = []
    if measure.aim_ratio is not None:
        aims.append(f"<= {measure.aim_ratio:g} x")
    if measure.aim_p95 is not None:
        aims.append(f"p95 <= {measure.aim_p95:g} ms")
    return (
        measure.name,
        "" if measure.ratio is None else f"{measure.ratio:.2f} x",
        ", ".join(aims),
        measure.verdict,
        f"{measure.median:.2f}",
        f"{measure.p95:.2f}",
        str(len(measure.samples)),
        measure.peer,
        "" if measure.peer_median is None else f"{measure.peer_median:.2f}",
    )


def as_data(measures: Sequence[Measure]) -> dict[str, Any]:
    """Everything, with what machine it was, for a file."""
    return {
        "machine": {
            "system": platform.platform(),
            "python": platform.python_version(),
            "processors": os.cpu_count(),
        },
        "measures": [
            {
                "name": measure.name,
                "median_ms": measure.median,
                "p95_ms": measure.p95,
                "samples_ms": list(measure.samples),
                "peer": measure.peer,
                "peer_median_ms": measure.peer_median,
                "peer_samples_ms": list(measure.peer_samples),
                "ratio": measure.ratio,
                "aim_ratio": measure.aim_ratio,
                "aim_p95_ms": measure.aim_p95,
                "verdict": measure.verdict,
                "note": measure.note,
            }
            for measure in measures
        ],
    }


def write(path: Path, measures: Sequence[Measure]) -> None:
    """Write all measures as JSON."""
    path.write_text(json.dumps(as_data(measures), indent=1) + "\n", encoding="utf-8")
