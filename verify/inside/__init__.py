"""Unmodified Python followed operation by operation: exact counterparts in balls, and the lines at fault."""
