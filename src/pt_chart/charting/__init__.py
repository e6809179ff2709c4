"""Use cases: own the current state, undo, autosave and typed change signals. No Qt, no SQL."""
