"""Changing what is recorded about an episode: complaint, onset, referrer, precautions, medicines.

What stood before is kept in the episode's log, so that a signed note goes on saying what it said.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

from pt_chart.charting.care.log_records import FieldRefused
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.episode_entries import new_entry
from pt_chart.charting.errors import RecordChanged
from pt_chart.charting.register_changes import having_seen, on_top_of
from pt_chart.clinical.care.episode_log import EpisodeBefore
from pt_chart.clinical.people import Episode, Medicine
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.sound_text import sound

_DAYS = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2} [a-z]{3,9}\.? \d{4}"
    r"|[a-z]{3,9}\.? \d{1,2},? \d{4}",
    re.IGNORECASE,
)
_FORMS = (
    "%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y",
)  # fmt: skip


def onset_problem(onset: str, today: date) -> str:
    """Why an onset cannot be, with the fix: a day named in it lies ahead; "" when it can."""
    for found in _DAYS.findall(onset):
        day = _day(found)
        if day is not None and day > today:
            return f"Onset: {date_words(day)} lies ahead; mend the day."
    return ""


def _day(text: str) -> date | None:
    words = " ".join(text.replace(",", " ").replace(".", " ").split())
    for form in _FORMS:
        try:
            return datetime.strptime(words, form).date()  # noqa: DTZ007  a day
        except ValueError:
            continue
    return None


def listed(text: str) -> tuple[str, ...]:
    """The parts of a text that was typed with ";" between them."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def medicines_named(text: str, known: tuple[Medicine, ...] = ()) -> tuple[Medicine, ...]:
    """Medicines typed with ";" between them; one known already keeps what it may trigger."""
    triggers = {one.name: one.trigger for one in known}
    return tuple(Medicine(name, triggers.get(name, "")) for name in listed(text))


def change_episode(session: ClinicSession, opened: OpenVisit, changed: Episode) -> bool:
    """Write a changed episode of the open visit down; False when it says the same.

    Raises:
        FieldRefused: the complaint is empty, or the onset lies ahead; it names the field.
        WorldError: the chart could not be written, or the role may not.
    """
    desk, changed = opened.desk, sound(changed)
    if not changed.complaint.strip():
        raise FieldRefused("complaint", "Type the complaint in a few words.")
    problem = onset_problem(changed.onset, session.today)
    if problem:
        raise FieldRefused("onset", problem)
    if EpisodeBefore.of(changed) == EpisodeBefore.of(desk.episode):
        return False
    before = EpisodeBefore.of(session.store.episode(desk.episode.id))
    # Side, days and patient are no matter of this edit.
    stored = replace(
        desk.episode,
        complaint=changed.complaint,
        onset=changed.onset,
        referrer=changed.referrer,
        precautions=changed.precautions,
        medicines=changed.medicines,
    )
    try:
        kept = on_top_of(stored, desk.episode, session.store.episode(stored.id))
    except RecordChanged as met:
        desk.episode = having_seen(desk.episode, met)  # what is typed stays on the screen
        raise FieldRefused(met.field, f"{met.message} {met.advice}") from met
    new_entry(session.store, kept.id, before, session.clinician.id, session.clock())
    desk.change_episode(session.store.save_episode(stored, desk.episode))
    return True
