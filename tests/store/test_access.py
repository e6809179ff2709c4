"""Users, passwords, the recovery kit, the sealed envelope, failed attempts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pt_chart.charting.audit import AuditAction, AuditQuery
from pt_chart.charting.errors import (
    ChartDamaged,
    NotAllowed,
    TooManyAttempts,
    UserRefused,
    WrongPassword,
)
from pt_chart.clinical.people import Clinician
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.attempts import FREE, UNKNOWN
from pt_chart.store.open import open_chart
from pt_chart.store.share_codes import ALPHABET, new_code, read_code
from pt_chart.store.stored_chart import StoredChart
from tests.fakes import THERAPIST, FakeClock
from tests.places import Place
from tests.store.samples import CHEAP, PASSWORD, PATIENT, SIGNATURE, new_visit

ASSISTANT = Clinician("user-2", "Bram Ostrande", "PTA", "assistant")
OTHER = "three other words"
NAME = THERAPIST.name


@pytest.fixture
def administration(chart: StoredChart) -> ChartAdministration:
    """The chart as its first user administers it."""
    return ChartAdministration(chart, CHEAP)


def actions(chart: StoredChart) -> list[AuditAction]:
    """What the log says, newest first."""
    return [line.entry.action for line in chart.audit()]


def test_a_user_is_added_changed_and_deactivated(
    chart: StoredChart, administration: ChartAdministration, place: Place
) -> None:
    administration.add_user(ASSISTANT, OTHER, PASSWORD)
    assert [a.user for a in administration.accounts()] == [ASSISTANT, THERAPIST]
    assert all(account.can_sign and account.active for account in administration.accounts())
    promoted = replace(ASSISTANT, role="therapist", name="Bram O. Ostrande")
    administration.change_user(promoted, PASSWORD)
    chart.close()
    again = place.open("Bram O. Ostrande", OTHER)
    assert again.user == promoted
    assert again.patient(PATIENT.id) == PATIENT
    again.close()
    first = place.open(NAME, PASSWORD)
    ChartAdministration(first, CHEAP).deactivate("user-2", PASSWORD)
    assert first.users() == (THERAPIST,)
    first.close()
    with pytest.raises(WrongPassword):
        place.open("Bram O. Ostrande", OTHER)


def test_changing_users_asks_for_the_own_password(
    chart: StoredChart, administration: ChartAdministration
) -> None:
    """An unlocked workstation that was left makes nobody an administrator."""
    administration.add_user(ASSISTANT, OTHER, PASSWORD)
    with pytest.raises(WrongPassword):
        administration.change_user(replace(ASSISTANT, administers=True), OTHER)
    with pytest.raises(WrongPassword):
        administration.deactivate(ASSISTANT.id, OTHER)
    assert administration.accounts()[0].user == ASSISTANT
    assert administration.accounts()[0].active
    guessed = AuditQuery(actions=frozenset({AuditAction.UNLOCK_FAILED}))
    assert len(chart.report(guessed)) == 2


@pytest.mark.parametrize("name", ["\u0406nes Corvale", "INES  CORVALE", "Ines C0rvale", "\u200b"])
def test_a_user_whose_name_looks_like_anothers_is_refused(
    administration: ChartAdministration, name: str
) -> None:
    with pytest.raises(UserRefused):
        administration.add_user(replace(ASSISTANT, name=name), OTHER, PASSWORD)
    administration.add_user(ASSISTANT, OTHER, PASSWORD)
    with pytest.raises(UserRefused):
        administration.change_user(replace(ASSISTANT, name=name), PASSWORD)


def test_a_key_file_from_before_a_deactivation_does_not_let_back_in(
    chart: StoredChart, administration: ChartAdministration, path: Path
) -> None:
    administration.add_user(ASSISTANT, OTHER, PASSWORD)
    keys = path.with_name(f"{path.name}.keys")
    before = keys.read_bytes()
    administration.deactivate(ASSISTANT.id, PASSWORD)
    chart.close()
    keys.write_bytes(before)
    with pytest.raises(ChartDamaged, match="key file"):
        open_chart(path, ASSISTANT.name, OTHER)
    with pytest.raises(NotAllowed, match="does not manage"):
        open_chart(path, ASSISTANT.name, OTHER, accept_loss=True)


def test_a_key_file_that_somebody_wrote_anew_is_noticed(chart: StoredChart, path: Path) -> None:
    """The checksum can be made by anybody; the seal needs the chart key."""
    import hashlib
    import json

    chart.close()
    keys = path.with_name(f"{path.name}.keys")
    data = json.loads(keys.read_text())
    del data["checksum"]
    data["users"][0]["name"] = "Somebody Else"
    body = json.dumps(data, sort_keys=True).encode()
    keys.write_text(json.dumps({**data, "checksum": hashlib.sha256(body).hexdigest()}))
    with pytest.raises(ChartDamaged, match="altered"):
        open_chart(path, "Somebody Else", PASSWORD)


@pytest.mark.parametrize(
    ("user", "password", "words"),
    [
        (Clinician("", "ines corvale"), OTHER, "looks the same"),
        (Clinician("", " "), OTHER, "needs a name"),
        (Clinician("", "A", role="owner"), OTHER, "no such role"),
        (Clinician("", "A", role="emergency"), OTHER, "no such role"),
        (Clinician("", "A"), "short", "12 characters"),
    ],
)
def test_users_that_make_no_sense_are_refused(
    administration: ChartAdministration, user: Clinician, password: str, words: str
) -> None:
    with pytest.raises(UserRefused, match=words):
        administration.add_user(user, password, PASSWORD)
    assert [a.user for a in administration.accounts()] == [THERAPIST]


def test_somebody_always_manages_the_chart(administration: ChartAdministration) -> None:
    with pytest.raises(UserRefused, match="Nobody"):
        administration.change_user(replace(THERAPIST, administers=False), PASSWORD)
    with pytest.raises(UserRefused, match="yourself"):
        administration.deactivate(THERAPIST.id, PASSWORD)
    administration.add_user(replace(ASSISTANT, administers=True), OTHER, PASSWORD)
    administration.change_user(replace(THERAPIST, administers=False), PASSWORD)


def test_ones_own_password_is_asked_and_a_wrong_one_is_logged(
    chart: StoredChart, administration: ChartAdministration
) -> None:
    with pytest.raises(WrongPassword):
        administration.add_user(ASSISTANT, OTHER, "not mine")
    assert actions(chart)[0] is AuditAction.UNLOCK_FAILED
    assert [a.user for a in administration.accounts()] == [THERAPIST]


def test_a_password_change_wraps_the_same_keys_anew(
    chart: StoredChart, administration: ChartAdministration, place: Place
) -> None:
    public = chart._signer.public
    size = place.path.stat().st_size
    administration.change_password(PASSWORD, OTHER)
    with pytest.raises(WrongPassword):
        administration.change_password(PASSWORD, "once more words")
    assert place.path.stat().st_size == size
    chart.close()
    with pytest.raises(WrongPassword):
        place.open(NAME, PASSWORD)
    again = place.open(NAME, OTHER)
    assert again._signer.public == public
    again.sign(new_visit(), SIGNATURE)
    again.check()
    again.close()


def test_a_reset_password_gives_a_new_signing_key_and_old_signatures_stay_true(
    chart: StoredChart, administration: ChartAdministration, place: Place
) -> None:
    administration.add_user(ASSISTANT, OTHER, PASSWORD)
    chart.close()
    own = place.open(ASSISTANT.id, OTHER)
    before = own._signer.public
    own.sign(new_visit("theirs"), replace(SIGNATURE, by=ASSISTANT.id, role="assistant"))
    own.close()
    first = place.open(NAME, PASSWORD)
    manage = ChartAdministration(first, CHEAP)
    with pytest.raises(UserRefused, match="your own"):
        manage.reset_password(THERAPIST.id, OTHER, PASSWORD)
    manage.reset_password(ASSISTANT.id, "fourth set of words", PASSWORD)
    assert manage.verify().sound
    first.close()
    own = place.open(ASSISTANT.id, "fourth set of words")
    assert own._signer.public != before
    own.check()
    own.close()


def test_the_recovery_kit_opens_the_chart_and_gives_a_new_password(
    chart: StoredChart, administration: ChartAdministration, place: Place
) -> None:
    administration.add_user(ASSISTANT, OTHER, PASSWORD)
    older = administration.make_kit(PASSWORD)
    code = administration.make_kit(PASSWORD)
    assert administration.shares().kit_made is not None
    chart.close()
    assert {purpose.value for purpose in place.shares()} == {"recovery"}
    with pytest.raises(WrongPassword):
        place.open_with_kit(older, NAME, "new words for me")
    with pytest.raises(UserRefused, match="manage"):
        place.open_with_kit(code, ASSISTANT.name, "new words for me")
    again = place.open_with_kit(read_code(code.lower()), NAME, "new words for me")
    assert again.patient(PATIENT.id) == PATIENT
    again.sign(new_visit(), SIGNATURE)
    again.check()
    assert AuditAction.RECOVERY in actions(again)
    assert ChartAdministration(again, CHEAP).shares().kit_used is not None
    again.close()
    with pytest.raises(WrongPassword):
        place.open(NAME, PASSWORD)
    place.open(NAME, "new words for me").close()


def test_the_envelope_opens_to_read_and_is_loud(
    chart: StoredChart, administration: ChartAdministration, place: Place
) -> None:
    chart.sign(new_visit(), SIGNATURE)
    code = administration.make_envelope(PASSWORD)
    chart.close()
    with pytest.raises(UserRefused, match="reason"):
        place.open_in_emergency(code, "Dr. Rowe", " ")
    with pytest.raises(WrongPassword):
        place.open_in_emergency(new_code(), "Dr. Rowe", "patient collapsed")
    reader = place.open_in_emergency(code, NAME, "patient collapsed")
    assert reader.user.name == f"{NAME} (emergency access)", "not the user of that name"
    assert reader.visit("visit-1").signed
    for change in (
        lambda: reader.save_patient(PATIENT),
        lambda: reader.save_draft(new_visit("another")),
        lambda: reader.sign(new_visit("another"), replace(SIGNATURE, by="emergency")),
    ):
        with pytest.raises(NotAllowed):
            change()
    reader.close()
    first = place.open(NAME, PASSWORD)
    (line,) = first.report(AuditQuery(actions=frozenset({AuditAction.EMERGENCY})))
    assert line.user_name == f"{NAME} (emergency access)"
    assert line.entry.detail == "patient collapsed"
    assert ChartAdministration(first, CHEAP).shares().envelope_used is not None
    (failed,) = first.report(AuditQuery(actions=frozenset({AuditAction.UNLOCK_FAILED})))
    assert "envelope" in failed.entry.detail
    first.close()


def test_wrong_passwords_slow_down_and_are_logged(chart: StoredChart, place: Place) -> None:
    chart.close()
    clock = FakeClock()
    clock.now = chart._ledger.now
    for _ in range(FREE):
        with pytest.raises(WrongPassword):
            place.open(NAME, "wrong", clock=clock)
    waits = []
    for _ in range(10):
        with pytest.raises(TooManyAttempts) as refused:
            place.open(NAME, PASSWORD, clock=clock)
        waits.append(refused.value.seconds)
        clock.advance(refused.value.seconds)
        with pytest.raises(WrongPassword):
            place.open(NAME, "wrong", clock=clock)
    assert waits[:4] == [5, 10, 20, 40]
    assert max(waits) == 300
    with pytest.raises(WrongPassword):
        place.open("my secret password", "x", clock=clock)
    clock.now += timedelta(minutes=10)
    again = place.open(NAME, PASSWORD, clock=clock)
    failed = again.report(AuditQuery(actions=frozenset({AuditAction.UNLOCK_FAILED})))
    assert len(failed) == FREE + 11
    assert UNKNOWN in failed[0].entry.detail
    assert not any("secret" in line.entry.detail for line in failed)
    again.close()
    assert not place.path.with_name(f"{place.path.name}.attempts").exists()


def test_guesses_while_the_chart_is_open_slow_down_and_are_logged(
    chart: StoredChart, place: Place
) -> None:
    chart.close()
    clock = FakeClock()
    # Apart from the real time: a made-up clock of a server's chart that is not is put right by it.
    clock.now = chart._ledger.now + timedelta(minutes=1)
    again = place.open(NAME, PASSWORD, clock=clock)
    for _ in range(FREE):
        assert not again.verify("a guess of the patient")
    with pytest.raises(TooManyAttempts) as refused:
        again.verify(PASSWORD)
    assert refused.value.seconds == 5
    clock.advance(5)
    assert not again.verify("one more guess")
    with pytest.raises(TooManyAttempts) as refused:
        again.verify(PASSWORD)
    assert refused.value.seconds == 10
    clock.advance(10)
    assert again.verify(PASSWORD)
    failed = again.report(AuditQuery(actions=frozenset({AuditAction.UNLOCK_FAILED})))
    assert len(failed) == FREE + 1
    assert not any("guess" in line.entry.detail for line in failed)
    assert not again.verify("a slip"), "the count begins anew"
    assert again.verify(PASSWORD)
    again.close()


def test_a_clock_set_back_does_not_lock_out(chart: StoredChart, place: Place) -> None:
    chart.close()
    clock = FakeClock()
    for _ in range(FREE):
        with pytest.raises(WrongPassword):
            place.open(NAME, "wrong", clock=clock)
    clock.advance(-1_000_000)
    with pytest.raises(TooManyAttempts) as refused:
        place.open(NAME, PASSWORD, clock=clock)
    assert refused.value.seconds <= 5


def test_codes_catch_a_slip() -> None:
    code = new_code()
    assert len(code) == 39
    assert read_code(code.replace("-", " ").lower()) == code
    assert read_code(code.replace("0", "o").replace("1", "i")) == code
    plain = code.replace("-", "")
    caught = 0
    for number, letter in enumerate(plain):
        wrong = ALPHABET[(ALPHABET.index(letter) + 1) % 32]
        try:
            read_code(plain[:number] + wrong + plain[number + 1 :])
        except ValueError:
            caught += 1
    assert caught >= 30
    for bad in (plain[:-1], plain + "0", "U" * 32, ""):
        with pytest.raises(ValueError, match=r"characters|occur"):
            read_code(bad)


def test_keys_are_gone_when_the_chart_is_closed(chart: StoredChart, place: Place) -> None:
    key = chart._keys.chart
    chart.close()
    assert chart._keys.chart == b""
    assert chart._signer.public == ""
    assert key.hex() not in repr(vars(chart))
    assert place.users() == (replace(THERAPIST, administers=False),)
