"""Outcome measures: definitions, scores with their missing-item rules, and what a change means."""
