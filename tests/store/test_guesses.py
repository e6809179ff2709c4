"""Wherever a password is asked, guesses are slowed down and have a line in the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pt_chart.charting.audit import AuditAction, AuditQuery
from pt_chart.charting.errors import TooManyAttempts, UserRefused, WrongPassword
from pt_chart.clinical.people import Clinic, Clinician
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.attempts import FREE
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.open import create_chart, open_chart, open_with_kit
from pt_chart.store.restore import restore, restore_with_kit
from pt_chart.store.stored_chart import StoredChart
from tests.fakes import THERAPIST, FakeClock
from tests.places import Place
from tests.soak.clinic import backed_up
from tests.store.samples import CHEAP, PASSWORD, PATIENT

Guess = Callable[[ChartAdministration, str], object]
OTHER = "three other words"
GUESSES: dict[str, Guess] = {
    "change_password": lambda a, guess: a.change_password(guess, OTHER),
    "add_user": lambda a, guess: a.add_user(Clinician("", "New One"), OTHER, guess),
    "reset_password": lambda a, guess: a.reset_password("user-2", OTHER, guess),
    "make_kit": lambda a, guess: a.make_kit(guess),
    "make_envelope": lambda a, guess: a.make_envelope(guess),
    "erase": lambda a, guess: a.erase(PATIENT.id, "by law", guess, "by law"),
}


@pytest.mark.parametrize("name", GUESSES)
def test_a_password_asked_again_is_slowed_down_and_logged(
    chart: ChartFile, path: Path, name: str
) -> None:
    chart.close()
    clock = FakeClock(chart._ledger.now)
    again = open_chart(path, THERAPIST.name, PASSWORD, clock=clock)
    administration, guess = ChartAdministration(again, CHEAP), GUESSES[name]
    administration.add_user(Clinician("user-2", "Bram Ostrande"), PASSWORD, PASSWORD)
    failed = AuditQuery(actions=frozenset({AuditAction.UNLOCK_FAILED}))
    for number in range(1, FREE + 1):
        with pytest.raises(WrongPassword):
            guess(administration, f"guess {number}")
        assert len(again.report(failed)) == number, "told at once"
    with pytest.raises(TooManyAttempts) as refused:
        guess(administration, PASSWORD)
    assert refused.value.seconds == 5
    clock.advance(5)
    guess(administration, PASSWORD)
    assert len(again.report(failed)) == FREE
    assert not any("guess" in line.entry.detail for line in again.report(failed))
    again.close()


def test_guesses_in_the_open_chart_slow_the_unlocking_too(chart: ChartFile, path: Path) -> None:
    chart.close()
    clock = FakeClock(chart._ledger.now)
    again = open_chart(path, THERAPIST.name, PASSWORD, clock=clock)
    for _ in range(FREE):
        assert not again.verify("a guess")
    again.close()
    with pytest.raises(TooManyAttempts):
        open_chart(path, THERAPIST.name, PASSWORD, clock=clock)
    clock.advance(5)
    once_more = open_chart(path, THERAPIST.name, PASSWORD, clock=clock)
    failed = once_more.report(AuditQuery(actions=frozenset({AuditAction.UNLOCK_FAILED})))
    assert len(failed) == FREE, "each has one line"
    once_more.close()


@pytest.mark.parametrize("means", ["password", "kit"])
def test_guesses_at_a_backup_are_slowed_down_and_logged(
    chart: ChartFile, path: Path, tmp_path: Path, means: str
) -> None:
    code = ChartAdministration(chart, CHEAP).make_kit(PASSWORD)
    kept = backed_up(chart, tmp_path / "backups").path
    clock = FakeClock(chart._ledger.now)
    chart.close()

    def attempt(right: bool) -> ChartFile:
        if means == "password":
            secret = PASSWORD if right else "a guess"
            return restore(kept, path, THERAPIST.name, secret, clock=clock)
        secret = code if right else code[::-1]
        return restore_with_kit(kept, path, secret, THERAPIST.name, OTHER, clock=clock, cost=CHEAP)

    for _ in range(FREE):
        with pytest.raises(WrongPassword):
            attempt(right=False)
    with pytest.raises(TooManyAttempts):
        attempt(right=True)
    clock.advance(5)
    restored = attempt(right=True)
    failed = restored.report(AuditQuery(actions=frozenset({AuditAction.UNLOCK_FAILED})))
    assert len(failed) == FREE
    assert all("backup" in line.entry.detail for line in failed)
    restored.close()


WEAK = ("password123", " " * 14, "Ines Corvale 1", "walk-the-demo", "Larkmoor 2026!")


@pytest.mark.parametrize("weak", WEAK)
def test_a_weak_password_is_refused_wherever_one_is_chosen(
    chart: ChartFile, path: Path, weak: str
) -> None:
    chart.save_clinic(Clinic("Larkmoor"))
    administration = ChartAdministration(chart, CHEAP)
    namesake = Clinician("user-2", "Ines Corvale-Rowe", "PT")
    administration.add_user(namesake, OTHER, PASSWORD)
    code = administration.make_kit(PASSWORD)
    acts: tuple[Callable[[], object], ...] = (
        lambda: administration.add_user(Clinician("", "Ines Corvale II"), weak, PASSWORD),
        lambda: administration.reset_password(namesake.id, weak, PASSWORD),
        lambda: administration.change_password(PASSWORD, weak),
    )
    for act in acts:
        with pytest.raises(UserRefused, match="password"):
            act()
    chart.close()
    with pytest.raises(UserRefused, match="password"):
        open_with_kit(path, code, THERAPIST.name, weak, cost=CHEAP)
    if "Larkmoor" not in weak:
        with pytest.raises(UserRefused, match="password"):
            create_chart(path.with_name("new.ptchart"), THERAPIST, weak, cost=CHEAP)
    open_chart(path, THERAPIST.name, PASSWORD).close()


def test_ones_own_password_does_not_end_the_wait_for_anothers(chart: ChartFile, path: Path) -> None:
    ChartAdministration(chart, CHEAP).add_user(
        Clinician("u3", "Lena", "", "front_desk"), OTHER, PASSWORD
    )
    now = chart._ledger.now
    chart.close()
    clock = FakeClock(now)
    for _ in range(FREE):
        with pytest.raises(WrongPassword):
            open_chart(path, THERAPIST.name, "guess after guess", clock=clock)
    desk = open_chart(path, "Lena", OTHER, clock=clock)
    assert desk.verify(OTHER)
    desk.close()
    with pytest.raises(TooManyAttempts):
        open_chart(path, THERAPIST.name, "guess after guess", clock=clock)
    clock.advance(400)
    owner = open_chart(path, THERAPIST.name, PASSWORD, clock=clock)
    told = owner.report(AuditQuery(actions=frozenset({AuditAction.UNLOCK_FAILED})))
    assert len(told) == FREE, "each is told once"
    owner.close()
    assert not chart._place.attempts.exists()


def test_a_failed_attempt_stands_under_whose_account_it_was(
    chart: StoredChart, place: Place
) -> None:
    """Not under that of whoever comes in next, and at its own time."""
    colleague = Clinician("user-2", "Bram Ostrande", "PT")
    ChartAdministration(chart, CHEAP).add_user(colleague, OTHER, PASSWORD)
    chart.close()
    before = datetime.now(UTC)
    for name in (colleague.name, "nobody of the clinic"):
        with pytest.raises(WrongPassword):
            place.open(name, "not the password")
    after = datetime.now(UTC)
    again = place.open(THERAPIST.name, PASSWORD)
    (tried,) = again.report(AuditQuery(user_id=colleague.id))
    assert (tried.entry.action, tried.user_name) == (
        AuditAction.UNLOCK_FAILED,
        f"{colleague.name} (at the lock)",
    )
    assert before <= tried.at <= after
    failed = AuditQuery(actions=frozenset({AuditAction.UNLOCK_FAILED}))
    newest, _ = again.report(failed)
    assert (newest.user_id, newest.user_name) == ("", "somebody at the lock")
    assert THERAPIST.name not in newest.entry.detail
    again.check()
    again.close()
