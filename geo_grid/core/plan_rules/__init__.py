"""The rules that the grids of a plan are held to: one rule a file, each telling what is amiss as data."""
