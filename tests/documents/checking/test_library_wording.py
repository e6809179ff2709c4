"""Steps of every exercise that a patient may be given, judged as they would be on paper."""

from __future__ import annotations

from dataclasses import replace

from pt_chart import bootstrap
from pt_chart.documents.checking.paper import Paper
from pt_chart.documents.checking.registry import all_checks
from tests.documents.checking import papers

WORDING = {1, 2, 3, 6, 8, 9, 10}


def test_every_exercise_of_the_library_can_be_printed_as_it_is() -> None:
    checks = [check for check in all_checks() if check.item in WORDING]
    assert len(checks) == len(WORDING)
    faults = []
    for one in bootstrap.definitions().library.exercises.values():
        if one.kind == "clinic_only" or len(one.steps) < 2:
            continue
        steps = tuple(
            step.replace("{your_side}", "your right").replace("{your_other_side}", "your left")
            for step in one.steps
        )
        changed = papers.with_first(steps=steps)
        paper = Paper(papers.printed(replace(changed, exercises=changed.exercises[:1])))
        for check in checks:
            faults += [f"{one.id} {check.item}: {fault}" for fault in check.run(paper).faults]
    assert faults == []
