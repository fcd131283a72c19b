"""Certified accuracy of float64 computations."""

__version__ = "0.1.0"
