"""The slope of a line of best fit from the sums, for years as they are written.

Source: Longley, An appraisal of least squares programs for the electronic computer, JASA 62 (1967).
"""

from fractions import Fraction

AT = {
    "years": [2001.3, 2002.1, 2003.7, 2004.2, 2005.9, 2006.4],
    "values": [50000.13, 50000.17, 50000.12, 50000.21, 50000.26, 50000.24],
}


def f(years, values):
    n = len(years)
    sx = sum(years)  # makes
    sy = sum(values)  # makes
    sxx = sum(x * x for x in years)
    sxy = sum(x * y for x, y in zip(years, values, strict=True))  # makes
    return (n * sxy - sx * sy) / (n * sxx - sx * sx)  # makes, magnifies


def repaired(years, values):
    n = len(years)
    x0, y0 = years[0], values[0]
    dx = [x - x0 for x in years]
    dy = [y - y0 for y in values]
    mx, my = sum(dx) / n, sum(dy) / n
    above = sum((x - mx) * (y - my) for x, y in zip(dx, dy, strict=True))
    return above / sum((x - mx) ** 2 for x in dx)


def truth(years, values):
    n, x, y = len(years), [Fraction(v) for v in years], [Fraction(v) for v in values]
    sxy = sum(a * b for a, b in zip(x, y, strict=True))
    return (n * sxy - sum(x) * sum(y)) / (n * sum(a * a for a in x) - sum(x) ** 2)
