"""Reads forms/measures/instruments: what each measure is, its scoring, thresholds and licence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pt_chart.clinical.fields import FieldKind, Vocabulary
from pt_chart.clinical.measures.instrument import (
    Band,
    Better,
    Instrument,
    RiskGroups,
    ScoreRule,
    Threshold,
    ThresholdKind,
)
from pt_chart.clinical.problems import Problem
from pt_chart.definitions.toml_reader import Reader, nearest_hint, read_toml

FOLDER = Path("measures") / "instruments"
VERIFIED = ("page read", "no")
_UNITS = ("points", "%", "°", "m", "s", "times", "T-score", "")


def read_instruments(
    folders: Sequence[Path], vocabulary: Vocabulary, problems: list[Problem]
) -> tuple[Instrument, ...]:
    """Every instrument of the forms folders, in file and table order, angles of limbs last.

    What is wrong is added to ``problems``; what is right is returned all the same.
    """
    found: dict[str, Instrument] = {}
    for root in folders:
        for path in sorted((root / FOLDER).glob("*.toml")):
            top = read_toml(path, problems, f"measures/instruments/{path.name}")
            for one in top.tables("instrument") if top is not None else ():
                made = _instrument(one, vocabulary)
                if made.id in found:
                    one.problem("id", f"{made.id!r} is already an instrument", "rename it")
                else:
                    found[made.id] = made
            if top is not None:
                top.finish()
    return tuple(sorted(found.values(), key=lambda one: one.sided))


def _instrument(reader: Reader, vocabulary: Vocabulary) -> Instrument:
    low, high = reader.number("minimum"), reader.number("maximum")
    name = reader.text("name")
    rule = reader.member("rule", ScoreRule) or ScoreRule.TYPED
    made = Instrument(
        id=reader.text("id"),
        name=name,
        short=reader.text("short", name),
        rule=rule,
        minimum=low,
        maximum=high,
        better=reader.member("better", Better) or Better.NEITHER,
        source=reader.text("source"),
        licence=reader.text("licence"),
        items_ship=reader.flag("items_ship"),
        version=reader.whole("version", 1),
        unit=reader.option("unit", _UNITS, "points"),
        items=_fields(reader, "items", vocabulary),
        activities=_fields(reader, "activities", vocabulary),
        total=_field(reader, "total", vocabulary),
        answered_field=_field(reader, "answered_field", vocabulary),
        answered_least=reader.whole("answered_least", 0),
        sections=reader.whole("sections", 0),
        each_most=reader.whole("each_most", 0),
        subscale=_field(reader, "subscale", vocabulary),
        subscale_most=reader.whole("subscale_most", 0),
        rising=_fields(reader, "rising", vocabulary),
        rising_words=reader.text("rising_words", ""),
        rising_measured=reader.flag("rising_measured", default=False),
        rates_change=reader.flag("rates_change", default=False),
        sheet=_field(reader, "sheet", vocabulary),
        sheet_date=_field(reader, "sheet_date", vocabulary),
        missing_rule=reader.text("missing_rule", ""),
        whole=reader.flag("whole", default=True),
        sided=reader.flag("sided", default=False),
        thresholds=tuple(_threshold(one) for one in reader.tables("threshold")),
        bands=tuple(_band(one) for one in reader.tables("band")),
        risk=_risk(reader.table("risk")),
    )
    reader.finish()
    _check(reader, made)
    _check_whole(reader, made, vocabulary)
    return made


def _check(reader: Reader, made: Instrument) -> None:
    if made.minimum >= made.maximum:
        reader.problem("minimum", "is not below the maximum", "exchange them")
    if not made.items and not made.total:
        reader.problem("items", "is missing, and so is a total", "name items or a total field")
    if len(made.items) > 1 and not made.missing_rule:
        reader.problem("missing_rule", "is missing", "say what happens when items are unanswered")
    if made.answered_least > max(len(made.items), made.sections):
        reader.problem("answered_least", "is more than there are items", "lower it")
    if made.activities and len(made.activities) != len(made.items):
        reader.problem("activities", "does not match the items", "name one for each item")
    if made.rising and not made.rising_words:
        reader.problem("rising_words", "is missing", "say why the values rise, and the fix")


def _check_whole(reader: Reader, made: Instrument, vocabulary: Vocabulary) -> None:
    """What a sheet counts in whole numbers is refused at the field when it is not whole."""
    counted = (made.subscale, made.answered_field, made.total if made.whole else "")
    items = made.items if made.whole else ()
    for name in filter(None, (*counted, *items)):
        field = vocabulary.fields.get(name)
        if field is not None and field.kind is FieldKind.NUMBER and not field.whole:
            reader.problem("whole", f"but {name!r} takes halves", f"write whole = true at {name}")


def _fields(reader: Reader, key: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(_known(reader, key, name, vocabulary) for name in reader.texts(key))


def _field(reader: Reader, key: str, vocabulary: Vocabulary) -> str:
    name = reader.text(key, "")
    return _known(reader, key, name, vocabulary) if name else ""


def _known(reader: Reader, key: str, name: str, vocabulary: Vocabulary) -> str:
    if name not in vocabulary.fields:
        hint = nearest_hint(name, tuple(vocabulary.fields))
        reader.problem(key, f"{name!r} is not a field", hint or "name a field of a form")
    return name


def _threshold(reader: Reader) -> Threshold:
    made = Threshold(
        kind=reader.member("kind", ThresholdKind) or ThresholdKind.ERROR,
        name=reader.text("name"),
        source=reader.text("source"),
        verified=reader.option("verified", VERIFIED),
        points=reader.optional_number("points"),
        sem=reader.optional_number("sem"),
        percent=reader.optional_number("percent"),
        one_item=reader.flag("one_item", default=False),
        note=reader.text("note", ""),
        sex=reader.option("sex", ("F", "M"), ""),
    )
    reader.finish()
    if (made.points is None) == (made.sem is None):
        reader.problem("points", "and sem: exactly one is needed", "give points, or give sem")
        return Threshold(made.kind, made.name, made.source, made.verified, points=0.0)
    return made


def _band(reader: Reader) -> Band:
    made = Band(
        low=reader.optional_number("low"),
        high=reader.optional_number("high"),
        words=reader.text("words"),
        source=reader.text("source"),
        verified=reader.option("verified", VERIFIED),
    )
    reader.finish()
    return made


def _risk(reader: Reader | None) -> RiskGroups | None:
    if reader is None:
        return None
    made = RiskGroups(
        low_most=reader.number("low_most"),
        high_subscale=reader.number("high_subscale"),
        low=reader.text("low"),
        medium=reader.text("medium"),
        high=reader.text("high"),
        source=reader.text("source"),
        verified=reader.option("verified", VERIFIED),
    )
    reader.finish()
    return made
