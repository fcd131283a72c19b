"""The ways to compute it, and how far each is from the value in exact arithmetic."""

from functools import partial
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.combined_approximation.problem import COMPOSITION, PRODUCT, RECIPROCAL, SUM
from verify.catalogue.sources import MITX
from verify.core.model import Algorithm, Bound, Parameter

ORDER = Parameter("order", 1, 2, (1, 2), shown=1)
LAGRANGE = "Taylor's theorem, Lagrange's remainder"


def exp_terms(u: Number, order: int) -> Number:
    return 1 + u if order == 1 else 1 + u + u * u / 2


def exp_remainder(u: arb, order: int) -> arb:
    # |e^u - T_n(u)| <= e^max(u, 0) |u|^(n+1)/(n+1)! (Lagrange)
    return u.max(arb(0)).exp() * abs(u) ** (order + 1) / arb(order + 1).fac()


def root_terms(x: Number, order: int) -> Number:
    return 1 + x / 2 if order == 1 else 1 + x / 2 - x * x / 8


def root_remainder(x: arb, order: int) -> arb:
    # f = sqrt(1+x): f^(n+1)/(n+1)! = C(1/2, n+1) (1+xi)^(1/2-n-1) falls in size: largest at min(x, 0).
    coefficient = fmpq(1, 8) if order == 1 else fmpq(1, 16)
    return coefficient * abs(x) ** (order + 1) * (1 + x.min(arb(0))) ** (fmpq(-1, 2) - order)


def sine_remainder(x: arb) -> arb:
    # sin x = x + 0 x^2 + f'''(xi)/6 x^3: the tangent is the parabola, off by at most |x|^3/6 (Lagrange).
    return abs(x) ** 3 / 6


def sum_of_approximations(R: Arithmetic[Number], x: Number, order: int) -> Number:
    return exp_terms(x, order) + x


def sum_remainder(x: arb, order: int) -> arb:
    return exp_remainder(x, order) + sine_remainder(x)


def whole_product(R: Arithmetic[Number], x: Number, order: int) -> Number:
    return exp_terms(x, order) * root_terms(x, order)


def cut_product(R: Arithmetic[Number], x: Number, order: int) -> Number:
    # e^x (1 + x/2 - x^2/8) = 1 + 3x/2 + 7x^2/8 + ...: 1/2 + 1/2 - 1/8 before x^2
    tangent = 1 + 3 * x / 2
    return tangent if order == 1 else tangent + 7 * (x * x) / 8


def product_remainder(x: arb, order: int) -> Any:
    # |f g - P Q| <= |f - P| |g| + |P| |g - Q|
    of_exp, of_root = exp_remainder(x, order), root_remainder(x, order)
    return of_exp * (1 + x).sqrt() + abs(exp_terms(x, order)) * of_root


def cut_remainder(x: arb, order: int) -> Any:
    # and what is cut off: the whole product less the part that is kept
    cut = abs(whole_product(Ball(), x, order) - cut_product(Ball(), x, order))
    return product_remainder(x, order) + cut


def substituted(R: Arithmetic[Number], x: Number, order: int) -> Number:
    return exp_terms(R.sin(x), order)


def substituted_remainder(x: arb, order: int) -> arb:
    return exp_remainder(x.sin(), order)


def composed(R: Arithmetic[Number], x: Number, order: int) -> Number:
    return exp_terms(x, order)


def composed_remainder(x: arb, order: int) -> arb:
    # |T(s) - T(x)| for s = sin x: |s - x| at order 1, |s - x| |1 + (s + x)/2| at order 2, and |s| <= |x|
    moved = sine_remainder(x)
    return substituted_remainder(x, order) + (moved if order == 1 else moved * (1 + abs(x)))


def in_square(R: Arithmetic[Number], x: Number, order: int) -> Number:
    u = x * x
    return 1 - u if order == 1 else 1 - u + u * u


def in_square_remainder(x: arb, order: int) -> arb:
    # 1/(1+u) - (1 - u + ... ) = (-u)^(n+1)/(1+u): the geometric series, exactly
    u = x * x
    return u ** (order + 1) / (1 + u)


approximation = partial(Algorithm, parameters=(ORDER,))
RULES = "rules for combined functions"
ALGORITHMS = (
    approximation(
        name="sum_of_approximations",
        problem=SUM,
        says="1 + x + x, with x^2/2 more at order 2",
        source=MITX.at(RULES),
        body=sum_of_approximations,
        truncation=Bound(sum_remainder, LAGRANGE),
    ),
    approximation(
        name="whole_product",
        problem=PRODUCT,
        says="the product of the approximations, all powers kept",
        source=MITX.at(RULES),
        body=whole_product,
        truncation=Bound(product_remainder, LAGRANGE),
    ),
    approximation(
        name="cut_product",
        problem=PRODUCT,
        says="the product of the approximations, powers above the order dropped",
        source=MITX.at("quadratic approximation of a product"),
        body=cut_product,
        truncation=Bound(cut_remainder, LAGRANGE),
    ),
    approximation(
        name="substituted",
        problem=COMPOSITION,
        says="the approximation of e^u at u = sin x",
        source=MITX.at("formal definition for f(g(x)), g(0) = 0"),
        body=substituted,
        truncation=Bound(substituted_remainder, LAGRANGE),
        basic=False,
    ),
    approximation(
        name="composed",
        problem=COMPOSITION,
        says="the approximation of e^u at u = x, that of sin x",
        source=MITX.at(RULES),
        body=composed,
        truncation=Bound(composed_remainder, LAGRANGE),
    ),
    approximation(
        name="in_square",
        problem=RECIPROCAL,
        says="1 - u, with u^2 more at order 2, u = x^2",
        source=MITX.at("an exception: (1 + x^2)^-1"),
        body=in_square,
        truncation=Bound(in_square_remainder, "the finite geometric series"),
    ),
)
