"""What surrounds the treatment in a visit: consent per technique, chaperone, times."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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
    """Consent to one technique; ``explained`` says what was told (risks, alternatives)."""

    technique: str
    state: ConsentState
    form: ConsentForm = ConsentForm.SPOKEN
    side: Side | None = None
    explained: str = ""


class ChaperoneState(StrEnum):
    """Whether a chaperone was offered, and the answer."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    NOT_AVAILABLE = "not_available"


@dataclass(frozen=True, slots=True)
class VisitAdministration:
    """The frame of a visit. ``chaperone`` None means that nothing about it was recorded.

    ``treatment_minutes`` are the total minutes in treatment, timed and untimed, as clocked; None
    when not recorded (then they are the sum of the interventions' minutes).
    """

    consents: tuple[Consent, ...] = ()
    chaperone: ChaperoneState | None = None
    chaperone_name: str = ""
    accompanied_by: str = ""
    interpreter: str = ""
    treatment_minutes: int | None = None
