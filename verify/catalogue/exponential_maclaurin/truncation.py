"""What the methods leave out: bounds of |F - f|."""

import math
from typing import Any

from flint import arb


def lagrange(x: arb, degree: int) -> arb:
    # 0 <= e^x - T_n(x) = e^xi x^(n+1)/(n+1)! for some 0 <= xi <= x.
    return x.exp() * x ** (degree + 1) / math.factorial(degree + 1)


def interest(x: arb, doublings: int) -> Any:
    # y - y^2/2 <= ln(1+y) <= y for y >= 0, so with n parts e^(x - x^2/(2n)) <= (1 + x/n)^n <= e^x; and
    # 1 - e^-v <= v.
    return x.exp() * x * x / 2 ** (doublings + 1)
