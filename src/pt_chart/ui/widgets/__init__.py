"""Controls that draw every state of a chart: found, normal, not tested, carried, refused."""
