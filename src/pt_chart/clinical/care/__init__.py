"""Care of an episode: plan of care, goals, interventions, administration, and what becomes due."""
