"""Many inputs at once: their results, the truth in arrays of balls, and what is left open to balls one by
one."""
