"""Reads one field of a form: kind, limits, choices, norm and help."""

from __future__ import annotations

from pt_chart.clinical.fields import (
    Card,
    Choice,
    FieldDef,
    FieldKind,
    MeasurementError,
    Norm,
    TestHelp,
)
from pt_chart.clinical.narrative.joining import after_title
from pt_chart.definitions.toml_reader import Reader

LAYOUTS = ("rows", "grid", "steps")
TISSUES = ("", "general", "function", "spine", "nerve", "muscle", "joint", "hip", "sij", "vessel")
VERIFIED = ("page read", "no")
BETTER = ("", "higher", "lower")
DURATION_UNITS = ("min", "h", "days", "weeks")

_NUMBERS = (FieldKind.NUMBER, FieldKind.DURATION)


def read_field(
    reader: Reader, section: str, card: Card, tissue: str = "", prefix: str = ""
) -> FieldDef:
    """The field of one ``[[card.field]]`` table, its criteria left out (they need every id).

    ``tissue`` and ``prefix`` are the card's: the tissue of fields that name none, and the words
    before a label where it stands alone ("Made worse by" + "Sitting").
    """
    kind = reader.member("kind", FieldKind) or FieldKind.TEXT
    low, high = _limits(reader, kind)
    label = reader.text("label")
    return FieldDef(
        id=reader.text("id"),
        label=label,
        kind=kind,
        section=section,
        card=card.id,
        question=reader.text("question", ""),
        sided=reader.flag("sided", default=False),
        levels=reader.texts("levels"),
        unit=_unit(reader, kind),
        minimum=low,
        maximum=high,
        whole=_whole(reader, kind),
        usual=_usual(reader, kind, low, high),
        below=reader.text("below", ""),
        above=reader.text("above", ""),
        choices=_choices(reader, kind),
        qualifiers=_choice_list(reader, "qualifiers"),
        aliases=reader.texts("aliases"),
        shorthand=reader.texts("shorthand"),
        position=card.position,
        tissue=reader.option("tissue", TISSUES, tissue),
        norm=_norm(reader, kind),
        error=_error(reader, kind),
        help=_help(reader),
        required=reader.flag("required", default=False),
        core=reader.flag("core", default=False),
        anew=reader.flag("anew", default=False),
        alone=reader.flag("alone", default=False),
        alone_levels=_alone_levels(reader),
        routine=reader.flag("routine", default=False),
        sound_leg=reader.flag("sound_leg", default=False),
        sound_first=card.sound_first,
        abnormal=reader.flag("abnormal", default=True),
        computed=reader.text("computed", ""),
        standalone=reader.text("standalone", "") or _prefixed(prefix, label),
    )


def _alone_levels(reader: Reader) -> tuple[str, ...]:
    """Levels that are filed by themselves only: some of the field's own."""
    wanted, known = reader.texts("alone_levels"), reader.texts("levels")
    for level in wanted:
        if level not in known:
            reader.problem(
                "alone_levels", f"{level!r} is no level here", f"one of {', '.join(known)}"
            )
    return wanted


def _prefixed(prefix: str, label: str) -> str:
    if not prefix or after_title(label, prefix) != label:
        return ""
    lower = label[:1].lower() + label[1:] if label[1:2].islower() else label
    return f"{prefix} {lower}"


def _limits(reader: Reader, kind: FieldKind) -> tuple[float | None, float | None]:
    low, high = reader.optional_number("minimum"), reader.optional_number("maximum")
    if kind is FieldKind.SCALE:
        low, high = (0.0 if low is None else low), (10.0 if high is None else high)
    elif kind in _NUMBERS and (low is None or high is None):
        reader.problem(
            "minimum" if low is None else "maximum",
            "is missing",
            "a number says what is possible, so that a slip of the finger is refused",
        )
    elif kind not in _NUMBERS and (low is not None or high is not None):
        reader.problem("minimum", f"does not fit kind {kind.value!r}", "leave the limits out")
    if low is not None and high is not None and low > high:
        reader.problem("minimum", f"{low:g} is above the maximum {high:g}", "exchange them")
    return low, high


