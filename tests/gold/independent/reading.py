"""Reads the independent cases; README.md beside this file says what the keys mean."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from pt_chart.clinical.casefile import Case, read_case
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.reasoning.results import Tier

FOLDER = Path(__file__).parent
NO_TIER = "none"
KEYS = {
    *("id", "title", "source", "source_read", "read", "note", "side_chosen", "words_without_id"),
    *("expected", "tier_at_least", "tier_at_most", "clear", "input"),
}


@dataclass(frozen=True, slots=True)
class IndependentCase:
    """One case; a tier of None means that no flag is expected."""

    id: str
    title: str
    source: str
    source_read: bool
    expected: tuple[str, ...]
    tier_at_least: Tier | None
    tier_at_most: Tier | None
    clear: bool
    words_without_id: tuple[str, ...]
    input: object

    def read(self, vocabulary: Vocabulary) -> Case:
        """The CASE it holds.

        Raises:
            CaseProblems: where it does not fit the vocabulary.
        """
        return read_case(self.input, vocabulary)


def independent_cases() -> tuple[IndependentCase, ...]:
    """All cases, in the order of their files.

    Raises:
        ValueError: a case has a key or a tier that README.md does not name.
        TypeError: a list of causes or words is not a list.
    """
    cases: list[IndependentCase] = []
    for path in sorted(FOLDER.glob("*.toml")):
        with path.open("rb") as file:
            cases += [_case(one, path.name) for one in tomllib.load(file)["case"]]
    return tuple(cases)


def _case(data: dict[str, object], file: str) -> IndependentCase:
    unknown = set(data) - KEYS
    if unknown:
        raise ValueError(f"{file}: {data.get('id')}: unknown keys {sorted(unknown)}")
    return IndependentCase(
        id=str(data["id"]),
        title=str(data["title"]),
        source=str(data["source"]),
        source_read=data["source_read"] is True,
        expected=_texts(data["expected"]),
        tier_at_least=_tier(str(data["tier_at_least"])),
        tier_at_most=_tier(str(data["tier_at_most"])),
        clear=data["clear"] is True,
        words_without_id=_texts(data["words_without_id"]),
        input=data["input"],
    )


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is not a list")
    return tuple(str(one) for one in value)


def _tier(word: str) -> Tier | None:
    return None if word == NO_TIER else Tier(word)
