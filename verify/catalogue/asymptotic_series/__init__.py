"""Asymptotic series of six functions for large x: ln Gamma, erfc, E1, Ei, K and J."""
