"""A body that runs on floats, balls and rationals alike."""


def variance(xs):
    n = len(xs)
    mean = sum(xs) / n
    return sum(x * x for x in xs) / n - mean * mean
