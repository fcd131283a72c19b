"""Programs of whole arrays: what test_wide.py follows."""

import numpy as np


def variance(x):
    return np.sum(x * x) / len(x) - (np.sum(x) / len(x)) ** 2


def softmax_entropy(x):
    p = np.exp(x - np.max(x))
    p = p / np.sum(p)
    return -np.sum(p * np.log(p))


def distances(x, y):
    d = x - y
    return np.mean(np.abs(d) / (1 + d * d)) - np.dot(d, x) / len(x)


def polynomial(x):
    total = np.zeros(len(x)) + 0.1
    for c in (0.3, -0.7, 1.1, -0.2, 0.9):
        total = total * x + c
    return np.sum(total) - 0.25 * np.sum(-total)


def in_rationals(name, *arrays):
    """The same in exact arithmetic, of what has no function in it."""
    from fractions import Fraction as F

    x, *rest = [[F(float(v)) for v in a] for a in arrays]
    n = len(x)
    if name == "variance":
        return sum(v * v for v in x) / n - (sum(x) / n) ** 2
    if name == "polynomial":
        total = [F(1, 10)] * n
        for c in (F(3, 10), F(-7, 10), F(11, 10), F(-2, 10), F(9, 10)):
            total = [t * v + c for t, v in zip(total, x, strict=True)]
        return sum(total) * F(5, 4)
    d = [a - b for a, b in zip(x, rest[0], strict=True)]
    mean = sum(abs(v) / (1 + v * v) for v in d) / n
    return mean - sum(p * q for p, q in zip(d, x, strict=True)) / n
