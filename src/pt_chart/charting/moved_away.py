"""A visit that was moved to another patient elsewhere while it is open here.

Nothing of two people is ever joined: the visit is closed, what was typed here and not stored is
kept beside it in one's own name, and the person is told whose it was and whose it is now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from pt_chart.charting.events import Level, Notice
from pt_chart.charting.kept_versions import KeptBecause, KeptVersion

if TYPE_CHECKING:
    from pt_chart.charting.clinic_session import ClinicSession

HOW = "moved to another patient while it was open here"


def leave_moved(session: ClinicSession) -> Notice | None:
    """Close the open visit without storing it; what to tell, None where none is open.

    Raises:
        WorldError: what was typed could not be kept; the visit stays open.
    """
    opened = session.open
    if opened is None:
        return None
    desk, store = opened.desk, session.store
    stored = store.visit(desk.visit.id)
    whose = store.patient(store.episode(stored.episode_id).patient_id)
    base = desk.saver.stored or desk.visit
    unsaved = desk.saver.state.pending or desk.saver.state.problem is not None
    if unsaved and desk.visit != base:
        who = (store.user.id, store.user.signature)
        versions = (base, desk.visit, stored)
        store.keep_version(
            KeptVersion(
                str(uuid4()),
                stored.id,
                session.clock(),
                *who,
                KeptBecause.GIVEN_UP,
                *versions,
                HOW,
            )
        )
    was = desk.patient
    session.forget()
    if session.away is not None:
        session.away.done(stored.id)
    return Notice(
        Level.PROBLEM,
        f"This visit was moved from {was.name} to {whose.name} elsewhere, and is closed here.",
        "What you had not stored yet stands beside it, under Kept versions; nothing of it was "
        f"written into the record of {whose.name}."
        if unsaved
        else "Nothing of yours was open.",
    )
