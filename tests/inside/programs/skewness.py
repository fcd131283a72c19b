"""The third central moment from the raw moments; the library's median and mean beside it are right.

Source: Pébay, Formulas for robust, one-pass parallel computation of covariances and arbitrary-order
statistical moments, Sandia SAND2008-6212 (2008).
"""

import statistics
from fractions import Fraction

AT = {"data": [1003.1, 1004.7, 1002.9, 1009.3, 1005.5]}


def f(data):
    n = len(data)
    mean = statistics.fmean(data)  # makes
    spread = statistics.median(data) - 1000  # innocent: an exact difference
    second = sum(x**2 for x in data) / n  # makes
    third = sum(x**3 for x in data) / n  # makes
    return (third - 3 * mean * second + 2 * mean**3) / spread  # makes, magnifies


def repaired(data):
    mean = statistics.fmean(data)
    spread = statistics.median(data) - 1000
    return statistics.fmean([(x - mean) ** 3 for x in data]) / spread


def truth(data):
    exact = sorted(map(Fraction, data))
    mean = sum(exact) / len(exact)
    return sum((x - mean) ** 3 for x in exact) / len(exact) / (exact[len(exact) // 2] - 1000)
