"""Welford's update with the mean formed anew from mean * (n - 1) + x: the products round at the size of the
sum.

Source: Knuth, The Art of Computer Programming 2, 4.2.2, eqs. 15 and 16, has the update that is right.
"""

from fractions import Fraction

AT = {"data": [float(k % 7) + 1e6 + (k * k % 11) / 8 for k in range(400)]}


def f(data):
    mean = m2 = 0.0
    for n, x in enumerate(data, 1):
        before = mean
        mean = (mean * (n - 1) + x) / n  # makes
        m2 += (x - before) * (x - mean)  # magnifies
    return m2 / (len(data) - 1)


def repaired(data):
    shift = data[0]
    mean = m2 = 0.0
    for n, x in enumerate(data, 1):
        delta = (x - shift) - mean
        mean += delta / n
        m2 += delta * ((x - shift) - mean)
    return m2 / (len(data) - 1)


def truth(data):
    mean = sum(map(Fraction, data)) / len(data)
    return sum((Fraction(x) - mean) ** 2 for x in data) / (len(data) - 1)
