"""The chart's edits by name: each gesture of the page becomes one undoable step on the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.events import Part
from pt_chart.clinical.bodychart import editing
from pt_chart.clinical.bodychart.atlas import Region
from pt_chart.clinical.bodychart.editing import Pencil
from pt_chart.clinical.bodychart.marks import (
    BodyChart,
    BrushStroke,
    Outline,
    Pin,
    Point,
    RegionFill,
    SpreadArrow,
    View,
)
from pt_chart.clinical.findings import Answer, FindingKey, Origin, Value
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.visit import Visit


class ChartEditor:
    """What can be done to the drawing of the open visit.

    ``by_patient`` marks everything drawn as the patient's own. A signed visit is not changed, nor
    is today's drawing while that of the day ``looked_at`` is on show: a notice says so.
    """

    def __init__(
        self, desk: VisitDesk, session: ClinicSession, *, by_patient: bool = False
    ) -> None:
        self._desk = desk
        self._session = session
        self._by_patient = by_patient
        self.view = View.BACK
        self.pencil = Pencil()
        self.looked_at: date | None = None

    @property
    def chart(self) -> BodyChart:
        """The drawing as it stands."""
        return self._desk.visit.chart

    def draw(self, shape: BrushStroke | Outline) -> None:
        """Add a stroke or an outlined area."""
        self._add(f"Draw {self._kind}", shape)

    def erase(self, stroke: BrushStroke) -> None:
        """Rub out under a stroke."""
        self._edit("Erase", editing.erased(self.chart, self.view, stroke))

    def rub_out(self, region: Region) -> None:
        """Rub out a whole region on this view."""
        fill = RegionFill(region.id, region.side)
        self._edit(f"Erase {region.words}", editing.erased(self.chart, self.view, fill))

    def tap(self, region: Region) -> None:
        """Mark a region with the kind in hand, or take that mark off."""
        fill = RegionFill(region.id, region.side)
        known = any(
            m.shape == fill and m.kind is self.pencil.kind and m.view is self.view and not m.erases
            for m in self.chart.marks
        )
        if known or not self._by_patient:
            changed = editing.toggled_region(
                self.chart, self.view, region.id, region.side, self.pencil
            )
            verb = "Unmark" if known else "Mark"
            self._edit(f"{verb} {self._kind}, {region.words}", changed)
        else:
            self._add(f"Mark {self._kind}, {region.words}", fill)

    def arrow(self, arrow: SpreadArrow) -> None:
        """Add a spread arrow."""
        self._add("Spread arrow", arrow)

    def pin(self, pin: Pin, note: str, view: View) -> None:
        """Add a pin with its note to the view that it was set on."""
        changed = editing.with_mark(
            self.chart, view, pin, self.pencil, note=note, by_patient=self._by_patient
        )
        self._edit(self._told("Pin with note"), changed)

    def note(self, id: int, text: str) -> None:
        """Change the note of a pin."""
        self._edit("Note of the pin", editing.with_note(self.chart, id, text))

    def restyle(self, pencil: Pencil, selected: int | None) -> None:
        """Give the selected mark, or every mark of the pencil's kind, other properties."""
        self.pencil = pencil
        name = pencil.kind.label.capitalize()
        if selected is not None:
            changed = editing.with_pencil(self.chart, selected, pencil)
            self._edit(f"{name}, one area", changed, key=f"mark:{selected}")
        else:
            changed = editing.restyled(self.chart, pencil.kind, pencil)
            self._edit(f"{name} intensity", changed, key=f"pencil:{pencil.kind}")

    def move(self, id: int, by: Point, *, nudge: bool = False) -> None:
        """Shift one mark; a run of nudges is one step."""
        key = f"nudge:{id}" if nudge else None
        self._edit(f"Move {self._name(id)}", editing.moved(self.chart, id, by), key=key)

    def remove(self, id: int) -> None:
        """Take one mark away."""
        name = self._name(id)
        self._edit(f"Delete {name}", editing.without_marks(self.chart, frozenset([id])))

    def mirror(self, selected: int | None) -> None:
        """Exchange left and right of the selected mark, or of the whole drawing."""
        if selected is None:
            self._edit("Mirror the drawing", editing.mirrored(self.chart))
        else:
            changed = editing.mirrored_marks(self.chart, frozenset([selected]))
            self._edit(f"Mirror {self._name(selected)}", changed)

    def clear(self) -> None:
        """Take every mark away."""
        self._edit("Clear the drawing", editing.cleared(self.chart))

    def start_from(self, earlier: Visit) -> None:
        """Begin with an earlier visit's drawing."""
        label = f"Start drawing from {date_words(earlier.date)}"
        self._edit(label, earlier.chart, carried_from=earlier.id)

    def choose_body(self, body: str) -> None:
        """Draw on another body; only while nothing is drawn."""
        if self.refused():
            return
        if self.chart.marks:
            self._session.remark(
                "The figure cannot change under a drawing.", "Clear the drawing first."
            )
            return
        present = replace(self.chart, figure_version=self._session.atlas.version)
        self._edit(f"Figure: {body}", editing.on_body(present, body))

    def record(self, findings: dict[FindingKey, Value]) -> None:
        """Record what the drawing shows as answers "from body chart"."""
        if self.refused():
            return
        answers: dict[FindingKey, Answer | None] = {
            key: Answer(value, origin=Origin.BODY_CHART) for key, value in findings.items()
        }
        if answers:
            self._desk.set_answers("Record from the body chart", answers, origin=self)

    @property
    def _kind(self) -> str:
        return self.pencil.kind.label

    def _name(self, id: int) -> str:
        mark = editing.mark_of(self.chart, id)
        return "a mark" if mark is None else f"one {mark.kind.label} mark"

    def _add(self, label: str, shape: BrushStroke | Outline | RegionFill | SpreadArrow) -> None:
        changed = editing.with_mark(
            self.chart, self.view, shape, self.pencil, by_patient=self._by_patient
        )
        self._edit(self._told(label), changed)

    def _told(self, label: str) -> str:
        return f"Patient: {label}" if self._by_patient else label

    def looking(self) -> bool:
        """Whether an earlier drawing is on show; says so."""
        if self.looked_at is None:
            return False
        self._session.remark(
            f"The drawing of {date_words(self.looked_at)} is only looked at: nothing was changed.",
            'Choose "Today only" below the picture to draw.',
        )
        return True

    def refused(self) -> bool:
        """Whether nothing can be drawn now; says why."""
        if self.looking():
            return True
        signed = self._desk.visit.signed
        if signed:
            self._session.remark("This visit is signed.", "Write an addendum instead.")
        return signed

    def _edit(
        self, label: str, chart: BodyChart, key: str | None = None, carried_from: str = ""
    ) -> None:
        if self.refused() or chart == self.chart:
            return
        # Whoever changes a carried drawing has looked at it: it is today's from then on.
        chart = replace(chart, carried_from=carried_from)
        self._desk.edit(
            label,
            replace(self._desk.visit, chart=chart),
            parts=(Part.CHART,),
            key=key,
            origin=self,
        )
