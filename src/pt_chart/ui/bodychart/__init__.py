"""The pain drawing on screen: canvas, tools, symptom kinds, and the same in words."""
