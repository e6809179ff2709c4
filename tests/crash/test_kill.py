"""Killed at any moment: every acknowledged edit is there on reopening, and the chart is sound."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pt_chart.store.open import create_chart, open_chart
from tests.crash.charting_child import COUNTER, EDITS_PER_VISIT
from tests.fakes import THERAPIST
from tests.store.samples import CHEAP, EPISODE, PASSWORD, PATIENT

KILLS = int(os.environ.get("PT_CHART_KILLS", "25"))
CHILD = Path(__file__).with_name("charting_child.py")
ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_no_acknowledged_edit_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "clinic.ptchart"
    chart = create_chart(path, THERAPIST, PASSWORD, cost=CHEAP)
    chart.save_patient(PATIENT)
    chart.save_episode(EPISODE)
    chart.close()
    dice = random.Random(20261121)  # noqa: S311 - when to kill, not a secret
    acknowledged = 0
    for kill in range(KILLS):
        told = _chart_until_killed(path, dice.uniform(0.0, 0.12))
        acknowledged += len(told)
        again = open_chart(path, THERAPIST.name, PASSWORD)
        for visit_id, words in told:
            visit = again.visit(visit_id)
            if words == "signed":
                assert visit.signed
            else:
                found = visit.answers[COUNTER].value
                assert isinstance(found, int)
                assert found >= int(words)
        again.check()
        again.save_setting("begin", (kill + 1) * 1_000_000 * EDITS_PER_VISIT)
        again.close()
    assert acknowledged > KILLS


def _chart_until_killed(path: Path, seconds: float) -> list[tuple[str, str]]:
    """Let a child chart; kill it so long after its first edit; what it had acknowledged."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    with subprocess.Popen(
        [sys.executable, str(CHILD), str(path)],
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    ) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline()]
        time.sleep(seconds)
        child.kill()
        lines += child.stdout.readlines()
    whole = [line.split() for line in lines if line.endswith("\n")]
    assert whole, "the child did not chart"
    return [(visit_id, words) for visit_id, words in whole]
