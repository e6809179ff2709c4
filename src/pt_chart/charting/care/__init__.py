"""Use cases of care: plan, goals, interventions, codes, consent; typed text is checked."""
