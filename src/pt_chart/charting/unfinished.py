"""Words typed into a line that takes them only on Enter: kept until they are added or emptied.

They stand in no note and in no plan yet; they are kept beside the visit, in the encrypted chart,
so that turning the page, locking, closing or a crash loses nothing that somebody typed. A visit is
not signed while words meant for it are still waiting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pt_chart.charting.ports import ChartStore, Setting
from pt_chart.clinical.sound_text import sound_text

PREFIX = "unfinished/"
"""How the setting begins that holds the words of one visit; the store erases it with the visit."""
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where words wait: ``title`` as the person knows the line, ``section`` of the window.

    ``of_visit`` says that they would become part of the visit, which is then not signed without
    them.
    """

    id: str
    title: str
    section: str = "plan"
    of_visit: bool = True


@dataclass(frozen=True, slots=True)
class Waiting:
    """The words that wait in one place."""

    place: Place
    words: str


Held = dict[str, tuple[Place, dict[str, str]]]


class UnfinishedWords:
    """What waits in the lines of one open visit."""

    def __init__(self, store: ChartStore, visit_id: str) -> None:
        """Read what was kept; a setting of another shape holds nothing."""
        self._store = store
        self._name = f"{PREFIX}{visit_id}"
        self._held = _read(store.setting(self._name, None))
        self._saved = dict(self._held)

    def of(self, place: Place) -> Mapping[str, str]:
        """What waits in the fields of a place, by the field's name."""
        _place, values = self._held.get(place.id, (place, {}))
        return MappingProxyType(values)

    def hold(self, place: Place, values: Mapping[str, str]) -> None:
        """Remember what stands in the fields of a place now; empty means nothing waits.

        The first of the values is what the list of signing needs shows.
        """
        if values:
            sound = {name: sound_text(text) for name, text in values.items()}
            self._held[place.id] = (place, sound)
        else:
            self._held.pop(place.id, None)

    def save(self) -> None:
        """Put what waits into the chart where it changed.

        Raises:
            WorldError: the chart could not be written; everything is still held.
        """
        if self._held == self._saved:
            return
        kept: dict[str, Setting] = {
            id_: {
                "title": place.title,
                "section": place.section,
                "of_visit": place.of_visit,
                "fields": dict(values),
            }
            for id_, (place, values) in self._held.items()
        }
        self._store.save_setting(self._name, kept or None)
        self._saved = dict(self._held)

    def waiting(self) -> tuple[Waiting, ...]:
        """What waits to become part of the visit, for the list of what signing needs."""
        return tuple(
            Waiting(place, _shown(next(iter(values.values()))))
            for place, values in self._held.values()
            if place.of_visit
        )


def _shown(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}..."


def _read(value: Setting) -> Held:
    if not isinstance(value, dict):
        return {}
    found: Held = {}
    for id_, one in value.items():
        fields = one.get("fields") if isinstance(one, dict) else None
        if isinstance(one, dict) and isinstance(fields, dict) and fields:
            title, section = str(one.get("title", id_)), str(one.get("section", "plan"))
            place = Place(id_, title, section, one.get("of_visit") is not False)
            found[id_] = (place, {name: str(text) for name, text in fields.items()})
    return found
