"""The note as plain text, for a clinic's billing record."""

from __future__ import annotations

from pt_chart.charting.clinic_session import OpenVisit
from pt_chart.clinical.fields import Form
from pt_chart.clinical.wording import finding_words
from pt_chart.ui.forms.shown import keys_of

TITLES = {"history": "HISTORY", "exam": "EXAM", "measures": "MEASURES"}


def plain_note(opened: OpenVisit) -> str:
    """Findings by section with sides spelled out, then assessment and plan."""
    desk = opened.desk
    visit = desk.visit
    side = f"{desk.episode.side.spelled} " if desk.episode.side else ""
    lines = [f"Visit {visit.number}, {visit.date:%Y-%m-%d}: {side}{desk.episode.complaint}"]
    if opened.live.summary.sentence:
        lines += ["", "BODY CHART", opened.live.summary.sentence]
    for section, title in TITLES.items():
        found = [
            words
            for form in opened.forms
            if form.section == section
            for words in _findings(opened, form)
        ]
        if found:
            lines += ["", title, *found]
    plan = visit.plan
    if plan.assessment:
        lines += ["", "ASSESSMENT", plan.assessment]
    goals = [f"Goal: {goal}" for goal in plan.goals]
    given = [
        " ".join(
            part for part in (t.name, t.side.spelled if t.side else "", t.dose, t.response) if part
        )
        for t in plan.treatments
    ]
    if goals or given or plan.next_visit:
        lines += ["", "PLAN", *goals, *given]
        lines += [f"Next visit: {plan.next_visit}"] if plan.next_visit else []
    return "\n".join(lines) + "\n"


def _findings(opened: OpenVisit, form: Form) -> list[str]:
    answers = opened.desk.visit.answers
    told = []
    for field in form.fields:
        for key in keys_of(field):
            answer = answers.get(key)
            if answer is None:
                continue
            if answer.value is None:
                where = " ".join(p for p in (key.level, key.side and key.side.spelled) if p)
                told.append(f"{field.label} {where}".strip() + ": not tested")
            else:
                note = " (carried, unconfirmed)" if answer.unconfirmed else ""
                told.append(finding_words(field, key, answer.value) + note)
    return told
