"""For tests: the laws that every declared algorithm obeys."""
