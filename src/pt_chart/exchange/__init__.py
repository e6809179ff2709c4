"""Files for and from other programs: FHIR R4 bundles and CSV. No Qt, no database."""
