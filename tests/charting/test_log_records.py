"""Entries of the log as typed: days that cannot be and entries that say nothing are refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from pt_chart.charting.care.log_records import (
    FieldRefused,
    answered,
    authorization,
    certified,
    closed,
    contact,
    referral,
    seen,
)
from pt_chart.clinical.care.episode_log import Authorization, ContactKind, Referral

TODAY, BEGUN = date(2026, 11, 10), date(2026, 11, 2)
CALL = ContactKind.CALL_FROM_PATIENT
PAYER = Authorization("Plan A", needs_certification=True)
SENT = Referral(date(2026, 11, 3), "Dr. Vale")
WENT = Referral(date(2026, 11, 3), "Dr. Vale", seen=date(2026, 11, 6))


def payer(starts: str, ends: str) -> Authorization:
    return authorization(
        "Plan A", "", "8", starts, ends, None, certifies=True, today=TODAY, begun=BEGUN
    )


contacted = partial(contact, today=TODAY, begun=BEGUN)
approved = partial(certified, PAYER, today=TODAY, begun=BEGUN)


@pytest.mark.parametrize(
    ("make", "field", "words"),
    [
        (lambda: contacted(CALL, "1/5/2020", "patient", "pain", ""), "day", "before the episode"),
        (lambda: contacted(CALL, "", "", " ", ""), "about", "type what it was about"),
        (lambda: contacted(CALL, "", "patient", "", ""), "about", "type what it was about"),
        (lambda: payer("1/1/2020", "2/1/2020"), "ends", "ended before the episode"),
        (lambda: approved("1/5/2020", "Dr. Vale"), "signed_on", "before the episode"),
        (lambda: approved("", " "), "signed_by", "type the name"),
        (lambda: approved("", "Dr. Vale", "11/1/2026"), "signed_through", "before the day"),
        (
            lambda: referral("Dr. Vale", "", "1/1/1900", today=TODAY, begun=BEGUN),
            "sent",
            "before the episode",
        ),
        (lambda: answered(SENT, "", " ", "", TODAY), "answer", "Type what the answer was"),
        (lambda: answered(WENT, "11/4/2026", "fine", "", TODAY), "day", "was seen on Nov 6"),
        (
            lambda: seen(answered(SENT, "11/4/2026", "fine", "", TODAY), "11/5/2026", TODAY),
            "day",
            "was answered on Nov 4",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_the_fix(
    make: Callable[[], object], field: str, words: str
) -> None:
    with pytest.raises(FieldRefused, match=words) as refused:
        make()
    assert refused.value.field == field


def test_what_can_be_is_taken() -> None:
    assert contacted(CALL, "10/20/2026", "", "asks for a time", "").day == date(2026, 10, 20)
    assert contacted(ContactKind.MISSED, "", "", "", "").kind is ContactKind.MISSED
    assert payer("11/1/2025", "12/1/2026").starts == date(2025, 11, 1)
    assert approved("", "Dr. Vale", "12/1/2026").certified_through == date(2026, 12, 1)
    assert answered(WENT, "", "fine", "", TODAY).answered == TODAY


def test_a_referral_is_closed_with_what_changed_and_can_say_it_later() -> None:
    sent = referral("Dr. Vale", "", "", today=TODAY, begun=BEGUN)
    with pytest.raises(FieldRefused, match="what changed") as refusal:
        closed(sent, "", " ")
    assert refusal.value.field == "changed"
    done = closed(sent, "", "nothing")
    assert (done.closed, done.changed) == (True, "nothing")
    later = closed(done, "seen by phone", "load raised")
    assert (later.changed, later.answer, later.closed) == ("load raised", "seen by phone", True)
