"""Cards of the episode's log: contacts, the payer's authorization, referrals and their outcome."""

from __future__ import annotations

from collections.abc import Callable

from pt_chart.charting.care import log_records
from pt_chart.charting.care.payer_rule import rule_of_visit
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.events import Level
from pt_chart.charting.unfinished import Place
from pt_chart.clinical.billing.units import RULE_NAMES
from pt_chart.clinical.care.due import CERTIFIED_DAYS
from pt_chart.clinical.care.episode_log import (
    Authorization,
    Contact,
    ContactKind,
    EpisodeEntry,
    Referral,
    UnitRule,
)
from pt_chart.clinical.program.dates import date_words
from pt_chart.ui.plan.log_card import LogCard
from pt_chart.ui.plan.parts import row_of, settle, titled
from pt_chart.ui.plan.unfinished import LineKeeper
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.combo import Combo
from pt_chart.ui.widgets.line_field import LineField
from pt_chart.ui.widgets.segments import Mood, Segment, Segments

RULES = (
    Segment(UnitRule.CMS.value, "8-minute rule", Mood.PLAIN),
    Segment(UnitRule.MIDPOINT.value, "midpoint", Mood.PLAIN),
)
CERTIFIES = (Segment("yes", "certified plan asked for", Mood.PLAIN),)


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

    def keep_lines(self, keeper: LineKeeper) -> None:
        """See `LogCard.keep_lines`."""
        super().keep_lines(keeper)
        keeper.watch(
            Place("contact", "Calls and letters", of_visit=False),
            about=self.about,
            outcome=self.outcome,
            whom=self.whom,
            day=self.day,
            what=self.what,
        )

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
                today=self._session.today,
                begun=self.begun,
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
        self.signed_through = LineField(
            theme, "Certified through", placeholder="plan's duration", width=140
        )
        self.body.addLayout(row_of(self.payer, self.number, titled("Visits", self.visits)))
        self.body.addLayout(
            row_of(titled("From", self.starts), titled("Through", self.ends), stretch=True)
        )
        self.body.addLayout(row_of(self.rule, self.certifies, self.add, stretch=True))
        self.body.addLayout(
            row_of(
                titled("Certified on", self.signed_on),
                titled("By", self.signed_by),
                titled("For no longer than", self.signed_through),
            )
        )
        self.add.clicked.connect(self._submit)
        self.payer.returnPressed.connect(self._submit)

    def keep_lines(self, keeper: LineKeeper) -> None:
        """See `LogCard.keep_lines`."""
        super().keep_lines(keeper)
        keeper.watch(
            Place("authorization", "Payer and authorization", of_visit=False),
            payer=self.payer,
            number=self.number,
            visits=self.visits,
            starts=self.starts,
            ends=self.ends,
            rule=self.rule,
            certifies=self.certifies,
        )
        keeper.watch(
            Place("certification", "Certification", of_visit=False),
            signed_on=self.signed_on,
            signed_by=self.signed_by,
            signed_through=self.signed_through,
        )

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
                last = record.certified_through
                through = f", no longer than {date_words(last)}" if last else ""
                certified = f"certified {date_words(record.certified_on)}{by}{through}"
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
            return (("", "Record the certification", lambda: self._certify(entry, record)),)
        return ()

    def _certify(self, entry: EpisodeEntry, record: Authorization) -> None:
        made = self.typed(
            lambda: log_records.certified(
                record,
                self.signed_on.text(),
                self.signed_by.text(),
                self.signed_through.text(),
                today=self._session.today,
                begun=self.begun,
            )
        )
        if made is not None and self.mend(entry, made):
            settle(self.signed_on, self.signed_by, self.signed_through)
            self._say_long(made)

    def _say_long(self, made: Authorization) -> None:
        """A certification that is typed for longer than Medicare lets one last."""
        first, last = made.certified_on, made.certified_through
        if first is None or last is None or (last - first).days <= CERTIFIED_DAYS:
            return
        told = f"Certified for {(last - first).days} days, through {date_words(last)}"
        advice = (
            f"A Medicare certification lasts as long as the plan, {CERTIFIED_DAYS} days at most; "
            "Due counts by that. Check the day."
        )
        self._session.remark(told, advice, Level.WARNING, passing=True)

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
                begun=self.begun,
            )
        )
        before = self._rule()
        if made is not None and self.keep(made):
            self._say_rule(before)
            settle(self.payer, self.number, self.visits, self.starts, self.ends)
            self.rule.set_value("")
            self.certifies.set_value("")

    def _rule(self) -> UnitRule | None:
        log = self._session.store.episode_log(self._desk.episode.id)
        return rule_of_visit(self._desk.visit, log, self._session.store)

    def _say_rule(self, before: UnitRule | None) -> None:
        """The payer's rule goes before the one that was chosen; that is said, not done silently."""
        now = self._rule()
        if before is not None and now is not None and now is not before:
            told = f"Units are counted by the payer's rule now: {RULE_NAMES[now]}"
            advice = f"It was: {RULE_NAMES[before]}. Look at Treatment and units."
            self._session.remark(told, advice, Level.WARNING, passing=True)


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

    def keep_lines(self, keeper: LineKeeper) -> None:
        """See `LogCard.keep_lines`."""
        super().keep_lines(keeper)
        keeper.watch(
            Place("referral", "Referral", of_visit=False),
            to=self.to,
            reason=self.reason,
            sent=self.sent,
        )
        keeper.watch(
            Place("referral step", "Referral, next step", of_visit=False),
            answer=self.answer,
            changed=self.changed,
            day=self.day,
        )

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
        if not isinstance(record, Referral):
            return ()
        if record.closed:
            return (("", "What changed", lambda: self._step(entry, record, "closed")),)
        steps: list[tuple[str, str, Callable[[], object]]] = []
        if record.seen is None:
            steps.append(("", "Seen", lambda: self._step(entry, record, "seen")))
        steps.append(("", "Answered", lambda: self._step(entry, record, "answered")))
        steps.append(("", "Close", lambda: self._step(entry, record, "closed")))
        return tuple(steps)

    def _step(self, entry: EpisodeEntry, record: Referral, step: str) -> None:
        today = self._session.today
        if step == "seen":
            made = self.typed(lambda: log_records.seen(record, self.day.text(), today))
        elif step == "closed":
            made = self.typed(
                lambda: log_records.closed(record, self.answer.text(), self.changed.text())
            )
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
                self.to.text(),
                self.reason.text(),
                self.sent.text(),
                today=self._session.today,
                begun=self.begun,
            )
        )
        if made is not None and self.keep(made):
            settle(self.to, self.reason, self.sent)
