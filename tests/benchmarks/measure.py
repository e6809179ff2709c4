"""One measured thing: its samples, what it is held against, and what is aimed at."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """Samples of one thing and of its peer, taken in one run on one machine.

    Attributes:
        name: what was measured.
        samples: our durations in milliseconds.
        peer: what it is held against, in words; "" when it stands alone.
        peer_samples: the peer's durations in milliseconds, taken in turns with ours.
        aim_ratio: the ratio of the medians that is aimed at.
        aim_p95: the 95th percentile in milliseconds that is aimed at.
        note: how to read it, if that is not plain.
    """

    name: str
    samples: tuple[float, ...]
    peer: str = ""
    peer_samples: tuple[float, ...] = ()
    aim_ratio: float | None = None
    aim_p95: float | None = None
    note: str = ""

    @property
    def median(self) -> float:
        """Our median in milliseconds."""
        return statistics.median(self.samples)

    @property
    def p95(self) -> float:
        """Our 95th percentile in milliseconds (nearest rank)."""
        ordered = sorted(self.samples)
        return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]

    @property
    def peer_median(self) -> float | None:
        """The peer's median in milliseconds."""
        return statistics.median(self.peer_samples) if self.peer_samples else None

    @property
    def ratio(self) -> float | None:
        """Our median over the peer's."""
        return self.median / self.peer_median if self.peer_median else None

    @property
    def verdict(self) -> str:
        """Whether the aim is met; "" where nothing is aimed at."""
        met = []
        if self.aim_ratio is not None and self.ratio is not None:
            met.append(self.ratio <= self.aim_ratio)
        if self.aim_p95 is not None:
            met.append(self.p95 <= self.aim_p95)
        if not met:
            return ""
        return "met" if all(met) else "MISSED"


def milliseconds(action: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1000


def in_turns(
    ours: Callable[[], float], peer: Callable[[], float], rounds: int, warm_up: int = 1
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Samples of both, taken in turns, so that whatever else the machine does hits both alike.

    Args:
        ours: takes one sample of ours, in milliseconds.
        peer: takes one sample of the peer.
        rounds: how many samples of each are kept.
        warm_up: how many of each are thrown away first.
    """
    pairs = [(ours(), peer()) for _ in range(warm_up + rounds)][warm_up:]
    return tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs)
