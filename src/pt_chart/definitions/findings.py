"""The vocabulary as scripts see it (`pt-chart findings --json`)."""

from __future__ import annotations

from typing import Any

from pt_chart.clinical.fields import MRC_GRADES, REFLEX_GRADES, FieldDef, FieldKind, Vocabulary

_GRADES = {FieldKind.MRC: MRC_GRADES, FieldKind.REFLEX: REFLEX_GRADES}


def findings_json(vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """Every finding that a CASE file may hold, in form order.

    Findings that the program works out itself are not listed, because they are refused as input.
    """
    aliases: dict[str, list[str]] = {}
    for alias, name in vocabulary.aliases.items():
        aliases.setdefault(name, []).append(alias)
    return [
        _entry(field, sorted(aliases.get(name, [])))
        for name, field in vocabulary.fields.items()
        if not field.worked_out
    ]


def _entry(field: FieldDef, aliases: list[str]) -> dict[str, Any]:
    choices = _GRADES.get(field.kind) or [choice.id for choice in field.choices]
    return {
        "id": field.id,
        "label": field.name,
        "kind": field.kind.vocabulary_kind,
        "unit": field.unit or None,
        "min": field.minimum,
        "max": field.maximum,
        "choices": list(choices) or None,
        "sided": field.sided,
        "levels": list(field.levels) or None,
        "aliases": aliases,
        "section": field.section,
    }


def findings_text(vocabulary: Vocabulary) -> str:
    """The vocabulary for a terminal: one line a finding."""
    lines = []
    for entry in findings_json(vocabulary):
        parts = [entry["id"], entry["kind"]]
        parts += ["left/right"] if entry["sided"] else []
        parts += [f"levels {', '.join(entry['levels'])}"] if entry["levels"] else []
        parts += [" | ".join(entry["choices"])] if entry["choices"] else []
        if entry["min"] is not None and entry["max"] is not None:
            parts.append(f"{entry['min']:g} to {entry['max']:g} {entry['unit'] or ''}".strip())
        lines.append(f"{'  '.join(parts)}  ({entry['label']})")
    return "\n".join(lines) + "\n"
