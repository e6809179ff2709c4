"""Every sign of the vocabulary run by itself, and what the judged table says it must come to."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pt_chart.clinical.fields import FieldDef, FieldKind, Vocabulary
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.reasoning.flags import raise_flags
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.results import RaisedFlag, Tier
from pt_chart.clinical.sides import Side
from pt_chart.clinical.values import from_json
from tests.gold.minimal_sets import Part, facts_of, words

TABLE = Path(__file__).with_name("reasoning") / "serious_signs.toml"
AGE_OF_ALL = 44
PAIN: dict[FindingKey, Value] = {
    FindingKey("leg_pain", Side.LEFT): True,
    FindingKey("back_pain"): True,
}
WEAKEST: dict[FieldKind, tuple[str, ...]] = {
    FieldKind.MRC: ("4", "3+", "3"),
    FieldKind.REFLEX: ("0", "1", "3", "4"),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One sign of the table: what it must come to at least, alone and with leg and back pain."""

    sign: str
    part: Part
    group: str
    why: str
    source: str
    alone: Tier | None
    with_pain: Tier | None


def judged_signs(vocabulary: Vocabulary) -> list[Judged]:
    """The table, every sign read as a finding of the vocabulary."""
    found = []
    for group in tomllib.loads(TABLE.read_text("utf-8"))["group"]:
        alone = _tier(group["at_least"])
        pain = _tier(group.get("with_pain", group["at_least"]))
        for sign in group["signs"]:
            part = part_of(sign, vocabulary)
            found.append(
                Judged(sign, part, group["title"], group["why"], group["source"], alone, pain)
            )
    return found


def part_of(sign: str, vocabulary: Vocabulary) -> Part:
    """ "id", "id=value" or "id#level=value" as a finding of the left side."""
    name, _, text = sign.partition("=")
    key = FindingKey.parse(name)
    field = vocabulary.fields[key.id]
    assert not field.worked_out, sign
    side = Side.LEFT if field.sided else None
    return FindingKey(key.id, side, key.level), _value(field, text)


def singles(vocabulary: Vocabulary) -> Iterator[Part]:
    """Every finding that a person can record, with each value that could be a sign."""
    for field in vocabulary.fields.values():
        if field.worked_out:
            continue
        side = Side.LEFT if field.sided else None
        for level in field.levels or (None,):
            for value in _abnormal(field):
                yield FindingKey(field.id, side, level), value


def answer(part: Part, knowledge: Knowledge, *, with_pain: bool = False) -> RaisedFlag | None:
    """The most urgent flag that one finding raises at 44 years, None where it raises none."""
    facts = facts_of([part, (FindingKey("age"), AGE_OF_ALL)], PAIN if with_pain else None)
    return next(iter(raise_flags(facts, knowledge)), None)


def shown(part: Part) -> str:
    """A sign as the table writes it."""
    return words([part]).replace("@left", "")


def _tier(text: str) -> Tier | None:
    return None if text == "none" else Tier(text)


def _value(field: FieldDef, text: str) -> Value:
    if not text:
        return True
    if field.kind is FieldKind.SEVERAL:
        return (text,)
    if field.kind in (FieldKind.NUMBER, FieldKind.SCALE, FieldKind.DURATION):
        return from_json(field, float(text))
    return from_json(field, text)


def _abnormal(field: FieldDef) -> list[Value]:
    if field.kind is FieldKind.YES_NO:
        return [True] if field.abnormal else []
    if field.kind in WEAKEST:
        return list(WEAKEST[field.kind])
    if field.kind is FieldKind.CHOICE:
        return [choice.id for choice in field.choices]
    if field.kind is FieldKind.SEVERAL:
        return [(choice.id,) for choice in field.choices]
    return []
