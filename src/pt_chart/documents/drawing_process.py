"""Pages of foreign PDFs are drawn in a process of its own, which is ended when it takes too long.

A few thousand bytes can ask for more drawing than a lifetime holds, in ways that no list of them
is complete for, and a thread that draws cannot be stopped. The process gets one PDF at a time
through a pipe, writes no file, may take so much memory, and ends by itself soon after the last one.
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import threading
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from pt_chart.charting.attachments import AttachmentRefused

DRAWING_S = 15.0
"""Seconds that one page may take (our default)."""
STARTING_S = 90.0
"""Seconds until the process has to be ready; it takes less than one on a machine that is idle."""
RESTING_S = 20.0
"""Seconds after which the process ends when nothing is asked, and with it what it had in memory."""
MOST_MEMORY = 3 * 1024**3
TALLEST = 6_000
AGAIN = "Save or scan it once more; a printed copy can be scanned."
TOO_LONG = "The page takes too long to draw."
_DRAWN, _REFUSED = b"d", b"r"


class DrawingProcess:
    """The process, started when it is needed; for any thread."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def picture(self, content: bytes, number: int, width: int) -> bytes:
        """A page as PNG, ``width`` pixels wide.

        Raises:
            AttachmentRefused: there is no such page, it cannot be drawn, or it takes too long.
        """
        with self._one_at_a_time:
            try:
                answer = self._asked(content, number, width)
            except (OSError, EOFError) as ended:
                self.end()
                raise AttachmentRefused("This page cannot be shown.", AGAIN) from ended
            except AttachmentRefused:
                self.end()
                raise
        if answer[:1] != _DRAWN:
            raise AttachmentRefused("This page cannot be shown.", AGAIN)
        return answer[1:]

    def end(self) -> None:
        """End the process, wherever it is."""
        process, self._process = self._process, None
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            pipe.close()
        if process is not None:
            process.kill()
            process.join()

    def _asked(self, content: bytes, number: int, width: int) -> bytes:
        pipe = self._ready()
        pipe.send((number, width))
        pipe.send_bytes(content)
        if not pipe.poll(DRAWING_S):
            raise AttachmentRefused(TOO_LONG, AGAIN)
        return pipe.recv_bytes()

    def _ready(self) -> Connection:
        """The pipe to a process that waits for a page; a new one where none does.

        Raises:
            AttachmentRefused: it does not start.
        """
        if self._pipe is not None and self._process is not None and self._greets(self._pipe):
            return self._pipe
        self.end()
        start = multiprocessing.get_context("spawn")
        self._pipe, theirs = start.Pipe()
        self._process = start.Process(target=serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        if not self._pipe.poll(STARTING_S):
            raise AttachmentRefused("The page cannot be drawn just now.", "Try once more.")
        self._pipe.recv_bytes()
        return self._pipe

    @staticmethod
    def _greets(pipe: Connection) -> bool:
        """Whether the process is still there: it says so when asked for nothing."""
        try:
            pipe.send(None)
            return pipe.poll(RESTING_S) and bool(pipe.recv_bytes())
        except (OSError, EOFError):
            return False


def serve(pipe: Connection) -> None:
    """Draw what comes through the pipe until nothing comes any more."""
    limit_memory()
    pdfium: Any = import_module("pypdfium2")  # the library has no types of its own
    with contextlib.suppress(OSError, EOFError):
        pipe.send_bytes(_DRAWN)
        while pipe.poll(RESTING_S):
            wanted = pipe.recv()
            if wanted is None:
                pipe.send_bytes(_DRAWN)
                continue
            pipe.send_bytes(_answer(pdfium, pipe.recv_bytes(), *wanted))


def _answer(pdfium: Any, content: bytes, number: int, width: int) -> bytes:
    try:
        return _DRAWN + _picture(pdfium, content, number, width)
    except (pdfium.PdfiumError, IndexError, ValueError, MemoryError):
        return _REFUSED


def _picture(pdfium: Any, content: bytes, number: int, width: int) -> bytes:
    document = pdfium.PdfDocument(content)
    try:
        page = document[number]
        wide, tall = page.get_size()
        scale = min(width / max(wide, 1.0), TALLEST / max(tall, 1.0))
        image = page.render(scale=scale).to_pil()
    finally:
        document.close()
    made = io.BytesIO()
    image.convert("RGB").save(made, "PNG")
    return made.getvalue()


def limit_memory() -> None:
    """Bound the process's memory, and let it leave nothing of a patient behind in a core file."""
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    for what, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (most, most))
