"""Re-tests within a visit: the same signs again after a treatment, as edits of the desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.events import Part
from pt_chart.charting.refusals import Refusal
from pt_chart.clinical import values
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.visit import Treatment, Visit
from pt_chart.clinical.within_visit import PAIN_NOW, Retest, WithinVisit
from pt_chart.clinical.wording import place_words


def treatment_labels(treatments: Iterable[Treatment]) -> tuple[str, ...]:
    """A name for each treatment of the visit, side spelled out, none twice."""
    made: list[str] = []
    for treatment in treatments:
        side = f" {treatment.side.spelled}" if treatment.side else ""
        name = f"{treatment.name}{side}"
        again = sum(one == name or one.startswith(f"{name} (") for one in made)
        made.append(f"{name} ({again + 1})" if again else name)
    return tuple(made)


def sheet_signs(desk: VisitDesk) -> tuple[FindingKey, ...]:
    """The rows of the re-test: pain now first, then the asterisk signs of this visit."""
    pain = (PAIN_NOW,) if desk.vocabulary.canonical(PAIN_NOW.id) else ()
    signs = desk.visit.within.signs
    return (*pain, *(key for key in signs if key != PAIN_NOW and desk.vocabulary.canonical(key.id)))


def earlier_signs(desk: VisitDesk) -> tuple[FindingKey, ...]:
    """The asterisk signs of the newest earlier visit that had any."""
    return next((v.within.signs for v in desk.previous if v.within.signs), ())


def take_signs(desk: VisitDesk, keys: tuple[FindingKey, ...]) -> None:
    """Make these the asterisk signs of this visit as well, as one step."""
    within = desk.visit.within
    more = tuple(key for key in keys if key not in within.signs)
    _write(
        desk, "Take the asterisk signs of last time", replace(within, signs=(*within.signs, *more))
    )


def toggle_sign(desk: VisitDesk, key: FindingKey) -> None:
    """Make an answer an asterisk sign of this visit, or take the mark off."""
    said = "Asterisk sign off" if key in desk.visit.within.signs else "Asterisk sign"
    name = place_words(desk.vocabulary.field(key.id), key)
    _write(desk, f"{said}: {name}", desk.visit.within.toggled(key))


def drop_sign(desk: VisitDesk, key: FindingKey) -> None:
    """Take a sign off together with its re-tests."""
    name = place_words(desk.vocabulary.field(key.id), key)
    _write(desk, f"Asterisk sign off: {name}", desk.visit.within.toggled(key))


def open_refusals(desk: VisitDesk) -> tuple[Refusal, ...]:
    """The refused texts that still stand in a field of the visit or of the re-test."""
    afters = treatment_labels(desk.visit.plan.treatments) or ("",)
    signs = sheet_signs(desk)
    found = []
    for held in desk.refusals.all():
        if not held.retest:
            found.append(desk.refused(held.key))
        elif held.key in signs and held.after in afters:
            found.append(RetestDesk(desk, held.after).refused(held.key))
    return tuple(refusal for refusal in found if refusal is not None)


class RetestDesk:
    """The re-test of signs after one treatment: takes values as the visit's desk does."""

    def __init__(self, desk: VisitDesk, after: str) -> None:
        self._desk = desk
        self.after = after

    def enter(self, key: FindingKey, text: str, *, origin: object = None) -> None:
        """Parse what was typed; an empty text takes the re-test back.

        Raises:
            ValueError: the text is no value of the field; the message says the fix.
        """
        answer = None
        if text.strip():
            answer = Answer(values.parse(self._desk.vocabulary.field(key.id), text))
        self.set_answer(key, answer, origin=origin, typing=True)

    def set_answer(
        self,
        key: FindingKey,
        answer: Answer | None,
        *,
        origin: object = None,
        typing: bool = False,
    ) -> None:
        """Record the value after the treatment; None or not tested takes it back."""
        self._desk.refusals.release(key, retest=True, after=self.after)
        within = self._desk.visit.within
        if answer is None or answer.value is None:
            changed = within.without_retest(key, self.after)
        else:
            at = self._desk.now()
            changed = within.with_retest(Retest(key, answer.value, self.after, at))
        name = place_words(self._desk.vocabulary.field(key.id), key)
        run = self._run(key) if typing else None
        _write(self._desk, f"Re-test {name}", changed, key=run, origin=origin)

    def _run(self, key: FindingKey) -> str:
        return f"retest {self.after} {key}"

    def refuse(self, key: FindingKey, text: str, words: str, kept: Answer | None) -> None:
        """Hold a text that is no value; the re-test goes back to ``kept``."""
        self._desk.hold(Refusal(key, text, words, kept, retest=True, after=self.after))
        if self.recorded(key) == kept:
            return
        if not self._desk.take_back(self._run(key)) or self.recorded(key) != kept:
            self.set_answer(key, kept)
            self._desk.hold(Refusal(key, text, words, kept, retest=True, after=self.after))

    def refused(self, key: FindingKey) -> Refusal | None:
        """The refused text of a re-test, while nothing else was recorded there since."""
        held = self._desk.refusals.of(key, retest=True, after=self.after)
        return held if held is not None and held.kept == self.recorded(key) else None

    def recorded(self, key: FindingKey) -> Answer | None:
        """The value after the treatment."""
        found = next((r for r in self._desk.visit.within.of(key) if r.after == self.after), None)
        return Answer(found.value) if found is not None else None

    def previous_answer(self, key: FindingKey) -> tuple[Answer, Visit] | None:
        """What stood there in an earlier visit."""
        return self._desk.previous_answer(key)

    def seal(self) -> None:
        """End a run of typing."""
        self._desk.seal()


def _write(
    desk: VisitDesk,
    label: str,
    within: WithinVisit,
    *,
    key: str | None = None,
    origin: object = None,
) -> None:
    visit = replace(desk.visit, within=within)
    desk.edit(label, visit, parts=(Part.WITHIN,), key=key, origin=origin)
