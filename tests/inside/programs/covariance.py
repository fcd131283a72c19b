"""A covariance as the mean of the products less the product of the means.

Source: Chan, Golub, LeVeque, The American Statistician 37 (1983); Bennett et al., Numerically stable,
single-pass, parallel statistics algorithms (2009).
"""

from fractions import Fraction

AT = {
    "x": [120002.1, 120000.9, 120003.6, 120001.4, 120000.6],
    "y": [98003.6, 98008.3, 98007.2, 98006.9, 98002.0],
}


def mean(values):
    values = list(values)
    return sum(values) / len(values)  # makes


def f(x, y):
    together = mean(a * b for a, b in zip(x, y, strict=True))  # makes
    return together - mean(x) * mean(y)  # makes, magnifies


def repaired(x, y):
    mx, my = mean(x), mean(y)
    return mean((a - mx) * (b - my) for a, b in zip(x, y, strict=True))


def truth(x, y):
    n, x, y = len(x), [Fraction(v) for v in x], [Fraction(v) for v in y]
    return sum(a * b for a, b in zip(x, y, strict=True)) / n - sum(x) * sum(y) / n**2
