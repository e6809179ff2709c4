"""Reads stop rules and traffic lights of exercises, in the library's and in other languages."""

from __future__ import annotations

from pt_chart.clinical.program.library import StopRule, TrafficLight
from pt_chart.definitions.toml_reader import Reader


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
