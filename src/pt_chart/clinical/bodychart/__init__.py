"""The pain drawing: vector marks on figure views, and what can be said of them in words."""
