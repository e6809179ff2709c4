"""How many of something, in words."""

from __future__ import annotations


def counted(count: int, one: str, many: str = "") -> str:
    """ "1 problem", "3 problems", "no problems"; ``many`` where an s is not enough."""
    if count == 1:
        return f"1 {one}"
    return f"{count or 'no'} {many or one + 's'}"
