"""Whether the drawing shows what a core red-flag question was answered "no" to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pt_chart.charting.desk import VisitDesk
from pt_chart.clinical.bodychart.offered import chart_findings, contradictions
from pt_chart.clinical.bodychart.summary import ChartSummary
from pt_chart.clinical.fields import FieldDef
from pt_chart.clinical.findings import Answer, Answers, FindingKey
from pt_chart.clinical.wording import place_words

ASKED_AGAIN = "asked again"
"""How the note of a "no" begins that was given once more beside the drawing, and stands."""


@dataclass(frozen=True, slots=True)
class DrawingDenial:
    """A core red-flag finding that the drawing shows and the recorded answer denies."""

    key: FindingKey
    words: str


def drawing_denials(desk: VisitDesk, summary: ChartSummary) -> tuple[DrawingDenial, ...]:
    """Every core question to ask again, in the order of the drawn findings.

    The recorded answer stands whatever was drawn. It is asked about until it is changed, the
    drawing is corrected, or the "no" is given once more (`keep_no`). ``summary`` is of the visit's
    drawing as it stands.
    """
    fields, answers = desk.vocabulary.fields, desk.visit.answers
    drawn = {k: v for k, v in chart_findings(summary).items() if k.id in fields}
    return tuple(
        DrawingDenial(found.key, _words(fields[found.key.id], found.key))
        for found in contradictions(drawn, answers)
        if fields[found.key.id].core and not _asked_again(answers, found.key)
    )


def keep_no(desk: VisitDesk, denial: DrawingDenial) -> None:
    """The question was asked again and the answer is still no: say so in the answer's note."""
    answer = desk.visit.answers[denial.key]
    before = f"; {answer.note}" if answer.note else ""
    note = f"{ASKED_AGAIN}: no, although the drawing shows it{before}"
    desk.set_answer(denial.key, replace(answer, note=note))


def say_yes(desk: VisitDesk, denial: DrawingDenial) -> None:
    """The question was asked again and the answer is yes."""
    desk.set_answer(denial.key, Answer(value=True))


def _asked_again(answers: Answers, key: FindingKey) -> bool:
    answer = answers.get(key)
    return answer is not None and answer.note.startswith(ASKED_AGAIN)


def _words(field: FieldDef, key: FindingKey) -> str:
    place = place_words(field, key)
    return (
        f"The drawing shows {place[:1].lower()}{place[1:]}; recorded as \u201cno\u201d. Ask again."
    )
