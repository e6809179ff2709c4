"""How long records are kept: the clinic's own period, and until when it keeps one record.

Ten years are our default: the longest period of a federal rule that commonly binds a practice
(42 CFR 422.504(d), Medicare Advantage; HIPAA itself says nothing about patients' charts). State
law often asks for another one, and for minors counts from when they come of age.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

DEFAULT_YEARS = 10
FEWEST_YEARS, MOST_YEARS = 1, 50
ADULT = 18
"""Age from which a minor's period counts: our default; a few states have 19 or 21."""


@dataclass(frozen=True, slots=True)
class RetentionPeriod:
    """Whole years after the last visit, of minors after their 18th birthday.

    Raises:
        ValueError: no such period.
    """

    years: int = DEFAULT_YEARS

    def __post_init__(self) -> None:
        """Refuse what is no period."""
        if not FEWEST_YEARS <= self.years <= MOST_YEARS:
            raise ValueError(f"Records are kept {FEWEST_YEARS} to {MOST_YEARS} years.")

    def until(self, last_visit: date | None, born: date | None) -> date | None:
        """The day up to which a record is kept; None: nobody was ever seen, nothing to keep."""
        if last_visit is None:
            return None
        of_age = years_after(born, ADULT) if born is not None else last_visit
        return years_after(max(last_visit, of_age), self.years)


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
