"""Plans: draft changes of the boundaries, drawn, checked, approved and published."""
