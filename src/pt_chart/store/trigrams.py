"""Which trigrams of typed names are rare: in a large register the common ones are not asked for.

In a register of a million one trigram may stand with a quarter of all people: reading such a list
takes longer than the answer. The rarest few let through hardly anybody else, and who they let
through is compared as a whole. How common they are is told by a sample, taken once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice

from sqlalchemy import Connection, text

RAREST = 3
"""Trigrams that are asked for where the typed words have more."""
SAMPLE, SAMPLED_FROM = 200, 20_000
"""People in the sample, and the size of a register from which on it is worth it (our defaults)."""
_LENGTH = 3
_KEPT = "pt_chart_common_trigrams"
_TOP = text("SELECT max(place) FROM patient")


def rarest(connection: Connection, words: Iterable[str]) -> tuple[str, ...]:
    """The rarest trigrams of some words; () where all of them may as well be asked for."""
    held = dict.fromkeys(
        word[at : at + _LENGTH] for word in words for at in range(len(word) - _LENGTH + 1)
    )
    if len(held) <= RAREST:
        return ()
    common = _common(connection)
    if not common:
        return ()
    return tuple(islice(sorted(held, key=lambda one: common[one]), RAREST))


def _common(connection: Connection) -> Counter[str]:
    """How many of the sample hold each trigram; empty in a small register."""
    found: Counter[str] | None = connection.info.get(_KEPT)
    if found is None:
        found = _sampled(connection)
        connection.info[_KEPT] = found
    return found


def _sampled(connection: Connection) -> Counter[str]:
    top = connection.scalar(_TOP) or 0
    found: Counter[str] = Counter()
    if top < SAMPLED_FROM:
        return found
    places = ", ".join(str(place) for place in range(1, top + 1, top // SAMPLE))
    wanted = text(f"SELECT searchable FROM patient WHERE place IN ({places})")  # noqa: S608
    for searchable in connection.scalars(wanted):
        found.update({searchable[at : at + _LENGTH] for at in range(len(searchable) - 2)})
    return found
