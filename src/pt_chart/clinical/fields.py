"""Definitions of what can be asked: fields, their kinds, norms, help, and the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType

from pt_chart.clinical.criteria import Criterion
from pt_chart.clinical.findings import Value


class FieldKind(StrEnum):
    """How a field is entered and stored."""

    YES_NO = "yes_no"
    NUMBER = "number"
    SCALE = "scale"
    MRC = "mrc"
    REFLEX = "reflex"
    CHOICE = "choice"
    SEVERAL = "several"
    DATE = "date"
    DURATION = "duration"
    TEXT = "text"

    @property
    def vocabulary_kind(self) -> str:
        """The kind as scripts see it: yes_no, number, grade, choice, several or text."""
        return _SCRIPT_KIND[self]


_SCRIPT_KIND = {
    FieldKind.YES_NO: "yes_no",
    FieldKind.NUMBER: "number",
    FieldKind.SCALE: "number",
    FieldKind.DURATION: "number",
    FieldKind.MRC: "grade",
    FieldKind.REFLEX: "grade",
    FieldKind.CHOICE: "choice",
    FieldKind.SEVERAL: "several",
    FieldKind.DATE: "text",
    FieldKind.TEXT: "text",
}

MRC_GRADES = ("0", "1", "2-", "2", "2+", "3-", "3", "3+", "4-", "4", "4+", "5-", "5")
"""Medical Research Council strength grades with customary halves, weakest first."""

REFLEX_GRADES = ("0", "1", "2", "3", "4")
"""Conventional reflex scale 0 to 4+, where 2+ is normal; stored without the plus."""


class Position(StrEnum):
    """Body position in which a test is done, in exam order."""

    STANDING = "standing"
    SITTING = "sitting"
    SUPINE = "supine"
    SIDE_LYING = "side_lying"
    PRONE = "prone"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a choice: stored id and shown label; ``abnormal`` colors it as a finding."""

    id: str
    label: str
    abnormal: bool = False


@dataclass(frozen=True, slots=True)
class Norm:
    """A published norm: the normal range, its population and source.

    ``low`` and ``high`` bound the normal range in the field's unit (None = open).
    ``verified`` is "page read" or "no" (from memory) exactly as in the source data. ``ages`` are
    the years it was measured in (None = not limited): outside them it judges nobody. ``female``
    are low and high for women where the source has other ones.
    """

    low: float | None
    high: float | None
    population: str
    source: str
    verified: str
    ages: tuple[int, int] | None = None
    female: tuple[float | None, float | None] | None = None

    def fits(self, age: int | None) -> bool:
        """Whether it speaks of somebody of this age; an age that is not known fits no band."""
        if self.ages is None:
            return True
        return age is not None and self.ages[0] <= age <= self.ages[1]

    def for_person(self, age: int | None, sex: str | None) -> Norm | None:
        """The norm of one person, None where it speaks of other ages."""
        if not self.fits(age):
            return None
        if sex == "F" and self.female is not None:
            return replace(self, low=self.female[0], high=self.female[1])
        return self


@dataclass(frozen=True, slots=True)
class MeasurementError:
    """How far two measurements may differ with nothing changed, in the field's unit.

    A change up to ``low`` is within the error, one above ``high`` beyond it; between the two the
    sources differ. ``better`` is "higher", "lower" or "" (no direction is better by itself).
    """

    low: float
    high: float
    source: str
    verified: str
    better: str = ""


@dataclass(frozen=True, slots=True)
class TestHelp:
    """Help beside a test: how to do it, what counts as positive, the evidence in one line."""

    how: str = ""
    positive: str = ""
    evidence: str = ""
    figure: str = ""


