"""What the methods leave out: bounds of |F - f|."""

from typing import Any

from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.catalogue.combined_approximation.polynomials import cut_product, exp_terms, whole_product


def exp_remainder(u: arb, order: int) -> arb:
    # |e^u - T_n(u)| <= e^max(u, 0) |u|^(n+1)/(n+1)! (Lagrange)
    return u.max(arb(0)).exp() * abs(u) ** (order + 1) / arb(order + 1).fac()


def root_remainder(x: arb, order: int) -> arb:
    # f = sqrt(1+x): f^(n+1)/(n+1)! = C(1/2, n+1) (1+xi)^(1/2-n-1) falls in size: largest at min(x, 0).
    coefficient = fmpq(1, 8) if order == 1 else fmpq(1, 16)
    return coefficient * abs(x) ** (order + 1) * (1 + x.min(arb(0))) ** (fmpq(-1, 2) - order)


def sine_remainder(x: arb) -> arb:
    # sin x = x + 0 x^2 + f'''(xi)/6 x^3: the tangent is the parabola, off by at most |x|^3/6 (Lagrange).
    return abs(x) ** 3 / 6


def sum_remainder(x: arb, order: int) -> arb:
    return exp_remainder(x, order) + sine_remainder(x)


def product_remainder(x: arb, order: int) -> Any:
    # |f g - P Q| <= |f - P| |g| + |P| |g - Q|
    of_exp, of_root = exp_remainder(x, order), root_remainder(x, order)
    return of_exp * (1 + x).sqrt() + abs(exp_terms(x, order)) * of_root


def cut_remainder(x: arb, order: int) -> Any:
    # and what is cut off: the whole product less the part that is kept
    cut = abs(whole_product(Ball(), x, order) - cut_product(Ball(), x, order))
    return product_remainder(x, order) + cut


def substituted_remainder(x: arb, order: int) -> arb:
    return exp_remainder(x.sin(), order)


def composed_remainder(x: arb, order: int) -> arb:
    # |T(s) - T(x)| for s = sin x: |s - x| at order 1, |s - x| |1 + (s + x)/2| at order 2, and |s| <= |x|
    moved = sine_remainder(x)
    return substituted_remainder(x, order) + (moved if order == 1 else moved * (1 + abs(x)))


def in_square_remainder(x: arb, order: int) -> arb:
    # 1/(1+u) - (1 - u + ... ) = (-u)^(n+1)/(1+u): the geometric series, exactly
    u = x * x
    return u ** (order + 1) / (1 + u)
