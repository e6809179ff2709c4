"""The loop that feeds fuzzed input: each answered in time, without a crash, in bounded memory."""

from __future__ import annotations

import random
import resource
import signal
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from tests.soak.outcome import Outcome

HANG_S = 10
GROWTH_MIB = 256
"""What all readers together may take beyond what they had after the first thousand inputs."""
_SETTLED = 1000
Look = Callable[[bytes], str]
"""Takes an input in and says in a word or two how it went; what it raises is a fault."""


def feed(
    title: str, inputs: int, folder: Path, given: Callable[[int], tuple[str, bytes, Look]]
) -> Outcome:
    """Feed so many inputs; a crash, a hang or memory without bound is a fault.

    ``given`` tells of each number the name of the reader, the input, and how to read it. An input
    that was a fault is kept in the folder.
    """
    outcome = Outcome(title)
    signal.signal(signal.SIGALRM, _hung)
    settled = 0
    for number in range(inputs):
        name, content, look = given(number)
        signal.alarm(HANG_S)
        try:
            outcome.add(f"{name} {look(content)}")
        except Exception as error:  # noqa: BLE001 - whatever it was is the finding
            place = folder / f"fault-{number}"
            place.write_bytes(content)
            outcome.faults.append(f"{name} {place.name}: {type(error).__name__}: {error}"[:300])
        finally:
            signal.alarm(0)
        if number == min(_SETTLED, inputs // 2):
            settled = _peak_mib()
    grown = _peak_mib() - settled
    outcome.add("MiB grown", grown)
    if grown > GROWTH_MIB:
        outcome.faults.append(f"memory grew by {grown} MiB")
    return outcome


def mutated(source: bytes, dice: random.Random) -> bytes:
    """Bytes changed, taken out, doubled, or pieces put in; sometimes cut short."""
    content = bytearray(source)
    for _ in range(dice.choice((1, 1, 1, 2, 4, 12))):
        at = dice.randrange(len(content) + 1)
        match dice.randrange(5):
            case 0 if at < len(content):
                content[at] = dice.randrange(256)
            case 1:
                del content[at : at + dice.choice((1, 3, 30))]
            case 2:
                content[at:at] = dice.choice(_PIECES)
            case 3:
                content[at:at] = content[at : at + dice.choice((2, 20, 200))]
            case _:
                if dice.random() < 0.2:
                    del content[at:]
    return bytes(content)


_PIECES = (
    b"nan", b"1e999", b"-", b"\x00", b"\xff\xfe", b"'''", b'"', b"[[", b"]]", b"{", b"}", b"=",
    b"true", b"null", b"9" * 400, b"[" * 3000, "\u202e\U0001f600".encode(), b"../../x", b"\r\n",
    b"id", b"version", b"findings", b"kind = ", b"\\u0000", b"\\ud800",
)  # fmt: skip


def _hung(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"no answer in {HANG_S} seconds")


def _peak_mib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
