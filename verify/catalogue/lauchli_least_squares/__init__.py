"""Least squares with a matrix like Lauchli's: normal equations, orthogonal columns, singular values."""
