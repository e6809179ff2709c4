"""What the card of a patient shows, as it was read from the store, and its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pt_chart.charting.attachments import Attachment
from pt_chart.charting.merging import Merge
from pt_chart.clinical.care.episode_log import EpisodeEntry
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.values import is_abnormal
from pt_chart.clinical.visit import Visit
from pt_chart.clinical.wording import finding_words

SEX_WORDS = {"F": "female", "M": "male", "X": "other", "": ""}


@dataclass(frozen=True, slots=True)
class PatientFile:
    """What the card shows: the patient, and each episode with its newest visits, latest first.

    ``counts`` says how many visits each episode has; ``closed_notes`` that the user's role does
    not open clinical notes; ``merges`` which records went into this one; ``booked`` the booked
    visits of each episode; ``tier`` the most urgent open flag of the last visit as stored.
    """

    patient: Patient
    episodes: tuple[tuple[Episode, tuple[Visit, ...]], ...]
    counts: tuple[int, ...] = ()
    closed_notes: bool = False
    merges: tuple[Merge, ...] = ()
    files: tuple[Attachment, ...] = ()
    booked: tuple[tuple[EpisodeEntry, ...], ...] = ()
    tier: Tier | None = None


def age_words(patient: Patient, today: date) -> str:
    """Age and sex, as far as they are recorded."""
    age = patient.age_on(today)
    years = f"{age} y" if age is not None else "age not recorded"
    return f"{years} {SEX_WORDS.get(patient.sex, '')}".strip()


def abnormal_findings(visit: Visit, vocabulary: Vocabulary) -> list[str]:
    """What was found in a visit, in words with sides: examined first, then what was told."""
    order = {ident: number for number, ident in enumerate(vocabulary.fields)}
    found = []
    for key, answer in visit.answers.items():
        ident = vocabulary.canonical(key.id)
        if ident is None or answer.value is None:
            continue
        field = vocabulary.fields[ident]
        # Statements of a questionnaire count in its score, which the card tells by itself.
        if field.section != "measures" and is_abnormal(field, answer.value):
            place = (field.section == "history", order[ident])
            found.append((place, finding_words(field, key, answer.value)))
    return [words for _place, words in sorted(found)]
