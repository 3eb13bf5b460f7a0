"""People and their duties, one use case a file; `actor` is None for whoever works at the machine itself."""
