"""A record of the register that was changed at two places, field by field.

A visit is compared and settled by hand (`three_way`). A patient, an episode or the clinic's own
details are small: what only one side changed is taken, lists grow by what either side added, and
only a field that both changed has to be looked at again.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

RecordT = TypeVar("RecordT", bound="DataclassInstance")


def merged_record(read: RecordT, mine: RecordT, stored: RecordT) -> tuple[RecordT, tuple[str, ...]]:
    """The stored record with what was changed in mine, and the fields that both changed.

    ``read`` is what mine grew from. A field that both changed, to different values, stays as
    stored and is named.
    """
    taken: dict[str, object] = {}
    met: list[str] = []
    for field in fields(read):
        before, own, there = (getattr(one, field.name) for one in (read, mine, stored))
        if own in (before, there):
            continue
        if there == before:
            taken[field.name] = own
        elif isinstance(there, tuple):
            taken[field.name] = _both_lists(before, own, there)
        else:
            met.append(field.name)
    return replace(stored, **taken), tuple(met)


def _both_lists(
    before: tuple[object, ...], own: tuple[object, ...], there: tuple[object, ...]
) -> tuple[object, ...]:
    """What is stored without what was taken away here, and with what was added here."""
    removed = [one for one in before if one not in own]
    stays = [one for one in there if one not in removed]
    return (*stays, *(one for one in own if one not in before and one not in stays))
