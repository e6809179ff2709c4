"""The sections of a visit, in the order of the navigation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the visit: its id (as in forms), name and icon."""

    id: str
    title: str
    icon: str


SECTIONS = (
    Section("history", "History", "list"),
    Section("body_chart", "Body chart", "body"),
    Section("exam", "Exam", "stethoscope"),
    Section("measures", "Measures", "measures"),
    Section("plan", "Plan", "plan"),
    Section("program", "Program", "program"),
    Section("documents", "Documents", "document"),
)
