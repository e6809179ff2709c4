"""Printed documents: pure functions, a value in, the bytes of a tagged PDF out.

reportlab is imported only when a document is made, so that starting the program never waits for
it. Text never passes through a markup language: it is measured and drawn character by character,
and what a person typed prints as typed.
"""

from pt_chart.documents.printer import Printer

__all__ = ["Printer"]
