"""Reads criteria from TOML and checks them against the vocabulary.

A criterion is a table with one of: ``finding`` (with comparisons), ``all``, ``any``, ``not``,
``at_least`` with ``of``, ``untested``; a bare text stands for ``{ finding = text }``.
"""

from __future__ import annotations

from dataclasses import replace

from pt_chart.clinical.criteria import (
    All,
    Any,
    AtLeast,
    Criterion,
    Not,
    SharedCriteria,
    Test,
    Untested,
)
from pt_chart.clinical.evaluation import AGE, SEX, SIDES_WORDS
from pt_chart.clinical.fields import FieldDef, FieldKind, Vocabulary
from pt_chart.clinical.findings import Value
from pt_chart.clinical.grades import grade_rank
from pt_chart.definitions.toml_reader import Reader, nearest_hint

_ORDER = ("at_least", "at_most", "above", "below")
_FORMS = "finding, all, any, not, untested, or at_least with of"
_DEEPEST = 40


def read_criterion(
    reader: Reader, key: str, vocabulary: Vocabulary | None = None
) -> Criterion | None:
    """The criterion at ``key``, or None when it is missing or wrong (noted as problems).

    With a vocabulary, aliases become ids, and unknown ids, levels, choices and comparisons that
    do not fit the finding's kind are problems.
    """
    found = _read(reader, key, reader.raw(key), 0)
    if found is None or vocabulary is None:
        return found
    resolved = resolve(found, vocabulary, reader, key)
    return None if resolved is None else shared(resolved)


_SHARED = SharedCriteria()


def shared(criterion: Criterion) -> Criterion:
    """The same criterion as one object for all that say it: see `SharedCriteria`."""
    return _SHARED.share(criterion)


def resolve(
    criterion: Criterion, vocabulary: Vocabulary, reader: Reader, key: str
) -> Criterion | None:
    """The criterion with aliases replaced by ids, or None when a part of it is a problem."""
    match criterion:
        case Test():
            return _resolve_test(criterion, vocabulary, reader, key)
        case Untested():
            return _resolve_untested(criterion, vocabulary, reader, key)
        case Not(of=part):
            inner = resolve(part, vocabulary, reader, key)
            return None if inner is None else Not(inner)
        case All(of=parts) | Any(of=parts) | AtLeast(of=parts):
            resolved = [resolve(part, vocabulary, reader, key) for part in parts]
            good = tuple(part for part in resolved if part is not None)
            return replace(criterion, of=good) if len(good) == len(resolved) else None


def _read(reader: Reader, key: str, value: object, depth: int) -> Criterion | None:
    if value is None:
        return None
    if isinstance(value, str) and value.strip():
        return Test(value.strip())
    if not isinstance(value, dict):
        reader.problem(key, f"{value!r} is not a condition", f"write a table with {_FORMS}")
        return None
    if depth > _DEEPEST:
        reader.problem(key, "is nested too deeply", "split the rule")
        return None
    below = reader.sub(key, value)
    found = _read_table(below, depth)
    below.finish()
    return found


def _read_table(table: Reader, depth: int) -> Criterion | None:
    if "finding" in table:
        return _read_test(table)
    if "untested" in table:
        finding = _named(table, "untested")
        sides = table.option("sides", ("any", "same", "main", "other"), "any")
        return Untested(finding, sides) if finding else None
    if "not" in table:
        part = _read(table, "not", table.raw("not"), depth + 1)
        return None if part is None else Not(part)
    for word, kind in (("all", All), ("any", Any)):
        if word in table:
            parts = _read_parts(table, word, depth)
            return None if parts is None else kind(parts)
    if "of" in table:
        return _read_at_least(table, depth)
    table.problem("", "is not a condition", f"a condition needs one of {_FORMS}")
    return None


def _read_at_least(table: Reader, depth: int) -> Criterion | None:
    count = table.whole("at_least")
    parts = _read_parts(table, "of", depth)
    if parts is None:
        return None
    if not 1 <= count <= len(parts):
        table.problem("at_least", f"{count} of {len(parts)} cannot be", "count the parts of `of`")
        return None
    return AtLeast(count, parts)


def _read_parts(table: Reader, key: str, depth: int) -> tuple[Criterion, ...] | None:
    value = table.raw(key)
    if not isinstance(value, list) or not value:
        table.problem(key, "must be a list of conditions", f"write {key} = [ {{ ... }}, ... ]")
        return None
    parts = [_read(table, f"{key}[{i}]", item, depth + 1) for i, item in enumerate(value)]
    good = tuple(part for part in parts if part is not None)
    return good if len(good) == len(parts) else None


def _read_test(table: Reader) -> Test | None:
    finding = _named(table, "finding")
    sides = table.option("sides", SIDES_WORDS, "any")
    level = table.text("level", "") or None
    equals = _value(table, "equals")
    limits = {word: _limit(table, word) for word in _ORDER if word in table}
    if not finding:
        return None
    return Test(finding, equals, _values(table, "one_of"), level=level, sides=sides, **limits)


