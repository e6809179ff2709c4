"""Design-time figure pipeline: a parametric body in a clinical pose becomes flat line art (SVG).

Nothing here is needed by the program at run time; the built files under ``resources/figures`` are.
"""
