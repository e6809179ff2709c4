"""Reads a JSON file that somebody else wrote, refusing what could harm or mislead."""

from __future__ import annotations

import json
import sys
from pathlib import Path

LIMIT = 4 * 1024 * 1024
"""Largest file read, in bytes."""


class NotJson(ValueError):
    """The file is no usable JSON; the message says where and what to do."""


def read_json(path: Path) -> object:
    """The parsed content of a file ("-" = standard input).

    Raises:
        NotJson: too large, not UTF-8, not JSON, nested too deeply, a key twice, NaN or Infinity.
        OSError: the file cannot be read.
    """
    raw = sys.stdin.buffer.read(LIMIT + 1) if str(path) == "-" else _limited(path)
    if len(raw) > LIMIT:
        raise NotJson(f"is larger than {LIMIT // 2**20} MiB; that is no case file")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotJson(f"is not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    if not text.strip():
        raise NotJson('is empty, not JSON; write a case such as {"version": 1, "findings": []}')
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_once)
    except RecursionError:
        raise NotJson("is nested too deeply; a case is four levels deep") from None
    except NotJson:
        raise
    except ValueError as error:
        raise NotJson(f"is not valid JSON: {error}; mend it at that place") from error


def _limited(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LIMIT + 1)


def _no_constant(word: str) -> None:
    raise NotJson(f"{word} is not a number that JSON knows; leave the finding out instead")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise NotJson(f"holds the key {key!r} twice in one object; keep one")
        found[key] = value
    return found
