"""Balls around pairs of floats, in arrays: the truth at thousands of inputs at once, each with its own
bound."""
