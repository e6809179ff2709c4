"""Charting and clinical reasoning for physical therapists."""

__version__ = "0.1.0"
