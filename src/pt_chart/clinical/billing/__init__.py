"""Units from minutes, and diagnosis codes. Procedure codes are the clinic's own typing."""
