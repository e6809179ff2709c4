"""The checklist in a process of its own, so that a window does not wait for seconds of counting.

The process gets the PDF through a pipe, writes no file, answers once and ends.
"""

from __future__ import annotations

import contextlib
import multiprocessing
from multiprocessing.connection import Connection

from pt_chart.charting.documents_port import HandoutVerdict, NoVerdict
from pt_chart.documents.drawing_process import limit_memory

LONGEST_S = 60.0
"""Seconds after which no answer is expected any more; it takes two or three."""


def judged_apart(pdf: bytes) -> HandoutVerdict:
    """The checklist's verdict on a handout, from a process that ends with its answer.

    Raises:
        NoVerdict: the process did not start, took too long, or met no handout.
    """
    start = multiprocessing.get_context("spawn")
    ours, theirs = start.Pipe()
    process = start.Process(target=serve, args=(theirs,), daemon=True)
    try:
        process.start()
        theirs.close()
        ours.send_bytes(pdf)
        if not ours.poll(LONGEST_S):
            raise NoVerdict("The checklist took too long.")
        answer = ours.recv()
    except (OSError, EOFError) as ended:
        raise NoVerdict("The checklist could not be gone through.") from ended
    finally:
        ours.close()
        if process.pid is not None:
            process.kill()
            process.join()
    if not isinstance(answer, HandoutVerdict):
        raise NoVerdict(str(answer))
    return answer


def serve(pipe: Connection) -> None:
    """Judge the PDF that comes through the pipe and answer once."""
    limit_memory()
    with contextlib.suppress(OSError, EOFError):
        pipe.send(verdict_on(pipe.recv_bytes()))


def verdict_on(pdf: bytes) -> HandoutVerdict | str:
    """The verdict in words for a screen; why not, where the bytes are no handout."""
    from pt_chart.documents.checking import NotAHandout, Outcome, Weight, check_handout

    try:
        report = check_handout(pdf)
    except NotAHandout as reason:
        return str(reason)

    def failed(weight: Weight) -> tuple[str, ...]:
        return tuple(
            f"{one.item} {one.title}: {fault}"
            for one in report.with_outcome(Outcome.FAIL, weight)
            for fault in one.faults[:2]
        )

    return HandoutVerdict(
        held=len(report.with_outcome(Outcome.PASS)),
        items=len(report.results) - len(report.with_outcome(Outcome.UNKNOWN)),
        must=failed(Weight.MUST),
        should=failed(Weight.SHOULD),
        unknown=tuple(
            f"{one.item} {one.title}: {one.reason}" for one in report.with_outcome(Outcome.UNKNOWN)
        ),
    )
