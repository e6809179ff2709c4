"""Assessment and plan, interventions and units, the note, and the administration of a visit."""
