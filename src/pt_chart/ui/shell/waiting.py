"""What waits on this workstation for the server: told after unlocking, listed when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pt_chart.charting.errors import ServerLost, WorldError
from pt_chart.charting.events import Level, Notice
from pt_chart.clinical.merging.words import Wording
from pt_chart.ui.shell.away_watch import ALONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from pt_chart.charting.away import Waiting
    from pt_chart.charting.clinic_session import ClinicSession
    from pt_chart.charting.waiting_drafts import WaitingDraft
    from pt_chart.ui.theme.theme import Theme
    from pt_chart.ui.versions.waiting_page import WaitingPage


ALONE_WAITING = (
    "The clinic's server was away when you unlocked. Lock and unlock when it is back: then they "
    "can be brought there. Until then write on them in the list of drafts."
)
STAYS = (
    "The server does not answer: the visit cannot be left for the register",
    "It stays open, kept on this workstation. Write on, or lock (Ctrl+L) and come back later.",
)


def tell_of_waiting(session: ClinicSession) -> None:
    """After unlocking: the server is away, or drafts of such a time still wait here."""
    if session.away_trouble is not None:
        session.tell(session.away_trouble)
    if session.away is None:
        return
    if session.away.alone:
        session.notices.send(ALONE)
        return
    many = len(_offered(session))
    if many:
        words = _many(many)
        advice = "Written while the server was away; the clinic's chart does not have it yet."
        session.notices.send(Notice(Level.WARNING, words, advice, "waiting_list"))


def leave_chart(session: ClinicSession) -> None:
    """Close the visit and the chart; a server that is silent is not waited for.

    Raises:
        WorldError: the newest changes could not be stored; the chart stays open.
    """
    session.leaving.send(None)
    desk = session.open.desk if session.open is not None else None
    session.close_visit()
    away = session.away
    if away is not None and desk is not None and away.unreachable(desk):
        away.let_go(session.store)
        return
    try:
        session.store.close()
    except ServerLost:
        if away is None or away.alone:
            raise
        # The visit is closed, so the chart or the queue has all of it.
        away.let_go(session.store)


def stays_in_visit(session: ClinicSession) -> bool:
    """Whether the open visit cannot be left for the register, which is on a silent server.

    Raises:
        WorldError: the newest changes could not be stored.
    """
    if session.open is None or session.away is None:
        return False
    desk = session.open.desk
    desk.saver.finish()
    stays = session.away.unreachable(desk)
    if stays:
        session.remark(*STAYS, Level.WARNING)
    return stays


def waiting_page(
    theme: Theme, session: ClinicSession, again: Callable[[], None]
) -> WaitingPage | None:
    """The list of what waits; None, with a notice, where nothing does.

    ``again`` shows what is left after one was let go.
    """
    offered = _offered(session)
    if session.away is not None and session.away.alone and offered:
        session.remark(_many(len(offered)), ALONE_WAITING, Level.WARNING)
        return None
    if not offered and session.away_trouble is not None:
        session.tell(session.away_trouble)
        return None
    if not offered:
        session.remark("Nothing waits on this workstation")
        return None
    from pt_chart.ui.versions.waiting_page import WaitingPage

    try:
        drafts = session.away.drafts(session.store) if session.away is not None else ()
    except WorldError as error:
        session.tell(error)
        return None
    names = {one.id: one.name for one in session.definitions.library.exercises.values()}
    page = WaitingPage(theme, drafts, Wording(session.definitions.vocabulary, names))
    page.let_go.connect(lambda draft: _let_go(session, draft, again))
    return page


def _let_go(session: ClinicSession, draft: WaitingDraft, again: Callable[[], None]) -> None:
    """The person gives a draft up that cannot be brought anywhere."""
    if session.away is None:
        return
    try:
        session.away.let_draft_go(session.store, draft)
    except WorldError as error:
        session.tell(error)
    else:
        session.remark("The draft was let go", "The log has a line of it.")
    again()


def _many(count: int) -> str:
    told = "1 draft waits" if count == 1 else f"{count} drafts wait"
    return f"{told} on this workstation"


def _offered(session: ClinicSession) -> tuple[Waiting, ...]:
    if session.away is None:
        return ()
    try:
        return session.away.everything()
    except WorldError as error:
        session.tell(error)
        return ()
