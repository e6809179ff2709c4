"""The differentiation beside the chart: flags first, ranked causes, evidence, next test."""
