"""The store's one thread: calls in the order they came, each with an answer."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeAlias, TypeVar

from pt_chart.charting.errors import ChartClosed

T = TypeVar("T")
Job: TypeAlias = Callable[[], object]


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

    def call(self, work: Callable[[], T]) -> T:
        """Run ``work`` in its turn, wait, and return or raise what it did.

        On the store's own thread it runs at once.

        Raises:
            ChartClosed: the thread was stopped.
        """
        if self.is_current:
            return work()
        answer: Future[T] = Future()

        def job() -> None:
            try:
                answer.set_result(work())
            except BaseException as error:  # noqa: BLE001 - raised again in the caller
                answer.set_exception(error)

        self.post(job)
        return answer.result()

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
