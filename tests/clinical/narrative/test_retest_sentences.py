"""A re-test in the note says what was tested again, level and side with it."""

from __future__ import annotations

from dataclasses import replace

from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.narrative.plan_told import treatment_sentences
from pt_chart.clinical.sides import Side
from pt_chart.clinical.within_visit import Retest, WithinVisit
from tests.clinical.narrative.given import NOW, case, visit

R = Side.RIGHT


def test_the_level_of_a_re_tested_grid_is_told() -> None:
    shown = visit({"myotome@right#L5": "4", "myotome@right#S1": "4+", "slr_angle@right": 48})
    keys: dict[FindingKey, Value] = {
        FindingKey("myotome", R, "L5"): "4+",
        FindingKey("myotome", R, "S1"): "5",
        FindingKey("slr_angle", R): 60,
    }
    retests = tuple(Retest(key, value, "Nerve slider LEFT", NOW) for key, value in keys.items())
    within = WithinVisit(signs=tuple(keys), retests=retests)
    told = [s.text for s in treatment_sentences(case(replace(shown, within=within)))]
    assert told[:2] == [
        "Re-test, strength L5 RIGHT: 4 before, 4+ after nerve slider LEFT.",
        "Re-test, strength S1 RIGHT: 4+ before, 5 after nerve slider LEFT.",
    ]
    assert "RIGHT: 48° before, 60° after" in told[2]
