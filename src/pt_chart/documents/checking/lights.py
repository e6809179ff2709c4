"""Whether a traffic light tells to go on, to ease off and to stop in this order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pt_chart.documents.checking.outline import Block
from pt_chart.documents.checking.paper import Paper
from pt_chart.documents.checking.result import Fault
from pt_chart.documents.checking.terms import LightTerms

CELLS = {"TD"}


def _rows(paper: Paper, terms: LightTerms) -> Iterator[tuple[str, str, Block]]:
    """Signal, its words and where it stands, in reading order."""
    blocks = paper.blocks
    for index, block in enumerate(blocks):
        hit = terms.signal.match(block.text)
        if not hit or block.role not in {"TH", "LI", "LBody"}:
            continue
        said = [block.text[hit.end() :]]
        if block.role == "TH":
            for cell in blocks[index + 1 :]:
                if cell.role not in CELLS:
                    break
                said.append(cell.text)
        words = " ".join(part.strip() for part in said if part.strip())
        if words:
            yield next(key for key, value in hit.groupdict().items() if value), words, block


def turned_lights(paper: Paper) -> Iterator[Fault]:
    """Signals that say the opposite of what they stand for."""
    terms = paper.terms.light
    for signal, words, block in _rows(paper, terms):
        shown = f"“{words[:40]}”"
        if signal == "go" and (hit := terms.stops.search(words)):
            message = f"Go says to stop: {hit.group()}"
            yield Fault(block.place, message, "say with Go what may go on")
        if signal != "go" and (hit := terms.pushes.search(words)):
            message = f"a warning says to go on: {hit.group()}"
            yield Fault(block.place, message, "say to do less, or to stop")
        if signal == "slow" and not terms.eases.search(words):
            yield Fault(block.place, f"nothing is made easier: {shown}", "say how to do less")
        if signal == "stop" and not terms.stops.search(words):
            yield Fault(block.place, f"Stop does not say to stop: {shown}", "say to stop")
        if signal == "stop" and (hit := terms.better.search(words)):
            message = f"Stop stands with what is good: {hit.group()}"
            yield Fault(block.place, message, "say what is worse")


def delayed_help(paper: Paper, leads: Sequence[Block]) -> Iterator[Fault]:
    """Leads of a warning block that put help off, or send nowhere; the last stands on the signs."""
    if leads and not paper.terms.sends.search(leads[-1].text):
        message = f"nobody is sent anywhere: {leads[-1].text[:40]}"
        yield Fault(leads[-1].place, message, "say to go or to call at once")
    for block in leads:
        if hit := paper.terms.delays.search(block.text):
            message = f"the signs are not for help now: {hit.group()}"
            yield Fault(block.place, message, "say to go or to call at once")