def _usual(
    reader: Reader, kind: FieldKind, low: float | None, high: float | None
) -> tuple[float, float] | None:
    """Values that are not questioned; they lie within the limits."""
    table = reader.table("usual")
    if table is None:
        return None
    first, last = table.number("low"), table.number("high")
    table.finish()
    if kind not in _NUMBERS:
        reader.problem("usual", f"does not fit kind {kind.value!r}", "only numbers are questioned")
    elif first > last or (low is not None and first < low) or (high is not None and last > high):
        reader.problem("usual", "does not lie within minimum and maximum", "narrow it")
    return (first, last)


def _whole(reader: Reader, kind: FieldKind) -> bool:
    """Ratings on a scale are whole; a number is where its form says so."""
    whole = reader.flag("whole", default=kind is FieldKind.SCALE)
    if whole and kind not in (FieldKind.NUMBER, FieldKind.SCALE):
        reader.problem("whole", f"does not fit kind {kind.value!r}", "only numbers are whole")
    return whole


def _unit(reader: Reader, kind: FieldKind) -> str:
    if kind is FieldKind.DURATION:
        return reader.option("unit", DURATION_UNITS)
    return reader.text("unit", "")


def _choices(reader: Reader, kind: FieldKind) -> tuple[Choice, ...]:
    choices = _choice_list(reader, "choices")
    if kind in (FieldKind.CHOICE, FieldKind.SEVERAL):
        if len(choices) < 2:
            reader.problem("choices", "needs two or more", 'write { id = "a", label = "A" }, ...')
    elif choices:
        reader.problem("choices", f"does not fit kind {kind.value!r}", 'write kind = "choice"')
    return choices


def _choice_list(reader: Reader, key: str) -> tuple[Choice, ...]:
    found: list[Choice] = []
    for table in reader.tables(key):
        choice = Choice(
            table.text("id"), table.text("label"), table.flag("abnormal", default=False)
        )
        table.finish()
        if choice.id in [one.id for one in found]:
            table.problem("id", f"{choice.id!r} is there twice", "each choice has its own id")
        found.append(choice)
    return tuple(found)


def _norm(reader: Reader, kind: FieldKind) -> Norm | None:
    table = reader.table("norm")
    if table is None:
        return None
    norm = Norm(
        low=table.optional_number("low"),
        high=table.optional_number("high"),
        population=table.text("population"),
        source=table.text("source"),
        verified=table.option("verified", VERIFIED),
        ages=_ages(table),
        female=_female(table),
    )
    table.finish()
    if kind not in _NUMBERS:
        table.problem("", f"does not fit kind {kind.value!r}", "only numbers have a norm")
    return norm


def _ages(table: Reader) -> tuple[int, int] | None:
    """The years a norm speaks of: both ends or none."""
    first, last = table.optional_whole("age_from"), table.optional_whole("age_to")
    if first is None and last is None:
        return None
    if first is None or last is None or first > last:
        table.problem("age_from", "needs age_to above it", "write both ends of the age band")
        return None
    return first, last


def _female(table: Reader) -> tuple[float | None, float | None] | None:
    low, high = table.optional_number("low_female"), table.optional_number("high_female")
    return None if low is None and high is None else (low, high)


def _error(reader: Reader, kind: FieldKind) -> MeasurementError | None:
    table = reader.table("error")
    if table is None:
        return None
    low = table.number("low")
    found = MeasurementError(
        low=low,
        high=table.number("high", low),
        source=table.text("source"),
        verified=table.option("verified", VERIFIED),
        better=table.option("better", BETTER, ""),
    )
    table.finish()
    if found.low > found.high:
        table.problem("low", f"{found.low:g} is above high {found.high:g}", "exchange them")
    if kind not in (*_NUMBERS, FieldKind.SCALE):
        table.problem("", f"does not fit kind {kind.value!r}", "only numbers have an error")
    return found


def _help(reader: Reader) -> TestHelp:
    table = reader.table("help")
    if table is None:
        return TestHelp()
    found = TestHelp(
        how=table.text("how", ""),
        positive=table.text("positive", ""),
        evidence=table.text("evidence", ""),
        figure=table.text("figure", ""),
    )
    table.finish()
    return found
