"""Which units of a code are billed with the assistant's modifier, by Medicare's rule.

Source: CMS, "Billing Examples Using CQ/CO Modifiers for Services Furnished In Whole or In Part by
PTAs and OTAs", with the policy of the CY 2022 physician fee schedule (86 FR 64996, Nov 19, 2021).
Each unit is looked at by itself. Full quarters of an hour of the therapist go without the
modifier, those of the assistant with it. Of what is left over a unit goes without it where the
therapist alone gave eight minutes or more; else with it where the assistant gave more than a
tenth. So two units left over with 9 to 14 minutes of each come to one with and one without.
"""

from __future__ import annotations

from dataclasses import dataclass

UNIT = 15
LEAST = 8
"""Minutes of a unit, and the fewest that count as one."""
ASSISTANT_MODIFIER = "CQ"
"""HCPCS level II modifier (public) for therapy given in whole or in part by an assistant."""
ASSISTANT_SHARE = 0.10
"""Share of a unit, or of an untimed service, above which Medicare asks for the modifier."""


@dataclass(frozen=True, slots=True)
class BilledLine:
    """One line of a bill: a code with its modifiers and units."""

    code: str
    modifiers: tuple[str, ...]
    units: int

    @property
    def words(self) -> str:
        """As the note writes it: "EXER1 CQ x 1"."""
        return " ".join((self.code, *self.modifiers, f"x {self.units}"))


def units_with_modifier(units: int, therapist: int, assistant: int) -> int:
    """How many of a timed code's units an assistant's minutes put the modifier on."""
    own_full = min(units, therapist // UNIT)
    helped = min(units - own_full, assistant // UNIT)
    own, other = therapist - own_full * UNIT, assistant - helped * UNIT
    for _ in range(units - own_full - helped):
        if own >= LEAST:
            own = 0
        elif other > ASSISTANT_SHARE * (own + other):
            helped += 1
            own = other = 0
    return helped


def split_lines(
    code: str, modifiers: tuple[str, ...], units: int, helped: int
) -> tuple[BilledLine, ...]:
    """The lines of a code: units of the therapist, and units with the assistant's modifier."""
    plain = tuple(one for one in modifiers if one != ASSISTANT_MODIFIER)
    lines = (
        BilledLine(code, plain, units - helped),
        BilledLine(code, (*plain, ASSISTANT_MODIFIER), helped),
    )
    return tuple(line for line in lines if line.units)
