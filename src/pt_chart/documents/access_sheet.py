"""The codes on paper: the recovery kit and the emergency envelope, one page each."""

from __future__ import annotations

from datetime import datetime

from pt_chart.clinical.people import Clinic
from pt_chart.clinical.program.dates import date_words, moment_words
from pt_chart.documents.blocks import Block, Bullets, Heading, Panel, Paragraph, Stack, Steps
from pt_chart.documents.faces import missing_characters
from pt_chart.documents.flow import Item, with_air, write
from pt_chart.documents.labels import labels
from pt_chart.documents.masthead import frame, identity, masthead, running
from pt_chart.documents.sheet import Rendered, Sheet
from pt_chart.documents.style import ACCENT, CLINICIAN, Scale, TextStyle
from pt_chart.documents.table import Facts

TITLES = {"recovery": "Recovery kit", "emergency": "Emergency access"}
UNDER = {"recovery": "opens the chart", "emergency": "sealed envelope"}
MESSAGES = {
    "recovery": "Whoever holds this page and this computer, or a backup, can open the whole chart.",
    "emergency": "For when a patient's safety cannot wait and nobody who may open the notes is "
    "here.",
}
STEPS = {
    "recovery": (
        "Start pt-chart. In the unlock window choose Use the recovery kit.",
        "Type the code. Capitals, spaces and dashes do not matter; there is no I, L, O or U in it.",
        "Choose somebody who manages the users, and a new password for them.",
        "Let that person reset the passwords of everybody else, then make a new kit.",
    ),
    "emergency": (
        "Break the seal only if a patient would come to harm by waiting.",
        "Start pt-chart. In the unlock window choose Emergency access.",
        "Type the code, your name and the reason. Both go into the log for ever.",
        "Read and print what is needed. Nothing can be changed.",
        "Tell the person who manages the chart. They make a new envelope.",
    ),
}
KEEPING = {
    "recovery": (
        "Keep it in a safe or with a notary, away from this computer and from its backups.",
        "Do not photograph it, scan it or keep it as a file.",
        "A newer kit makes this one worthless: destroy it then.",
    ),
    "emergency": (
        "Fold it so that the code does not show through, seal it, sign across the seal.",
        "Keep it where the staff can reach it and where a broken seal is seen.",
        "A newer envelope makes this one worthless: destroy it then.",
    ),
}
_CODE_SIZE = 21.0


def compose(
    purpose: str,
    code: str,
    *,
    clinic: Clinic,
    chart: str,
    made: datetime,
    by: str,
    paper: str = "letter",
) -> Rendered:
    """One page with a code; ``purpose`` is "recovery" or "emergency", ``chart`` the file's name.

    Raises:
        KeyError: unknown purpose.
        ValueError: unknown paper.
    """
    title = TITLES[purpose]
    sheet = Sheet(paper, title=title, language="en")
    area = frame(sheet, CLINICIAN)

    def build(tight: Scale) -> list[Item]:
        facts = (("Chart", chart), ("Made", moment_words(made)), ("By", by))
        return [
            Item(masthead(clinic, (title, UNDER[purpose]), tight)),
            Item(Facts(facts, tight.body, columns=3), 10, name="what it belongs to"),
            Item(Paragraph(MESSAGES[purpose], tight.message), 12, name="the message"),
            Item(_code(code), 12, name="the code"),
            Item(_list("How to use it", Steps(STEPS[purpose], tight.body, 4), tight), 14),
            Item(_list("How to keep it", Bullets(KEEPING[purpose], tight.body, 4), tight), 14),
        ]

    items = with_air(build, CLINICIAN, sheet.column, area, 1)
    who = identity(title, (date_words(made),))
    furniture = running(CLINICIAN, labels("en"), who, who, who)
    pages = write(sheet, items, area, furniture)
    return Rendered(sheet.save(), pages, missing_characters((clinic, chart, by)))


def _code(code: str) -> Block:
    """The code in two lines, large enough to be read across a desk."""
    style = TextStyle(_CODE_SIZE, _CODE_SIZE * 1.4).bold()
    groups = code.split("-")
    half = (len(groups) + 1) // 2
    lines: list[tuple[float, Block]] = [
        (4, Paragraph(" - ".join(part), style)) for part in (groups[:half], groups[half:]) if part
    ]
    return Panel(Stack(lines), padding=(14, 16, 14, 20), border=ACCENT, thickness=1.2, bar=ACCENT)


def _list(title: str, block: Block, scale: Scale) -> Block:
    return Stack([(0, Heading(title, scale.section)), (scale.under, block)])
