"""What may be written down of people."""
