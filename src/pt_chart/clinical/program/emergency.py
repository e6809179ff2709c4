"""The safety-net card that goes with an open emergency, in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import Answers
from pt_chart.clinical.people import Clinic, Clinician, Patient
from pt_chart.clinical.program import safety
from pt_chart.clinical.program.dates import patient_date
from pt_chart.clinical.program.emergency_kinds import (
    SILENT,
    asks,
    card_tier,
    emergency_words,
    explained,
    told_at_home,
    worst_flag,
)
from pt_chart.clinical.program.handout import SafetyNetCard, ToldLine
from pt_chart.clinical.program.library import OWN_LANGUAGE, ExerciseLibrary
from pt_chart.clinical.program.phrases import GENERAL, AskedWords, EmergencyWords, Phrases
from pt_chart.clinical.program.symptoms import joined
from pt_chart.clinical.reasoning.results import RaisedFlag
from pt_chart.clinical.sides import Side

YES, NO, NOT_ASKED = "yes", "no", "not_asked"
ADULT = 18
MOST_BESIDE = 2
"""Further emergencies, and signs of each, that the card has room for."""
MOST_REASONS = 6
"""Reasons of a flag that the card has room for."""
MOST_SAID, MOST_SAID_OF_MANY = 3, 4
"""Signs that the sentence for the desk names; more where they alone say what it is about."""
NOT_A_CHILD = ("iv_drug_use", "sexual_dysfunction")
"""Questions that a child's card does not put."""

_DESK = {"urgent": "card.desk_urgent", "routine": "card.desk_routine"}


def safety_net_card(
    facts: Facts,
    flags: Iterable[RaisedFlag],
    *,
    library: ExerciseLibrary,
    patient: Patient | None,
    clinic: Clinic,
    clinician: Clinician | None,
    date: date | None = None,
    answers: Answers | None = None,
) -> SafetyNetCard:
    """The card for the most urgent of the raised flags.

    What was not asked is said as not asked, never as no. Onset times come from the notes of the
    visit's ``answers`` where there are any.

    Raises:
        ValueError: no flag is raised that may be told on paper, so there is nothing to warn of.
    """
    flags = tuple(flags)
    if flags and not told_at_home(flags):
        raise ValueError(SILENT)
    flags = told_at_home(flags)
    worst = worst_flag(flags)
    phrases, facts = library.phrases, library.complete(facts)
    words = emergency_words(worst, phrases)
    told_patient = patient_sentence(worst, library)
    beside = _beside(flags, worst, phrases)
    told = _told(words, worst, beside, facts, answers, phrases)
    tier, side = card_tier(worst), _side(worst)
    number = clinic.emergency_number
    # Below an emergency the program still prints beside the card: it does not contradict it.
    stop = bool(safety.open_emergencies((worst,)) or safety.locking(facts, library))
    return SafetyNetCard(
        action=by_when(words, tier, phrases).replace("{number}", number),
        lead=phrases.text(f"card.lead_{tier}"),
        why=_numbered(
            (
                *(leg_words(one, side, phrases) for one in _why(words, tier, told_patient)),
                *(
                    leg_words(one, _side(flag), phrases)
                    for flag, kind in beside
                    for one in _why_beside(flag, kind, library)
                ),
            ),
            number,
        ),
        told=tuple(sorted(told, key=lambda line: (YES, NO, NOT_ASKED).index(line.state))),
        desk_sentence=_desk_sentence(words, worst, beside, facts, phrases, tier),
        how=_numbered(_how(tier, facts, phrases), number),
        ambulance=_numbered(
            tuple(
                dict.fromkeys(
                    (
                        *_ambulance(words, tier, phrases),
                        *(sign for _, kind in beside for sign in kind.ambulance[:MOST_BESIDE]),
                    )
                )
            )
            if tier != "ambulance"
            else (),
            number,
        ),
        exercises=_exercises(tier, phrases, stop=stop),
        patient_name=full_name(patient),
        birth_date=patient_date(patient.birth_date if patient else None, phrases),
        record_number=patient.record_number if patient else "",
        date=patient_date(date, phrases),
        therapist=clinician.signature if clinician else "",
        clinic=clinic,
        language=phrases.language,
        calm=tier == "routine" and not stop,
    )


def _beside(
    flags: Iterable[RaisedFlag], worst: RaisedFlag, phrases: Phrases
) -> tuple[tuple[RaisedFlag, EmergencyWords], ...]:
    """The other open emergencies with their words, one of a kind: the card speaks of them too.

    A kind without questions of its own stands for each of its flags.
    """
    found: dict[str, tuple[RaisedFlag, EmergencyWords]] = {}
    led = emergency_words(worst, phrases)
    for flag in safety.open_emergencies(flags):
        words = emergency_words(flag, phrases)
        if flag is worst or (words is led and asks(words)) or explained(words, worst):
            continue
        found.setdefault(words.id if asks(words) else flag.id, (flag, words))
    return tuple(found.values())[:MOST_BESIDE]


