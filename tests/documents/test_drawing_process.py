"""Pages that would be drawn for ever are given up, and the next page is drawn all the same."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from pt_chart.charting.attachments import AttachmentRefused
from pt_chart.documents import attached_pdf, drawing_process
from pt_chart.documents.attached_files import PDF, AttachedFiles
from pt_chart.documents.drawing_process import DrawingProcess
from tests.documents.test_attached_files import pdf

READER = AttachedFiles()


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> Iterator[DrawingProcess]:
    """A process that gives a page two seconds."""
    made = DrawingProcess()
    monkeypatch.setattr(drawing_process, "DRAWING_S", 2.0)
    monkeypatch.setattr(attached_pdf, "_PROCESS", made)
    yield made
    made.end()


def form(made: Any, content: bytes, **parts: Any) -> Any:
    """A part that is drawn; ``parts`` are what it draws by name."""
    stream = pikepdf.Stream(made, content)
    stream.Type, stream.Subtype = Name.XObject, Name.Form
    stream.BBox = [0, 0, 99, 99]
    stream.Resources = Dictionary(XObject=Dictionary(**parts))
    return made.make_indirect(stream)


def shown(made: Any, part: Any, *, page: int = 0, content: bytes = b"/X Do") -> None:
    made.pages[page].obj.Resources = Dictionary(XObject=Dictionary(X=part))
    made.pages[page].obj.Contents = pikepdf.Stream(made, content)


def nested(levels: int, times: int, page: int = 0) -> Callable[[Any], None]:
    """Parts of which each draws the one before several times."""

    def change(made: Any) -> None:
        part = form(made, b"0 0 m 99 99 l S")
        for _ in range(levels):
            part = form(made, b"/X Do " * times, X=part)
        shown(made, part, page=page)

    return change


def soft_masks(made: Any) -> None:
    """Each part is seen through masks that are drawn through masks."""
    part = form(made, b"0 0 m 99 99 l S")
    part.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    for _ in range(9):
        states = {
            f"/G{number}": Dictionary(SMask=Dictionary(S=Name.Luminosity, G=part))
            for number in range(10)
        }
        content = b"".join(b"/G%d gs 0 0 9 9 re f " % number for number in range(10))
        part = form(made, content)
        part.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
        part.Resources = Dictionary(ExtGState=Dictionary(states))
    shown(made, part)


def as_note(made: Any) -> None:
    part = form(made, b"0 0 m 99 99 l S")
    for _ in range(11):
        part = form(made, b"/X Do " * 10, X=part)
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Stamp, Rect=[0, 0, 99, 99], AP=Dictionary(N=part)
    )
    made.pages[0].obj.Annots = Array([note])


@pytest.mark.parametrize("change", [nested(11, 10), soft_masks, as_note])
def test_endless_drawing_is_given_up_and_the_next_file_is_read(
    process: DrawingProcess, change: Callable[[Any], None]
) -> None:
    with pytest.raises(AttachmentRefused, match="too long"):
        READER.inspect(pdf(2, change))
    assert READER.inspect(pdf(2, lambda _made: None)).pages == 2
    assert process._process is not None


def test_a_later_page_that_never_ends_keeps_only_itself_back(process: DrawingProcess) -> None:
    content = READER.inspect(pdf(2, nested(11, 10, page=1))).content
    with pytest.raises(AttachmentRefused, match="too long"):
        READER.page(content, PDF, 1, 200)
    picture = Image.open(io.BytesIO(READER.page(content, PDF, 0, 200)))
    assert picture.width == 200
    assert process._process is not None


def test_ordinary_parts_are_drawn(process: DrawingProcess) -> None:
    assert READER.inspect(pdf(1, nested(3, 10))).pages == 1
    assert process._process is not None


def test_a_page_that_is_not_there_is_refused_and_the_process_goes_on(
    process: DrawingProcess,
) -> None:
    content = pdf(1, lambda _made: None)
    process.picture(content, 0, 100)
    first = process._process
    with pytest.raises(AttachmentRefused, match="cannot be shown"):
        process.picture(content, 7, 100)
    process.picture(content, 0, 100)
    assert process._process is first


def test_it_ends_by_itself_and_is_started_again(process: DrawingProcess) -> None:
    content = pdf(1, lambda _made: None)
    process.picture(content, 0, 100)
    ended = process._process
    assert ended is not None
    ended.kill()
    ended.join()
    assert process.picture(content, 0, 100)
    assert process._process is not ended


def test_what_serves_ends_when_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    import multiprocessing
    import threading

    monkeypatch.setattr(drawing_process, "RESTING_S", 0.2)
    monkeypatch.setattr(drawing_process, "limit_memory", lambda: None)
    ours, theirs = multiprocessing.Pipe()
    serving = threading.Thread(target=drawing_process.serve, args=(theirs,))
    serving.start()
    assert ours.recv_bytes()
    serving.join(30)
    assert not serving.is_alive()
    ours.close()
    theirs.close()
