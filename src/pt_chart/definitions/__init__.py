"""Reads forms/ into typed definitions, or into a list of problems with place and hint."""

from __future__ import annotations

from pt_chart.definitions.loading import DefinitionProblems, Definitions, check, load

__all__ = ["DefinitionProblems", "Definitions", "check", "load"]
