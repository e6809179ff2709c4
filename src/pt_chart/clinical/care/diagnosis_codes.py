"""Diagnosis codes chosen by the clinician for a visit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChosenCode:
    """An ICD-10-CM code with its title as the release named it; the first chosen is primary."""

    code: str
    title: str
    release: str
