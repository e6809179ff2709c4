"""Cross-checks of the knowledge: every id resolves, groups cover, no model on top of its items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pt_chart.clinical.evaluation import findings_of
from pt_chart.clinical.problems import Problem
from pt_chart.clinical.reasoning.knowledge import EvidenceRow, Knowledge, PublishedModel
from pt_chart.definitions.toml_reader import nearest_hint

WHOLE_MODELS = "model"


def cross_check(knowledge: Knowledge) -> tuple[Problem, ...]:
    """Every problem between the files, with the place in words."""
    return (
        *_conditions(knowledge),
        *_rows(knowledge),
        *_models(knowledge),
        *_flags(knowledge),
        *_withheld(knowledge),
        *_starting(knowledge),
        *_duplicates(knowledge),
    )


def _conditions(knowledge: Knowledge) -> Iterator[Problem]:
    for condition in knowledge.conditions.values():
        place = f"knowledge: condition {condition.id}"
        if condition.prior not in knowledge.constants.prior_offsets:
            hint = nearest_hint(condition.prior, list(knowledge.constants.prior_offsets))
            yield Problem(place, f"starting band {condition.prior!r} is not known", hint)
        if condition.parent and condition.parent not in knowledge.conditions:
            hint = nearest_hint(condition.parent, list(knowledge.conditions))
            yield Problem(place, f"parent {condition.parent!r} is no condition", hint)
        for key, names in (
            ("raised_by", condition.raised_by),
            ("ruled_out_by", condition.ruled_out_by),
        ):
            for name in names:
                if name not in knowledge.vocabulary.fields:
                    hint = nearest_hint(name, list(knowledge.vocabulary.fields))
                    yield Problem(place, f"{key} {name!r} is no finding", hint)
        for name in condition.companion_of:
            if name not in knowledge.conditions:
                hint = nearest_hint(name, list(knowledge.conditions))
                yield Problem(place, f"companion_of {name!r} is no condition", hint)
        if bool(condition.parent) != (condition.role == "sub"):
            yield Problem(
                place, "a sub-cause needs a parent, others have none", "set role or parent"
            )


def _rows(knowledge: Knowledge) -> Iterator[Problem]:
    for row in knowledge.rows:
        place = f"knowledge: evidence {row.id}"
        for word, known, name in (
            ("condition", knowledge.conditions, row.condition),
            ("group", knowledge.groups, row.group),
            ("study", knowledge.studies, row.study),
        ):
            if name not in known:
                yield Problem(
                    place, f"{word} {name!r} is not known", nearest_hint(name, list(known))
                )
        yield from _row_weights(row, knowledge, place)


def _row_weights(row: EvidenceRow, knowledge: Knowledge, place: str) -> Iterator[Problem]:
    for name in (row.pattern, row.pattern_absent):
        if name and name.removeprefix("-") not in knowledge.constants.patterns:
            hint = nearest_hint(name, list(knowledge.constants.patterns))
            yield Problem(place, f"pattern weight {name!r} is not known", hint)
    if row.group == WHOLE_MODELS and row.use == "weigh":
        hint = "a published model stands beside the engine: use = page"
        yield Problem(place, "a whole model cannot be weighed on top of its items", hint)
    role = knowledge.conditions.get(row.condition)
    if role and role.role in ("must_not_miss", "consider") and row.use != "page":
        hint = "write a flag rule and set use = page"
        yield Problem(place, f"{row.condition} is a rule, never scored", hint)
    if row.use == "weigh" and row.measured and row.lr_positive is None and row.lr_negative is None:
        yield Problem(place, "is weighed but has no likelihood ratio", "use = show, or a pattern")
    if row.use == "show" and not row.note:
        yield Problem(place, "is shown without weight and says no why", "add a note")


def _models(knowledge: Knowledge) -> Iterator[Problem]:
    for model in knowledge.models:
        place = f"knowledge: model {model.id}"
        if model.condition not in knowledge.conditions:
            hint = nearest_hint(model.condition, list(knowledge.conditions))
            yield Problem(place, f"condition {model.condition!r} is not known", hint)
        if model.study not in knowledge.studies:
            hint = nearest_hint(model.study, list(knowledge.studies))
            yield Problem(place, f"study {model.study!r} is not known", hint)
        if not model.items:
            yield Problem(place, "has no items", "add [[model.item]]")
        yield from _maximum(model, place)


def _maximum(model: PublishedModel, place: str) -> Iterator[Problem]:
    exclusive = {id for one in model.exclusive for id in one}
    single = sum(max(item.points, 0) for item in model.items if item.id not in exclusive)
    shared = max((item.points for item in model.items if item.id in exclusive), default=0.0)
    if model.maximum is not None and model.maximum != single + shared:
        words = f"maximum {model.maximum:g} is not the sum of its points, {single + shared:g}"
        yield Problem(place, words, "correct the points or the maximum")


def _flags(knowledge: Knowledge) -> Iterator[Problem]:
    for rule in knowledge.flags:
        place = f"flags: {rule.id}"
        if rule.condition not in knowledge.conditions:
            hint = nearest_hint(rule.condition, list(knowledge.conditions))
            yield Problem(place, f"condition {rule.condition!r} is not known", hint)
    for model in knowledge.patterns:
        if model.condition not in knowledge.conditions:
            hint = nearest_hint(model.condition, list(knowledge.conditions))
            yield Problem(f"knowledge: pattern {model.condition}", "is no condition", hint)
    for table in knowledge.comparisons:
        for cause in table.causes:
            if cause not in knowledge.conditions:
                hint = nearest_hint(cause, list(knowledge.conditions))
                yield Problem(
                    f"knowledge: comparison {table.id}", f"{cause!r} is no condition", hint
                )


def _withheld(knowledge: Knowledge) -> Iterator[Problem]:
    rules = [rule.id for rule in knowledge.flags]
    for one in knowledge.withheld:
        place = f"knowledge: withheld {one.tests[0] if one.tests else ''}"
        if not one.tests:
            yield Problem(place, "names no test", "add tests = [...]")
        for name in one.flags:
            if name not in rules:
                yield Problem(place, f"flag {name!r} is not known", nearest_hint(name, rules))


def _starting(knowledge: Knowledge) -> Iterator[Problem]:
    for chosen in knowledge.starting_sets:
        for condition, band in chosen.bands.items():
            place = f"knowledge: starting set {chosen.id}"
            if condition not in knowledge.conditions:
                hint = nearest_hint(condition, list(knowledge.conditions))
                yield Problem(place, f"condition {condition!r} is not known", hint)
            if band not in knowledge.constants.prior_offsets:
                hint = nearest_hint(band, list(knowledge.constants.prior_offsets))
                yield Problem(place, f"band {band!r} is not known", hint)


def _duplicates(knowledge: Knowledge) -> Iterator[Problem]:
    for kind, ids in (
        ("evidence", [row.id for row in knowledge.rows]),
        ("flag", [rule.id for rule in knowledge.flags]),
        ("model", [model.id for model in knowledge.models]),
        ("comparison", [table.id for table in knowledge.comparisons]),
    ):
        for id, count in Counter(ids).items():
            if count > 1:
                yield Problem(f"knowledge: {kind} {id}", f"is there {count} times", "rename them")


def unused_groups(knowledge: Knowledge) -> tuple[str, ...]:
    """Groups that no evidence row is in."""
    used = {row.group for row in knowledge.rows}
    return tuple(id for id in knowledge.groups if id not in used)


def findings_used(knowledge: Knowledge) -> frozenset[str]:
    """Every finding id that a weighed or shown row, a flag or a score speaks of."""
    spoken: set[str] = set()
    for row in knowledge.scored:
        spoken.update(findings_of(row.when) if row.when else ())
    for rule in knowledge.flags:
        for step in rule.steps:
            spoken.update(findings_of(step.when))
    for model in knowledge.models:
        for item in model.items:
            spoken.update(findings_of(item.when) if item.when else ())
    return frozenset(spoken)
