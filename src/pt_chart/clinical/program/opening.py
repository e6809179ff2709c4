"""How a sheet opens: its title, what is going on, in which places and on which side."""

from __future__ import annotations

from dataclasses import dataclass

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.people import Clinic
from pt_chart.clinical.program.phrases import FACTS, GENERAL, ConditionStory, Phrases
from pt_chart.clinical.program.places import IN_LEGS, PLACES, pain_places, part_of_leg
from pt_chart.clinical.program.recorded_sides import recorded_sides
from pt_chart.clinical.program.symptoms import OwnSymptoms, joined
from pt_chart.clinical.sides import Side

FOOT_DROP = "foot_drop"
SIGNS = ("babinski", "clonus", "leg_weakness", "foot_drop", "unsteady_legs", "muscle_wasting")
"""Signs that speak of a leg where it does not hurt."""
OF_A_FOOT = ("ankle", "foot")
"""Parts whose side has the words of the foot's; a grammar may tell them from other parts."""


def told_side(facts: Facts) -> Side | None:
    """The side that the sheet speaks of: no leg is said to hurt that was not recorded.

    The side of the leg pain where some is recorded, both for pain in both legs; else the case's
    main side where symptoms are recorded there or nowhere, else the recorded one.
    """
    legs = _sides(PLACES["leg"], facts)
    if legs:
        return Side.BOTH if len(legs) > 1 else next(iter(legs))
    sides, main = recorded_sides(facts), facts.side
    signs = _sides(SIGNS, facts)
    if len(signs) > 1 and not sides:
        return Side.BOTH
    if main is None or not sides or main in sides or (main is Side.BOTH and len(sides) > 1):
        return main
    return next(iter(sides)) if len(sides) == 1 else Side.BOTH


def side_key(side: Side | None) -> str:
    """The key of a side's words."""
    return side.value if side is not None else "none"


def _sides(findings: tuple[str, ...], facts: Facts) -> set[Side]:
    return {
        side
        for id in findings
        for key, value in facts.recorded(id).items()
        if value is True and key.side is not None
        for side in key.side.each
    }


@dataclass(frozen=True, slots=True)
class Opening:
    """Title and first sentences for a case; also fills {leg}, {symptoms}, {exercises} and the
    like in other phrases. ``pulled``: what was recorded speaks of a fresh strain that no story
    tells."""

    facts: Facts
    own: OwnSymptoms
    story: ConditionStory
    phrases: Phrases
    count: int
    clinic: Clinic
    pulled: bool = False

    def fill(self, text: str) -> str:
        """A phrase with its tokens filled in."""
        phrases = self.phrases
        key = "one" if self.count == 1 else "many"
        for name, value in (
            ("leg", self._leg),
            ("where", self._where()),
            ("sore", self._where() if self._near else self._leg),
            ("back_leg", self._back_leg()),
            ("side", self._buttock_side()),
            ("on_side", self.phrases.text(f"on_side.{side_key(self._side)}")),
            ("symptoms", self.own.words or phrases.text("symptom_none.words")),
            ("exercises", phrases.text(f"count.{key}").format(count=self.count)),
            ("foot_side", self._foot_side()),
            ("number", self.clinic.emergency_number),
        ):
            text = text.replace(f"{{{name}}}", value)
        return text

    @property
    def title(self) -> str:
        """What the plan is for."""
        phrases, told = self.phrases, self.story.title
        if self._painless:
            told = phrases.text("title.symptoms" if self.own.words else "title.leg")
        if self._has(FOOT_DROP):
            told = phrases.text("title.weak_foot").format(story=told)
        return phrases.text("title.plan").format(story=self.fill(told))

    def going_on(self) -> tuple[str, ...]:
        """What is going on: the cause or the complaint, what is known, what it feels like."""
        first, *rest = self.story.going_on
        if self._near:
            rest = [text for text in rest if "{leg}" not in text]
        if self._painless:
            key = "feel.only" if self.own.words else "feel.none"
            first = self.phrases.text(key)
        said = (first, *self.known(), *self._feel(), *rest)
        return tuple(map(self.fill, said))

    def known(self) -> tuple[str, ...]:
        """What was recorded that the patient knows of: an operation, a break, a foot that drops."""
        strain = (self.phrases.text("fact.strain"),) if self.pulled else ()
        known = (self.phrases.text(f"fact.{id}") for id in FACTS if self._has(id))
        return tuple(map(self.fill, (*strain, *known)))

    def _feel(self) -> tuple[str, ...]:
        if not self.own.words or self._painless:
            return ()
        if self.story.condition == GENERAL:
            return (self.phrases.text("feel.also"),)
        place = "" if self._near else self.own.place
        key = "feel.down" if place else "feel.leg" if self._side is not None else "feel.no_place"
        return (self.phrases.text(key).replace("{place}", place),)

    @property
    def _side(self) -> Side | None:
        return told_side(self.facts)

    @property
    def _leg(self) -> str:
        return self.phrases.text(f"leg.{side_key(self._side)}")

    @property
    def _painless(self) -> bool:
        """Nothing names a cause and no pain was recorded or drawn: none is claimed."""
        drawn = bool(self.own.place)
        return self.story.condition == GENERAL and not pain_places(self.facts) and not drawn

    @property
    def _near(self) -> bool:
        """Pain is recorded, and nothing at all in a leg."""
        felt = any(value is True for id in IN_LEGS for value in self.facts.recorded(id).values())
        return bool(pain_places(self.facts)) and not felt

    def _has(self, finding: str) -> bool:
        return any(value is True for value in self.facts.recorded(finding).values())

    def _back_leg(self) -> str:
        if self._near and set(pain_places(self.facts)) - {"back"}:
            return self.phrases.text("title.places").replace("{where}", self._where())
        key = "back" if self._near else "back_leg"
        return self.phrases.text(f"title.{key}").replace("{leg}", self._leg)

    def _buttock_side(self) -> str:
        """The side word of the buttock: its own where it was recorded, else the leg's."""
        sides = _sides(PLACES["buttock"], self.facts)
        side = next(iter(sides)) if len(sides) == 1 else self._side
        key = side.value if side in (Side.LEFT, Side.RIGHT) and len(sides) < 2 else "none"
        return self.phrases.text(f"where_side.{key}")

    def _foot_side(self) -> str:
        sides = _sides((FOOT_DROP,), self.facts)
        key = side_key(next(iter(sides)) if len(sides) == 1 else None)
        return self.phrases.text(f"foot_side.{key}" if sides else "foot_side.none")

    def _where(self) -> str:
        """Where it hurts: the leg where it does or nothing is known, else back, buttock, ..."""
        places = pain_places(self.facts)
        # Pain of the groin is pain of the hip: one place, named once.
        kept = [one for one in places if one != "hip" or "groin" not in places]
        named = [self._place(place) for place in kept[:3]]
        return joined(named, self.phrases) if named else self._leg

    def _place(self, place: str) -> str:
        part = part_of_leg(self.facts) if place == "leg" else place
        if not part:
            return self._leg
        sides = _sides(PLACES[place], self.facts)
        key = side_key(next(iter(sides)) if len(sides) == 1 else None)
        of_foot = "foot_side" if part in OF_A_FOOT else "where_side"
        side = self.phrases.text(f"{of_foot}.{key}")
        return self.phrases.text(f"where.{part}").replace("{side}", side)
