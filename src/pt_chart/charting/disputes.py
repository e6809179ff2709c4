"""Recorded answers that cannot all be right: told at their fields and asked before signing.

The reasoning finds them (`reasoning.contradictions`) and settles none. One of the answers is
corrected, or it is said at the first of them why both stand; the reason is kept in its note.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pt_chart.charting.desk import VisitDesk
from pt_chart.clinical.findings import Answer, Answers, FindingKey
from pt_chart.clinical.program.dosage import says_why
from pt_chart.clinical.reasoning.results import Contradiction

BOTH_STAND = "both stand: "
"""How the reason begins in an answer's note."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """Answers of the visit that contradict one another; the reason is typed at the first."""

    words: str
    keys: tuple[FindingKey, ...]

    @property
    def first(self) -> FindingKey:
        """Where the reason is typed."""
        return self.keys[0]


def disputes(found: Iterable[Contradiction], answers: Answers) -> tuple[Dispute, ...]:
    """The contradictions that rest on answers of the visit, settled ones among them."""
    made = []
    for one in found:
        keys = tuple(key for key in dict.fromkeys(one.keys) if _recorded(answers, key))
        if keys:
            made.append(Dispute(one.words, keys))
    return tuple(made)


def settled(dispute: Dispute, answers: Answers) -> bool:
    """Whether a reason says why both stand."""
    return says_why(reason_at(answers.get(dispute.first)))


def reason_at(answer: Answer | None) -> str:
    """The reason as typed, "" without."""
    return answer.note.partition(BOTH_STAND)[2] if answer is not None else ""


def let_both_stand(desk: VisitDesk, key: FindingKey, reason: str, *, origin: object = None) -> None:
    """Keep why both stand, behind what the note says already; "" takes it back."""
    answer = desk.visit.answers[key]
    before = answer.note.partition(BOTH_STAND)[0].rstrip("; ")
    told = f"{BOTH_STAND}{reason}" if reason.strip() else ""
    note = "; ".join(filter(None, (before, told)))
    desk.set_answer(key, replace(answer, note=note), origin=origin, typing=True)


def dispute_at(desk: VisitDesk, key: FindingKey) -> str:
    """What an answer contradicts, in words; "" where nothing is open."""
    if key not in desk.disputed:
        return ""
    answers = desk.visit.answers
    found = disputes(_told_now(desk, key), answers)
    return " ".join(f"{one.words}." for one in found if not settled(one, answers))


def asked_for_at(desk: VisitDesk, key: FindingKey) -> bool:
    """Whether this is where a reason is typed, given already or not."""
    if key not in desk.disputed:
        return False
    return any(one.first == key for one in disputes(_told_now(desk, key), desk.visit.answers))


def _told_now(desk: VisitDesk, key: FindingKey) -> Iterable[Contradiction]:
    """What the whole case contradicts is told once the exam is over: the sound leg comes first."""
    over = bool(desk.visit.plan.assessment.strip())
    return [one for one in desk.disputed[key] if over or not one.whole_case]


def by_key(found: Iterable[Contradiction]) -> dict[FindingKey, tuple[Contradiction, ...]]:
    """The contradictions of each finding."""
    made: dict[FindingKey, tuple[Contradiction, ...]] = {}
    for one in found:
        for key in one.keys:
            made[key] = (*made.get(key, ()), one)
    return made


def _recorded(answers: Answers, key: FindingKey) -> bool:
    answer = answers.get(key)
    return answer is not None and answer.value is not None
