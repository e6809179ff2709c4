"""Office hours and visit times, typed in English, in the language of the paper."""

from __future__ import annotations

import re

from pt_chart.clinical.program.dates import MONTHS
from pt_chart.clinical.program.phrases import Phrases

CALENDAR = "calendar."
"""Where the phrases of a language hold the English words that they know."""

_DATE = re.compile(r"\b([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?(?![\d:])")
_WORD = re.compile(r"[^\W\d_]+")
_HALF_OF_DAY = re.compile(r"(?<=\d)(?=[AaPp]\.? ?[Mm]\b)")
_DOTTED = re.compile(r"\b([AaPp])\. ?[Mm]\.?")
_RANGE = re.compile(r"(?<=[\w.]) ?[-–] ?(?=\w)")
_MONTHS = {
    **{
        name[:length].casefold(): number
        for number, name in enumerate(MONTHS, 1)
        for length in (3, 4)
    },
    **{name.casefold(): number for number, name in enumerate(MONTHS, 1)},
}
"""Number of a month by its English name, or by the first three or four letters."""


class _Unknown(Exception):
    """A word that the language does not have."""


def spoken_times(text: str, phrases: Phrases) -> str | None:
    """The text in the language of ``phrases``: days, months, hours; None when a word is unknown.

    Which words a language knows stands in its phrases under ``[calendar]``; numbers stay.
    """
    plain = _DOTTED.sub(r"\1m", _RANGE.sub(" to ", _HALF_OF_DAY.sub(" ", text.strip())))
    said, after = [], 0
    try:
        for date in _DATE.finditer(plain):
            if date[1].lower() in _MONTHS:
                said += [_words(plain[after : date.start()], phrases), _date(date, phrases)]
                after = date.end()
        said.append(_words(plain[after:], phrases))
    except _Unknown:
        return None
    whole = " ".join("".join(said).split())
    return whole[:1].upper() + whole[1:]


def _words(text: str, phrases: Phrases) -> str:
    def word(found: re.Match[str]) -> str:
        spoken = phrases.texts.get(f"{CALENDAR}{found[0].lower()}")
        if spoken is None:
            raise _Unknown(found[0])
        return spoken

    return _WORD.sub(word, text)


def _date(found: re.Match[str], phrases: Phrases) -> str:
    """A month with its day, in the order of the language."""
    name = phrases.text(f"month.{_MONTHS[found[1].lower()]}")
    return phrases.text("date.day").format(day=found[2], month=name, year=found[3] or "").strip()
