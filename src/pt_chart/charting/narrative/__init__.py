"""Use cases of the note: what it speaks of, a person's edits, the clinic's own phrases."""
