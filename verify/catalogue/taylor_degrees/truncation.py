"""What the methods leave out: bounds of |F - f|."""

import math

from flint import arb

from verify.catalogue.taylor_degrees.problem import (
    radians_truth,
)


def taylor_bound(degrees: arb, terms: int) -> arb:
    # Lagrange: the cosine's derivatives are at most 1, and the term after the last has degree 2m.
    x = radians_truth(degrees)
    return x ** (2 * terms) / math.factorial(2 * terms)


def reduced_bound(degrees: arb, terms: int) -> arb:
    # Lagrange with m terms: x^(2m)/(2m)! for the even polynomial, x^(2m+1)/(2m+1)! for the odd one, which is
    # less, as x <= pi/4 < 1.
    return (arb.pi() / 4) ** (2 * terms) / math.factorial(2 * terms)
