"""The six functions of bench/check.py as they would be typed, each beside its truth in the language of
truths, in balls by hand, and in other arithmetics."""

import math


def exp(x: float) -> float:
    return math.exp(x)


def expm1_over_x(x: float) -> float:
    return (math.exp(x) - 1) / x


def difference_of_roots(x: float) -> float:
    return math.sqrt(x + 1) - math.sqrt(x)


def versine_over_square(x: float) -> float:
    return (1 - math.cos(x)) / (x * x)


def exp_negative_by_terms(x: float) -> float:
    total = term = 1.0
    for k in range(1, 100):
        term = term * -x / k
        total += term
    return total


def quadratic_root(a: float, b: float, c: float) -> float:
    return (-b + math.sqrt(b * b - 4 * a * c)) / (2 * a)
