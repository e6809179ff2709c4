"""The note as plain text, for another record system: no markup, lines of ordinary length."""

from __future__ import annotations

import textwrap

from pt_chart.clinical.narrative.note import Note, Sentence

WIDTH = 100


def note_text(note: Note) -> str:
    """Title, head, sections in capitals, one sentence a line where it is long, and the foot.

    An edited sentence says so, with what the fields say now where it was left out or they changed
    since: the reader elsewhere sees no screen.
    """
    lines = [note.title.upper(), *_wrapped(note.head)]
    for section in note.sections:
        lines_told = [words for one in section.sentences if (words := told(one))]
        if lines_told:
            lines += ["", section.title.upper(), *_wrapped(lines_told)]
    lines += ["", *_wrapped(note.foot)]
    return "\n".join(lines).rstrip() + "\n"


def told(sentence: Sentence) -> str:
    """A sentence as text and paper have it: an edited one is marked, with what the fields say.

    "" for one that was left out and of which the fields say nothing any more.
    """
    if not sentence.edited:
        return sentence.text
    if not sentence.text:
        return f"[left out by hand; the fields say: {sentence.was}]" if sentence.was else ""
    if not sentence.outdated:
        return f"{sentence.text} [edited]"
    now = sentence.was or "nothing"
    return f"{sentence.text} [edited; fields changed since and now say: {now}]"


def _wrapped(lines: tuple[str, ...] | list[str]) -> list[str]:
    found = []
    for line in (part for whole in lines for part in whole.split("\n")):
        found += textwrap.wrap(
            line, WIDTH, break_long_words=False, break_on_hyphens=False, subsequent_indent="  "
        )
    return found
