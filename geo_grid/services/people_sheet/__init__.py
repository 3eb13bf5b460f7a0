"""Sheets of people: read into the register row by row, and written from it."""
