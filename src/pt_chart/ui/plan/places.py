"""Where the words of a sentence of the note, or what signing needs, are typed on the Plan page."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_PREFIXES = ("plan.", "administration.", "log", "hypothesis", "flag.", "episode")

PARTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "plan.assessment": ("plan", "assessment"),
        "plan.codes": ("plan", "codes.query"),
        "plan.problems": ("plan", "problems.words"),
        "plan.goals": ("plan", "goals.words"),
        "plan.prognosis": ("plan", "course.because"),
        "plan.duration": ("plan", "course.times"),
        "plan.interventions": ("plan", "course.interventions.field"),
        "plan.discharge": ("plan", "course.criteria.field"),
        "plan.care": ("plan", "course.times"),
        "plan.frequency": ("plan", "next.frequency"),
        "plan.next_visit": ("plan", "next.next_visit"),
        "plan.treatments": ("treatment", "form.name"),
        "plan.left_out.diagnosis": ("plan", "codes.without.field"),
        "plan.left_out.goals": ("plan", "goals.without.field"),
        "plan.left_out.care": ("plan", "course.without.field"),
        "plan.left_out.treatment": ("treatment", "without.field"),
        "plan.waiting": ("plan", "assessment"),
        "plan.waiting.goal": ("plan", "goals.words"),
        "plan.waiting.problem": ("plan", "problems.words"),
        "plan.waiting.intervention": ("plan", "course.interventions.field"),
        "plan.waiting.criterion": ("plan", "course.criteria.field"),
        "plan.waiting.frequency": ("plan", "course.times"),
        "plan.waiting.excluded code": ("plan", "codes.query"),
        "plan.waiting.treatment": ("treatment", "form.name"),
        "plan.waiting.clocked": ("treatment", "total"),
        "plan.waiting.consent": ("administration", "consent.technique"),
        "plan.waiting.sentence": ("note", "copy"),
        "note": ("note", "copy"),
        "visit.late_reason": ("plan", "signature.late"),
        "administration.consents": ("administration", "consent.technique"),
        "administration.chaperone_name": ("administration", "consent.chaperone_name"),
        "administration.accompanied": ("administration", "consent.accompanied"),
        "administration.interpreter": ("administration", "consent.interpreter"),
        "episode": ("administration", "episode.complaint"),
        "episode.onset": ("administration", "episode.onset"),
        "episode.precautions": ("administration", "episode.precautions"),
        "episode.medicines": ("administration", "episode.medicines"),
        "log.payer": ("administration", "payer.payer"),
        "log": ("administration", "contacts.about"),
        "log.referral": ("administration", "referrals.to"),
    }
)
"""By the beginning of a link: the tab, and the path to the control on its sheet."""


def is_part(link: str) -> bool:
    """Whether a link names a part of the plan, not a finding nor a section of the visit."""
    return link.startswith(_PREFIXES)


def place_of(link: str) -> tuple[str, str] | None:
    """Tab and control of a link, None where it is typed elsewhere (a flag, the hypothesis)."""
    fits = [known for known in PARTS if link == known or link.startswith(f"{known}.")]
    return PARTS[max(fits, key=len)] if fits else None
