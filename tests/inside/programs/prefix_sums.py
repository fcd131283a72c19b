"""Window sums as differences of cumulative sums, behind a spike.

Source: Crow, Summed-area tables for texture mapping, SIGGRAPH 1984, has the differences.
"""

from fractions import Fraction

import numpy as np

AT = {"data": [0.3, 0.7, 5.1e10, 0.9, 0.2, 0.4, 0.8, 0.1], "start": 4, "width": 3}


def f(data, start, width):
    totals = np.cumsum(np.array(data))  # makes
    return totals[start + width - 1] - totals[start - 1]  # magnifies


def repaired(data, start, width):
    return np.sum(np.array(data)[start : start + width])


def truth(data, start, width):
    return sum(map(Fraction, data[start : start + width]))
