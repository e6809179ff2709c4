"""What surrounds the treatment in a visit: consent per technique, people present, times."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pt_chart.clinical.care.episode_log import UnitRule
from pt_chart.clinical.sides import Side


class ConsentState(StrEnum):
    """What the patient said to a technique."""

    GIVEN = "given"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ConsentForm(StrEnum):
    """How consent was expressed."""

    SPOKEN = "spoken"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Consent:
    """Consent to one technique; ``explained`` says what was told (risks, alternatives).

    ``form`` is None where nobody said how it was expressed.
    """

    technique: str
    state: ConsentState
    form: ConsentForm | None = None
    side: Side | None = None
    explained: str = ""

    @property
    def words(self) -> str:
        """What was said and how, as far as it is known: "given, spoken"."""
        return ", ".join(filter(None, (self.state.value, self.form.value if self.form else "")))


@dataclass(frozen=True, slots=True)
class VisitAdministration:
    """The frame of a visit; whether a chaperone was offered is the finding "chaperone".

    ``treatment_minutes`` are the total minutes in treatment, timed and untimed, as clocked; None
    when not recorded (then they are the sum of the interventions' minutes). ``unit_rule`` is the
    payer's rule as it stood when the visit was signed, None before that. ``tied_units`` are the
    codes chosen to get a unit where several had equal minutes left over.
    """

    consents: tuple[Consent, ...] = ()
    chaperone_name: str = ""
    accompanied_by: str = ""
    interpreter: str = ""
    treatment_minutes: int | None = None
    unit_rule: UnitRule | None = None
    tied_units: tuple[str, ...] = ()
