"""What a marked area feels like."""

from __future__ import annotations

from enum import StrEnum


class SymptomKind(StrEnum):
    """What a marked area feels like; order is that of the keys 1 to 9 and 0."""

    ACHE = "ache"
    DEEP_DULL_PULL = "deep_dull_pull"
    SHARP = "sharp"
    BURNING = "burning"
    SHOOTING = "shooting"
    TINGLING = "tingling"
    NUMBNESS = "numbness"
    CRAMP = "cramp"
    TIGHTNESS = "tightness"
    TWITCHING = "twitching"

    @property
    def label(self) -> str:
        """The word the window and the paper show."""
        return self.value.replace("_", " ")
