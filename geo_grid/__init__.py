"""geo-grid: community grids that tile the ground edge to edge, proved, dated and served."""

__version__ = "0.1.0"
