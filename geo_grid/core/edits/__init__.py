"""Edits: verbs that change the borders, parents and names of grids and leave the ground tiled."""
