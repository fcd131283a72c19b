"""Kepler's equation by Newton's method: what the method is used for, and what it costs near a parabola."""
