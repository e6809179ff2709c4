"""Charts without end and says what is saved: `python charting_child.py CHART`.

After every acknowledged edit one line goes to standard output: the number of the edit. Every
tenth visit is signed, which is told as "signed VISIT". The parent kills this program.
"""

from __future__ import annotations

import sys
import threading
from dataclasses import replace
from pathlib import Path

from pt_chart.charting.errors import WorldError
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.visit import Visit
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.open import open_chart
from tests.fakes import THERAPIST
from tests.store.samples import PASSWORD, SIGNATURE, new_visit

COUNTER = FindingKey("counter")
EDITS_PER_VISIT = 10


def say(words: str) -> None:
    """One line, out at once."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def edit(chart: ChartFile, visit: Visit, number: int) -> Visit:
    """Queue an edit as the desk does, and wait for its acknowledgment."""
    told = threading.Event()
    answers: list[Visit | WorldError] = []

    def done(outcome: Visit | WorldError) -> None:
        answers.append(outcome)
        told.set()

    changed = visit.with_answers(
        {COUNTER: Answer(number), FindingKey(f"edit_{number % 40}"): Answer("x" * (number % 997))}
    )
    chart.queue_draft(changed, done)
    told.wait()
    (outcome,) = answers
    if isinstance(outcome, WorldError):
        raise outcome
    return outcome


def main() -> None:
    """Edit until killed, going on from the highest number in the chart."""
    chart = open_chart(Path(sys.argv[1]), THERAPIST.name, PASSWORD)
    number = int(str(chart.setting("begin", 0)))
    while True:
        visit = chart.save_draft(replace(new_visit(f"visit-{number}"), number=number + 1))
        for _ in range(EDITS_PER_VISIT):
            number += 1
            visit = edit(chart, visit, number)
            say(f"{visit.id} {number}")
        if number % 3 == 0:
            chart.sign(visit, SIGNATURE)
            say(f"{visit.id} signed")


if __name__ == "__main__":
    main()
