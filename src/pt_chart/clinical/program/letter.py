"""The referral letter (SBAR, one page) from the facts and the raised flags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pt_chart.clinical import wording
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.findings import Answers
from pt_chart.clinical.people import Clinic, Clinician, Episode, Patient
from pt_chart.clinical.program import safety
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.program.emergency import NO, NOT_ASKED, answer_state, full_name, onset
from pt_chart.clinical.program.emergency_kinds import (
    asks,
    card_tier,
    emergency_words,
    explained,
    told_at_home,
    worst_flag,
)
from pt_chart.clinical.program.handout import AskedRow, ExaminedRow, ReferralLetter
from pt_chart.clinical.program.library import ExerciseLibrary
from pt_chart.clinical.program.phrases import (
    GENERAL,
    AskedWords,
    EmergencyWords,
    ExamRow,
    LetterRows,
    Phrases,
)
from pt_chart.clinical.reasoning.acknowledged import recorded
from pt_chart.clinical.reasoning.results import RaisedFlag, Tier
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import FlagAcknowledgment

MOST_EXAMINED = 12
"""Rows of the examination that fit one page beside the questions, recorded ones excepted."""

MOST_OF_ANOTHER = 4
"""Further rows where a second emergency is open."""

OF_A_NERVE = ("cauda_equina", "weakness", "cord", "cancer", GENERAL)
"""Kinds of emergency whose letter says of each nerve test that it was not done; a kind of trouble
with rows of its own says itself."""

MEDICINES = "medicine_list"
"""Medicines as told in the history: not needed where the episode lists them."""

_URGENCY = {
    Tier.AMBULANCE: "emergency",
    Tier.EMERGENCY: "emergency",
    Tier.URGENT: "urgent",
    Tier.ROUTINE: "routine",
    Tier.MONITOR: "routine",
}


def referral_letter(
    facts: Facts,
    flags: Iterable[RaisedFlag],
    *,
    library: ExerciseLibrary,
    vocabulary: Vocabulary,
    patient: Patient | None,
    clinic: Clinic,
    clinician: Clinician | None,
    date: date | None = None,
    answers: Answers | None = None,
    last: Facts | None = None,
    episode: Episode | None = None,
    records: Iterable[FlagAcknowledgment] = (),
    spoken: str = "",
) -> ReferralLetter:
    """The letter for the raised flags, led by the most urgent one.

    Not tested stands as not tested and not asked as not asked. ``last`` are the facts of the
    visit before, for the last column; ``records`` what the visit says was done about its flags;
    ``spoken`` names the patient's language where it is not the letter's. The suspicion is worded
    as one; nothing is a diagnosis, and nothing is said to be done that nobody recorded.

    Raises:
        ValueError: no flag is raised.
    """
    raised = told_at_home(flags) or tuple(flags)
    worst, phrases = worst_flag(raised), library.phrases
    facts = library.complete(facts)
    lead, *others = _matters(raised, worst, phrases)
    asked = _all_asked(lead, others, facts)
    urgency = _URGENCY[worst.tier]
    open_now = [lead, *(one for one in others if one.flag.tier in safety.EMERGENCY_TIERS)]
    suspicion = "; ".join(dict.fromkeys(one.suspicion for one in open_now))
    return ReferralLetter(
        urgency=urgency,
        headline=phrases.text(f"letter.{urgency}").format(suspicion=suspicion),
        request=" ".join(
            dict.fromkeys(
                _request(one.words, one.flag, _URGENCY[one.flag.tier], phrases)
                for one in (lead, *others)
            )
        ),
        situation=tuple(_raised_by(flag, phrases) for flag in _told_flags(raised, worst)),
        background=(
            *_person(patient, episode, spoken, phrases),
            *_background(facts, asked, phrases),
            *_told(lead.rows, facts, episode, vocabulary, phrases),
        ),
        asked=tuple(_asked(row, facts, answers, phrases) for row in asked),
        examined=_examined(facts, last, vocabulary, phrases, (lead, *others)),
        action=_action(raised, records, clinic, phrases),
        done=(
            *_to_tick(worst, urgency, clinic, phrases),
            *(lead.rows.fill if lead.rows is not None else ()),
        ),
        patient_name=full_name(patient),
        birth_date=_born(patient, facts),
        age="" if facts.age is None or _born(patient, facts) else str(facts.age),
        sex=facts.sex or "",
        record_number=patient.record_number if patient else "",
        date=date_words(date) if date else "",
        therapist=clinician.signature if clinician else "",
        clinic=clinic,
        language=phrases.language,
    )


@dataclass(frozen=True, slots=True)
class _Matter:
    """A kind of trouble that the letter speaks of: its flag, words and rows for the reader."""

    flag: RaisedFlag
    words: EmergencyWords
    rows: LetterRows | None

    @property
    def suspicion(self) -> str:
        return self.words.suspicion.replace("{title}", self.flag.title)

    @property
    def pressing(self) -> bool:
        """Whether it is an emergency: then what was not asked or tested stands there too."""
        return self.flag.tier in safety.EMERGENCY_TIERS


def _told_flags(raised: tuple[RaisedFlag, ...], worst: RaisedFlag) -> list[RaisedFlag]:
    """The flags that the letter speaks of: all that are urgent or worse, the leading one first."""
    least = max(worst.tier.rank, Tier.URGENT.rank)
    told = [flag for flag in raised if flag.tier.rank <= least and flag is not worst]
    return [worst, *sorted(told, key=lambda flag: flag.tier.rank)]


def _matters(raised: tuple[RaisedFlag, ...], worst: RaisedFlag, phrases: Phrases) -> list[_Matter]:
    """The kinds of trouble of these flags, one for each set of words and rows."""
    found: dict[tuple[str, str], _Matter] = {}
    for flag in _told_flags(raised, worst):
        words = emergency_words(flag, phrases)
        if explained(words, worst):
            continue
        rows = next((rows for rows in phrases.letters if flag.id in rows.flags), None)
        found.setdefault((words.id, rows.id if rows else ""), _Matter(flag, words, rows))
    return list(found.values())


def _all_asked(lead: _Matter, others: list[_Matter], facts: Facts) -> tuple[AskedWords, ...]:
    """The questions of the leading kind and of other emergencies; of the rest what was answered."""
    rows = {row.finding: row for row in _questions(lead.words, lead.rows)}
    for one in others:
        if one.words.id == GENERAL and one.rows is None:
            continue
        for row in _questions(one.words, one.rows):
            own = one.pressing and row in one.words.asked
            if own or answer_state(row.finding, facts) != NOT_ASKED:
                rows.setdefault(row.finding, row)
    return tuple(rows.values())


def _born(patient: Patient | None, facts: Facts) -> str:
    """The birth date with the age, "" where the date is not known."""
    if patient is None or patient.birth_date is None:
        return ""
    age = f" ({facts.age})" if facts.age is not None else ""
    return f"{date_words(patient.birth_date)}{age}"


def _request(words: EmergencyWords, flag: RaisedFlag, urgency: str, phrases: Phrases) -> str:
    """What is asked for; what wants an ambulance is not asked for in the course of a day."""
    if urgency != "emergency":
        return words.request if words.lead else phrases.text(f"letter.request_{urgency}")
    if flag.tier is Tier.AMBULANCE and not asks(words):
        now = phrases.text("letter.request_now")
        return now if words.id == GENERAL else f"{now} {words.request}"
    return words.request


def _raised_by(flag: RaisedFlag, phrases: Phrases) -> str:
    because = "; ".join(flag.because)
    return phrases.text("letter.raised_by").format(title=flag.title, because=because)


def _background(facts: Facts, listed: tuple[AskedWords, ...], phrases: Phrases) -> tuple[str, ...]:
    """Side, duration, and what of the core questions is not already in the table."""
    said = []
    if facts.side is not None:
        said.append(phrases.text("letter.side_only").format(side=facts.side.spelled))
    days = facts.get("symptom_duration")
    if isinstance(days, int | float) and not isinstance(days, bool):
        said.append(phrases.text("letter.duration").format(days=f"{days:g}"))
    known = {row.finding for row in listed}
    core = [row for row in phrases.emergencies[GENERAL].asked if row.finding not in known]
    denied = [row.letter.lower() for row in core if answer_state(row.finding, facts) == NO]
    if denied:
        said.append(phrases.text("letter.asked_no").format(list="; ".join(denied)))
    return tuple(said)


def _questions(words: EmergencyWords, own: LetterRows | None) -> tuple[AskedWords, ...]:
    """What was to be asked: of the kind of emergency, and what its reader needs beside it."""
    if own is None:
        return words.asked
    known = () if words.id == GENERAL else words.asked
    there = {row.finding for row in known}
    return (
        *known,
        *(
            AskedWords(row.finding, "", "", row.words)
            for row in own.asked
            if row.finding not in there
        ),
    )


def _told(
    own: LetterRows | None,
    facts: Facts,
    episode: Episode | None,
    vocabulary: Vocabulary,
    phrases: Phrases,
) -> Iterator[str]:
    """What the reader needs of the history, said as not recorded where nobody recorded it."""
    listed = episode is not None and bool(episode.medicines)
    for row in own.told if own is not None else ():
        if row.finding == MEDICINES and listed:
            continue
        found = _recorded(row.finding, facts, vocabulary) or phrases.text("letter.not_recorded")
        yield phrases.text("letter.told").format(words=row.words, value=found.rstrip("."))


def _recorded(finding: str, facts: Facts, vocabulary: Vocabulary) -> str:
    said = []
    for key, value in facts.recorded(finding).items():
        words = wording.value_words(vocabulary.fields[finding], value)
        said.append(f"{words} {key.side.spelled}" if key.side is not None else words)
    return " and ".join(said)


def _asked(row: AskedWords, facts: Facts, answers: Answers | None, phrases: Phrases) -> AskedRow:
    state = answer_state(row.finding, facts)
    words = phrases.text(f"letter.{state}")
    sides = [
        key.side.spelled
        for key, value in facts.recorded(row.finding).items()
        if key.side is not None and value
    ]
    said = f"{words}: {' and '.join(sides)}" if sides else words
    return AskedRow(row.letter, state, said, onset(row.finding, answers, phrases))


def _examined(
    facts: Facts,
    last: Facts | None,
    vocabulary: Vocabulary,
    phrases: Phrases,
    matters: tuple[_Matter, ...],
) -> tuple[ExaminedRow, ...]:
    """What was examined; what the reader asks for stands as not tested where it was not.

    Where there are too many rows those that nobody tested go first, from the end.
    """
    wanted: dict[tuple[str, str | None], tuple[ExamRow, bool]] = {}
    for one in matters:
        for row in one.rows.examined if one.rows is not None else ():
            wanted.setdefault((row.finding, row.level), (row, row.always and one.pressing))
    lead = matters[0]
    for row in lead.rows.examined if lead.rows is not None else ():
        wanted[row.finding, row.level] = (row, row.always)
    nerve = any(
        one.rows.nerve if one.rows is not None else one.words.id in OF_A_NERVE
        for one in matters
        if one is lead or one.pressing
    )
    for row in phrases.examined:
        wanted.setdefault((row.finding, row.level), (row, row.always and nerve))
    made = [(_row(row, facts, last, vocabulary), always) for row, always in wanted.values()]
    kept = [row for row, always in made if always or _found(row)]
    most = MOST_EXAMINED + MOST_OF_ANOTHER * (len([one for one in matters if one.pressing]) > 1)
    for untested in [one for one in reversed(kept) if not _found(one)]:
        if len(kept) > most:
            kept.remove(untested)
    return tuple(kept)


def _found(row: ExaminedRow) -> bool:
    return row.right is not None or row.left is not None


def _row(row: ExamRow, facts: Facts, last: Facts | None, vocabulary: Vocabulary) -> ExaminedRow:
    right = _value(row, facts, Side.RIGHT, vocabulary)
    left = _value(row, facts, Side.LEFT, vocabulary)
    neither = _value(row, facts, None, vocabulary)
    before = ""
    if last is not None:
        sides = ((Side.RIGHT, "R"), (Side.LEFT, "L"), (None, ""))
        found = [(mark, _value(row, last, side, vocabulary)) for side, mark in sides]
        before = ", ".join(f"{mark} {text}".strip() for mark, text in found if text is not None)
    return ExaminedRow(row.words, right or neither, left or neither, before)


def _value(row: ExamRow, facts: Facts, side: Side | None, vocabulary: Vocabulary) -> str | None:
    id = vocabulary.canonical(row.finding)
    if id is None:
        return None
    value = facts.get(id, side, row.level or None)
    return None if value is None else wording.value_words(vocabulary.fields[id], value)


def _person(
    patient: Patient | None, episode: Episode | None, spoken: str, phrases: Phrases
) -> Iterator[str]:
    """Language, complaint, onset, alerts and medicines, as far as the chart has them."""
    if spoken:
        yield phrases.text("letter.interpreter").format(language=spoken)
    if episode is not None:
        for key, text in (("complaint", episode.complaint), ("onset", episode.onset)):
            if text.strip():
                yield phrases.text(f"letter.{key}").format(text=text.strip().rstrip("."))
    for key, listed in (
        ("alerts", patient.alerts if patient is not None else ()),
        ("precautions", episode.precautions if episode is not None else ()),
        ("medicines", [one.name for one in episode.medicines] if episode is not None else ()),
    ):
        if listed:
            yield phrases.text(f"letter.{key}").format(list="; ".join(listed))


def _to_tick(flag: RaisedFlag, urgency: str, clinic: Clinic, phrases: Phrases) -> tuple[str, ...]:
    """What may have been done here: nobody recorded it, so it is ticked by hand."""
    sentence = phrases.text(f"card.action_{card_tier(flag)}").replace(
        "{number}", clinic.emergency_number
    )
    listed = phrases.items(f"letter_lists.done_{urgency}")
    return tuple(text.replace("{sentence}", f"\u201c{sentence}\u201d") for text in listed)


def _action(
    flags: tuple[RaisedFlag, ...],
    records: Iterable[FlagAcknowledgment],
    clinic: Clinic,
    phrases: Phrases,
) -> tuple[str, ...]:
    """What was recorded about the flags, in the clinician's words, and how to call back."""
    said = [
        phrases.text("letter.recorded").format(
            day=date_words(done.at.date()), name=done.by, text=done.action.strip()
        )
        for flag in flags
        for done in recorded((flag,), records).values()
        if done.action.strip()
    ]
    said = list(dict.fromkeys(one if one[-1:] in ".!?" else f"{one}." for one in said))
    if clinic.phone:
        said.append(phrases.text("letter.call_back").format(phone=clinic.phone))
    if clinic.any_hour:
        said.append(phrases.text("letter.after_hours").format(phone=clinic.any_hour))
    return tuple(said)
