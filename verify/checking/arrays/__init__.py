"""Functions of arrays against formulas over arrays."""
