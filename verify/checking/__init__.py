"""A user's function: its inputs, its worst case, its bound, and the remarks on it."""
