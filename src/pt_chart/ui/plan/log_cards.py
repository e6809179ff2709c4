"""Cards of the episode's log: contacts, the payer's authorization, referrals and their outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from pt_chart.charting.care import log_records
from pt_chart.charting.care.log_records import FieldRefused
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.episode_entries import correct, new_entry, strike
from pt_chart.charting.errors import WorldError
from pt_chart.clinical.care.episode_log import (
    Authorization,
    Contact,
    ContactKind,
    EpisodeEntry,
    EpisodeLog,
    EpisodeRecord,
    Referral,
    UnitRule,
)
from pt_chart.clinical.program.dates import date_words
from pt_chart.ui.plan.parts import TextRow, refused, row_of, settle, titled
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.combo import Combo
from pt_chart.ui.widgets.line_field import LineField
from pt_chart.ui.widgets.segments import Mood, Segment, Segments

T = TypeVar("T")
RULES = (
    Segment(UnitRule.CMS.value, "8-minute rule", Mood.PLAIN),
    Segment(UnitRule.MIDPOINT.value, "midpoint", Mood.PLAIN),
)
CERTIFIES = (Segment("yes", "certified plan asked for", Mood.PLAIN),)
STRUCK = "entered in error"


class LogCard(Card):
    """A card over one kind of entries; ``written`` tells that the log has grown."""

    written = Signal()

    def __init__(
        self, theme: Theme, title: str, open_visit: OpenVisit, session: ClinicSession
    ) -> None:
        super().__init__(theme, title, padded=True)
        self._theme = theme
        self._desk = open_visit.desk
        self._session = session
        self.body.setSpacing(Space.S)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(Space.XS)
        self.body.addLayout(self.rows)

    def words_of(self, entry: EpisodeEntry) -> tuple[str, str]:
        """An entry in a line, and what stands under it."""
        raise TypeError(f"{type(self).__name__} does not say its entries: {entry.id}")

    def shown(self, log: EpisodeLog) -> tuple[EpisodeEntry, ...]:
        """The entries of this card."""
        kind = self.kind
        return tuple(entry for entry in log.current if isinstance(entry.record, kind))

    kind: type[EpisodeRecord] = Contact

    def show_log(self, log: EpisodeLog) -> None:
        """Show the entries, newest last; struck ones with their reason."""
        clear_layout(self.rows)
        for entry in self.shown(log):
            words, aside = self.words_of(entry)
            if entry.struck:
                text = f"{words} ({STRUCK}: {entry.struck})"
                self.rows.addWidget(TextRow(self._theme, text, tone="secondary"))
                continue
            actions = (*self.actions_of(entry), self._striking(entry))
            self.rows.addWidget(TextRow(self._theme, words, actions, aside=aside))

    def actions_of(self, entry: EpisodeEntry) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """Further actions of an entry."""
        del entry
        return ()

    def typed(self, make: Callable[[], T]) -> T | None:
        """The record that was typed; None after marking the field that cannot be."""
        try:
            return make()
        except FieldRefused as error:
            field = getattr(self, error.field, None)
            refused(self._session, field if isinstance(field, LineField) else None, error)
            return None

    def keep(self, record: EpisodeRecord) -> bool:
        """Write a new entry; whether it is in the chart."""
        store, by = self._session.store, self._session.clinician.id
        return self._try(
            lambda: new_entry(store, self._desk.episode.id, record, by, self._session.clock())
        )

    def mend(self, entry: EpisodeEntry, record: EpisodeRecord) -> bool:
        """Write the next version of an entry; whether it is in the chart."""
        store, by = self._session.store, self._session.clinician.id
        return self._try(lambda: correct(store, entry, record, by, self._session.clock()))

    def _striking(self, entry: EpisodeEntry) -> tuple[str, str, Callable[[], object]]:
        def do() -> None:
            store, by = self._session.store, self._session.clinician.id
            reason = "taken back by its author" if entry.by == by else "taken back"
            self._try(lambda: strike(store, entry, reason, by, self._session.clock()))

        return ("close", "Mark as entered in error", do)

    def _try(self, write: Callable[[], object]) -> bool:
        try:
            write()
        except WorldError as error:
            self._session.tell(error)
            return False
        self.written.emit()
        return True


class ContactsCard(LogCard):
    """Calls, letters, missed and cancelled visits."""

    kind = Contact

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__(theme, "Calls, letters and missed visits", open_visit, session)
        self.what = Combo(theme, "Kind of contact")
        for one in ContactKind:
            self.what.addItem(one.words, one.value)
        self.day = LineField(theme, "Day", placeholder="today", width=110)
        self.whom = LineField(theme, "With whom", placeholder="with whom")
        self.about = LineField(theme, "About", placeholder="about")
        self.outcome = LineField(theme, "Outcome", placeholder="outcome")
        self.add = Button(theme, "Add", icon="plus", name="Add the contact")
        self.body.addLayout(row_of(self.what, self.day, self.whom))
        self.body.addLayout(row_of(self.about, self.outcome, self.add))
        self.add.clicked.connect(self._submit)
        for field in (self.day, self.whom, self.about, self.outcome):
            field.returnPressed.connect(self._submit)

    def words_of(self, entry: EpisodeEntry) -> tuple[str, str]:
        """Day and kind; with whom, about, outcome."""
        record = entry.record
        if not isinstance(record, Contact):
            return "", ""
        told = (record.with_whom, record.about, record.outcome)
        return f"{date_words(record.day)}: {record.kind.words}", " · ".join(filter(None, told))

    def _submit(self) -> None:
        made = self.typed(
            lambda: log_records.contact(
                ContactKind(str(self.what.currentData())),
                self.day.text(),
                self.whom.text(),
                self.about.text(),
                self.outcome.text(),
                self._session.today,
            )
        )
        if made is not None and self.keep(made):
            settle(self.day, self.whom, self.about, self.outcome)


class AuthorizationCard(LogCard):
    """The payer: authorized visits, days, unit rule, certification."""

    kind = Authorization

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__(theme, "Payer and authorization", open_visit, session)
        self.payer = LineField(theme, "Payer", placeholder="payer")
        self.number = LineField(theme, "Authorization number", placeholder="number", width=130)
        self.visits = LineField(theme, "Authorized visits", width=90)
        self.starts = LineField(theme, "Authorized from", placeholder="10/26/2026", width=110)
        self.ends = LineField(theme, "Authorized through", placeholder="12/31/2026", width=110)
        self.rule = Segments(theme, "Unit rule of the payer", RULES)
        self.certifies = Segments(theme, "Certification", CERTIFIES)
        self.add = Button(theme, "Add", icon="plus", name="Add the authorization")
        self.signed_on = LineField(theme, "Certified on", placeholder="today", width=110)
        self.signed_by = LineField(theme, "Certified by", placeholder="certified by")
        self.body.addLayout(row_of(self.payer, self.number, titled("Visits", self.visits)))
        self.body.addLayout(
            row_of(titled("From", self.starts), titled("Through", self.ends), stretch=True)
        )
        self.body.addLayout(row_of(self.rule, self.certifies, self.add, stretch=True))
        self.body.addLayout(
            row_of(titled("Certified on", self.signed_on), titled("By", self.signed_by))
        )
        self.add.clicked.connect(self._submit)
        self.payer.returnPressed.connect(self._submit)

    def words_of(self, entry: EpisodeEntry) -> tuple[str, str]:
        """Payer and number; visits, days, rule, certification."""
        record = entry.record
        if not isinstance(record, Authorization):
            return "", ""
        rule = {one.id: one.label for one in RULES}.get(record.unit_rule or "", "")
        certified = ""
        if record.needs_certification:
            certified = "certification open"
            if record.certified_on:
                by = f" by {record.certified_by}" if record.certified_by else ""
                certified = f"certified {date_words(record.certified_on)}{by}"
        told = (
            f"{record.visits} visits" if record.visits is not None else "",
            f"from {date_words(record.starts)}" if record.starts else "",
            f"through {date_words(record.ends)}" if record.ends else "",
            rule,
            certified,
        )
        name = f"{record.payer} {record.number}".strip()
        return name, " · ".join(filter(None, told))

    def actions_of(self, entry: EpisodeEntry) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """Record that the plan was certified."""
        record = entry.record
        if isinstance(record, Authorization) and record.needs_certification:
            return (("sign", "Record the certification", lambda: self._certify(entry, record)),)
        return ()

    def _certify(self, entry: EpisodeEntry, record: Authorization) -> None:
        made = self.typed(
            lambda: log_records.certified(
                record, self.signed_on.text(), self.signed_by.text(), self._session.today
            )
        )
        if made is not None and self.mend(entry, made):
            settle(self.signed_on, self.signed_by)

    def _submit(self) -> None:
        made = self.typed(
            lambda: log_records.authorization(
                self.payer.text(),
                self.number.text(),
                self.visits.text(),
                self.starts.text(),
                self.ends.text(),
                UnitRule(self.rule.value) if self.rule.value else None,
                certifies=self.certifies.value == "yes",
                today=self._session.today,
            )
        )
        if made is not None and self.keep(made):
            settle(self.payer, self.number, self.visits, self.starts, self.ends)
            self.rule.set_value("")
            self.certifies.set_value("")


class ReferralsCard(LogCard):
    """Referrals: sent, seen, answered, what changed."""

    kind = Referral

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__(theme, "Referrals and their outcome", open_visit, session)
        self.to = LineField(theme, "Referred to", placeholder="referred to")
        self.reason = LineField(theme, "Reason", placeholder="reason")
        self.sent = LineField(theme, "Sent on", placeholder="sent today", width=120)
        self.add = Button(theme, "Add", icon="plus", name="Add the referral")
        self.day = LineField(theme, "Day of the step", placeholder="today", width=110)
        self.answer = LineField(theme, "Answer", placeholder="answer")
        self.changed = LineField(theme, "What changed", placeholder="what changed")
        self.body.addLayout(row_of(self.to, self.reason, self.sent, self.add))
        self.body.addLayout(
            row_of(
                titled("Next step on", self.day),
                titled("Answer", self.answer),
                titled("What changed", self.changed),
            )
        )
        self.add.clicked.connect(self._submit)
        for field in (self.to, self.reason, self.sent):
            field.returnPressed.connect(self._submit)

    def words_of(self, entry: EpisodeEntry) -> tuple[str, str]:
        """To whom and how far; each step with its day."""
        record = entry.record
        if not isinstance(record, Referral):
            return "", ""
        told = (
            f"sent {date_words(record.sent)}",
            f"seen {date_words(record.seen)}" if record.seen else "not seen yet",
            f"answered {date_words(record.answered)}: {record.answer}"
            if record.answered
            else "no answer yet",
            f"changed: {record.changed}" if record.changed else "",
        )
        reason = f", {record.reason}" if record.reason else ""
        return f"{record.to}{reason} ({record.state})", " · ".join(filter(None, told))

    def actions_of(self, entry: EpisodeEntry) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """The steps that are left."""
        record = entry.record
        if not isinstance(record, Referral) or record.closed:
            return ()
        steps: list[tuple[str, str, Callable[[], object]]] = []
        if record.seen is None:
            steps.append(("eye", "Seen", lambda: self._step(entry, record, "seen")))
        steps.append(("send", "Answered", lambda: self._step(entry, record, "answered")))
        steps.append(("check", "Close", lambda: self.mend(entry, replace(record, closed=True))))
        return tuple(steps)

    def _step(self, entry: EpisodeEntry, record: Referral, step: str) -> None:
        today = self._session.today
        if step == "seen":
            made = self.typed(lambda: log_records.seen(record, self.day.text(), today))
        else:
            made = self.typed(
                lambda: log_records.answered(
                    record, self.day.text(), self.answer.text(), self.changed.text(), today
                )
            )
        if made is not None and self.mend(entry, made):
            settle(self.day, self.answer, self.changed)

    def _submit(self) -> None:
        made = self.typed(
            lambda: log_records.referral(
                self.to.text(), self.reason.text(), self.sent.text(), self._session.today
            )
        )
        if made is not None and self.keep(made):
            settle(self.to, self.reason, self.sent)
