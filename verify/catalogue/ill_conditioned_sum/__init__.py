"""Sums of float64 numbers of a chosen condition number, added up in six ways."""
