"""What can become of a draft that waits at a workstation, as the chart stands by now.

It is compared with its visit only where that is still the visit it was written for. Everything
else can be read, and let go by a person.
"""

from __future__ import annotations

from dataclasses import dataclass

from pt_chart.charting.access import Right, allowed
from pt_chart.charting.away import AwayDesk, Waiting
from pt_chart.charting.errors import RecordMissing, WorldError
from pt_chart.charting.ports import ChartStore
from pt_chart.clinical.merging.three_way import Difference, merge
from pt_chart.clinical.people import Episode, Patient


class WaitsForAnother(WorldError):
    """A draft that waits here was written for somebody else than its visit belongs to now."""

    advice = (
        "Nothing of it was brought into this visit. In File, Drafts that wait, you can read it, "
        "write it where it belongs, and then let it go."
    )


@dataclass(frozen=True, slots=True)
class WaitingDraft:
    """One draft that waits. ``why`` is "" where it can be compared with its visit."""

    waiting: Waiting
    why: str = ""
    can_go: bool = False
    """Whether a person may let it go."""
    queue: AwayDesk | None = None
    """Where it waits, where that is not one's own queue."""
    by: str = ""
    """Who wrote it, where that is somebody who was let go."""

    @property
    def ident(self) -> str:
        """What it is called in a list of several people's."""
        return f"{self.waiting.ident} {self.by}".strip()

    @property
    def comparable(self) -> bool:
        """Whether it can be compared with its visit and brought there."""
        return not self.why

    @property
    def written(self) -> tuple[Difference, ...]:
        """What it changed, place by place."""
        one = self.waiting
        return merge(one.base, one.mine, one.base).differences


def stands(store: ChartStore, waiting: Waiting) -> WaitingDraft:
    """How one stands to the chart now.

    Raises:
        WorldError: the chart could not be read.
    """
    if not allowed(store.user, Right.CHART):
        return WaitingDraft(
            waiting,
            "This chart is open to read only here (it was moved, or your role does not chart): "
            "nothing can be brought into it. Nobody signed or changed the visit over this.",
        )
    try:
        visit = store.visit(waiting.mine.id)
        episode = store.episode(visit.episode_id)
        patient = store.patient(episode.patient_id)
    except RecordMissing:
        return WaitingDraft(
            waiting,
            f"The visit of {told(waiting.patient)} is no longer in the chart: it was removed, or "
            "the patient was erased. It can only be read here, and let go.",
            can_go=True,
        )
    if waiting.apart or is_for_another(store, waiting, patient, episode):
        return WaitingDraft(waiting, words_of_another(waiting, patient, episode), can_go=True)
    return WaitingDraft(waiting)


def written_by(name: str, waiting: Waiting, queue: AwayDesk) -> WaitingDraft:
    """One of somebody who was let go: for who manages the users to read."""
    why = (
        f"{name} wrote it and no longer opens this chart. Nobody else can bring it there. Read it, "
        "chart what matters in your own name, and then let it go."
    )
    return WaitingDraft(waiting, why, can_go=True, queue=queue, by=name)


def is_for_another(store: ChartStore, waiting: Waiting, patient: Patient, episode: Episode) -> bool:
    """Whether a visit belongs to another patient or episode than the draft was written for.

    Of records that were merged it is the same person.
    """
    if waiting.mine.episode_id != episode.id:
        return True
    if waiting.patient.id == patient.id:
        return False
    try:
        return store.patient(waiting.patient.id).id != patient.id
    except RecordMissing:
        return True


def words_of_another(waiting: Waiting, patient: Patient, episode: Episode) -> str:
    """For whom it was written, and whose the visit is now."""
    written = f"It was written for {told(waiting.patient)}, {_complaint(waiting.episode)}"
    now = f"The visit now belongs to {told(patient)}, {_complaint(episode)}"
    return f"{written}. {now}. Nothing of it is brought there."


def told(patient: Patient) -> str:
    """A name, and the number that tells two of one name apart."""
    number = f" (ID {patient.record_number})" if patient.record_number else ""
    return f"{patient.name}{number}"


def _complaint(episode: Episode) -> str:
    return episode.side.before(episode.complaint) if episode.side else episode.complaint
