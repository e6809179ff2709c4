"""Reads the engine's constants: every number of ours that the ranking uses, in one file."""

from __future__ import annotations

from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.reasoning.knowledge import Constants
from pt_chart.definitions.toml_reader import Reader


def read_constants(file: Reader) -> Constants | None:
    """The ``[constants]`` table, or None when it is missing."""
    table = file.table("constants")
    if table is None:
        file.problem("constants", "is missing", "add the [constants] table")
        return None
    edges = (table.number("band_more"), table.number("band_much_more"))
    constants = Constants(
        seed=table.whole("seed"),
        samples=table.whole("samples"),
        damping=table.number("damping"),
        agreeing_share=table.number("agreeing_share"),
        small_study_n=table.whole("small_study_n"),
        small_study_shrink=table.number("small_study_shrink"),
        design_shrink=table.number("design_shrink"),
        cap_positive=table.number("cap_positive"),
        cap_positive_replicated=table.number("cap_positive_replicated"),
        cap_negative=table.number("cap_negative"),
        default_sd=table.number("default_sd"),
        pattern_sd=table.number("pattern_sd"),
        disagreement=table.number("disagreement"),
        patterns=_numbers(table, "patterns"),
        prior_offsets=_numbers(table, "starting_bands"),
        prior_width=table.number("starting_band_half_width"),
        band_edges=edges,
        strengths=_strengths(table),
        next_tests=table.whole("next_tests"),
    )
    _check(table, constants)
    table.finish()
    return constants


def _numbers(table: Reader, key: str) -> dict[str, float]:
    below = table.table(key)
    if below is None:
        table.problem(key, "is missing", f"add [constants.{key}]")
        return {}
    return {name: below.number(name) for name in below.keys}


def _strengths(table: Reader) -> tuple[tuple[float, str], ...]:
    named = _numbers(table, "strength_words")
    pairs = [(least, word.replace("_", " ")) for word, least in named.items()]
    return tuple(sorted(pairs, reverse=True))


def _check(table: Reader, constants: Constants) -> None:
    """Ranges that the engine's promises rest on (see docs/reasoning.md)."""
    limits = (
        ("samples", constants.samples, 100, 100_000),
        ("damping", constants.damping, 0, 1),
        ("agreeing_share", constants.agreeing_share, 0, 0.25),
        ("disagreement", constants.disagreement, 0, 1),
        ("small_study_shrink", constants.small_study_shrink, 0, 1),
        ("design_shrink", constants.design_shrink, 0, 1),
        ("cap_positive", constants.cap_positive, 1, 10),
        ("cap_positive_replicated", constants.cap_positive_replicated, 1, 10),
        ("cap_negative", constants.cap_negative, 0.1, 1),
        ("band_more", constants.band_edges[0], 0, constants.band_edges[1]),
    )
    for key, value, low, high in limits:
        if not low <= value <= high:
            table.problem(key, f"{value:g} is outside {low:g} to {high:g}", "see docs/reasoning.md")


def read_burdens(file: Reader, vocabulary: Vocabulary) -> dict[str, float]:
    """The ``[burden]`` table: finding id -> cost of doing it (1 = half a minute, no turning)."""
    table = file.table("burden")
    if table is None:
        return {}
    found = {}
    for name in table.keys:
        known = vocabulary.canonical(name)
        cost = table.number(name)
        if known is None:
            table.problem(name, f"{name!r} is not a finding", "see `pt-chart findings`")
        elif cost <= 0:
            table.problem(name, f"{cost:g} is not above 0", "write 1 for a quick test")
        else:
            found[known] = cost
    return found
