"""Rules that duties should keep, one a file; `geo_grid.core.duty.problems` asks them all."""
