"""The domain of pt-chart: frozen values and pure functions, standard library and numpy only."""
