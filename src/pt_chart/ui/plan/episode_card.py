"""What is recorded about the episode of care, to be changed where it was wrong or is new."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal

from pt_chart.charting.access import Right, allowed
from pt_chart.charting.care.episode_edits import change_episode, listed, medicines_named
from pt_chart.charting.care.log_records import FieldRefused
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.errors import WorldError
from pt_chart.charting.events import Level
from pt_chart.charting.unfinished import Place
from pt_chart.clinical.people import Episode
from pt_chart.clinical.program.dates import date_words
from pt_chart.ui.plan.parts import row_of, titled
from pt_chart.ui.plan.unfinished import LineKeeper
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField, ValueState

SEVERAL = "separate with ;"
STAYS = "Signed notes keep what stood when they were signed."
KEPT = "The episode was changed"


class EpisodeCard(Card):
    """Complaint, onset, referrer, precautions, medicines; ``written`` after each change.

    The side stays: another side is another episode.
    """

    written = Signal()

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__(theme, "Episode of care", padded=True)
        self._open = open_visit
        self._session = session
        self._shown: Episode | None = None
        self.body.setSpacing(Space.S)
        self.since = Label("", Style.SMALL, "secondary", wrap=True)
        self.body.addWidget(self.since)
        self.complaint = LineField(theme, "Complaint")
        self.onset = LineField(theme, "Onset", placeholder="Oct 6, 2026, after lifting")
        self.referrer = LineField(theme, "Referred by", placeholder="nobody recorded")
        self.precautions = LineField(theme, "Precautions", placeholder=SEVERAL)
        self.medicines = LineField(theme, "Medicines", placeholder=SEVERAL)
        self.body.addLayout(row_of(titled("Complaint", self.complaint)))
        self.body.addLayout(
            row_of(titled("Onset", self.onset), titled("Referred by", self.referrer))
        )
        self.body.addLayout(row_of(titled("Precautions", self.precautions)))
        self.body.addLayout(row_of(titled("Medicines", self.medicines)))
        self.fields = {
            "complaint": self.complaint,
            "onset": self.onset,
            "referrer": self.referrer,
            "precautions": self.precautions,
            "medicines": self.medicines,
        }
        may = allowed(session.clinician, Right.CHANGE_REGISTER)
        for field in self.fields.values():
            field.setReadOnly(not may)
            field.editingFinished.connect(self.keep_edits)
        self.show_episode()

    def keep_lines(self, keeper: LineKeeper) -> None:
        """A refused line outlasts the page."""
        place = Place("episode", "Episode of care", of_visit=False)
        keeper.watch(place, only_refused=True, **self.fields)

    def show_episode(self) -> None:
        """Show what is recorded; what is being typed meanwhile stays."""
        episode = self._open.desk.episode
        if episode == self._shown:
            return
        self._shown = episode
        side = f"{episode.side.spelled} · " if episode.side else ""
        self.since.setText(f"{side}in care since {date_words(episode.started)}. {STAYS}")
        for name, text in _texts(episode).items():
            if self.fields[name].hasFocus() and self.fields[name].isModified():
                continue  # changed elsewhere while it is typed in: what is typed stays
            self.fields[name].setText(text)
            self.fields[name].setCursorPosition(0)

    def keep_edits(self) -> None:
        """Write down what differs; what cannot be is marked and stays on screen."""
        text = {name: field.text().strip() for name, field in self.fields.items()}
        episode = self._open.desk.episode
        changed = replace(
            episode,
            complaint=text["complaint"],
            onset=text["onset"],
            referrer=text["referrer"],
            precautions=listed(text["precautions"]),
            medicines=medicines_named(text["medicines"], episode.medicines),
        )
        try:
            new = change_episode(self._session, self._open, changed)
        except FieldRefused as error:
            self.fields[error.field].set_state(ValueState.REFUSED)
            self._session.remark(str(error), level=Level.WARNING, passing=True)
            return
        except WorldError as error:
            self._session.tell(error)
            return
        for field in self.fields.values():
            field.set_state(ValueState.NORMAL)
        if new:
            self._session.taken()
            self._session.remark(KEPT, STAYS, passing=True)
            self.written.emit()


def _texts(episode: Episode) -> dict[str, str]:
    return {
        "complaint": episode.complaint,
        "onset": episode.onset,
        "referrer": episode.referrer,
        "precautions": "; ".join(episode.precautions),
        "medicines": "; ".join(one.name for one in episode.medicines),
    }
