"""Undoing a merge: what goes where is said by name before two records are two again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

from pt_chart.charting.search_words import fold
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.program.dates import date_words

_LABELS = {
    "record_number": "ID",
    "birth_date": "date of birth",
    "email": "e-mail",
    "large_print": "large print",
}


@dataclass(frozen=True, slots=True)
class Parting:
    """Two records as they will stand once their merge is undone.

    ``kept_edits`` names the fields that were edited since and stay with ``kept``; ``alerts`` came
    since and stand with both. Episodes and names of files stand with the record whose they are.
    """

    kept: Patient
    gone: Patient
    kept_edits: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()
    kept_episodes: tuple[Episode, ...] = ()
    gone_episodes: tuple[Episode, ...] = ()
    kept_files: tuple[str, ...] = ()
    gone_files: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """What goes where, a sentence each."""
        kept, gone = self.kept.name, self.gone.name
        found = [
            f"{kept} keeps {_list(self.kept_episodes, self.kept_files)}.",
            f"{gone} has {_list(self.gone_episodes, self.gone_files)}.",
        ]
        edited = [one for one in self.kept_edits if one != "alerts"]
        if edited:
            names = ", ".join(_LABELS.get(one, one.replace("_", " ")) for one in edited)
            found.append(f"Edited since the merge, stays with {kept}: {names}.")
        if self.alerts:
            found.append(f"Alerts since the merge stand with both: {'; '.join(self.alerts)}.")
        found.append("Look whose the newest episodes, files and alerts are.")
        return tuple(found)


def parted(
    now: Patient, before: Patient, after: Patient, gone: Patient
) -> tuple[Patient, Patient, tuple[str, ...], tuple[str, ...]]:
    """Both patients as they were before a merge, the fields edited since, and alerts since.

    A field that still says what the merge wrote says again what it said before; an edited one
    keeps the edit. Whose an alert is that came since nobody can know: both have it.
    """
    edited = tuple(part.name for part in fields(Patient) if _edited(part.name, now, after))
    since = tuple(alert for alert in now.alerts if alert not in after.alerts)
    values = {part.name: getattr(before, part.name) for part in fields(Patient)}
    values |= {name: getattr(now, name) for name in edited}
    if "alerts" in edited:
        values["alerts"] = (*before.alerts, *since)
    there = {fold(alert) for alert in gone.alerts}
    new = tuple(alert for alert in since if fold(alert) not in there)
    both = replace(gone, alerts=(*gone.alerts, *new)) if new else gone
    return Patient(**values), both, edited, since


def _edited(name: str, now: Patient, after: Patient) -> bool:
    same: bool = getattr(now, name) == getattr(after, name)
    return not same


def _list(episodes: Sequence[Episode], files: Sequence[str]) -> str:
    return ", ".join((*map(_case, episodes), *_files(files))) or "no episode and no file"


def _case(episode: Episode) -> str:
    side = f"{episode.side.value.upper()} " if episode.side else ""
    return f"{side}{episode.complaint} since {date_words(episode.started)}"


def _files(names: Sequence[str]) -> Iterator[str]:
    if names:
        yield f"the file{'s' if len(names) > 1 else ''} {', '.join(names)}"
