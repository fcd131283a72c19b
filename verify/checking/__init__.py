"""A user's function: its inputs, its worst case, its bound, and what is said of it."""
