"""Reads forms/exam and forms/measures into forms and the vocabulary they make up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from pt_chart.clinical.criteria import Criterion
from pt_chart.clinical.derivation import COMPUTATIONS
from pt_chart.clinical.evaluation import AGE, SEX, findings_of
from pt_chart.clinical.fields import Card, FieldDef, FieldKind, Form, Position, Vocabulary
from pt_chart.clinical.problems import Problem
from pt_chart.definitions.criteria_reader import read_criterion, resolve
from pt_chart.definitions.field_reader import LAYOUTS, read_field
from pt_chart.definitions.own_folder import FormsFolder
from pt_chart.definitions.rewording import Rewording
from pt_chart.definitions.toml_reader import Reader, nearest_hint, parse_toml, read_toml

FOLDERS = ("exam", "measures")
SECTIONS = ("history", "exam", "measures", "derived")
"""Sections a form may stand in, in window order; "derived" fields are never drawn."""

CRITERIA = ("show_when", "derived", "implied_by")

_ID = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class _Found:
    """A form with its place in the order, and where each of its fields stands in the file."""

    form: Form
    file: str
    order: float
    places: dict[str, Reader]


def read_forms(
    folders: Iterable[FormsFolder], problems: list[Problem]
) -> tuple[tuple[Form, ...], Vocabulary]:
    """The forms of one or more forms folders in window order, and their vocabulary.

    A later folder adds forms and fields and never replaces one: an id that is taken is a problem.
    Everything wrong is added to ``problems``; what is right is returned all the same.
    """
    found: dict[str, _Found] = {}
    rewording = Rewording()
    for root in folders:
        for path in sorted((root / "rewording").glob("*.toml")):
            reader = read_toml(path, problems, f"rewording/{path.name}")
            if reader is not None:
                rewording.read(reader)
        for one in _read_folder(root, problems):
            if one.form.id in found:
                place = f"{one.file}: id"
                problems.append(
                    Problem(place, f"{one.form.id!r} is in {found[one.form.id].file}", "rename it")
                )
            else:
                found[one.form.id] = one
    ordered = sorted(found.values(), key=_window_order)
    # In the order of the folders: a clinic's field is the double, not the shipped one.
    _refuse_doubles(list(found.values()))
    rewording.refuse_unknown([one.form for one in ordered])
    ordered = [replace(one, form=rewording.apply(one.form, one.places)) for one in ordered]
    return _joined(ordered)


def read_form_text(text: str, known: Vocabulary, words: str = "") -> Form | None:
    """A form as an older version of it was written; None when today's reader cannot take it.

    ``words`` is the rewording that was in force then. Conditions that speak of findings which are
    gone are left out: the form is for reading.
    """
    problems: list[Problem] = []
    reader = parse_toml(text, problems, "older version")
    if reader is None:
        return None
    found = _read_form(reader)
    told = parse_toml(words, problems, "older words") if words else None
    if told is not None:
        rewording = Rewording()
        rewording.read(told)
        found = replace(found, form=rewording.apply(found.form, found.places))
    if problems:
        return None
    older = {field.id: field for field in found.form.fields}
    both = replace(known, fields=MappingProxyType({**known.fields, **older}))
    fields = {name: _with_criteria(older[name], found.places[name], both) for name in older}
    return _rebuilt(found.form, fields)


def _joined(ordered: list[_Found]) -> tuple[tuple[Form, ...], Vocabulary]:
    places = {id_: place for one in ordered for id_, place in one.places.items()}
    vocabulary = _vocabulary(ordered, places)
    fields = {
        name: _with_criteria(field, places[name], vocabulary)
        for name, field in vocabulary.fields.items()
    }
    _refuse_circles(fields, places)
    _refuse_strange_partners(fields, places)
    forms = tuple(_rebuilt(one.form, fields) for one in ordered)
    return forms, replace(vocabulary, fields=MappingProxyType(fields))


def _refuse_strange_partners(fields: Mapping[str, FieldDef], places: Mapping[str, Reader]) -> None:
    """A value lies below or above that of a field with numbers and the same sides."""
    for name, field in fields.items():
        for key, other in (("below", field.below), ("above", field.above)):
            partner = fields.get(other)
            if not other or (partner is not None and _alike(field, partner)):
                continue
            places[name].problem(
                key, f"{other!r} is no number field of the same sides", "name its id"
            )


def _alike(one: FieldDef, other: FieldDef) -> bool:
    return (one.kind, one.sided, one.levels) == (other.kind, other.sided, other.levels)


def _refuse_doubles(ordered: list[_Found]) -> None:
    first: dict[str, str] = {}
    for found in ordered:
        for name, place in found.places.items():
            if name in first:
                place.problem("id", f"{name!r} is already in {first[name]}", "one fact, one id")
            first.setdefault(name, place.place())


def _window_order(found: _Found) -> tuple[int, float, str]:
    section = found.form.section
    place = SECTIONS.index(section) if section in SECTIONS else len(SECTIONS)
    return place, found.order, found.form.id


def _read_folder(root: FormsFolder, problems: list[Problem]) -> Iterable[_Found]:
    for folder in FOLDERS:
        for path in sorted((root / folder).glob("*.toml")):
            reader = read_toml(path, problems, f"{folder}/{path.name}")
            if reader is not None:
                yield _read_form(reader)


def _read_form(reader: Reader) -> _Found:
    name = reader.text("id")
    if name and not _ID.fullmatch(name):
        reader.problem("id", f"{name!r} is not an id", "use small letters, digits and _")
    section = reader.option("section", SECTIONS)
    places: dict[str, Reader] = {}
    cards = tuple(_read_card(card, section, places) for card in reader.tables("card"))
    form = Form(
        id=name,
        version=reader.whole("version"),
        title=reader.text("title"),
        section=section,
        cards=cards,
        renamed=_read_renamed(reader),
        source=reader.source,
    )
    order = reader.number("order", 0.0)
    reader.finish()
    return _Found(form, reader.file, order, places)


def _read_renamed(reader: Reader) -> MappingProxyType[str, str]:
    table = reader.table("renamed")
    if table is None:
        return MappingProxyType({})
    return MappingProxyType({old: table.text(old) for old in table.keys})


def _read_card(reader: Reader, section: str, places: dict[str, Reader]) -> Card:
    card = Card(
        id=reader.text("id"),
        title=reader.text("title"),
        fields=(),
        position=reader.member("position", Position) if "position" in reader else None,
        layout=reader.option("layout", LAYOUTS, "rows"),
        hint=reader.text("hint", ""),
        sound_first=reader.flag("sound_first", default=False),
    )
    tissue = reader.text("tissue", "")
    prefix = reader.text("prefix", "")
    if section == "exam" and card.position is None:
        reader.problem("position", "is missing", "an exam card says the body's position")
    fields = []
    for below in reader.tables("field"):
        field = read_field(below, section, card, tissue, prefix)
        if not _ID.fullmatch(field.id):
            below.problem("id", f"{field.id!r} is not an id", "use small letters, digits and _")
        elif field.id in places:
            below.problem("id", f"{field.id!r} is already {places[field.id].place()}")
        else:
            places[field.id] = below
            fields.append(field)
        for key in CRITERIA:
            below.raw(key)
        below.finish()
    reader.finish()
    return replace(card, fields=tuple(fields))


def _vocabulary(ordered: list[_Found], places: dict[str, Reader]) -> Vocabulary:
    fields: dict[str, FieldDef] = {}
    for found in ordered:
        for field in found.form.fields:
            if field.id in (AGE, SEX):
                places[field.id].problem("id", f"{field.id!r} speaks of the patient", "rename it")
            fields[field.id] = field
    aliases: dict[str, str] = {}
    for field in fields.values():
        for alias in field.aliases:
            taken = alias if alias in fields else aliases.get(alias)
            if taken is not None or alias in (AGE, SEX):
                places[field.id].problem(
                    "aliases", f"{alias!r} already stands for {taken or alias}"
                )
            else:
                aliases[alias] = field.id
    return Vocabulary(MappingProxyType(fields), MappingProxyType(aliases))


def _with_criteria(field: FieldDef, place: Reader, vocabulary: Vocabulary) -> FieldDef:
    found: dict[str, Criterion | None] = {}
    for key in CRITERIA:
        criterion = read_criterion(place, key)
        if criterion is not None:
            criterion = resolve(criterion, vocabulary, place, key)
        found[key] = criterion
    if found["derived"] or found["implied_by"] or field.computed:
        _check_worked_out(field, found, place)
    return replace(
        field,
        show_when=found["show_when"],
        derived=found["derived"],
        implied_by=found["implied_by"],
    )


def _check_worked_out(field: FieldDef, found: dict[str, Criterion | None], place: Reader) -> None:
    if field.computed and field.computed not in COMPUTATIONS:
        place.problem(
            "computed",
            f"{field.computed!r} is no rule of the program",
            nearest_hint(field.computed, sorted(COMPUTATIONS)),
        )
    ways = [key for key in ("derived", "implied_by") if found[key]] + ["computed"] * bool(
        field.computed
    )
    if len(ways) > 1:
        place.problem(ways[1], f"cannot stand beside {ways[0]}", "keep one of them")
    if not field.computed and field.kind is not FieldKind.YES_NO:
        place.problem(ways[0], "needs a yes/no field", 'write kind = "yes_no"')
    if field.levels and not field.computed:
        place.problem(ways[0], "cannot fill a grid of levels", "leave levels out")


def _refuse_circles(fields: dict[str, FieldDef], places: dict[str, Reader]) -> None:
    rests = {
        name: findings_of(criterion)
        for name, field in fields.items()
        if (criterion := field.derived or field.implied_by) is not None
    }
    done: set[str] = set()
    for name in rests:
        trail: list[str] = []
        if _circle(name, rests, trail, done):
            places[name].problem("", f"rests on itself: {' -> '.join(trail)}", "break the circle")
            return


def _circle(name: str, rests: dict[str, tuple[str, ...]], trail: list[str], done: set[str]) -> bool:
    if name in trail:
        trail.append(name)
        return True
    if name in done:
        return False
    trail.append(name)
    if any(_circle(below, rests, trail, done) for below in rests.get(name, ())):
        return True
    trail.pop()
    done.add(name)
    return False


def _rebuilt(form: Form, fields: dict[str, FieldDef]) -> Form:
    cards = tuple(
        replace(card, fields=tuple(fields[field.id] for field in card.fields))
        for card in form.cards
    )
    return replace(form, cards=cards)
