"""Certified polynomials: the truth enclosed once an interval, then evaluated at every float in it."""
