"""Design-time making of the bundled fonts."""
