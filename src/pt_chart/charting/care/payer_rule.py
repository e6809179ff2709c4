"""The rule by which minutes become units in a visit, and the log that its note may speak of.

A signed visit keeps the rule that stood at its signature, and the log as it stood then: a payer
or a call that is entered later never changes what was signed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from pt_chart.charting.ports import Setting
from pt_chart.clinical.billing.units import contradictions, day_units
from pt_chart.clinical.care.episode_log import EpisodeLog, UnitRule
from pt_chart.clinical.people import Episode
from pt_chart.clinical.visit import Visit

SETTING = "unit_rule"
"""The clinic's usual rule, where the payer's authorization names none."""


class Settings(Protocol):
    """The part of a store that keeps the clinic's settings."""

    def setting(self, name: str, default: Setting = None) -> Setting:
        """A setting of the clinic."""
        ...


def log_of_visit(visit: Visit, log: EpisodeLog) -> EpisodeLog:
    """The episode's log as the visit may tell it: all of it, or what stood when it was signed."""
    return log if visit.signature is None else log.as_of(visit.signature.at)


def episode_of_visit(visit: Visit, episode: Episode, log: EpisodeLog) -> Episode:
    """The episode as the visit may tell it: as it is, or as it stood when the visit was signed."""
    return episode if visit.signature is None else log.episode_at(episode, visit.signature.at)


def named_rule(log: EpisodeLog) -> UnitRule | None:
    """The unit rule of the newest authorization that names one."""
    rules = [one.unit_rule for one in log.authorizations if one.unit_rule is not None]
    return rules[-1] if rules else None


def rule_of_visit(visit: Visit, log: EpisodeLog, store: Settings) -> UnitRule | None:
    """The rule of the payer, else the clinic's usual one; of a signed visit as it stood then.

    A visit that was signed before rules were kept with it has only what its log named.
    """
    kept = visit.administration.unit_rule
    if visit.signed:
        return kept or named_rule(log_of_visit(visit, log))
    usual = store.setting(SETTING, "")
    return named_rule(log) or next((one for one in UnitRule if one.value == usual), None)


def billing_needs(visit: Visit, log: EpisodeLog, store: Settings) -> tuple[str, ...]:
    """What the visit's minutes and codes must settle before it is signed, each with the fix."""
    rule = rule_of_visit(visit, log, store)
    given, frame = visit.plan.treatments, visit.administration
    if rule is None:
        return contradictions(given, frame)
    return day_units(given, rule, frame).contradictions


def with_rule(visit: Visit, log: EpisodeLog, store: Settings) -> Visit:
    """The visit to be signed, with the rule its units are counted by; as it was without codes."""
    rule = rule_of_visit(visit, log, store) if any(t.code for t in visit.plan.treatments) else None
    return replace(visit, administration=replace(visit.administration, unit_rule=rule))
