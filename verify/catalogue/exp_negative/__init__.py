"""e^-x for x >= 0 by three summations: direct powers and factorials, a recursion, a reciprocal."""
