"""The arithmetic and the report of the benchmark harness."""

import itertools
import json
from pathlib import Path

import pytest

from tests.benchmarks import __main__ as bench
from tests.benchmarks import report
from tests.benchmarks.measure import Measure, in_turns, milliseconds

OURS = Measure(
    "opening",
    (30.0, 10.0, 20.0),
    peer="a bare window",
    peer_samples=(8.0, 10.0, 12.0),
    aim_ratio=2.5,
)


def test_medians_and_ratio() -> None:
    assert OURS.median == pytest.approx(20)
    assert OURS.peer_median == pytest.approx(10)
    assert OURS.ratio == pytest.approx(2)


@pytest.mark.parametrize(("count", "expected"), [(1, 1), (20, 19), (100, 95), (101, 96)])
def test_p95_is_the_nearest_rank(count: int, expected: int) -> None:
    assert Measure("x", tuple(float(n) for n in range(count, 0, -1))).p95 == expected


@pytest.mark.parametrize(
    ("aim_ratio", "aim_p95", "verdict"),
    [
        (2.0, None, "met"),
        (1.9, None, "MISSED"),
        (None, 30.0, "met"),
        (None, 29.9, "MISSED"),
        (2.0, 29.9, "MISSED"),
        (None, None, ""),
    ],
)
def test_verdict(aim_ratio: float | None, aim_p95: float | None, verdict: str) -> None:
    measure = Measure("x", OURS.samples, "y", OURS.peer_samples, aim_ratio, aim_p95)
    assert measure.verdict == verdict


def test_samples_are_taken_in_turns_after_the_warm_up() -> None:
    counter = itertools.count()
    ours, peer = in_turns(lambda: float(next(counter)), lambda: float(next(counter)), 3, 1)
    assert ours == (2.0, 4.0, 6.0)
    assert peer == (3.0, 5.0, 7.0)


def test_a_call_is_timed_once() -> None:
    calls: list[int] = []
    assert milliseconds(lambda: calls.append(1)) >= 0
    assert calls == [1]


def test_the_table_names_everything() -> None:
    head, rule, row = report.table([OURS]).splitlines()
    assert head.startswith("what")
    assert set(rule) == {"-", " "}
    for text in ("opening", "2.00 x", "<= 2.5 x", "met", "20.00", "a bare window", "10.00"):
        assert text in row


def test_the_file_holds_every_sample(tmp_path: Path) -> None:
    report.write(tmp_path / "b.json", [OURS])
    (measure,) = json.loads((tmp_path / "b.json").read_text())["measures"]
    assert measure["samples_ms"] == [30.0, 10.0, 20.0]
    assert measure["ratio"] == 2


def test_benchmarks_are_found_by_their_file_names(tmp_path: Path) -> None:
    (tmp_path / "bench_start.py").touch()
    (tmp_path / "measure.py").touch()
    assert bench.names(tmp_path) == ["start"]


def test_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        bench.main(["no-such"])
    assert caught.value.code == 2
    assert "no benchmark no-such" in capsys.readouterr().err
