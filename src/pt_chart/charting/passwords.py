"""Whether a password will do: long enough, and not one that is tried first.

After NIST SP 800-63B: a length, a list of what is tried first (common words, names of the user
and the clinic, runs and repeats), no rule about kinds of characters, no expiry. The length, 12,
is our default; the 2025 revision asks for 15 where a password is the only factor.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

SHORTEST = 12
"""Characters a password needs at least (our default)."""
_FEWEST_KINDS = 5
_LEAST_REST = 6.0
_OF_A_WORD = 2.0
_SHORTEST_PART = 3
_RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "qwertzuiop",
    "asdfghjkl",
    "zxcvbnm",
    "yxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn",
    "1q2w3e4r5t6y7u8i9o0p",
)
_SHORTEST_RUN = 4
_LOOK_ALIKE = str.maketrans("013457@$!", "oieastasi")
_GONE = "\0"
RULE = (
    f"{SHORTEST} characters or more, of any kind; four words that have nothing to do with each "
    "other are easy to keep. Not a name, yours or a patient's, and not what everybody tries first."
)
"""The rule, as forms tell it."""
ADVICE = "Four words that have nothing to do with each other are easy to keep."


def weakness(
    password: str,
    names: Iterable[str] = (),
    common: Iterable[str] = (),
    people: Iterable[str] = (),
) -> str:
    """Why a password is refused, in a sentence (`ADVICE` is the fix); "" for one that will do.

    ``names`` are the user's and the clinic's; ``common`` the words that are tried first, in lower
    case, letters and figures only. ``people`` are the names of everybody in the chart: the
    password must not be little more than that of one of them.
    """
    plain = unicodedata.normalize("NFKC", password).casefold()
    if len(plain) < SHORTEST:
        return f"The password needs {SHORTEST} characters or more."
    if not plain.strip() or len(set(plain.replace(" ", ""))) < _FEWEST_KINDS:
        return "The password repeats too few characters."
    own = {part for name in names for part in _parts(name)}
    if _rest(plain, set(), set(common)) < _LEAST_REST:
        return "The password is little more than what is tried first."
    if _rest(plain, own, set(common)) < _LEAST_REST:
        return "The password is little more than a name of yours or of the clinic."
    if any(_rest(plain, own | name, set(common)) < _LEAST_REST for name in _named(plain, people)):
        return "The password is little more than the name of somebody in the chart."
    return ""


def _named(plain: str, people: Iterable[str]) -> set[frozenset[str]]:
    """The names, in their words, of those people of whom a word is in a password."""
    reads = plain, plain.translate(_LOOK_ALIKE)
    parts = (frozenset(_parts(name)) for name in people)
    return {name for name in parts if any(word in read for word in name for read in reads)}


def _parts(name: str) -> set[str]:
    """The words of a name, the name in one word, and each of them from its end."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold())
    long = [word for word in (*words, "".join(words)) if len(word) >= _SHORTEST_PART]
    return {*long, *(word[::-1] for word in long)}


def _rest(plain: str, names: set[str], common: set[str]) -> float:
    """How much of a password is neither name, nor tried first, nor a run: letters count whole.

    Figures and signs count half: they are what people put behind a word. Each different common
    word counts a little, so that several of them do.
    """
    letters = "".join(letter for letter in plain if letter.isalnum() or letter in "@$!")
    return min(
        _rest_of(letters, letters, names, common),
        _rest_of(letters.translate(_LOOK_ALIKE), letters, names, common),
    )


def _rest_of(read: str, typed: str, names: set[str], common: set[str]) -> float:
    """``read`` is what was typed with figures read as the letters they look like."""
    found = 0.0
    for word in sorted(names | common, key=len, reverse=True):
        if word in read:
            read = read.replace(word, _GONE * len(word))
            found += _OF_A_WORD if word not in names else 0.0
    for run in _RUNS:
        read = _without_run(read, run)
        read = _without_run(read, run[::-1])
    read = re.sub(r"([^\0])\1{2,}", lambda same: same[1] + _GONE * (len(same[0]) - 1), read)
    left = [before for before, now in zip(typed, read, strict=True) if now != _GONE]
    return found + sum(1.0 if letter.isalpha() else 0.5 for letter in left)


def _without_run(read: str, run: str) -> str:
    """A text without the pieces of a run that have four characters or more."""
    size = len(run)
    while size >= _SHORTEST_RUN:
        for start in range(len(run) - size + 1):
            piece = run[start : start + size]
            if piece in read:
                read = read.replace(piece, _GONE * size)
        size -= 1
    return read
