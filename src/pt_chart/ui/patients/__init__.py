"""The register: find a patient, today's visits, unsigned drafts, and the forms to begin."""