@dataclass(frozen=True, slots=True)
class FieldDef:
    """One field of a form and at once one id of the vocabulary.

    ``levels`` makes it a level x side grid; ``derived`` marks a composite that is computed from
    other findings and refused as input; ``abnormal`` says which yes/no answer is the finding
    (True by default); ``shorthand`` are the quick-entry words; ``question`` is the wording for
    the patient where it differs from the label. ``computed`` names a rule of
    `pt_chart.clinical.derivation` that works the field out ("irritability"), likewise refused as
    input. ``implied_by`` marks an umbrella fact that may be entered, and that counts as found
    while nobody entered it and the criterion is YES ("weakness" from a strength grade).
    ``standalone`` is the label where the card's title is not beside it ("Hip flexion"). ``whole``
    refuses halves: counts, and scores whose sheet adds up whole numbers. ``usual`` are the values
    that nobody is asked about again: others are possible and questioned, a check of the typing
    (our default, no clinical limit). ``below`` and ``above`` name the field whose value this one
    lies under or over ("bp_systolic"). ``sound_leg`` marks a test whose side is the leg moved,
    which is the one that does not hurt (crossed straight leg raise); ``sound_first`` one that is
    done on the sound leg first, as its card says. ``anew`` marks what is asked
    or measured at every visit and never carried forward (consent, blood pressure). ``alone`` marks
    what no button files or carries together with others, ``alone_levels`` such levels of a grid
    (intimate examinations, which have a chaperone and a consent of their own).
    """

    id: str
    label: str
    kind: FieldKind
    section: str
    card: str = ""
    question: str = ""
    sided: bool = False
    levels: tuple[str, ...] = ()
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False
    usual: tuple[float, float] | None = None
    below: str = ""
    above: str = ""
    choices: tuple[Choice, ...] = ()
    qualifiers: tuple[Choice, ...] = ()
    aliases: tuple[str, ...] = ()
    shorthand: tuple[str, ...] = ()
    position: Position | None = None
    tissue: str = ""
    norm: Norm | None = None
    error: MeasurementError | None = None
    help: TestHelp = field(default_factory=TestHelp)
    show_when: Criterion | None = None
    required: bool = False
    core: bool = False
    anew: bool = False
    alone: bool = False
    alone_levels: tuple[str, ...] = ()
    routine: bool = False
    sound_leg: bool = False
    sound_first: bool = False
    abnormal: bool = True
    derived: Criterion | None = None
    implied_by: Criterion | None = None
    computed: str = ""
    standalone: str = ""

    @property
    def name(self) -> str:
        """The label as it stands alone, in sentences, lists and letters."""
        return self.standalone or self.label

    def by_itself(self, level: str | None) -> bool:
        """Whether an answer is typed by itself only, whatever is filed together."""
        return self.alone or level in self.alone_levels

    @property
    def worked_out(self) -> bool:
        """Whether the program works the field out, so that it is refused as input."""
        return self.derived is not None or bool(self.computed)


@dataclass(frozen=True, slots=True)
class Card:
    """A titled group of fields drawn as one card of a page.

    ``sound_first``: its tests are done on the sound leg first, so that entry begins there.
    """

    id: str
    title: str
    fields: tuple[FieldDef, ...]
    position: Position | None = None
    layout: str = "rows"
    hint: str = ""
    sound_first: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One form file: an id with a version, shown in one section of the window.

    ``renamed`` maps ids of older versions to today's ids so that old visits stay readable.
    ``source`` is the file's text, ``words`` the clinic's rewording of it ("" for none): both are
    kept with the chart so that old visits open as written.
    """

    id: str
    version: int
    title: str
    section: str
    cards: tuple[Card, ...]
    renamed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    source: str = field(default="", compare=False, repr=False)
    words: str = field(default="", compare=False, repr=False)

    @property
    def fields(self) -> Iterator[FieldDef]:
        """Every field of the form in order."""
        for card in self.cards:
            yield from card.fields


@dataclass(frozen=True, slots=True)
class ReportWord:
    """A word of reports that says more than one finding, or a value of one.

    ``means`` are the findings that it stands for, by id. ``hint`` says what to write instead where
    it can mean several things: such a word is refused, with ``means`` only where no side is
    written beside it ("pallor" of a leg, or of the whole person).
    """

    means: tuple[tuple[str, Value], ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All finding ids with their definitions, the aliases that stand for them, report words."""

    fields: Mapping[str, FieldDef]
    aliases: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    words: Mapping[str, ReportWord] = field(default_factory=lambda: MappingProxyType({}))

    def canonical(self, id: str) -> str | None:
        """The id that ``id`` (an id or an alias) stands for, or None."""
        if id in self.fields:
            return id
        return self.aliases.get(id)

    def field(self, id: str) -> FieldDef:
        """The definition behind an id or alias.

        Raises:
            KeyError: the vocabulary has no such id.
        """
        found = self.canonical(id)
        if found is None:
            raise KeyError(id)
        return self.fields[found]

    def nearest(self, id: str, count: int = 3) -> tuple[str, ...]:
        """The ids and aliases most like an unknown one, best first."""
        return tuple(get_close_matches(id, [*self.fields, *self.aliases], count, 0.55))
