"""The installation looks at itself: `pt-chart self-test`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pt_chart.bootstrap.problems import WorldFailure
from pt_chart.bootstrap.scripts import assess, handout
from pt_chart.bootstrap.shipped import definitions, figures

if TYPE_CHECKING:
    from pt_chart.clinical.casefile import Case


def self_test() -> Iterator[tuple[str, str]]:
    """Names of checks with what failed ("" = fine): this installation's own parts at work."""
    checks: dict[str, Callable[[], object]] = {
        "clinical content": definitions,
        "figures": figures,
        "reasoning": _reason_once,
        "encrypted chart": _chart_once,
        "printing": _print_once,
    }
    for name, check in checks.items():
        failed = ""
        try:
            check()
        except Exception as error:  # noqa: BLE001 - whatever fails here is the finding
            failed = f"{type(error).__name__}: {error}"
        yield name, failed


def _small_case() -> Case:
    from pt_chart.clinical.casefile import read_case as read

    exercise = {"exercise": "sciatic_slider_seated", "side": "right"}
    case = {"version": 1, "side": "right", "findings": [], "program": [exercise]}
    return read(case, definitions().vocabulary)


def _reason_once() -> None:
    if assess(_small_case()).knowledge != definitions().knowledge.stamp:
        raise WorldFailure("the assessment names other knowledge")


def _print_once() -> None:
    if not handout(_small_case(), paper="letter").pdf.startswith(b"%PDF-"):
        raise WorldFailure("no PDF came out")


def _chart_once() -> None:
    from pt_chart.store.self_test import open_and_close

    open_and_close()
