"""Slow work tells how far it is, and ends when it is asked to."""

from __future__ import annotations

import pytest

from pt_chart.charting.progress import Cancelled, Progress


def test_counts_are_told_in_words() -> None:
    told: list[str] = []
    progress = Progress(told.append)
    assert list(progress.count("Comparing:", range(1200), 1200)) == list(range(1200))
    assert told == ["Comparing:", "Comparing: 500 of 1,200", "Comparing: 1,000 of 1,200"]


def test_stopping_ends_the_work_at_the_next_count() -> None:
    progress, done = Progress(), []

    def work() -> None:
        for item in progress.count("Looking:", range(5000)):
            done.append(item)
            if item == 700:
                progress.stop()

    with pytest.raises(Cancelled):
        work()
    assert done == list(range(1000))
    with pytest.raises(Cancelled):
        progress.say("Storing")
