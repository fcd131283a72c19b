"""A running variance that keeps the sums, and Welford's in its place.

Source: Welford, Note on a method for calculating corrected sums of squares and products, Technometrics 4
(1962).
"""

from fractions import Fraction

AT = {"data": [1000.0625, 1001.1, 1000.5, 1002.3, 1000.75, 1001.2] * 7}


class BySums:
    def __init__(self):
        self.n, self.total, self.squares = 0, 0.0, 0.0

    def add(self, x):
        self.n += 1
        self.total += x  # makes
        self.squares += x * x  # makes

    def variance(self):
        mean = self.total / self.n
        return self.squares / self.n - mean**2  # magnifies


class Welford:
    def __init__(self):
        self.n, self.mean, self.m2 = 0, 0.0, 0.0

    def add(self, x):
        self.n += 1
        delta = x - self.mean
        self.mean += delta / self.n
        self.m2 += delta * (x - self.mean)

    def variance(self):
        return self.m2 / self.n


def fed(statistics, data):
    for x in data:
        statistics.add(x)
    return statistics.variance()


def f(data):
    return fed(BySums(), data)


def repaired(data):
    return fed(Welford(), data)


def truth(data):
    mean = sum(map(Fraction, data)) / len(data)
    return sum((Fraction(x) - mean) ** 2 for x in data) / len(data)
