"""Propagation of measurement errors to first order, against the certified range of the result."""