def _named(table: Reader, key: str) -> str:
    finding = table.text(key)
    if not finding and isinstance(table.raw(key), str):
        table.problem(key, "is empty", "name a finding")
    return finding


def _limit(table: Reader, key: str) -> float | str | None:
    value = table.raw(key)
    if isinstance(value, str):
        try:
            grade_rank(value)
        except ValueError as error:
            table.problem(key, str(error))
            return None
        return value
    return table.optional_number(key)


def _value(table: Reader, key: str) -> Value | None:
    value = table.raw(key)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    table.problem(key, f"{value!r} is not a value", "write true, false, a number or a text")
    return None


def _values(table: Reader, key: str) -> tuple[Value, ...]:
    value = table.raw(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not value:
        table.problem(key, "must be a list of values", f'write {key} = ["a", "b"]')
        return ()
    good = tuple(item for item in value if isinstance(item, bool | int | float | str))
    if len(good) < len(value):
        table.problem(key, "holds something that is not a value", "use texts or numbers")
    return good


def _known_id(name: str, vocabulary: Vocabulary, reader: Reader, key: str) -> str | None:
    found = name if name in (AGE, SEX) else vocabulary.canonical(name)
    if found is None:
        near = vocabulary.nearest(name)
        hint = f"did you mean {' or '.join(near)}?" if near else "see `pt-chart findings`"
        reader.problem(key, f"{name!r} is not a finding", hint)
    return found


def _resolve_test(test: Test, vocabulary: Vocabulary, reader: Reader, key: str) -> Test | None:
    if test.finding in (AGE, SEX):
        return test if _patient_fits(test, reader, key) else None
    known = _known_id(test.finding, vocabulary, reader, key)
    if known is None:
        return None
    trouble = misfit(test, vocabulary.fields[known])
    if trouble:
        reader.problem(key, trouble)
        return None
    return replace(test, finding=known)


def _resolve_untested(
    criterion: Untested, vocabulary: Vocabulary, reader: Reader, key: str
) -> Untested | None:
    known = _known_id(criterion.finding, vocabulary, reader, key)
    if known is None:
        return None
    if criterion.sides != "any" and not (
        known in vocabulary.fields and vocabulary.fields[known].sided
    ):
        reader.problem(key, f"{known} has no side, so sides = {criterion.sides!r} cannot hold")
        return None
    return replace(criterion, finding=known)


def _patient_fits(test: Test, reader: Reader, key: str) -> bool:
    ordered = any(getattr(test, word) is not None for word in _ORDER)
    fits = ordered if test.finding == AGE else test.equals in ("F", "M", "X")
    if not fits or test.level or test.sides != "any":
        example = "at_least = 50" if test.finding == AGE else 'equals = "F"'
        reader.problem(key, f"{test.finding} cannot be tested so", f"write {example}")
        return False
    return True


def misfit(test: Test, field: FieldDef) -> str:
    """What in a test does not fit the field it speaks of, "" when all fits."""
    if test.level and test.level not in field.levels:
        return _unfit_level(test.level, field)
    if test.sides != "any" and not field.sided:
        return f"{field.id} has no side, so sides = {test.sides!r} cannot hold"
    ordered = any(getattr(test, word) is not None for word in _ORDER)
    values = (*test.one_of, *(() if test.equals is None else (test.equals,)))
    if not ordered and not values:
        return _unfit_bare(field)
    if ordered and field.kind.vocabulary_kind not in ("number", "grade"):
        return f"{field.id} has no order, so it cannot be compared with a limit"
    for value in values:
        trouble = _unfit_value(value, field)
        if trouble:
            return trouble
    return ""


def _unfit_level(level: str, field: FieldDef) -> str:
    if not field.levels:
        return f"{field.id} has no levels"
    return f"{field.id} has no level {level!r}; its levels are {', '.join(field.levels)}"


def _unfit_bare(field: FieldDef) -> str:
    if field.kind in (FieldKind.YES_NO, FieldKind.SEVERAL, FieldKind.TEXT):
        return ""
    return f"{field.id} is not yes/no: say equals, one_of, at_least, at_most, above or below"


def _unfit_value(value: Value, field: FieldDef) -> str:
    kind = field.kind.vocabulary_kind
    if kind == "yes_no":
        return "" if isinstance(value, bool) else f"{field.id} is yes/no; {value!r} is not"
    if kind in ("choice", "several"):
        ids = [choice.id for choice in field.choices]
        if value in ids:
            return ""
        return f"{value!r} is no choice of {field.id}; {nearest_hint(str(value), ids)}"
    if kind == "number" and isinstance(value, str | bool):
        return f"{field.id} is a number; {value!r} is not"
    return ""
