"""The ways to compute it."""

from functools import partial

from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.combined_approximation.polynomials import cut_product, exp_terms, whole_product
from verify.catalogue.combined_approximation.problem import COMPOSITION, PRODUCT, RECIPROCAL, SUM
from verify.catalogue.combined_approximation.truncation import (
    composed_remainder,
    cut_remainder,
    in_square_remainder,
    product_remainder,
    substituted_remainder,
    sum_remainder,
)
from verify.catalogue.sources import MITX
from verify.core.model import Algorithm, Bound, Parameter

ORDER = Parameter("order", 1, 2, (1, 2), shown=1)
LAGRANGE = "Taylor's theorem, Lagrange's remainder"


def sum_of_approximations(R: Arithmetic[Number], x: Number, order: int) -> Number:
    return exp_terms(x, order) + x


def substituted(R: Arithmetic[Number], x: Number, order: int) -> Number:
    return exp_terms(R.sin(x), order)


def composed(R: Arithmetic[Number], x: Number, order: int) -> Number:
    return exp_terms(x, order)


def in_square(R: Arithmetic[Number], x: Number, order: int) -> Number:
    u = x * x
    return 1 - u if order == 1 else 1 - u + u * u


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
