"""The parts of a ground picture: its frame, its inks, its layers, and where names stand."""
