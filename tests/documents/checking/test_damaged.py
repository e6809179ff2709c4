"""Whatever the bytes: a verdict, or one message; never a crash."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pt_chart import cli
from pt_chart.documents.checking import NotAHandout, Report, check_handout
from tests.documents.checking.papers import printed


@cache
def _good() -> bytes:
    return printed()


def _judged(data: bytes) -> Report | str:
    try:
        return check_handout(data)
    except NotAHandout as told:
        return str(told)


@given(st.binary(max_size=400))
@settings(max_examples=40, deadline=None)
def test_random_bytes_are_refused(data: bytes) -> None:
    assert isinstance(_judged(data), str)
    assert isinstance(_judged(b"%PDF-1.7\n" + data), str)


@given(st.floats(0.0, 0.99))
@settings(max_examples=25, deadline=None)
def test_a_file_cut_short_is_refused(share: float) -> None:
    good = _good()
    told = _judged(good[: int(share * len(good))])
    assert isinstance(told, str)
    assert "again" in told or "name the PDF" in told


@given(st.integers(0, 10**9), st.binary(min_size=1, max_size=30))
@settings(max_examples=40, deadline=None)
def test_bytes_overwritten_anywhere_never_crash(place: int, garbage: bytes) -> None:
    good = bytearray(_good())
    at = place % (len(good) - len(garbage))
    good[at : at + len(garbage)] = garbage
    assert _judged(bytes(good))


def test_the_command_tells_place_and_fix(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "handout.pdf"
    assert cli.run(["check-handout", str(file)]) == cli.BAD_INPUT
    file.write_bytes(b"no PDF at all")
    assert cli.run(["check-handout", str(file)]) == cli.BAD_INPUT
    told = capsys.readouterr().err
    assert f"{file}: it is not a PDF; name the PDF that was printed" in told
    file.write_bytes(_good())
    assert cli.run(["check-handout", str(file)]) == cli.DONE
    assert "must: 26 pass, 0 fail, 1 cannot be told" in capsys.readouterr().out


def test_the_command_fails_where_an_item_that_must_hold_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.documents.checking.papers import with_exercises

    file = tmp_path / "handout.pdf"
    file.write_bytes(printed(with_exercises(8)))
    assert cli.run(["check-handout", "--json", str(file)]) == cli.FAILED
    assert '"8 exercises on one sheet"' in capsys.readouterr().out


def test_a_locked_file_is_refused() -> None:
    from io import BytesIO

    import pikepdf

    out = BytesIO()
    with pikepdf.open(BytesIO(_good())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert "password" in str(_judged(out.getvalue()))
