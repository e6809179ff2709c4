"""Who of a language signed off its patient texts; kept with the chart, for one exact wording."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TypeAlias

from pt_chart.charting.ports import ChartStore
from pt_chart.clinical.people import Clinician
from pt_chart.clinical.program.library import OWN_LANGUAGE, ExerciseLibrary

KIND = "translation-review"


@dataclass(frozen=True, slots=True)
class TranslationReview:
    """A clinician who reads the language read every text and found it right."""

    language: str
    digest: str
    by: str
    name: str
    at: datetime


class _State(Enum):
    UNREVIEWED = "unreviewed"
    OWN = "own language"


UNREVIEWED = _State.UNREVIEWED
"""Nobody signed off this wording."""
OWN = _State.OWN
"""The library's own language needs no review of a translation."""

Reviewed: TypeAlias = TranslationReview | _State


def translation_review(store: ChartStore, library: ExerciseLibrary, language: str) -> Reviewed:
    """The sign-off of a language's present wording, `UNREVIEWED` without one.

    A review of other words (an older version of the program) does not count.
    """
    if language == OWN_LANGUAGE:
        return OWN
    kept = store.file(KIND, language)
    if kept is None:
        return UNREVIEWED
    try:
        data = json.loads(kept)
        review = TranslationReview(
            language=str(data["language"]),
            digest=str(data["digest"]),
            by=str(data["by"]),
            name=str(data["name"]),
            at=datetime.fromisoformat(data["at"]),
        )
    except (ValueError, KeyError, TypeError):
        return UNREVIEWED
    current = library.translations[language].digest
    return review if review.digest == current else UNREVIEWED


def sign_off(
    store: ChartStore, library: ExerciseLibrary, language: str, clinician: Clinician, at: datetime
) -> TranslationReview:
    """Keep that a clinician who reads the language found its wording right.

    Raises:
        KeyError: handouts are not translated to it.
        WorldError: the chart could not be written, or the role does not allow it.
    """
    digest = library.translations[language].digest
    review = TranslationReview(language, digest, clinician.id, clinician.signature, at)
    kept = {
        "language": review.language,
        "digest": review.digest,
        "by": review.by,
        "name": review.name,
        "at": review.at.isoformat(),
    }
    store.save_file(KIND, language, json.dumps(kept, sort_keys=True).encode())
    return review


def withdraw(store: ChartStore, language: str) -> None:
    """Take a sign-off back."""
    store.remove_file(KIND, language)
