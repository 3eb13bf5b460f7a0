"""Measurements of the product against other ways of doing the same work; ``python -m bench``."""
