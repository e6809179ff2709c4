"""What the ordered steps of a straight leg raise or slump say together.

The clinician records steps; the program draws the conclusion. Definitions: a result is neural only
when familiar symptoms change with a movement of a part remote from them; healthy people change
range with sensitizers too, so a change without familiar symptoms is a normal neurogenic response
(Herrington 2008). Bending the knee eases muscle and nerve alike and decides nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.sides import Side

NEURAL = "neural"
NORMAL_NEUROGENIC = "normal_neurogenic"
FAMILIAR_UNCHANGED = "familiar_unchanged"
LOCAL_STRETCH = "local_stretch"
NEGATIVE = "negative"
UNCLEAR = "unclear"

ASYMMETRY = 10.0
"""Degrees by which the first symptom comes earlier than on the other side, beyond the error of the
measurement (6 to 10 degrees); our default."""

SENSITIZERS = ("neck", "ankle", "hip")

REMOTE = {
    "back": ("ankle",),
    "buttock": ("neck", "ankle"),
    "posterior_thigh": ("neck", "ankle"),
    "knee": ("neck", "hip"),
    "calf": ("neck", "hip"),
    "foot": ("neck", "hip"),
}
"""Which sensitizers are remote from symptoms felt there: the ankle also stretches the calf, hip
rotation also stretches the buttock, the neck also moves the back."""

_NERVE_KINDS = {"shooting", "burning", "tingling", "numbness"}


@dataclass(frozen=True, slots=True)
class Steps:
    """The recorded steps of one test on one side; None and empty = not recorded.

    ``changes`` maps a sensitizer (neck, ankle, hip) to "more", "same" or "less". ``asymmetric``
    is a first symptom, or where none was noted a limit, this much earlier than on the other side
    (`ASYMMETRY`).
    """

    familiar: bool | None
    kind: tuple[str, ...] | None
    where: tuple[str, ...]
    changes: dict[str, str]
    asymmetric: bool = False

    @property
    def given(self) -> bool:
        """Whether any step that a result can rest on was recorded."""
        return self.familiar is not None or self.kind is not None or bool(self.changes)


def steps_of(test: str, facts: Facts, side: Side | None) -> Steps:
    """The steps of ``test`` ("slr" or "slump") as recorded on one side."""
    familiar = facts.get(f"{test}_familiar", side)
    return Steps(
        familiar=familiar if isinstance(familiar, bool) else None,
        kind=_several(facts, f"{test}_kind", side),
        where=_several(facts, f"{test}_where", side) or (),
        changes={
            part: value
            for part in SENSITIZERS
            if isinstance(value := facts.get(f"{test}_{part}", side), str)
        },
        asymmetric=_asymmetric(test, facts, side),
    )


def _asymmetric(test: str, facts: Facts, side: Side | None) -> bool:
    if side is None:
        return False
    # The limit stands in where nobody noted the first symptom: both legs by the same reading.
    for reading in ("first_angle", "angle"):
        here = facts.get(f"{test}_{reading}", side)
        there = facts.get(f"{test}_{reading}", side.mirrored)
        if isinstance(here, int | float) and isinstance(there, int | float):
            # The leg is raised from flat; the slumped knee is read as what it lacks to straight.
            earlier = here - there if test == "slump" else there - here
            return earlier >= ASYMMETRY
    return False


def _several(facts: Facts, name: str, side: Side | None) -> tuple[str, ...] | None:
    value = facts.get(name, side)
    return value if isinstance(value, tuple) else None


def remote_sensitizers(where: Collection[str]) -> tuple[str, ...]:
    """The sensitizers that are remote from every place named; all of them when none is named."""
    return tuple(
        part for part in SENSITIZERS if all(part in REMOTE.get(w, SENSITIZERS) for w in where)
    )


def result_of(steps: Steps) -> str | None:
    """The result of the steps, None when no step was recorded.

    A change counts only with a sensitizer remote from the symptoms; without one tested the answer
    stays unclear. "negative" is no symptoms at all.
    """
    if not steps.given:
        return None
    if steps.kind is not None and set(steps.kind) <= {"none"} and not steps.familiar:
        return NEGATIVE
    changed = _changed(steps)
    if steps.familiar is None or changed is None:
        return UNCLEAR
    if steps.familiar:
        return NEURAL if changed else FAMILIAR_UNCHANGED
    if changed:
        # Covert change: only what is alike on both sides is the response of healthy people.
        return UNCLEAR if steps.asymmetric else NORMAL_NEUROGENIC
    nerve_like = set(steps.kind or ()) & _NERVE_KINDS
    return UNCLEAR if nerve_like else LOCAL_STRETCH


def _changed(steps: Steps) -> bool | None:
    remote = [steps.changes[p] for p in remote_sensitizers(steps.where) if p in steps.changes]
    if not remote:
        return None
    return any(change != "same" for change in remote)


def reason_words(steps: Steps) -> str:
    """What the steps say, in a few words: "familiar, more with neck"; "" with none recorded."""
    told = [] if steps.familiar is None else ["familiar" if steps.familiar else "not familiar"]
    for change in ("more", "less"):
        parts = [part for part in SENSITIZERS if steps.changes.get(part) == change]
        if parts:
            told.append(f"{change} with {' and '.join(parts)}")
    same = [part for part in SENSITIZERS if steps.changes.get(part) == "same"]
    if same and not any(" with " in one for one in told):
        told.append(f"same with {' and '.join(same)}")
    return ", ".join(told)


def is_positive(result: str) -> bool | None:
    """Whether a result is what a therapist calls a positive test; None when it is neither.

    Familiar symptoms that no sensitizer changed are neither: the published negative of a straight
    leg raise is a raise without the leg pain (Vroomen 2002), and this one brought it on.
    """
    return None if result in (UNCLEAR, FAMILIAR_UNCHANGED) else result == NEURAL
