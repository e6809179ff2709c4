"""Looking into JSON of others without trusting its shape: what is not there is empty."""

from __future__ import annotations

from pt_chart.exchange.fhir.elements import Json


def text(where: Json, name: str) -> str:
    """A text part, "" where there is none."""
    found = where.get(name)
    return found.strip() if isinstance(found, str) else ""


def part(where: Json, name: str) -> Json:
    """An object part, empty where there is none."""
    found = where.get(name)
    return found if isinstance(found, dict) else {}


def items(where: Json, name: str) -> list[Json]:
    """The objects of a list part."""
    found = where.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def texts(where: Json, name: str) -> list[str]:
    """The texts of a list part."""
    found = where.get(name)
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def reference_of(where: Json, name: str) -> str:
    """The target of a reference part."""
    return text(part(where, name), "reference")


def codes_of(concept: Json) -> list[tuple[str, str]]:
    """System and code of every coding of a concept."""
    return [(text(one, "system"), text(one, "code")) for one in items(concept, "coding")]


def concept_words(concept: Json) -> str:
    """A concept in words: its text, else what the first coding with words displays."""
    shown = (text(one, "display") for one in items(concept, "coding"))
    return text(concept, "text") or next(filter(None, shown), "")
