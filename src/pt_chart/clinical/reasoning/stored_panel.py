"""A panel as it was stored with a signed visit, read back; and what today's knowledge changes.

An old note is never recomputed silently: what was shown when it was signed is shown again, and a
difference to today's knowledge is shown as a difference, on request.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.reasoning.results import (
    Action,
    Assessment,
    Comparison,
    ComparisonRow,
    ConsiderPrompt,
    Contradiction,
    Direction,
    EvidenceLine,
    GroupContribution,
    KnowledgeStamp,
    NextTest,
    PublishedScore,
    RaisedFlag,
    RankedCause,
    Tier,
)

_Table = Mapping[str, Any]
T = TypeVar("T")

_DIRECTIONS = (Direction.FOR, Direction.AGAINST, Direction.NEUTRAL, Direction.NOT_TESTED)


def read_panel(text: str) -> Assessment | None:
    """The assessment behind a stored panel, or None when the text is none (then nothing is lost:
    it stays in the visit as it is). Parts that an older program did not store are empty."""
    try:
        data = json.loads(text)
        return _assessment(data) if isinstance(data, dict) else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _assessment(data: _Table) -> Assessment:
    return Assessment(
        action=Action(data["action"]),
        flags=tuple(_flag(one) for one in data["flags"]),
        ranked=tuple(_cause(one) for one in data["ranked"]),
        ranking_off=data.get("ranking_off", ""),
        top_overlap=bool(data.get("top_overlap", False)),
        impairments=tuple(_cause(one) for one in data.get("impairments", ())),
        consider=tuple(
            _plain(ConsiderPrompt, one, because=tuple(one["because"])) for one in data["consider"]
        ),
        next_tests=tuple(_plain(NextTest, one) for one in data["next_tests"]),
        scores=tuple(_plain(PublishedScore, one) for one in data["scores"]),
        comparisons=tuple(
            _plain(
                Comparison,
                one,
                rows=tuple(_plain(ComparisonRow, row) for row in one["rows"]),
                causes=tuple(one.get("causes", ())),
            )
            for one in data.get("comparisons", ())
        ),
        contradictions=tuple(
            Contradiction(one["words"], _keys(one["findings"])) for one in data["contradictions"]
        ),
        core_unasked=tuple(data.get("core_unasked", ())),
        knowledge=_plain(KnowledgeStamp, data["knowledge"]),
        action_note=data.get("action_note", ""),
        starting=data.get("starting_set", ""),
    )


def _plain(kind: Callable[..., T], data: _Table, **made: object) -> T:
    """A value whose fields have the names of the stored keys; ``made`` are those read apart."""
    known: Any = kind
    named = {one.name: data[one.name] for one in fields(known) if one.name in data}
    return kind(**{**named, **made})


def _keys(texts: list[str]) -> tuple[FindingKey, ...]:
    return tuple(FindingKey.parse(text) for text in texts)


def _flag(data: _Table) -> RaisedFlag:
    return _plain(
        RaisedFlag,
        data,
        tier=Tier(data["tier"]),
        because=tuple(data["because"]),
        keys=_keys(data["findings"]),
    )


def _cause(data: _Table) -> RankedCause:
    lines = [_line(one, way) for way in _DIRECTIONS for one in data.get(way.value, ())]
    return RankedCause(
        condition=data["condition"],
        name=data["name"],
        parent=data["parent"],
        role=data.get("role", "sub" if data["parent"] else "main"),
        band=data["band"],
        range_words=data["range"],
        low=data["low"],
        middle=data["middle"],
        high=data["high"],
        tested=data["tested"],
        lines=tuple(lines),
        contributions=tuple(_plain(GroupContribution, one) for one in data["contributions"]),
        prior_band=data.get("starting_band", ""),
    )


def _line(data: _Table, direction: Direction) -> EvidenceLine:
    ratios = {name: _ratio(data[name]) for name in ("lr", "lr_low", "lr_high")}
    return _plain(
        EvidenceLine,
        data,
        direction=direction,
        keys=_keys(data.get("findings", [])),
        group=data.get("group", ""),
        **ratios,
    )


def _ratio(value: Any) -> float | None:
    return float("inf") if value == "infinite" else value


@dataclass(frozen=True, slots=True)
class PanelDifference:
    """What today's knowledge says otherwise about a stored panel, in words; empty = the same."""

    then: KnowledgeStamp
    now: KnowledgeStamp
    lines: tuple[str, ...]

    @property
    def same_knowledge(self) -> bool:
        """Whether both rest on the very same files."""
        return self.then.sha256 == self.now.sha256


def compare_panels(then: Assessment, now: Assessment) -> PanelDifference:
    """The difference between the panel as stored and the same findings under today's knowledge."""
    lines = [*_flag_changes(then, now), *_order_changes(then, now), *_band_changes(then, now)]
    if then.action is not now.action:
        words = (then.action.value.replace("_", " "), now.action.value.replace("_", " "))
        lines.insert(0, f"Answer: {words[0]} then, {words[1]} today")
    return PanelDifference(then.knowledge, now.knowledge, tuple(lines))


def _flag_changes(then: Assessment, now: Assessment) -> list[str]:
    old = {flag.id: flag for flag in then.flags}
    new = {flag.id: flag for flag in now.flags}
    lines = []
    for id, flag in new.items():
        before = old.get(id)
        if before is None:
            lines.append(f"Raised today, not then: {flag.title} ({_tier(flag)})")
        elif before.tier is not flag.tier:
            lines.append(f"{flag.title}: {_tier(before)} then, {_tier(flag)} today")
    lines += [
        f"Raised then, not today: {flag.title} ({_tier(flag)})"
        for id, flag in old.items()
        if id not in new
    ]
    return lines


def _tier(flag: RaisedFlag) -> str:
    return flag.tier.value.replace("_", " ")


def _first(panel: Assessment) -> list[RankedCause]:
    return [cause for cause in panel.ranked if cause.tested and not cause.parent][:3]


def _order_changes(then: Assessment, now: Assessment) -> list[str]:
    old, new = ([cause.name for cause in _first(panel)] for panel in (then, now))
    if old == new:
        return []
    return [f"First causes: {', '.join(old) or 'none'} then; {', '.join(new) or 'none'} today"]


def _band_changes(then: Assessment, now: Assessment) -> list[str]:
    old = {cause.condition: cause for cause in then.ranked}
    return [
        f"{cause.name}: {before.band} then, {cause.band} today"
        for cause in now.ranked
        if (before := old.get(cause.condition)) is not None and before.band != cause.band
    ]
