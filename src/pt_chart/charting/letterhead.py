"""The clinic as its paper says it: name, address, numbers, office hours, logo."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import fields, replace

from pt_chart.charting.ports import ChartStore
from pt_chart.clinical.people import Clinic
from pt_chart.clinical.phone_numbers import number_fault

LONGEST = {
    "name": 60,
    "address": 90,
    "phone": 24,
    "hours": 40,
    "hours_es": 40,
    "any_hour": 24,
    "emergency_number": 12,
}
"""Characters of each part that the head of a page and the box of numbers have room for."""
LARGEST_LOGO = 150_000
"""Bytes of the logo's PNG: it is inside every document."""
PAPERS = ("letter", "a4")


class LetterheadRefused(ValueError):
    """A part cannot be taken; ``part`` is its name in `Clinic`."""

    def __init__(self, part: str, words: str) -> None:
        super().__init__(words)
        self.part = part


def save_letterhead(
    store: ChartStore, typed: Clinic, logo: bytes | None = None, read: Clinic | None = None
) -> Clinic:
    """Keep the clinic's details; ``logo`` None keeps the logo there is, b"" takes it away.

    ``read`` is what the change was made on, see `ChartStore.save_patient`.

    Raises:
        LetterheadRefused: a part is missing, too long or no number; the message says the fix.
        WorldError: the chart could not be written, or the role does not allow it.
    """
    kept = store.clinic().logo
    if logo is not None:
        if len(logo) > LARGEST_LOGO:
            words = (
                f"The logo takes {len(logo)} bytes, {LARGEST_LOGO} at most; choose a plainer one."
            )
            raise LetterheadRefused("logo", words)
        kept = b64encode(logo).decode("ascii")
    ready = replace(checked(typed), logo=kept)
    return store.save_clinic(ready, read)


def checked(typed: Clinic) -> Clinic:
    """The details without blanks at their ends.

    Raises:
        LetterheadRefused: as `save_letterhead`.
    """
    texts = {part.name: " ".join(getattr(typed, part.name).split()) for part in fields(Clinic)}
    for part, most in LONGEST.items():
        if len(texts[part]) > most:
            words = f"{len(texts[part])} characters; {most} at most, so that it fits the page."
            raise LetterheadRefused(part, words)
    if not texts["name"]:
        raise LetterheadRefused("name", "Type the clinic's name: every document is headed by it.")
    for part in ("phone", "any_hour", "emergency_number"):
        fault = number_fault(texts[part], emergency=part == "emergency_number")
        if fault:
            raise LetterheadRefused(part, fault)
    if not texts["emergency_number"]:
        words = "Type the number to call in an emergency, 911 in the United States."
        raise LetterheadRefused("emergency_number", words)
    if texts["paper"] not in PAPERS:
        raise LetterheadRefused("paper", f"{texts['paper']!r} is no paper; choose letter or a4.")
    return Clinic(**texts)


def logo_png(clinic: Clinic) -> bytes:
    """The logo as it is kept, b"" without one."""
    return b64decode(clinic.logo)
