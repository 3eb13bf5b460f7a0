"""The sheet of people and their duties: its columns, and what its cells mean."""
