"""How the cards of a section are gathered under tabs: by position, by tissue, by form."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pt_chart.clinical.fields import Card, FieldDef, Form, Position

POSITION_WORDS = {
    Position.STANDING: "Standing",
    Position.SITTING: "Sitting",
    Position.SUPINE: "Supine",
    Position.SIDE_LYING: "Side-lying",
    Position.PRONE: "Prone",
}
ANY_POSITION = "any"
TISSUE_WORDS = {"sij": "Sacroiliac", "vessel": "Vessels"}
"""Titles of the tissues whose id is not their title."""


@dataclass(frozen=True, slots=True)
class Group:
    """The cards under one tab."""

    id: str
    title: str
    cards: tuple[Card, ...]

    @property
    def fields(self) -> tuple[FieldDef, ...]:
        """Every field under the tab."""
        return tuple(field for card in self.cards for field in card.fields)


def section_cards(forms: tuple[Form, ...], section: str) -> tuple[Card, ...]:
    """The cards of a section, in the order of its forms."""
    return tuple(card for form in forms if form.section == section for card in form.cards)


def by_form(forms: tuple[Form, ...], section: str) -> tuple[Group, ...]:
    """One tab per form."""
    return tuple(Group(f.id, f.title, f.cards) for f in forms if f.section == section and f.cards)


def by_position(forms: tuple[Form, ...], section: str) -> tuple[Group, ...]:
    """One tab per body position, in exam order; cards without one come first."""
    groups: dict[str, list[Card]] = {}
    for card in section_cards(forms, section):
        position = card.position or next((f.position for f in card.fields if f.position), None)
        groups.setdefault(position.value if position else ANY_POSITION, []).append(card)
    made = []
    if ANY_POSITION in groups:
        made.append(Group(ANY_POSITION, "Any position", tuple(groups[ANY_POSITION])))
    for position, title in POSITION_WORDS.items():
        if position.value in groups:
            made.append(Group(position.value, title, tuple(groups[position.value])))
    return tuple(made)


def by_tissue(forms: tuple[Form, ...], section: str) -> tuple[Group, ...]:
    """One tab per tissue; a card's fields are split where they concern different ones."""
    groups: dict[str, list[Card]] = {}
    for card in section_cards(forms, section):
        split: dict[str, list[FieldDef]] = {}
        for field in card.fields:
            split.setdefault(field.tissue or "other", []).append(field)
        for tissue, fields in split.items():
            groups.setdefault(tissue, []).append(replace(card, fields=tuple(fields)))
    return tuple(
        Group(tissue, TISSUE_WORDS.get(tissue, tissue.capitalize()), tuple(cards))
        for tissue, cards in groups.items()
    )
