"""What somebody types who comes in by the sealed envelope: a name and a reason, for the log."""

from __future__ import annotations

from unicodedata import category

from pt_chart.charting.errors import UserRefused
from pt_chart.clinical.sound_text import sound_text

_SHORTEST_REASON = 5
_LONGEST_NAME = 80
_LONGEST_REASON = 500


def emergency_words(name: str, reason: str) -> tuple[str, str]:
    """Name and reason as the log holds them: in one line, of what can be seen.

    Raises:
        UserRefused: one is missing, or longer than a name or a reason is.
    """
    who, why = _one_line(name), _one_line(reason)
    if len(who) > _LONGEST_NAME or len(why) > _LONGEST_REASON:
        raise UserRefused(
            f"The name may have {_LONGEST_NAME} characters, the reason {_LONGEST_REASON}.",
            "Say it in fewer words.",
        )
    if not any(map(str.isalpha, who)) or len(why) < _SHORTEST_REASON:
        raise UserRefused(
            "Emergency access needs your name and the reason.",
            "Both are written to the log; type them in a few words.",
        )
    return who, why


def _one_line(text: str) -> str:
    """Without controls, marks of direction and half characters; one space between words."""
    seen = (_seen(sign) for sign in sound_text(text))
    return " ".join("".join(seen).split())


def _seen(sign: str) -> str:
    kind = category(sign)
    if kind == "Cf":
        return ""
    return " " if kind.startswith("C") else sign
