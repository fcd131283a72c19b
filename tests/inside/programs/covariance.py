"""A covariance as the mean of the products less the product of the means.

Source: Chan, Golub, LeVeque, The American Statistician 37 (1983); Bennett et al., Numerically stable,
single-pass, parallel statistics algorithms (2009).
"""

from fractions import Fraction

AT = {
    "x": [120000.1, 120001.5, 120003.7, 120002.9, 120007.3],
    "y": [98000.6, 98001.3, 98000.8, 98003.1, 98004.2],
}


def mean(values):
    values = list(values)
    return sum(values) / len(values)  # makes


def f(x, y):
    together = mean(a * b for a, b in zip(x, y, strict=True))
    return together - mean(x) * mean(y)  # makes, magnifies


def repaired(x, y):
    mx, my = mean(x), mean(y)
    return mean((a - mx) * (b - my) for a, b in zip(x, y, strict=True))


def truth(x, y):
    n, x, y = len(x), [Fraction(v) for v in x], [Fraction(v) for v in y]
    return sum(a * b for a, b in zip(x, y, strict=True)) / n - sum(x) * sum(y) / n**2
