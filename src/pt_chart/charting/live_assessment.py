"""The reasoning beside the chart: recomputed after each edit that can matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pt_chart.charting.denials_of_record import denied_by_record
from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.disputes import by_key
from pt_chart.charting.events import Part, VisitChanged
from pt_chart.charting.flag_history import FormerFlag, former_flags, last_raised
from pt_chart.charting.signal import Signal
from pt_chart.clinical.bodychart.atlas import BodyAtlas
from pt_chart.clinical.bodychart.derive import summarize
from pt_chart.clinical.bodychart.marks import BodyChart
from pt_chart.clinical.bodychart.offered import chart_findings
from pt_chart.clinical.bodychart.summary import ChartSummary
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.program.library import ExerciseLibrary
from pt_chart.clinical.program.whole_chart import medicines_told
from pt_chart.clinical.reasoning.engine import STARTING, assess, chosen_start
from pt_chart.clinical.reasoning.judging import forget_cases
from pt_chart.clinical.reasoning.knowledge import Knowledge, StartingSet
from pt_chart.clinical.reasoning.results import Assessment, Contradiction, Tier
from pt_chart.clinical.reasoning.stored_panel import PanelDifference, compare_panels, read_panel
from pt_chart.clinical.strength_course import fallen_findings, fallen_strength
from pt_chart.clinical.visit import Visit


def facts_of(patient: Patient, episode: Episode, visit: Visit, summary: ChartSummary) -> Facts:
    """The case behind a visit: what was entered, and where nothing was, what was drawn."""
    entered = Facts.from_answers(
        visit.answers,
        age=patient.age_on(visit.date),
        sex=patient.sex or None,
        side=episode.side,
        date=visit.date,
    )
    drawn = chart_findings(summary)
    known = entered.values
    return entered.with_values(
        {k: v for k, v in drawn.items() if k not in known and FindingKey(k.id) not in known}
    )


class LiveAssessment:
    """The current facts, drawing summary and assessment of an open visit.

    A signed visit shows the panel it was signed with; `difference` tells, when asked, what the
    knowledge of today says otherwise.
    """

    def __init__(
        self,
        desk: VisitDesk,
        knowledge: Knowledge,
        atlas: BodyAtlas,
        library: ExerciseLibrary | None = None,
    ) -> None:
        """``library`` knows what medicines are: with it those of the episode are facts too."""
        self._library = library
        self._denied: tuple[Contradiction, ...] = ()
        self._read: tuple[Episode, Mapping[str, str]] | None = None
        self._desk = desk
        self._knowledge = knowledge
        self._atlas = atlas
        self.changed: Signal[Assessment] = Signal()
        self._disconnect = desk.changed.connect(self._visit_changed)
        self.summary = summarize(desk.visit.chart, atlas)
        self.facts = self._facts()
        self.stored = read_panel(desk.visit.panel) if desk.visit.signed else None
        self._reasoned = self.stored or assess(self.facts, knowledge)
        self.current = self.stored or self._with_denied(self._reasoned)
        self._last_raised = last_raised(desk.previous)
        desk.saver.tier = self.tier
        desk.disputed = by_key(self.current.contradictions)

    @staticmethod
    def get_ready(knowledge: Knowledge, atlas: BodyAtlas) -> None:
        """Have the tables made and the regions read that all assessments share."""
        summarize(BodyChart(), atlas)
        assess(Facts(), knowledge)

    @property
    def tier(self) -> Tier | None:
        """The most urgent flag that fires, or of the last visit and not asked again; or None."""
        tiers = [flag.tier for flag in self.current.flags]
        tiers += [one.flag.tier for one in self.former_flags() if one.standing]
        return min(tiers, key=lambda tier: tier.rank, default=None)

    def former_flags(self) -> tuple[FormerFlag, ...]:
        """Flags of the last signed visit that are not raised now."""
        return former_flags(self._last_raised, self.current.flags, self.facts.values)

    def difference(self) -> PanelDifference | None:
        """What today's knowledge says otherwise about a signed visit; None for a draft.

        Nothing is changed or written by asking.
        """
        if self.stored is None:
            return None
        return compare_panels(self.stored, assess(self.facts, self._knowledge))

    def close(self) -> None:
        """Stop following the visit, and keep nothing of its case in memory."""
        self._disconnect()
        forget_cases()

    def _facts(self) -> Facts:
        desk = self._desk
        facts = facts_of(desk.patient, desk.episode, desk.visit, self.summary)
        fallen = fallen_strength(desk.visit, desk.previous, desk.vocabulary)
        found = {**fallen_findings(fallen), **{FindingKey(id): True for id in self._medicines()}}
        known = facts.values
        return facts.with_values({key: one for key, one in found.items() if key not in known})

    def _medicines(self) -> Mapping[str, str]:
        """What the medicines of the episode answer, until the visit's own answer says otherwise."""
        desk = self._desk
        if self._library is None:
            return {}
        if self._read is None or self._read[0] is not desk.episode:
            told = medicines_told(desk.episode, self._library, desk.vocabulary)
            self._read = (desk.episode, told)
        return self._read[1]

    def _with_denied(self, made: Assessment) -> Assessment:
        """The assessment with the answers that the rest of the record denies."""
        self._denied = self._denied_now()
        more = (*made.contradictions, *self._denied)
        return replace(made, contradictions=more) if self._denied else made

    def _denied_now(self) -> tuple[Contradiction, ...]:
        return denied_by_record(self._desk.visit, self._desk.vocabulary, self._medicines())

    def _visit_changed(self, change: VisitChanged) -> None:
        if Part.CHART in change.parts:
            self.summary = summarize(change.visit.chart, self._atlas)
        if change.visit.signed and self.stored is None:
            self.stored = read_panel(change.visit.panel)
        facts = self._facts()
        if self.stored is not None:
            return
        if facts != self.facts:
            self.facts = facts
            self._reasoned = assess(facts, self._knowledge)
        elif self._denied_now() == self._denied:
            return
        self._tell(change)

    @property
    def starting(self) -> StartingSet | None:
        """The set of starting bands chosen for this visit, None for the causes' own."""
        return chosen_start(self.facts, self._knowledge)

    def start_from(self, starting: StartingSet | None) -> None:
        """Judge the case from another set of starting bands; the choice is kept with the visit.

        Raises:
            SignedVisit: the visit is signed.
        """
        answer = Answer(starting.id) if starting is not None else None
        self._desk.set_answer(FindingKey(STARTING), answer)

    def _tell(self, change: VisitChanged) -> None:
        self.current = self._with_denied(self._reasoned)
        self._desk.disputed = by_key(self.current.contradictions)
        if self.tier is not self._desk.saver.tier:
            self._desk.saver.tier = self.tier
            if not change.visit.signed:
                self._desk.saver.save(change.visit)
        self.changed.send(self.current)
