"""Phrases of the clinic with short codes: ``;hep`` and a space put the phrase in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pt_chart.charting.ports import ChartStore
from pt_chart.clinical.sides import Side
from pt_chart.clinical.sound_text import sound_text

SETTING = "phrases"
MARK = ";"
"""Stands before a code, so that no word of a sentence is taken for one."""

LONGEST = 2000
"""Letters of one phrase."""

BLANK = "___"
"""A place to be filled in; the first one is selected when a phrase is put in."""

_CODE = re.compile(r"[a-z0-9]{1,12}")
_TYPED = re.compile(r"(?:^|(?<=\s)|(?<=[(/]));([A-Za-z0-9]{1,12})$")

STARTERS: Mapping[str, str] = {
    "agree": "Findings, options and their risks explained in plain words; the patient agrees.",
    "hep": "Home exercise program taught, demonstrated back and given on paper.",
    "tol": "Tolerated well; {side} leg symptoms ___ at the end.",
    "plan": "Continue as planned; next time: ___.",
    "neuro": "Neurological examination of both legs as recorded: no deficit found.",
    "deficit": "Neurological deficit {side}: ___; since ___; course ___.",
    "irr": "Symptoms come on after ___ and settle within ___.",
    "cent": "Repeated ___ centralizes; {side} leg symptoms now end at the ___.",
    "signs": "Emergency signs and whom to call explained, said back, and given on paper.",
    "prec": "Precautions: ___; explained to the patient.",
    "goal": "The patient will ___ within ___ weeks.",
    "skill": "The skill of a physical therapist is needed for ___.",
    "resp": "After treatment: {side} leg symptoms ___ of 10, before ___ of 10.",
    "none": "No treatment today because ___.",
    "ref": "Referred to ___ because ___; findings sent with the patient.",
    "call": "Spoke with ___ at ___: ___.",
    "better": "Better since the last visit: ___; not better: ___.",
    "ends": "Care ends because ___; goals: ___; goes on alone with ___.",
}
"""Phrases a new chart begins with; the clinic changes or removes them."""


@dataclass(frozen=True, slots=True)
class Expansion:
    """What replaces a typed code: where it begins in the text, and the phrase."""

    start: int
    text: str


class ClinicPhrases:
    """The phrases kept in the chart, for everybody who works in it."""

    def __init__(self, store: ChartStore) -> None:
        self._store = store
        kept = store.setting(SETTING)
        self._phrases: dict[str, str] = (
            {str(code): str(text) for code, text in kept.items()}
            if isinstance(kept, dict)
            else dict(STARTERS)
        )

    @property
    def phrases(self) -> Mapping[str, str]:
        """Every phrase by its code, in the order of the codes."""
        return dict(sorted(self._phrases.items()))

    def save(self, code: str, text: str) -> None:
        """Add a phrase, or give a code another one.

        Raises:
            ValueError: the code or the phrase cannot be used; the message says the fix.
            WorldError: the chart could not be written.
        """
        wanted, words = code.strip().removeprefix(MARK).lower(), sound_text(text).strip()
        if not _CODE.fullmatch(wanted):
            raise ValueError("A code is 1 to 12 letters or digits, for example hep.")
        if not words:
            raise ValueError("A phrase needs words; to take it away, remove it.")
        if len(words) > LONGEST:
            raise ValueError(f"A phrase has {LONGEST} letters at most; this one has {len(words)}.")
        self._keep({**self._phrases, wanted: words})

    def remove(self, code: str) -> None:
        """Take a phrase away; a code nobody knows changes nothing.

        Raises:
            WorldError: the chart could not be written.
        """
        self._keep({known: text for known, text in self._phrases.items() if known != code})

    def expand(self, before: str, side: Side | None) -> Expansion | None:
        """The phrase for the code that a text ends with, None when it ends with none.

        ``{side}`` becomes the side of the episode, spelled out.
        """
        found = _TYPED.search(before)
        if found is None or found[1].lower() not in self._phrases:
            return None
        words = self._phrases[found[1].lower()]
        told = side.spelled if side is not None else BLANK
        return Expansion(found.start(), words.replace("{side}", told))

    def unknown(self, before: str) -> str:
        """The code that a text ends with and that stands for no phrase, "" without one."""
        found = _TYPED.search(before)
        return found[1] if found is not None and found[1].lower() not in self._phrases else ""

    def _keep(self, phrases: dict[str, str]) -> None:
        self._store.save_setting(SETTING, dict(phrases))
        self._phrases = phrases
