"""Written boundaries (四至): what a border follows to the east, south, west and north."""
