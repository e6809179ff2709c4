"""Judges the criteria of one case: each once, on the side the case is about."""

from __future__ import annotations

from dataclasses import dataclass, field

from pt_chart.clinical.criteria import Criterion
from pt_chart.clinical.evaluation import Verdict, evaluate
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.clinical.wording import finding_words


@dataclass(slots=True)
class CaseJudge:
    """Verdicts and words of one case, remembered while one assessment is worked out.

    ``facts`` are complete (derived findings included).
    """

    facts: Facts
    vocabulary: Vocabulary
    _focused: Facts = field(init=False)
    _verdicts: dict[tuple[int, bool], Verdict] = field(init=False, default_factory=dict)
    _words: dict[FindingKey, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._focused = _focus(self.facts)

    def judge(self, criterion: Criterion) -> Verdict:
        """The verdict on the whole case, both sides included."""
        return self._judge(criterion, self.facts, focused=False)

    def judge_main_side(self, criterion: Criterion) -> Verdict:
        """The verdict on the main side: the sound leg never speaks for or against a cause.

        Without a main side every side counts.
        """
        return self._judge(criterion, self._focused, focused=True)

    def _judge(self, criterion: Criterion, facts: Facts, *, focused: bool) -> Verdict:
        # Criteria live as long as the knowledge, so their identity is a safe and cheap key.
        key = (id(criterion), focused)
        found = self._verdicts.get(key)
        if found is None:
            found = self._verdicts[key] = evaluate(criterion, facts)
        return found

    def recorded_on_main_side(self, finding: str) -> bool:
        """Whether a finding has any recorded value on the main side (or without a side)."""
        return bool(self._focused.recorded(finding))

    def words(self, keys: tuple[FindingKey, ...]) -> tuple[str, ...]:
        """What was recorded under each key, side spelled out."""
        return tuple(self._word(key) for key in keys)

    def _word(self, key: FindingKey) -> str:
        found = self._words.get(key)
        if found is None:
            found = self._words[key] = self._say(key)
        return found

    def _say(self, key: FindingKey) -> str:
        if key.id == "age":
            return f"Age {self.facts.age}"
        if key.id == "sex":
            return f"Sex {self.facts.sex}"
        return finding_words(self.vocabulary.fields[key.id], key, self.facts.values[key])


def _focus(facts: Facts) -> Facts:
    if facts.side not in (Side.LEFT, Side.RIGHT):
        return facts
    other = facts.side.mirrored
    return facts.without(key for key in facts.values if key.side is other)
