"""Professional networks: opened, drawn, proved, and kept in step with the grids."""
