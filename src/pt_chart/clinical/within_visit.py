"""Within one visit: asterisk signs, re-tested after treatment, and what their change means."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from pt_chart.clinical.fields import FieldDef, FieldKind
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.grades import grade_rank
from pt_chart.clinical.measures.change import reaches
from pt_chart.clinical.wording import value_words

RETESTED = (
    FieldKind.YES_NO,
    FieldKind.NUMBER,
    FieldKind.SCALE,
    FieldKind.DURATION,
    FieldKind.MRC,
    FieldKind.REFLEX,
    FieldKind.CHOICE,
)
"""Kinds of fields that can be an asterisk sign: one value, to be tested again."""

PAIN_NOW = FindingKey("nprs_now")
"""Pain now is asked before and after treatment whatever the signs are."""

NO_ERROR = "no published error known"
"""Said of a change that nothing can judge."""


@dataclass(frozen=True, slots=True)
class Retest:
    """One value of a sign after treatment; ``after`` is the treatment in words, "" for none."""

    key: FindingKey
    value: Value
    after: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WithinVisit:
    """The asterisk (comparable) signs of a visit and their re-tests, in the order done."""

    signs: tuple[FindingKey, ...] = ()
    retests: tuple[Retest, ...] = ()

    def toggled(self, key: FindingKey) -> WithinVisit:
        """With the sign added, or taken off together with its re-tests."""
        if key not in self.signs:
            return replace(self, signs=(*self.signs, key))
        return WithinVisit(
            tuple(one for one in self.signs if one != key),
            tuple(one for one in self.retests if one.key != key),
        )

    def with_retest(self, retest: Retest) -> WithinVisit:
        """With a re-test; another of the same sign after the same treatment is replaced."""
        kept = tuple(
            one for one in self.retests if (one.key, one.after) != (retest.key, retest.after)
        )
        return replace(self, retests=(*kept, retest))

    def without_retest(self, key: FindingKey, after: str) -> WithinVisit:
        """Without the re-test of a sign after a treatment."""
        kept = tuple(one for one in self.retests if (one.key, one.after) != (key, after))
        return replace(self, retests=kept)

    def of(self, key: FindingKey) -> tuple[Retest, ...]:
        """The re-tests of one sign, in the order done."""
        return tuple(one for one in self.retests if one.key == key)


class ChangeKind(StrEnum):
    """What a change means against the measurement error."""

    SAME = "same"
    WITHIN_ERROR = "within_error"
    UNSURE = "unsure"
    BEYOND_ERROR = "beyond_error"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class SignChange:
    """The change of a sign in words, its meaning, and whether it is for the better (None: open)."""

    kind: ChangeKind
    words: str
    better: bool | None = None


def sign_change(field: FieldDef, before: Value, now: Value) -> SignChange:
    """A re-test beside the first value.

    A number is held against the field's measurement error, which an equal change reaches as it
    does in `measures.change`. Numbers and grades without a published error here say so and are not
    judged; a yes/no or a choice is told by its two values.
    """
    if before == now:
        return SignChange(ChangeKind.SAME, "unchanged")
    told = f"{value_words(field, before)} to {value_words(field, now)}"
    if isinstance(before, bool) or isinstance(now, bool):
        return SignChange(ChangeKind.NOT_KNOWN, told, better=now is not field.abnormal)
    if isinstance(before, int | float) and isinstance(now, int | float):
        return _number_change(field, float(before), float(now))
    if field.kind is FieldKind.MRC:
        return SignChange(
            ChangeKind.NOT_KNOWN,
            f"{told}; {NO_ERROR}",
            better=grade_rank(str(now)) > grade_rank(str(before)),
        )
    if field.kind is FieldKind.REFLEX:
        return SignChange(ChangeKind.NOT_KNOWN, f"{told}; {NO_ERROR}")
    return SignChange(ChangeKind.NOT_KNOWN, told)


def _number_change(field: FieldDef, before: float, now: float) -> SignChange:
    difference = now - before
    gap = "" if field.unit in ("", "°", "%") else " "
    sign = "+" if difference > 0 else "−"
    size = f"{sign}{abs(difference):g}{gap}{field.unit}"
    error = field.error
    if error is None:
        return SignChange(ChangeKind.NOT_KNOWN, f"{size}; {NO_ERROR}")
    better = None if not error.better else (difference > 0) is (error.better == "higher")
    span = f"{error.low:g}" if error.low == error.high else f"{error.low:g} to {error.high:g}"
    bound = f"({span}{gap}{field.unit})"
    if not reaches(abs(difference), error.low):
        return SignChange(ChangeKind.WITHIN_ERROR, f"{size}, within measurement error {bound}")
    if not reaches(abs(difference), error.high):
        return SignChange(
            ChangeKind.UNSURE, f"{size}, may be measurement error {bound}", better=better
        )
    direction = {True: "better, ", False: "worse, ", None: ""}[better]
    against = "beyond" if abs(difference) > error.high else "reaches"
    words = f"{size}, {direction}{against} measurement error {bound}"
    return SignChange(ChangeKind.BEYOND_ERROR, words, better=better)
