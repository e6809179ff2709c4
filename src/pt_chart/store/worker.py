"""The store's one thread: calls in the order they came, each with an answer."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import Generic, TypeAlias, TypeVar

from pt_chart.charting.errors import ChartClosed, ServerLost, ServerUnsure, WorldError
from pt_chart.charting.ports import Late

T = TypeVar("T")
Job: TypeAlias = Callable[[], object]

_NOT_DONE = (
    "The clinic's server does not answer in time: nothing of this was done.",
    "Try it again in a moment. What you typed in a visit is kept on this workstation.",
)
_UNSURE = (
    "The clinic's server has not answered yet: this may still be stored.",
    "Its answer is told here when it comes; until then look before you repeat it.",
)


class StoreThread:
    """Runs jobs one after another on a thread of its own.

    A job that raises does not stop the thread: the error goes to `threading.excepthook`, where
    the crash report is made.
    """

    def __init__(self) -> None:
        """Start the thread. It is a daemon: a program that ends without `stop` is not held up."""
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._guard = threading.Lock()
        self._stopped = False
        self._hurried: threading.Thread | None = None
        self._seconds = 0.0
        self._late: Late = _nobody
        self._overdue = False
        """Somebody was not answered in time, and no job has ended since."""
        self._thread = threading.Thread(target=self._run, name="chart store", daemon=True)
        self._thread.start()

    @property
    def is_current(self) -> bool:
        """Whether the caller is on this thread."""
        return threading.current_thread() is self._thread

    def post(self, job: Job) -> None:
        """Run a job when its turn comes.

        Raises:
            ChartClosed: the thread was stopped; the job would wait for ever.
        """
        with self._guard:
            if self._stopped:
                raise ChartClosed
            self._jobs.put(job)

    def hurry(self, seconds: float, late: Late) -> None:
        """See `ChartStore.hurry`."""
        self._seconds, self._late = seconds, late
        self._hurried = threading.current_thread()

    def call(self, work: Callable[[], T], *, changes: bool = False) -> T:
        """Run ``work`` in its turn, wait, and return or raise what it did.

        On the store's own thread it runs at once. ``changes``: it may store something.

        Raises:
            ChartClosed: the thread was stopped.
            ServerLost: a hurried thread was not answered in time; nothing was changed.
            ServerUnsure: the same, and what was asked may still be stored.
        """
        if self.is_current:
            return work()
        asked = _Asked(work)
        if threading.current_thread() is not self._hurried:
            self.post(asked.answer)
            return asked.answered.result()
        if self._overdue:
            raise ServerLost(*_NOT_DONE)
        self.post(asked.answer)
        wait((asked.answered,), self._seconds)
        if asked.answered.done():
            return asked.answered.result()
        self._overdue = True
        if asked.give_up(self._late if changes else _nobody) and changes:
            raise ServerUnsure(*_UNSURE)
        raise ServerLost(*_NOT_DONE)

    def stop(self) -> None:
        """Finish the jobs that wait and end the thread."""
        with self._guard:
            self._stopped = True
            self._jobs.put(None)
        if not self.is_current:
            self._thread.join()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                job()
            except Exception as error:  # noqa: BLE001 - reported, and the thread lives on
                hook = threading.ExceptHookArgs(
                    (type(error), error, error.__traceback__, self._thread)
                )
                threading.excepthook(hook)
            self._overdue = False


class _Asked(Generic[T]):
    """A call that somebody waits for, or gave up."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._given_up = False
        self.answered: Future[T] = Future()

    def answer(self) -> None:
        """Do it, unless it was given up before its turn.

        Raises:
            Exception: a fault of ours, where nobody waits any more to hear of it.
        """
        if not self.answered.set_running_or_notify_cancel():
            return
        try:
            self.answered.set_result(self._work())
        except BaseException as error:
            self.answered.set_exception(error)
            if self._given_up and not isinstance(error, WorldError):
                raise

    def give_up(self, late: Late) -> bool:
        """Wait no longer; whether it may still be done. ``late`` hears how it ended."""
        self._given_up = True
        if self.answered.cancel():
            return False

        def told(answered: Future[T]) -> None:
            error = answered.exception()
            if error is None or isinstance(error, WorldError):
                late(error)

        self.answered.add_done_callback(told)
        return True


def _nobody(_outcome: WorldError | None) -> None:
    """Nobody hears of late answers."""