def patient_sentence(flag: RaisedFlag, library: ExerciseLibrary) -> str:
    """What the patient is told of a flag as it was raised, in the language of the paper.

    A rule of the clinic's own has words in one language alone: another one says by when.
    """
    phrases = library.phrases
    if phrases.language == OWN_LANGUAGE:
        return flag.patient
    when = by_when(emergency_words(flag, phrases), card_tier(flag), phrases)
    return library.flags.get(flag.patient, f"{when}.")


def by_when(words: EmergencyWords, tier: str, phrases: Phrases) -> str:
    """By when to be seen, "{number}" still in it: the kind's own words where it has some."""
    return (words.lead if tier == "urgent" else "") or phrases.text(f"card.action_{tier}")


def leg_words(text: str, side: Side | None, phrases: Phrases) -> str:
    """A text with the leg's side in words; neither named for both or for none."""
    key = side.value if side in (Side.LEFT, Side.RIGHT) else "none"
    leg = phrases.text(f"leg.{key}")
    said = text.replace("{leg}", leg).replace("{my_leg}", phrases.text(f"my_leg.{key}"))
    return said.replace("{Leg}", leg[:1].upper() + leg[1:])


def _side(flag: RaisedFlag) -> Side | None:
    """The one side of what raised the flag, None where there is none or both."""
    sides = {side for key in flag.keys if key.side is not None for side in key.side.each}
    return next(iter(sides)) if len(sides) == 1 else None


def _how(tier: str, facts: Facts, phrases: Phrases) -> tuple[str, ...]:
    child = tier == "emergency" and facts.age is not None and facts.age < ADULT
    return phrases.items(f"emergency_lists.how_{tier}{'_child' if child else ''}")


def _asked_side(finding: str, facts: Facts) -> Side | None:
    """The one side on which a question was answered yes."""
    sides = {
        side
        for key, value in facts.recorded(finding).items()
        if value and key.side is not None
        for side in key.side.each
    }
    return next(iter(sides)) if len(sides) == 1 else None


def _why(words: EmergencyWords, tier: str, told: str) -> tuple[str, ...]:
    """Why there is a card; what can wait for days is not said to need a scan today."""
    why = words.why if tier in {"ambulance", "emergency"} else (words.why[0], "{patient}")
    return tuple(text.replace("{patient}", told) for text in why)


def _why_beside(
    flag: RaisedFlag, words: EmergencyWords, library: ExerciseLibrary
) -> tuple[str, ...]:
    if asks(words):
        return words.why[:1]
    return tuple(dict.fromkeys((words.why[0], patient_sentence(flag, library))))


def _told(
    words: EmergencyWords,
    flag: RaisedFlag,
    beside: Iterable[tuple[RaisedFlag, EmergencyWords]],
    facts: Facts,
    answers: Answers | None,
    phrases: Phrases,
) -> tuple[ToldLine, ...]:
    """What was asked, in the patient's words; chart language stays in the letter.

    Of another emergency that is open what was answered yes.
    """
    own = _rows(words, flag, facts, phrases)
    known = {row.finding for row in own}
    more = [
        row
        for other, kind in beside
        for row in _rows(kind, other, facts, phrases)
        if row.finding not in known and answer_state(row.finding, facts) == YES
    ]
    rows = tuple({row.finding: row for row in (*own, *more)}.values())
    return tuple(
        ToldLine(
            leg_words(row.card, _asked_side(row.finding, facts), phrases),
            answer_state(row.finding, facts),
            onset(row.finding, answers, phrases),
        )
        for row in rows
    )


def _rows(
    words: EmergencyWords, flag: RaisedFlag, facts: Facts, phrases: Phrases
) -> tuple[AskedWords, ...]:
    """The questions of a card, what raised the flag among them where the kind does not ask it.

    A kind's own questions stand there whole, asked or not; below an emergency with what raised the
    flag beside them. A kind without questions of its own has what was found alone.
    """
    child = facts.age is not None and facts.age < ADULT
    own = tuple(row for row in words.asked if not (child and row.finding in NOT_A_CHILD))
    raising = () if asks(words) and flag.tier in safety.EMERGENCY_TIERS else flag.keys
    known = _known(phrases)
    more = dict.fromkeys((*(key.id for key in raising), *words.also))
    found = [id for id in more if id in known and answer_state(id, facts) == YES]
    if not asks(words):
        rest = [row for row in own if answer_state(row.finding, facts) == YES]
        return _told_once((*(known[id] for id in found[:MOST_REASONS]), *rest))
    told = {row.finding for row in own}
    new = [id for id in found if id not in told][:MOST_REASONS]
    return _told_once((*own, *(known[id] for id in new)))


