"""Joining words into sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def sentence_text(words: str) -> str:
    """Words as a sentence: one line, a capital first, a full stop unless there is an end."""
    plain = " ".join(words.split())
    if not plain:
        return ""
    first = plain[0].upper() + plain[1:]
    return first if first[-1] in ".!?:…" else f"{first}."


def lines_text(words: str) -> str:
    """Words of several lines as they were written, each line without spare blanks."""
    lines = [" ".join(line.split()) for line in words.splitlines()]
    return sentence_text(words) if len(lines) < 2 else "\n".join(filter(None, lines))


def listed(parts: Iterable[str], last: str = "and") -> str:
    """Parts with commas and a last word: "a, b and c"."""
    found = [part for part in parts if part]
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


def lower_first(words: str) -> str:
    """Words as they stand inside a sentence: "Calf pain" gives "calf pain", "L5" stays."""
    if words[1:2].islower() or words[1:2] == " ":
        return words[0].lower() + words[1:]
    return words


def after_title(label: str, title: str) -> str:
    """What a label says beyond a title before it: "our way" of "Slump, our way" after "Slump"."""
    start = title.rstrip(" ,")
    rest = label[len(start) :]
    if not start or not label.casefold().startswith(start.casefold()) or rest[:1].isalnum():
        return label
    return rest.lstrip(" ,:;")


def count_words(count: int, noun: str) -> str:
    """A count with its noun: "1 visit", "3 visits"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def in_brackets(parts: Sequence[str]) -> str:
    """Remarks in brackets after a blank, "" for none."""
    found = [part for part in parts if part]
    return f" ({'; '.join(found)})" if found else ""
