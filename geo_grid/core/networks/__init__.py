"""Professional networks (专业网格): cells for a service of its own, out of whole grids by preference."""
