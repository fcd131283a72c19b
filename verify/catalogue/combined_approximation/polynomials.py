"""The Taylor polynomials of the factors, and their products."""

from verify.arithmetic.kinds import Arithmetic, Number


def exp_terms(u: Number, order: int) -> Number:
    return 1 + u if order == 1 else 1 + u + u * u / 2


def root_terms(x: Number, order: int) -> Number:
    return 1 + x / 2 if order == 1 else 1 + x / 2 - x * x / 8


def whole_product(R: Arithmetic[Number], x: Number, order: int) -> Number:
    return exp_terms(x, order) * root_terms(x, order)


def cut_product(R: Arithmetic[Number], x: Number, order: int) -> Number:
    # e^x (1 + x/2 - x^2/8) = 1 + 3x/2 + 7x^2/8 + ...: 1/2 + 1/2 - 1/8 before x^2
    tangent = 1 + 3 * x / 2
    return tangent if order == 1 else tangent + 7 * (x * x) / 8
