"""The functions that bench/inside.py follows, in a module of their own: it is what is instrumented."""

import numpy as np


def taylor(x: float) -> float:
    total = term = 1.0
    for k in range(1, 100):
        term = term * x / k
        total += term
    return total


def elimination(rows: list[list[float]]) -> float:
    n = len(rows)
    for k in range(n):
        for i in range(k + 1, n):
            factor = rows[i][k] / rows[k][k]
            for j in range(k, n):
                rows[i][j] -= factor * rows[k][j]
    return rows[n - 1][n - 1]


def loop(xs: list[float]) -> float:
    total = 0.0
    for x in xs:
        total += x
    return total


def whole_sum(x: np.ndarray) -> float:
    return float(np.sum(x))


def steps(n: int) -> float:
    """A rotation by small steps: four operations each."""
    x, y, h = 1.0, 0.0, 1e-3
    for _ in range(n):
        x -= h * y
        y += h * x
    return x
