"""Consent, people present, contacts, referrals and payers as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from pt_chart.clinical.care.episode_log import Contact, ContactKind
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.narrative.joining import in_brackets, lower_first, sentence_text
from pt_chart.clinical.narrative.note import NoteCase, Sentence
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.visit import Visit, VisitKind
from pt_chart.clinical.wording import value_words

_WAYS = {ContactKind.LETTER_SENT: "to", ContactKind.LETTER_RECEIVED: "from"}


def administration_sentences(case: NoteCase) -> Iterator[Sentence]:
    """Consent, chaperone, people present; contacts since the visit before; referrals."""
    yield from _consent(case)
    frame = case.visit.administration
    for id_, words in (
        ("chaperone_name", f"Chaperone: {frame.chaperone_name}" if frame.chaperone_name else ""),
        ("accompanied", f"Accompanied by {frame.accompanied_by}" if frame.accompanied_by else ""),
        ("interpreter", f"Interpreter: {frame.interpreter}" if frame.interpreter else ""),
    ):
        if words:
            yield Sentence(f"admin.{id_}", sentence_text(words), (f"administration.{id_}",))
    for number, entry in enumerate(case.log.contact_entries):
        contact = entry.record
        if isinstance(contact, Contact) and _is_news(case, entry.at, contact.day):
            known = contact.with_whom.strip().casefold() in ("patient", "the patient")
            way = _WAYS.get(contact.kind, "with")
            whom = f"{way} {contact.with_whom}" if contact.with_whom and not known else ""
            parts = ", ".join(filter(None, (whom, contact.about)))
            outcome = f"; {contact.outcome}" if contact.outcome else ""
            words = f"{date_words(contact.day)}, {lower_first(contact.kind.words)}"
            words += f": {parts}" if parts else ""
            yield Sentence(f"admin.contact.{number}", sentence_text(words + outcome), ("log",))
    yield from _referrals(case)
    if case.visit.kind is not VisitKind.FOLLOW_UP:
        yield from _authorizations(case)


def _authorizations(case: NoteCase) -> Iterator[Sentence]:
    """What payers have authorized and certified, as known on the day of the visit."""
    day = case.visit.date
    for number, one in enumerate(case.log.authorizations):
        certified = one.certified_on if one.certified_on and one.certified_on <= day else None
        told = (
            f"{one.visits} visits" if one.visits is not None else "",
            f"from {date_words(one.starts)}" if one.starts else "",
            f"through {date_words(one.ends)}" if one.ends else "",
            f"plan of care certified {date_words(certified)}" if certified else "",
            "certification open" if one.needs_certification and certified is None else "",
        )
        who = " ".join(filter(None, (one.payer, one.number)))
        words = f"Payer {who}: {', '.join(filter(None, told)) or 'no limits recorded'}"
        yield Sentence(f"admin.payer.{number}", sentence_text(words), ("log.payer",))


def _is_news(case: NoteCase, at: datetime, day: date) -> bool:
    """Whether a contact belongs into this note: not told before, and not of a later day.

    What was written down after the visit before was signed is told here, of whichever day it is.
    """
    if day > case.visit.date:
        return False
    before = case.earlier[-1] if case.earlier else None
    if before is None:
        return True
    if before.signature is None:
        return day >= before.date
    return day > before.date or at > before.signature.at


def _consent(case: NoteCase) -> Iterator[Sentence]:
    answers = case.visit.answers
    for name in ("consent_exam", "consent_treatment", "chaperone"):
        field = case.vocabulary.fields.get(name)
        answer = answers.get(FindingKey(name))
        if field is not None and answer is not None:
            unnamed = name == "chaperone" and chaperone_unnamed(case.visit)
            note = in_brackets((answer.note, "name not recorded" if unnamed else ""))
            words = f"{field.label}: {value_words(field, answer.value)}{note}"
            yield Sentence(f"admin.{name}", sentence_text(words), (name,))
    for number, one in enumerate(case.visit.administration.consents):
        side = f" {one.side.spelled}" if one.side else ""
        explained = f"; explained: {one.explained}" if one.explained else ""
        given = f"{one.words}{explained}"
        words = f"Consent to {lower_first(one.technique)}{side}: {given}"
        yield Sentence(
            f"admin.consent.{number}", sentence_text(words), ("administration.consents",)
        )


def chaperone_unnamed(visit: Visit) -> bool:
    """Whether a chaperone was accepted and nobody wrote down who it was."""
    answer = visit.answers.get(FindingKey("chaperone"))
    if answer is None or answer.value != "offered_accepted":
        return False
    return not (visit.administration.chaperone_name.strip() or answer.note.strip())


def _referrals(case: NoteCase) -> Iterator[Sentence]:
    """What was known on the day of the visit; in a daily note only open ones and news."""
    day = case.visit.date
    since = case.earlier[-1].date if case.earlier else None
    daily = case.visit.kind is VisitKind.FOLLOW_UP
    for number, one in enumerate(case.log.referrals):
        if one.sent > day:
            continue
        seen = one.seen if one.seen and one.seen <= day else None
        answered = one.answered if one.answered and one.answered <= day else None
        newest = max(filter(None, (one.sent, seen, answered)))
        open_ = answered is None and not one.closed
        if daily and not open_ and since is not None and newest < since:
            continue
        reason = f" for {one.reason}" if one.reason else ""
        words = f"Referral to {one.to}{reason}, sent {date_words(one.sent)}"
        words += f"; seen {date_words(seen)}" if seen else ""
        if answered:
            words += f"; answer of {date_words(answered)}: {one.answer or 'not written down'}"
            words += f"; changed: {one.changed}" if one.changed else ""
        words += "; no answer yet" if open_ else ""
        words += "; closed" if one.closed else ""
        yield Sentence(f"admin.referral.{number}", sentence_text(words), ("log.referral",))
