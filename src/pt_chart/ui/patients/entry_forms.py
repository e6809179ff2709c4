"""Forms beside the register: a patient, and a new episode of care."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import TypeAlias

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.care.episode_edits import listed, medicines_named, onset_problem
from pt_chart.charting.care.typed import read_whole
from pt_chart.charting.duplicates import Alike
from pt_chart.charting.errors import RecordChanged
from pt_chart.charting.register_changes import having_seen
from pt_chart.clinical.people import Patient
from pt_chart.clinical.sides import Side
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField, ValueState
from pt_chart.ui.widgets.segments import Mood, Segment, Segments

OLDEST_YEARS = 130
_WHO = ("record_number", "family_name", "given_name", "birth_date")
DATE_FORMATS = ("%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%m/%d/%Y", "%d.%m.%Y")
CHECK_AFTER_MS = 250
"""How long nothing is typed before the register is asked for the same person."""
_FIELDS = {
    "family_name": "family",
    "given_name": "given",
    "birth_date": "born",
    "record_number": "number",
    "phone": "phone",
    "email": "email",
}
SEXES = (
    Segment("F", "female", Mood.PLAIN),
    Segment("M", "male", Mood.PLAIN),
    Segment("X", "other", Mood.PLAIN),
)
LANGUAGES = (
    Segment("en", "English", Mood.PLAIN),
    Segment("es", "Spanish", Mood.PLAIN),
)
PRINT = (
    Segment("usual", "usual", Mood.PLAIN),
    Segment("large", "large", Mood.PLAIN),
)
SIDES = (
    Segment("left", "LEFT", Mood.PLAIN),
    Segment("right", "RIGHT", Mood.PLAIN),
    Segment("both", "BOTH", Mood.PLAIN),
)


def read_date(text: str) -> date:
    """A date as people type it: 1982-04-14, 14 Apr 1982, 04/14/1982 or 14.04.1982.

    Raises:
        ValueError: none of these; the message says how to type it.
    """
    for pattern in DATE_FORMATS:
        try:
            return datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 - a birthday
        except ValueError:
            continue
    raise ValueError(f"{text!r} is not a date; type it as 1982-04-14 or 14 Apr 1982.")


class _Form(QWidget):
    """Labeled fields under a title, a remark, and two buttons."""

    cancelled = Signal()

    def __init__(self, theme: Theme, title: str, done: str) -> None:
        super().__init__()
        self._theme = theme
        self.title = title
        self._choices: list[Segments] = []
        self._at_first: tuple[str, ...] = ()
        self._warned = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 14, 16, 14)
        self._column.setSpacing(Space.XS)
        self._column.addWidget(Label(title, Style.PANEL_TITLE))
        self._column.addSpacing(Space.S)
        self.fields: dict[str, LineField] = {}
        self._labels: dict[str, Label] = {}
        self.remark = Label("", Style.SMALL, "emergency", wrap=True)
        self.done_button = Button(theme, done, Look.PRIMARY)
        self.done_button.clicked.connect(self._submit)
        self.cancel_button = Button(theme, "Cancel")
        self.cancel_button.clicked.connect(self.cancelled)

    def _add(self, key: str, label: str, hint: str = "") -> LineField:
        field = LineField(self._theme, label, placeholder=hint)
        self.fields[key] = field
        self._labels[key] = Label(label, Style.SMALL_MEDIUM, "secondary")
        self._column.addWidget(self._labels[key])
        self._column.addWidget(field)
        self._column.addSpacing(Space.XS)
        field.returnPressed.connect(self._submit)
        return field

    def _add_segments(self, label: str, segments: tuple[Segment, ...]) -> Segments:
        made = Segments(self._theme, label, segments)
        self._choices.append(made)
        self._column.addWidget(Label(label, Style.SMALL_MEDIUM, "secondary"))
        self._column.addWidget(made)
        self._column.addSpacing(Space.XS)
        return made

    def _finish(self) -> None:
        self._column.addWidget(self.remark)
        row = QHBoxLayout()
        row.addWidget(self.done_button)
        row.addWidget(self.cancel_button)
        row.addStretch(1)
        self._column.addLayout(row)
        self._column.addStretch(1)
        self._at_first = self._entered

    @property
    def _entered(self) -> tuple[str, ...]:
        texts = tuple(field.text().strip() for field in self.fields.values())
        return texts + tuple(choice.value for choice in self._choices)

    @property
    def begun(self) -> bool:
        """Whether something was typed or chosen since the form was opened."""
        return self._entered != self._at_first

    @property
    def first_field(self) -> LineField:
        """Where typing begins."""
        return next(iter(self.fields.values()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves; where something was typed, the second one."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.begun and not self._warned:
            self._warned = True
            self.remark.setText("Esc once more leaves; what is typed here is not kept.")
        else:
            self.cancelled.emit()

    def _refuse(self, words: str, key: str = "") -> None:
        self.remark.setText(words)
        if key:
            self.fields[key].refuse()

    def _clean(self) -> dict[str, str]:
        self.remark.setText("")
        self._warned = False
        for field in self.fields.values():
            field.set_state(ValueState.NORMAL)
        return {key: field.text().strip() for key, field in self.fields.items()}

    def _submit(self) -> None:
        raise TypeError("a form says what it does when it is done")


LONGEST_PART = 200
"""Signs of a name, an ID, a phone; as long as an import takes."""
LONGEST = {"alerts": 1_000}
LookUp: TypeAlias = Callable[[Patient], tuple[Alike, ...]]


class PatientForm(_Form):
    """A new patient, or what is recorded about one.

    ``submitted`` carries a `Patient` (without an id when new) and the reason why somebody who looks
    known is registered anew; ``typed`` carries what stands in the form so far.
    """

    submitted = Signal(object, str)
    typed = Signal(object)

    def __init__(
        self, theme: Theme, today: date, look: LookUp, known: Patient | None = None
    ) -> None:
        """``look`` says who may be this person already; ``known`` is who is edited."""
        title, done = ("Edit details", "Save") if known else ("New patient", "Register")
        super().__init__(theme, title, done)
        self._today = today
        self._look = look
        self._known = known or Patient("", "", "", "", None)
        self.read = known
        """What the chart had when the form was opened, with what was seen of others since."""
        self._alike: tuple[Alike, ...] = ()
        self._asked: set[str] = set()
        self._add("family", "Family name")
        self._add("given", "Given name")
        self._add("born", "Date of birth", "4/14/1982")
        self.sex = self._add_segments("Sex", SEXES)
        self._add("number", "Clinic ID")
        self._add("phone", "Telephone")
        self._add("email", "E-mail")
        self.language = self._add_segments("Language of handouts and cards", LANGUAGES)
        self.print = self._add_segments("Print", PRINT)
        self.language.set_value(self._known.language)
        self.print.set_value("large" if self._known.large_print else "usual")
        self._add("alerts", "Alerts and allergies", "Latex allergy; NSAID: stomach")
        self._add("reason", "Why this is somebody else", "twins; father and son; kept in the log")
        self._reason_label = self._labels["reason"]
        self._finish()
        if known is not None:
            self._fill(known)
            self._at_first = self._entered
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(CHECK_AFTER_MS)
        self._pause.timeout.connect(lambda: self.typed.emit(self._person(self._born_so_far())))
        for key in ("family", "given", "born", "number", "phone"):
            self.fields[key].textEdited.connect(lambda _text: self._pause.start())
        self.show_alike(())

    def _fill(self, known: Patient) -> None:
        texts = {
            "family": known.family_name,
            "given": known.given_name,
            "born": known.birth_date.isoformat() if known.birth_date else "",
            "number": known.record_number,
            "phone": known.phone,
            "email": known.email,
            "alerts": "; ".join(known.alerts),
        }
        for key, text in texts.items():
            self.fields[key].setText(text)
        self.sex.set_value(known.sex)

    def show_alike(self, found: tuple[Alike, ...]) -> None:
        """Who may be this person already: somebody likely asks for a reason."""
        self._alike = found
        asks = self.asks_reason
        self.fields["reason"].setVisible(asks)
        self._reason_label.setVisible(asks)

    @property
    def asks_reason(self) -> bool:
        """Whether registering, or another ID, name or birth date, needs a reason."""
        return any(one.asks_reason for one in self._alike) and self._is_somebody_else

    @property
    def _is_somebody_else(self) -> bool:
        """Whether what is typed names another person than who is edited."""
        typed, known = self._person(self._born_so_far()), self._known
        return not known.id or any(getattr(typed, one) != getattr(known, one) for one in _WHO)

    def _born_so_far(self) -> date | None:
        try:
            return read_date(self.fields["born"].text())
        except ValueError:
            return None

    def meet(self, met: RecordChanged) -> None:
        """Somebody changed the same field elsewhere: say what stands there now, at the field."""
        if self.read is not None:
            self.read = having_seen(self.read, met)
        self._refuse(f"{met.message} {met.advice}", _FIELDS.get(met.field, "family"))

    def _person(self, born: date | None) -> Patient:
        text = {key: field.text().strip() for key, field in self.fields.items()}
        return replace(
            self._known,
            record_number=text["number"],
            family_name=text["family"],
            given_name=text["given"],
            birth_date=born,
            sex=self.sex.value,
            phone=text["phone"],
            email=text["email"],
            alerts=self._alerts(text["alerts"]),
            # A language that is not offered here came from a file and stays.
            language=self.language.value or self._known.language,
            large_print=self.print.value == "large",
        )

    def _alerts(self, text: str) -> tuple[str, ...]:
        """The alerts as typed; untouched ones stay whole, also where they hold a semicolon."""
        if text == "; ".join(self._known.alerts).strip():
            return self._known.alerts
        return tuple(part.strip() for part in text.split(";") if part.strip())

    def _submit(self) -> None:
        text = self._clean()
        if not text["family"]:
            self._refuse("Type the family name.", "family")
            return
        long = next((key for key in text if len(text[key]) > LONGEST.get(key, LONGEST_PART)), "")
        if long:
            most = LONGEST.get(long, LONGEST_PART)
            self._refuse(f"This has {len(text[long])} signs; {most} at most.", long)
            return
        born: date | None = None
        if text["born"]:
            try:
                born = read_date(text["born"])
            except ValueError as refused:
                self._refuse(str(refused), "born")
                return
            if born > self._today:
                self._refuse("The date of birth lies in the future.", "born")
                return
            if self._today.year - born.year > OLDEST_YEARS:
                told = f"{born.year} is more than {OLDEST_YEARS} years ago"
                self._refuse(f"{told}: type the year with four figures, as in 1982.", "born")
                return
        self._pause.stop()
        person = self._person(born)
        self.show_alike(self._look(person) if self._is_somebody_else else ())
        if self.asks_reason and not text["reason"]:
            known = self._alike[0].patient.name
            way = "merge the two records" if self._known.id else "open that record"
            told = f"{known} looks like the same person ({self._alike[0].why})"
            self._refuse(f"{told}: {way}, or say why this is somebody else.", "reason")
            return
        news = {one.patient.id for one in self._alike} - self._asked
        if news and not self.asks_reason:
            self._asked |= news
            first = self._alike[0]
            told = f"{first.patient.name} may be this person ({first.why})"
            self._refuse(f"{told}. Look there; {self.done_button.text()} once more goes on.")
            return
        self.submitted.emit(person, text["reason"] if self.asks_reason else "")


class EpisodeForm(_Form):
    """A new episode of care. ``submitted`` carries complaint, side and the other parts."""

    submitted = Signal(str, object, dict)

    def __init__(self, theme: Theme, today: date) -> None:
        super().__init__(theme, "New episode of care", "Start the first visit")
        self._today = today
        self._add("complaint", "Complaint", "leg pain, back of thigh to calf")
        self.side = self._add_segments("Side", SIDES)
        self._add("onset", "Onset", "Oct 6, 2026, after lifting")
        self._add("referrer", "Referred by")
        self._add("precautions", "Precautions", "separate with ;")
        self._add("medicines", "Medicines", "separate with ;")
        self._add("planned", "Planned visits", "8")
        self._finish()

    def _submit(self) -> None:
        text = self._clean()
        if not text["complaint"]:
            self._refuse("Type the complaint in a few words.", "complaint")
            return
        if not self.side.value:
            self._refuse("Choose the side: it is never assumed.")
            self.side.setFocus()
            return
        problem = onset_problem(text["onset"], self._today)
        if problem:
            self._refuse(problem, "onset")
            return
        try:
            planned = read_whole(text["planned"], "Planned visits", 1, 500)
        except ValueError as error:
            self._refuse(str(error), "planned")
            return
        more = {
            "onset": text["onset"],
            "referrer": text["referrer"],
            "precautions": listed(text["precautions"]),
            "medicines": medicines_named(text["medicines"]),
            "planned_visits": planned,
        }
        self.submitted.emit(text["complaint"], Side(self.side.value), more)
