"""Reads stop rules, traffic lights and what own words ask of the body, in any language."""

from __future__ import annotations

from pt_chart.clinical.program.library import PROPERTIES, StopRule, TrafficLight
from pt_chart.clinical.program.read_words import OwnWords
from pt_chart.definitions.toml_reader import Reader, nearest_hint


def read_stop_rule(table: Reader) -> StopRule:
    """A stop rule; ``general`` stands in the library's own language alone."""
    general = table.flag("general", default=False)
    return StopRule(
        id=table.text("id"),
        patient=table.text("patient"),
        brief=table.text("brief"),
        general=general,
        local=table.text("local", ""),
        local_brief=table.text("local_brief", ""),
    )


def read_light(table: Reader) -> TrafficLight:
    """An exercise's own traffic light."""
    words = ("go", "slow", "stop", "go_action", "slow_action", "stop_action", "brief")
    return TrafficLight(table.text("id"), *(table.text(word) for word in words))


def read_own_words(table: Reader) -> OwnWords:
    """Words that say what a clinic's own text asks of the body."""
    raw = table.raw("groups")
    groups = tuple(map(_group, raw)) if isinstance(raw, list) else ()
    if not groups or not all(groups):
        table.problem("groups", "is not a list of lists of words", 'write [["bend"], ["forward"]]')
    for name in table.texts("properties"):
        if name not in PROPERTIES:
            table.problem("properties", f"{name!r} is not known", nearest_hint(name, PROPERTIES))
    found = OwnWords(
        title=table.text("title"),
        groups=groups,
        properties=table.texts("properties"),
        unless=table.texts("unless"),
        held=table.flag("held", default=False),
        never=table.text("never", ""),
    )
    table.finish()
    return found


def _group(words: object) -> tuple[str, ...]:
    """The words of a group in lower case, () where it is no list of texts."""
    if not isinstance(words, list) or not all(isinstance(one, str) and one for one in words):
        return ()
    return tuple(one.lower() for one in words)