def _told_once(rows: Iterable[AskedWords]) -> tuple[AskedWords, ...]:
    """The rows without those that say what another one says."""
    found: dict[str, AskedWords] = {}
    for row in rows:
        found.setdefault(row.card, row)
    return tuple(found.values())


def _known(phrases: Phrases) -> dict[str, AskedWords]:
    """How a finding is told, by the first kind that asks for it."""
    known: dict[str, AskedWords] = {}
    for kind in phrases.emergencies.values():
        for row in kind.asked:
            known.setdefault(row.finding, row)
    return known


def asked_of(flag: RaisedFlag, library: ExerciseLibrary, facts: Facts) -> tuple[str, ...]:
    """The findings that a flag's questions stand for, those that raised it first.

    Answers in full: what raised the flag and has no question of its own stands there too.
    """
    words = emergency_words(flag, library.phrases)
    rows = [row.finding for row in _rows(words, flag, library.complete(facts), library.phrases)]
    raised = [key.id for key in flag.keys if key.id in library.vocabulary.fields]
    return tuple(dict.fromkeys((*raised, *rows)))


def _ambulance(words: EmergencyWords, tier: str, phrases: Phrases) -> tuple[str, ...]:
    """When to call an ambulance: the signs of this kind where it has its own.

    () where one is to be called at once.
    """
    if not words.ambulance or tier == "ambulance":
        return phrases.items(f"emergency_lists.ambulance_{tier}")
    ride = (phrases.text("card.no_driver"),) if tier == "emergency" else ()
    return (*ride, *words.ambulance)


def _exercises(tier: str, phrases: Phrases, *, stop: bool) -> str:
    if stop:
        return phrases.text("card.exercises")
    return phrases.text("card.exercises_urgent") if tier == "urgent" else ""


def answer_state(finding: str, facts: Facts) -> str:
    """Whether a question was answered yes, no, or not asked (on any side)."""
    values = facts.recorded(finding).values()
    if any(values):
        return YES
    return NO if values else NOT_ASKED


def onset(finding: str, answers: Answers | None, phrases: Phrases) -> str:
    """When it began in words, from the note of a yes; "" when nothing was noted."""
    for key, answer in (answers or {}).items():
        if key.id == finding and answer.value and answer.note.strip():
            return phrases.text("card.since").format(onset=answer.note.strip())
    return ""


def full_name(patient: Patient | None) -> str:
    """Given name first, as paper prints it; "" without a patient."""
    if patient is None:
        return ""
    return " ".join(part for part in (patient.given_name, patient.family_name) if part)


def _desk_sentence(
    words: EmergencyWords,
    flag: RaisedFlag,
    beside: Iterable[tuple[RaisedFlag, EmergencyWords]],
    facts: Facts,
    phrases: Phrases,
    tier: str,
) -> str:
    rows = _rows(words, flag, facts, phrases)
    said = [row for row in rows if row.desk and answer_state(row.finding, facts) == YES]
    urgency = phrases.text(_DESK.get(tier, "card.desk_emergency"))
    # What can wait until the next visit is not put as a suspicion.
    kind = phrases.emergencies[GENERAL] if tier == "routine" else words
    own = leg_words(kind.desk, _side(flag), phrases)
    most = MOST_SAID if asks(words) else MOST_SAID_OF_MANY
    text = own.replace("{answers}", _sentence(said[:most], facts, phrases))
    known = {row.finding for row in rows}
    for other, words_of in beside:
        there = [
            row
            for row in _rows(words_of, other, facts, phrases)
            if row.desk and row.finding not in known and answer_state(row.finding, facts) == YES
        ]
        known |= {row.finding for row in there}
        more = leg_words(words_of.desk, _side(other), phrases)
        most = MOST_BESIDE if asks(words_of) else MOST_SAID
        text += f" {more.replace('{answers}', _sentence(there[:most], facts, phrases))}"
    return " ".join(f"{text} {urgency}".split())


def _sentence(said: list[AskedWords], facts: Facts, phrases: Phrases) -> str:
    if not said:
        return ""
    text = joined(
        [leg_words(row.desk, _asked_side(row.finding, facts), phrases) for row in said], phrases
    )
    return f"{text[:1].upper()}{text[1:]}."


def _numbered(texts: tuple[str, ...], number: str) -> tuple[str, ...]:
    return tuple(text.replace("{number}", number) for text in texts)
