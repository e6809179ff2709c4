"""Design-time: builds the compact ICD-10-CM file from the official tabular list."""
