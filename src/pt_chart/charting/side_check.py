"""Whether a finding may have been filed on the wrong side: it mirrors the last visit's side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pt_chart.charting.desk import VisitDesk
from pt_chart.clinical import values
from pt_chart.clinical.fields import FieldDef, FieldKind, Vocabulary
from pt_chart.clinical.findings import Answer, Answers, FindingKey, Value
from pt_chart.clinical.people import Episode
from pt_chart.clinical.program.dates import date_words, day_and_month
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Visit

FAMILIAR = "_familiar"
CONFIRMED = "side confirmed"
"""How the note of an answer begins whose side was asked about and stands."""


def begins_on(field: FieldDef, episode: Episode) -> Side | None:
    """The side on which a test is entered first: the painful one, or the sound leg.

    The sound leg is first where it is the one that moves, and where the test is done so (straight
    leg raise, slump): what it shows is what the painful one is compared with. None for a field
    without sides, and where the episode has none.
    """
    side = episode.side
    if side is None or not field.sided:
        return None
    one = side.each[-1]
    sound = field.sound_leg or field.sound_first
    return one.mirrored if sound and side is not Side.BOTH else one


@dataclass(frozen=True, slots=True)
class SideDoubt:
    """A test on one side that stood on the other side last time.

    ``key`` is the first answer in doubt, where the question stands; ``test`` are all of the
    test's answers of today on either side, ``asked`` those in doubt. Each level of a grid is a
    finding of its own: there both are the levels in doubt. ``exchanges`` says that the other side
    has answers too, so that moving the test exchanges the legs.
    """

    key: FindingKey
    day: date
    words: str
    test: tuple[FindingKey, ...] = ()
    asked: tuple[FindingKey, ...] = ()
    exchanges: bool = False

    @property
    def other(self) -> FindingKey:
        """The same finding on the side of the last visit."""
        return self.key.mirrored()


def side_doubt(desk: VisitDesk, key: FindingKey) -> SideDoubt | None:
    """The question to ask about an answer's side, None when there is nothing to ask here.

    Asked when the answer is a finding (or a number like the other side's last one), the newest
    earlier visit with this field had it on the other side and not on this, and the other side has
    no finding today. An answer whose side was confirmed is not asked about again. A test with
    several steps is asked about once, at its first step in doubt.
    """
    answers = desk.visit.answers
    answer = answers.get(key)
    own = None if answer is None else _doubt_about(desk, key, answer, answers)
    if own is None:
        return None
    root = test_of(desk.vocabulary, key.id)
    ids = {one.id for one in answers if test_of(desk.vocabulary, one.id) == root}
    order = {name: place for place, name in enumerate(desk.vocabulary.fields) if name in ids}
    test = [key for key in answers if key.side and key.id in ids]
    test.sort(key=lambda one: (order.get(one.id, 0), one.level or ""))
    asked = [one for one in test if _doubt_about(desk, one, answers[one], answers) is not None]
    # Both legs exchanged are one slip: it is told of the side that has the findings.
    told = max(Side.BOTH.each, key=lambda side: _weight(desk, asked, side))
    first = next(one for one in asked if one.side is told)
    if first != key:
        return None
    if key.level is not None:
        test = asked
    return _about_all(replace(own, test=tuple(test), asked=tuple(asked)), answers)


def _about_all(doubt: SideDoubt, answers: Answers) -> SideDoubt:
    """The question with its levels named, and with what moving does to the other leg."""
    words, side = doubt.words, doubt.key.side
    levels = dict.fromkeys(key.level for key in doubt.asked if key.level and key.side is side)
    if len(levels) > 1:
        words = words.replace(" it was ", f" {', '.join(levels)} were ", 1)
    moved = [key.mirrored() for key in doubt.test if key.side is side]
    taken = any(key in answers and answers[key].tested for key in moved)
    if taken and side is not None:
        words = f"{words} {side.mirrored.spelled} is recorded too: M exchanges the legs."
    return replace(doubt, words=words, exchanges=taken)


def _weight(desk: VisitDesk, asked: Sequence[FindingKey], side: Side) -> tuple[int, int]:
    """How many findings in doubt stand on a side, then how many answers in doubt."""
    mine = [key for key in asked if key.side is side]
    answers = desk.visit.answers
    return sum(_is_finding(desk.vocabulary.field(k.id), answers[k]) for k in mine), len(mine)


def test_of(vocabulary: Vocabulary, id: str) -> str:
    """The test that a field is a step of (``slr_neck`` -> ``slr``), or the field itself.

    A step's id begins with its test's, and it has sides and levels as the test has.
    """
    canonical = vocabulary.canonical(id)
    if canonical is None:
        return id
    field = vocabulary.fields[canonical]
    parts = canonical.split("_")
    for length in range(1, len(parts)):
        root = vocabulary.fields.get("_".join(parts[:length]))
        if root is not None and root.sided == field.sided and root.levels == field.levels:
            return root.id
    return canonical


def first_step(vocabulary: Vocabulary, id: str) -> str:
    """Where a test is begun: the first of the steps that stand before it as a whole, or itself."""
    root = vocabulary.fields.get(id)
    if root is None or test_of(vocabulary, id) != id:
        return id
    for one in vocabulary.fields.values():
        if one.id == id or (one.card == root.card and one.id.startswith(f"{id}_")):
            return one.id
    return id


def doubts_before(
    desk: VisitDesk, changes: Mapping[FindingKey, Answer | None]
) -> dict[FindingKey, SideDoubt]:
    """The same questions about answers that would be filed together, as if they were."""
    after = desk.visit.with_answers(changes).answers
    asked = {k: _doubt_about(desk, k, a, after) for k, a in changes.items() if a is not None}
    return {key: doubt for key, doubt in asked.items() if doubt is not None}


def _doubt_about(
    desk: VisitDesk, key: FindingKey, answer: Answer, today: Answers
) -> SideDoubt | None:
    if answer.value is None or key.side not in (Side.LEFT, Side.RIGHT):
        return None
    if answer.unconfirmed or answer.note.startswith(CONFIRMED):
        return None
    field = desk.vocabulary.field(key.id)
    other = key.mirrored()
    visit = _mirrored_whole(desk, key, today)
    if visit is None:
        visit = next((v for v in desk.previous if _recorded(v.answers, key, other)), None)
        if visit is None:
            return None
        own, theirs, there = visit.answers.get(key), visit.answers.get(other), today.get(other)
        single = not _is_finding(field, there) and _mirrors(field, answer, own, theirs)
        if not single and not _exchanged(field, (answer, there), (own, theirs)):
            return None
    here, away = key.side.spelled, key.side.mirrored.spelled
    day = day_and_month(visit.date)
    return SideDoubt(key, visit.date, f"On {day} it was {away}. Really {here} today?")


def _mirrored_whole(desk: VisitDesk, key: FindingKey, today: Answers) -> Visit | None:
    """The last visit with the test of a key, where it stood mirrored in the other of its two forms.

    A test may be recorded step by step or as a whole: familiar symptoms speak for the whole.
    """
    root, side = test_of(desk.vocabulary, key.id), key.side
    if side is None or key.id not in (root, f"{root}{FAMILIAR}"):
        return None
    if not _whole(today, root, side) or _whole(today, root, side.mirrored):
        return None
    for visit in desk.previous:
        here = _whole(visit.answers, root, side)
        there = _whole(visit.answers, root, side.mirrored)
        if (here, there) != (None, None):
            return visit if there and not here else None
    return None


def _whole(answers: Answers, root: str, side: Side) -> bool | None:
    """Whether a test was found on a side, as a whole or by its familiar symptoms."""
    for name in (root, f"{root}{FAMILIAR}"):
        answer = answers.get(FindingKey(name, side))
        if answer is not None and isinstance(answer.value, bool):
            return answer.value
    return None


def doubts(desk: VisitDesk) -> tuple[SideDoubt, ...]:
    """Every open question about a side, one for each test, in the order of the answers."""
    found = (
        side_doubt(desk, key) for key in desk.visit.answers if desk.vocabulary.canonical(key.id)
    )
    return tuple(doubt for doubt in found if doubt is not None)


def treated_side_doubt(desk: VisitDesk, side: Side | None) -> str:
    """What to ask about the side of a treatment, "" for nothing.

    Asked on the side that is not the main one and was treated neither today nor last time.
    """
    if side is None or side is Side.BOTH or desk.episode.side is not side.mirrored:
        return ""
    last = next((one for one in desk.previous if one.plan.treatments), None)
    given = (*desk.visit.plan.treatments, *(last.plan.treatments if last is not None else ()))
    if any(one.side in (side, Side.BOTH) for one in given):
        return ""
    return f"The main side is {side.mirrored.spelled}. Really {side.spelled}?"


def keep_side(desk: VisitDesk, doubt: SideDoubt) -> None:
    """The side is right: say so in the notes of the answers that were asked about."""
    side = doubt.key.side.spelled if doubt.key.side else ""
    note = f"{CONFIRMED}: {side} (other side on {date_words(doubt.day)})"
    answers = desk.visit.answers
    changes: dict[FindingKey, Answer | None] = {
        key: replace(answers[key], note=note) for key in doubt.asked or (doubt.key,)
    }
    desk.set_answers(f"{_test_name(desk, doubt)}: {side} confirmed", changes)


def move_side(desk: VisitDesk, doubt: SideDoubt) -> None:
    """The side was wrong: the whole test changes sides, both legs of it, as one undoable step."""
    answers, test = desk.visit.answers, doubt.test or (doubt.key,)
    changes: dict[FindingKey, Answer | None] = {}
    for key in test:
        changes[key.mirrored()] = answers[key]
        changes.setdefault(key, None)
    side = doubt.other.side.spelled if doubt.other.side else ""
    done = "LEFT and RIGHT exchanged" if doubt.exchanges else f"moved to {side}"
    desk.set_answers(f"{_test_name(desk, doubt)}: {done}", changes)


def _test_name(desk: VisitDesk, doubt: SideDoubt) -> str:
    return desk.vocabulary.field(test_of(desk.vocabulary, doubt.key.id)).name


def _recorded(answers: Answers, *keys: FindingKey) -> bool:
    return any(key in answers and answers[key].tested for key in keys)


def _is_finding(field: FieldDef, answer: Answer | None) -> bool:
    return (
        answer is not None
        and answer.value is not None
        and bool(values.is_abnormal(field, answer.value))
    )


def _mirrors(
    field: FieldDef, now: Answer, own_before: Answer | None, other_before: Answer | None
) -> bool:
    if other_before is None or other_before.value is None or now.value is None:
        return False
    if field.kind is FieldKind.SEVERAL and isinstance(now.value, tuple):
        return _is_the_others_list(now.value, own_before, other_before)
    if _is_finding(field, now):
        return _is_finding(field, other_before) and not _is_finding(field, own_before)
    return _is_the_others_number(field, now, own_before, other_before)


def _exchanged(
    field: FieldDef,
    now: tuple[Answer, Answer | None],
    before: tuple[Answer | None, Answer | None],
) -> bool:
    """Whether a value is the other side's last one, and that side has this one's (or neither any).

    Of two legs that both had findings the question stands at the worse one of today.
    """
    here, there = now[0].value, now[1].value if now[1] is not None else None
    own, other = (one.value if one is not None else None for one in before)
    if other is None or here != other or here in (own, there):
        return False
    if there is None and own is None:
        return isinstance(here, int | float) and not isinstance(here, bool)
    return there == own and there is not None and _worse(field, here, there)


def _worse(field: FieldDef, here: Value, there: Value) -> bool:
    """Whether a value says more of a finding than the other; of equals the first asked."""
    one, two = (values.is_abnormal(field, value) for value in (here, there))
    if one is not two:
        return bool(one)
    order = [choice.id for choice in field.choices]
    if here in order and there in order:
        return order.index(str(here)) > order.index(str(there))
    numbers = isinstance(here, int | float) and isinstance(there, int | float)
    low_is_bad = field.norm is not None and field.norm.low is not None
    if numbers and low_is_bad:
        return float(str(here)) < float(str(there))
    return float(str(here)) > float(str(there)) if numbers else True


def _is_the_others_list(
    now: tuple[str, ...], own_before: Answer | None, other_before: Answer
) -> bool:
    """Places that only the other side had last time; none of this side's own."""
    own = own_before.value if own_before is not None else None
    other = other_before.value
    theirs = set(other if isinstance(other, tuple) else ()) - {"none"}
    ours = set(own if isinstance(own, tuple) else ()) - {"none"}
    return bool(theirs & set(now)) and not ours


def _is_the_others_number(
    field: FieldDef, now: Answer, own_before: Answer | None, other_before: Answer
) -> bool:
    """A number close to the other side's last one and far from its own side's."""
    if field.error is None or own_before is None:
        return False
    here, own, other = now.value, own_before.value, other_before.value
    if not all(isinstance(v, int | float) and not isinstance(v, bool) for v in (here, own, other)):
        return False
    near = abs(float(str(here)) - float(str(other))) <= field.error.low
    return near and abs(float(str(here)) - float(str(own))) > field.error.high
