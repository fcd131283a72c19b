"""A variance in numpy as the mean of squares less the square of the mean; np.var does not do that.

Source: Chan, Golub, LeVeque, The American Statistician 37 (1983). The shadow adds in order, numpy in blocks.
"""

from fractions import Fraction

import numpy as np

AT = {"data": [20000.3, 20001.9, 20002.2, 20000.7, 20001.4, 20002.8, 20001.1]}


def f(data):
    x = np.array(data)
    squares = np.mean(x * x)  # makes
    return squares - np.mean(x) ** 2  # makes, magnifies


def repaired(data):
    return np.var(np.array(data))


def truth(data):
    mean = sum(map(Fraction, data)) / len(data)
    return sum((Fraction(x) - mean) ** 2 for x in data) / len(data)
