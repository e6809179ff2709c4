"""A handout as its reader meets it: blocks in reading order, lines, sections, exercises."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pt_chart.documents.checking.english import ENGLISH
from pt_chart.documents.checking.outline import Block, blocks_of_tree, blocks_of_type
from pt_chart.documents.checking.pieces import Pages, Piece
from pt_chart.documents.checking.result import CannotTell, NotAHandout
from pt_chart.documents.checking.spanish import SPANISH
from pt_chart.documents.checking.structure import Inside, Node, read_inside
from pt_chart.documents.checking.terms import Terms

TERMS = {"en": ENGLISH, "es": SPANISH}
"""The languages whose wording can be judged."""
LARGE_PRINT = 16.0
"""Body size in points from which a handout counts as large print."""


@dataclass(slots=True)
class Section:
    """A heading of the first or second level (None before the first) and what follows it."""

    heading: Block | None
    blocks: list[Block]

    @property
    def name(self) -> str:
        """The heading's words."""
        return self.heading.text if self.heading else ""

    @property
    def text(self) -> str:
        """All its words on one line."""
        return " ".join(block.text for block in self.blocks if block.text)

    @property
    def steps(self) -> list[Block]:
        """Its numbered steps."""
        return [block for block in self.blocks if block.numbered]

    @property
    def figures(self) -> list[Block]:
        """Its pictures."""
        return [block for block in self.blocks if block.role == "Figure"]

    @property
    def place(self) -> str:
        """Where to look."""
        return self.heading.place if self.heading else "page 1"


class Paper:
    """One PDF opened for checking.

    Raises:
        NotAHandout: it is no PDF, damaged, encrypted, or has no page.
    """

    def __init__(self, data: bytes) -> None:
        if b"%PDF-" not in data[:1024]:
            raise NotAHandout("it is not a PDF; name the PDF that was printed")
        self.bytes = len(data)
        try:
            self.inside: Inside = read_inside(data)
            self.sheets = (pages := Pages(data)).sheets
        except NotAHandout:
            raise
        except Exception as error:  # noqa: BLE001 - told to the user as what is wrong
            # A damaged file may fail anywhere in two libraries; its text must not reach a trace.
            kind = type(error).__name__
            raise NotAHandout(f"it is damaged ({kind}); print it again") from None
        self.pages = pages
        if not self.sheets:
            raise NotAHandout("it has no pages; print it again")

    @property
    def root(self) -> Node | None:
        """The top of the structure tree, None for an untagged file."""
        return self.inside.root

    @cached_property
    def pieces(self) -> list[Piece]:
        """All text in drawing order."""
        return [piece for sheet in self.sheets for piece in sheet.pieces]

    @cached_property
    def content(self) -> list[Piece]:
        """Text that is not page furniture."""
        if self.root is not None:
            return [piece for piece in self.pieces if not piece.artifact]
        tops = [sheet.height for sheet in self.sheets]
        return [p for p in self.pieces if p.box[1] >= 40 and p.box[3] <= tops[p.page] - 20]

    def need_text(self) -> None:
        """Stop a check that reads words when the file has none."""
        if not any(piece.text.strip() for piece in self.pieces):
            raise CannotTell("the file has no text layer, so its words cannot be read")

    def need_words_known(self) -> None:
        """Stop a check of wording in a language that has no word lists."""
        self.need_text()
        if self.language not in TERMS:
            raise CannotTell(f"no word lists for the language {self.language!r} yet; read it aloud")

    @property
    def language(self) -> str:
        """The language of the words, English when the file does not say."""
        return self.inside.language.partition("-")[0].lower() or "en"

    @property
    def terms(self) -> Terms:
        """The words of its language, the English ones for a language that has no lists."""
        return TERMS.get(self.language, ENGLISH)

    @cached_property
    def blocks(self) -> list[Block]:
        """The content in reading order: by the structure tree, else by size of type and place."""
        by_mark: dict[tuple[int, int], list[Piece]] = defaultdict(list)
        if self.root is None:
            return blocks_of_type(self.content, self.body_size)
        for piece in self.content:
            if piece.mark is not None:
                by_mark[piece.page, piece.mark].append(piece)
        return list(blocks_of_tree(self.root, by_mark))

    @cached_property
    def body_size(self) -> float:
        """The size of type of most characters, in points; 0 without text."""
        sizes: Counter[float] = Counter()
        for piece in self.content:
            sizes[piece.size] += len(piece.text.strip())
        return sizes.most_common(1)[0][0] if sizes else 0.0

    @property
    def large(self) -> bool:
        """Whether this is a large-print sheet."""
        return self.body_size >= LARGE_PRINT

    @cached_property
    def sections(self) -> list[Section]:
        """The sections below headings of the first and second level."""
        found = [Section(None, [])]
        for block in self.blocks:
            if block.level in {1, 2}:
                found.append(Section(block, []))
            else:
                found[-1].blocks.append(block)
        return [one for one in found if one.heading or one.blocks]

    @cached_property
    def exercises(self) -> list[Section]:
        """Sections with numbered steps and a picture, or with steps and a dose by day or week."""
        often = re.compile(
            r"\b(?:a|per|each|every) (?:day|week)\b|\bdays a week\b|\d\s?[x×]\s?\d"
            r"|\b(?:al|cada) día\b|\b(?:a|por) la semana\b"
        )
        return [
            one
            for one in self.sections
            if one.heading
            and one.steps
            and (one.figures or often.search(one.text))
            and not self.terms.flare.search(one.name)
        ]

    @cached_property
    def text(self) -> str:
        """All content on one line."""
        return " ".join(block.text for block in self.blocks if block.text)

    def need_exercises(self) -> Sequence[Section]:
        """The exercises.

        Raises:
            CannotTell: none is recognized.
        """
        self.need_text()
        if not self.exercises:
            raise CannotTell(
                "no exercise is recognized: a heading, numbered steps, and a picture or a dose"
            )
        return self.exercises

    def furniture(self, page: int) -> str:
        """Header and footer of a page on one line."""
        sheet = self.sheets[page]
        if self.root is not None:
            return " ".join(piece.text for piece in sheet.pieces if piece.artifact)
        inside = {id(piece) for piece in self.content}
        return " ".join(piece.text for piece in sheet.pieces if id(piece) not in inside)

    def prose(self) -> Iterator[Block]:
        """Paragraphs, list items and cells that hold whole sentences, or are numbered steps."""
        for block in self.blocks:
            if block.role in {"P", "LI", "TD"} and (
                block.numbered or re.search(r"[.!?]$", block.text)
            ):
                yield block
