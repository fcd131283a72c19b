"""Operators and calls of numbers that are followed, and the edge where compiled code begins."""
