"""Diagnosis codes chosen by the clinician for a visit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChosenCode:
    """An ICD-10-CM code with its title as the release named it; the first chosen is primary.

    ``beside`` are the codes that an Excludes1 note keeps apart from this one and that stand beside
    it all the same, because the clinician holds the conditions to be unrelated: ``reason`` says
    why (ICD-10-CM Official Guidelines, section I.A.12.a).
    """

    code: str
    title: str
    release: str
    beside: tuple[str, ...] = ()
    reason: str = ""


def exception_words(chosen: ChosenCode, all_chosen: tuple[ChosenCode, ...]) -> str:
    """Why a code stands beside one that an Excludes1 note excludes; "" where it does not."""
    standing = {one.code for one in all_chosen}
    others = [code for code in chosen.beside if code in standing]
    if not others:
        return ""
    return f"{chosen.code} beside {' and '.join(others)} (Excludes1), unrelated: {chosen.reason}"
