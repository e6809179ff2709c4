"""Home exercise programs: library, dosage, safety rules, proposals and the handout's words."""
