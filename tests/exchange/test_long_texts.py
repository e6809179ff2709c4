"""Files inside JSON stay on the disk; everything else is read as it stands."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.charting.errors import StorageFailed
from pt_chart.charting.exchange_port import FileUnreadable
from pt_chart.exchange import long_texts
from pt_chart.exchange.long_texts import LONG, read_apart

MIB = 2**20


def base64_of(length: int, seed: int = 0) -> str:
    return b64encode(Random(seed).randbytes(length)).decode()  # noqa: S311 - invented content


def restored(kept: bytes, texts: long_texts.LongTexts) -> bytes:
    """The file put together again."""
    for name, (start, length) in texts.places.items():
        kept = kept.replace(name.encode(), texts.file.read_bytes()[start : start + length])
    return kept


@pytest.mark.parametrize(
    "lengths", [(MIB,), (LONG, 1, 3 * MIB, 2 * LONG), (MIB - 7,) * 3, (LONG // 4 * 3,) * 9]
)
def test_long_texts_are_left_where_they_are(tmp_path: Path, lengths: tuple[int, ...]) -> None:
    files = [base64_of(length, seed) for seed, length in enumerate(lengths)]
    held = [{"data": one} for one in files]
    data = {"before": "ordinary", "files": held, "after": ["x" * 2 * LONG, 'say "data": "AA"']}
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(data))
    kept, texts = read_apart(file)
    read = json.loads(kept)
    assert (read["before"], read["after"]) == (data["before"], data["after"])
    assert restored(kept, texts) == file.read_bytes()
    assert len(texts.places) == sum(len(one) >= LONG for one in files)
    for one, file_text in zip(read["files"], files, strict=True):
        assert texts.decoded(one["data"]) == b64decode(file_text)
    assert len(kept) < 1_000 + 2 * LONG + sum(len(one) for one in files if len(one) < LONG)


@given(st.integers(0, 3), st.binary(max_size=40), st.integers(-3, 3))
def test_whatever_stands_around_comes_back(
    tmp_path_factory: pytest.TempPathFactory, count: int, noise: bytes, shift: int
) -> None:
    run = b"A" * (LONG + shift)
    raw = (noise + b'"data": "' + run + b'="' + run + b'"content":"' + run + b'"' + noise) * count
    file = tmp_path_factory.mktemp("long") / "any"
    file.write_bytes(raw)
    kept, texts = read_apart(file)
    assert restored(kept, texts) == raw


@pytest.mark.parametrize("end", ["!", "\\n", " ", "-_", "==="])
def test_a_long_text_that_is_no_base64_is_read_as_it_stands(tmp_path: Path, end: str) -> None:
    file = tmp_path / "note.json"
    file.write_text('{"data": "' + "A" * (3 * MIB) + end + '", "x": 1}')
    kept, texts = read_apart(file)
    assert kept == file.read_bytes()
    assert not texts.places


def test_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "note.json"
    file.write_text('{"note": "' + "A B" * MIB + '"}')
    with pytest.raises(FileUnreadable, match="more than 1 MiB beside the files"):
        read_apart(file, MIB)
    file.write_text('{"data": "' + "A" * 3 * MIB + ' "}')
    with pytest.raises(FileUnreadable, match="more than 1 MiB beside the files"):
        read_apart(file, MIB)
    monkeypatch.setattr(long_texts, "LARGEST_WITH_FILES", 100)
    with pytest.raises(FileUnreadable, match="the most that is read"):
        read_apart(file)


def test_a_file_that_changed_since_is_told(tmp_path: Path) -> None:
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps({"content": base64_of(MIB)}))
    kept, texts = read_apart(file)
    name = json.loads(kept)["content"]
    huge = long_texts.LongTexts(file, {name: (0, 2**40)})
    with pytest.raises(ValueError, match="more than"):
        huge.decoded(name)
    wanted = texts.verified(name, "0" * 64)
    assert callable(wanted)
    with pytest.raises(StorageFailed, match="altered"):
        wanted()
    file.unlink()
    with pytest.raises(StorageFailed, match="cannot be read"):
        texts.decoded(name)
