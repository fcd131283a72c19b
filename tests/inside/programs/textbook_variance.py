"""Sample variance from the sums of x and of x squared, in one pass.

Source: Chan, Golub, LeVeque, Algorithms for computing the sample variance, The American Statistician 37
(1983), eq. 1.2.
"""

from fractions import Fraction

AT = {"data": [100000004.5, 100000007.25, 100000013.125, 100000016.0, 100000001.75]}


def f(data):
    n = len(data)
    total = squares = 0.0
    for x in data:
        total += x  # innocent: these sums are exact
        squares += x * x  # makes
    return (squares - total * total / n) / (n - 1)  # makes, magnifies


def repaired(data):
    n = len(data)
    mean = sum(data) / n
    return sum((x - mean) ** 2 for x in data) / (n - 1)


def truth(data):
    mean = sum(map(Fraction, data)) / len(data)
    return sum((Fraction(x) - mean) ** 2 for x in data) / (len(data) - 1)
