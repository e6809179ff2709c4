"""The words of a shorthand line, finding by finding."""

from __future__ import annotations

import re

from pt_chart.charting.quick_results import QUOTE

_TOKEN = re.compile(r'"(?:[^"]|"")*"?|[,;\n\r\u2028\u2029]|[^\s,;"]+')
_ENDS = frozenset(",;\n\r\u2028\u2029")
"""What ends a finding: comma, semicolon, and the end of a pasted line."""
_DECIMAL_COMMA = re.compile(r"(?<![\w.])([+-]?\d+),(\d+)(?![\w.])")


def clauses(line: str) -> list[list[str]]:
    """The words of each clause; a quoted text is one word, quotes kept."""
    found: list[list[str]] = [[]]
    for token in _TOKEN.findall(line):
        if token in _ENDS:
            found.append([])
        else:
            found[-1].append(token if token.startswith(QUOTE) else token.replace("−", "-"))
    return [words for words in found if words]


def on_one_line(text: str) -> str:
    """Pasted lines as one, each the next finding; a text without line ends as it is."""
    lines = [line.strip().rstrip(",;") for line in text.splitlines()]
    return "; ".join(line for line in lines if line) if len(lines) > 1 else text


def decimal_comma(line: str, word: str) -> str:
    """What to say when the clause that begins with ``word`` is the rest of a number like 37,5."""
    for whole, rest in _DECIMAL_COMMA.findall(line):
        if rest == word:
            return (
                f"'{whole},{rest}': type a decimal point ({whole}.{rest}); "
                "a comma begins the next finding"
            )
    return ""
