"""HL7 FHIR R4 (4.0.1): a patient's bundle out, bundles in."""
