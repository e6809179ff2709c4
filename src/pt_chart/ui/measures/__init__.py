"""Outcome measures as pictures."""
