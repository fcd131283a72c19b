"""Linear and quadratic approximations near 0 of sums, products and compositions, from those of their parts.

A sum takes the sum, a product the product, with or without the powers above the order; f(g(x)) with
g(0) = 0 takes the approximation of f at u = g(x).
"""

from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any

from flint import Ordering, arb, fmpq, fmpq_mpoly_ctx

from verify.arithmetic.precision import less
from verify.claims.forms import Check, each, identity
from verify.core.claim import CONFIRMED, REFUTED, Claim
from verify.core.model import (
    Algorithm,
    Axis,
    Bound,
    Input,
    Parameter,
    Problem,
    Route,
    Sensitivity,
    Source,
    Sweep,
)
from verify.mathematics.sampling import log_strata
from verify.measure.sensitivity import by_series

NOTES = Source("MITx 18.01.1x", None, "Calculus 1A, notes on approximations")
ORDER = Parameter("order", 1, 2, (1, 2), shown=1)
LAGRANGE = "Taylor's theorem, Lagrange's remainder"


def exp_terms(u: Any, order: int) -> Any:
    return 1 + u if order == 1 else 1 + u + u * u / 2


def exp_remainder(u: Any, order: int) -> Any:
    # |e^u - T_n(u)| <= e^max(u, 0) |u|^(n+1)/(n+1)! (Lagrange)
    return u.max(arb(0)).exp() * abs(u) ** (order + 1) / arb(order + 1).fac()


def root_terms(x: Any, order: int) -> Any:
    return 1 + x / 2 if order == 1 else 1 + x / 2 - x * x / 8


def root_remainder(x: Any, order: int) -> Any:
    # f = sqrt(1+x): f^(n+1)/(n+1)! = C(1/2, n+1) (1+xi)^(1/2-n-1) falls in size: largest at min(x, 0).
    coefficient = fmpq(1, 8) if order == 1 else fmpq(1, 16)
    return coefficient * abs(x) ** (order + 1) * (1 + x.min(arb(0))) ** (fmpq(-1, 2) - order)


def sine_remainder(x: Any) -> Any:
    # sin x = x + 0 x^2 + f'''(xi)/6 x^3: the tangent is the parabola, off by at most |x|^3/6 (Lagrange).
    return abs(x) ** 3 / 6


def drawn(farthest: int, left: fmpq | None = None) -> Callable[..., Iterator[Mapping[str, Any]]]:
    """|x| from 1e-12 to 10^farthest, both signs; to the left no further than `left`."""

    def points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
        for k, x in enumerate(log_strata(count, -12, farthest, random)):
            if k % 2 == 0:
                yield {"x": x}
            elif left is None or -x >= left:
                yield {"x": -x}

    return points


def declared(
    name: str,
    title: str,
    formula: str,
    truth: Callable[..., Any],
    route: str,
    opinion: Callable[..., Any],
    gradient: Callable[..., Any],
    inputs: Input,
    farthest: int,
    left: fmpq | None = None,
    references: tuple[str, ...] = ("1/10", "-1/10", "1/1000000", "-1/3", "1/2", "2", "5"),
) -> Problem:
    return Problem(
        name=name,
        title=title,
        formula=formula,
        source=NOTES.at("linear approximation of combined functions"),
        systems=("C1", "C2"),
        inputs=(inputs,),
        truth=Route(truth, route),
        opinion=Route(opinion, "mpmath's elementary functions"),
        sensitivity=Sensitivity(gradient=gradient),
        sweep=Sweep(axis=Axis("|x|", lambda x: abs(x), log=True), points=drawn(farthest, left), count=120),
        references=tuple({"x": x} for x in references),
    )


# --- sum: e^x + sin x -------------------------------------------------------------------------------


def sum_truth(x: Any) -> Any:
    return x.exp() + x.sin()


def sum_of_approximations(R: Any, x: Any, order: int) -> Any:
    return exp_terms(x, order) + x


def sum_remainder(x: Any, order: int) -> Any:
    return exp_remainder(x, order) + sine_remainder(x)


SUM = declared(
    "approximation_of_sum",
    "A sum near 0, from the approximations of its two terms",
    "e^x + sin x",
    sum_truth,
    "FLINT's exp and sin; the algorithm only adds and multiplies",
    lambda mp, x: mp.exp(x) + mp.sin(x),
    by_series(sum_truth),
    Input("x", fmpq(-100), fmpq(100)),
    1,
)

# --- product: e^x sqrt(1 + x) -----------------------------------------------------------------------


def product_truth(x: Any) -> Any:
    return x.exp() * (1 + x).sqrt()


def whole_product(R: Any, x: Any, order: int) -> Any:
    return exp_terms(x, order) * root_terms(x, order)


def cut_product(R: Any, x: Any, order: int) -> Any:
    # e^x (1 + x/2 - x^2/8) = 1 + 3x/2 + 7x^2/8 + ...: 1/2 + 1/2 - 1/8 before x^2
    tangent = 1 + 3 * x / 2
    return tangent if order == 1 else tangent + 7 * (x * x) / 8


def product_remainder(x: Any, order: int) -> Any:
    # |f g - P Q| <= |f - P| |g| + |P| |g - Q|
    of_exp, of_root = exp_remainder(x, order), root_remainder(x, order)
    return of_exp * (1 + x).sqrt() + abs(exp_terms(x, order)) * of_root


def cut_remainder(x: Any, order: int) -> Any:
    # and what is cut off: the whole product less the part that is kept
    cut = abs(whole_product(None, x, order) - cut_product(None, x, order))
    return product_remainder(x, order) + cut


PRODUCT = declared(
    "approximation_of_product",
    "A product near 0, from the approximations of its two factors",
    "e^x sqrt(1 + x), x > -1",
    product_truth,
    "FLINT's exp and sqrt; the algorithms only add and multiply",
    lambda mp, x: mp.exp(x + mp.log1p(x) / 2),
    by_series(product_truth),
    Input("x", fmpq(-1), fmpq(100), above=True),
    1,
    left=fmpq(-99, 100),
)

# --- composition: e^(sin x) and 1/(1 + x^2) ---------------------------------------------------------


def composition_truth(x: Any) -> Any:
    # sin x = x 0F1(3/2; -x^2/4): the algorithm calls the sine itself
    return (x * (-x * x / 4).hypgeom_0f1(arb(1.5))).exp()


def composition_slope(x: Any) -> list[Any]:
    return [x.cos() * x.sin().exp()]


def substituted(R: Any, x: Any, order: int) -> Any:
    return exp_terms(R.sin(x), order)


def substituted_remainder(x: Any, order: int) -> Any:
    return exp_remainder(x.sin(), order)


def composed(R: Any, x: Any, order: int) -> Any:
    return exp_terms(x, order)


def composed_remainder(x: Any, order: int) -> Any:
    # |T(s) - T(x)| for s = sin x: |s - x| at order 1, |s - x| |1 + (s + x)/2| at order 2, and |s| <= |x|
    moved = sine_remainder(x)
    return substituted_remainder(x, order) + (moved if order == 1 else moved * (1 + abs(x)))


COMPOSITION = declared(
    "approximation_of_composition",
    "f(g(x)) near 0 with g(0) = 0, from the approximation of f",
    "e^(sin x)",
    composition_truth,
    "exp of the hypergeometric series of the sine",
    lambda mp, x: mp.exp(mp.im(mp.expj(x))),
    composition_slope,
    Input("x", fmpq(-50), fmpq(50)),
    1,
)


def reciprocal_truth(x: Any) -> Any:
    return 1 / (1 + x * x)


def reciprocal_slope(x: Any) -> list[Any]:
    return [-2 * x / (1 + x * x) ** 2]


def in_square(R: Any, x: Any, order: int) -> Any:
    u = x * x
    return 1 - u if order == 1 else 1 - u + u * u


def in_square_remainder(x: Any, order: int) -> Any:
    # 1/(1+u) - (1 - u + ... ) = (-u)^(n+1)/(1+u): the geometric series, exactly
    u = x * x
    return u ** (order + 1) / (1 + u)


RECIPROCAL = declared(
    "approximation_in_square",
    "1/(1 + u) with u = x^2, near 0",
    "1/(1 + x^2)",
    reciprocal_truth,
    "the formula itself, a quotient of balls; the algorithm only subtracts powers",
    lambda mp, x: mp.re(1 / (1 + mp.mpc(0, x))),
    reciprocal_slope,
    Input("x", fmpq(-1000), fmpq(1000)),
    2,
)


def algorithm(name: str, problem: Problem, says: str, place: str, **how: Any) -> Algorithm:
    return Algorithm(
        name=name,
        problem=problem,
        says=says,
        source=NOTES.at(place),
        parameters=(ORDER,),
        **how,
    )


RULES = "rules for combined functions"
ALGORITHMS = (
    algorithm(
        "sum_of_approximations",
        SUM,
        "1 + x + x, with x^2/2 more at order 2",
        RULES,
        body=sum_of_approximations,
        truncation=Bound(sum_remainder, LAGRANGE),
    ),
    algorithm(
        "whole_product",
        PRODUCT,
        "the product of the approximations, all powers kept",
        RULES,
        body=whole_product,
        truncation=Bound(product_remainder, LAGRANGE),
    ),
    algorithm(
        "cut_product",
        PRODUCT,
        "the product of the approximations, powers above the order dropped",
        "quadratic approximation of a product",
        body=cut_product,
        truncation=Bound(cut_remainder, LAGRANGE),
    ),
    algorithm(
        "substituted",
        COMPOSITION,
        "the approximation of e^u at u = sin x",
        "formal definition for f(g(x)), g(0) = 0",
        body=substituted,
        truncation=Bound(substituted_remainder, LAGRANGE),
        basic=False,
    ),
    algorithm(
        "composed",
        COMPOSITION,
        "the approximation of e^u at u = x, that of sin x",
        RULES,
        body=composed,
        truncation=Bound(composed_remainder, LAGRANGE),
    ),
    algorithm(
        "in_square",
        RECIPROCAL,
        "1 - u, with u^2 more at order 2, u = x^2",
        "an exception: (1 + x^2)^-1",
        body=in_square,
        truncation=Bound(in_square_remainder, "the finite geometric series"),
    ),
)

# --- claims -----------------------------------------------------------------------------------------

f0, f1, f2, g0, g1, g2, x_ = fmpq_mpoly_ctx.get(
    ("f0", "f1", "f2", "g0", "g1", "g2", "x"), Ordering.lex
).gens()


def coefficient(p: Any, k: int) -> Any:
    """The coefficient of x^k in a polynomial in x over the other letters."""
    for _ in range(k):
        p = p.derivative("x")
    at_zero = p.subs({"x": 0})
    return at_zero / fmpq([1, 1, 2, 6, 24][k])


def leibniz() -> list[tuple[Any, Any]]:
    # f0, f1, f2 stand for f(0), f'(0), f''(0), whatever f is. Leibniz: (fg)' = f'g + fg' and
    # (fg)'' = f''g + 2f'g' + fg''.
    Q_f = f0 + f1 * x_ + f2 * x_**2 / 2
    Q_g = g0 + g1 * x_ + g2 * x_**2 / 2
    derivatives = [f0 * g0, f1 * g0 + f0 * g1, f2 * g0 + 2 * f1 * g1 + f0 * g2]
    return [(coefficient(Q_f * Q_g, k), d / fmpq([1, 1, 2][k])) for k, d in enumerate(derivatives)]


def equal_products() -> list[tuple[Any, Any]]:
    # e^x times e^x: the quadratic approximation of e^(2x) against the square of that of e^x.
    square = (1 + x_ + x_**2 / 2) ** 2
    return [(1 + 2 * x_ + 2 * x_**2, square)]


def geometric() -> list[tuple[Any, Any]]:
    # 1/(1+u) - (1-u) = u^2/(1+u), so for u = x^2 >= 0 it lies in [0, u^2] = [0, x^4].
    return [((1 + x_) * (1 - x_) + x_**2, 1 + 0 * x_)]


def wrong_at_zero() -> bool | None:
    """e^(cos x), with 1 + u for e^u: at x = 0 it gives 2 in place of e."""
    return less(fmpq(7, 10), abs(arb(1).exp() - (1 + arb(0).cos())))


def kept() -> list[tuple[Any, Any]]:
    # 1 - 1/(1+x^2) = x^2/(1+x^2). Over |x|^3 that is 1/(|x| (1+x^2)) >= 1/(2|x|) for |x| <= 1, as
    # 2 - (1+x^2) = (1-x)(1+x) >= 0: without bound near 0.
    return [((1 + x_**2) - 1, x_**2), (2 - (1 + x_**2), (1 - x_) * (1 + x_))]


def claim(
    id: str, problem: Problem, place: str, says: str, reading: str, check: Check, declared: str = CONFIRMED
) -> Claim:
    return Claim(id, problem, "law", says, reading, NOTES.at(place), declared, check)


EXCEPTION, PRODUCTS = "an exception: (1 + x^2)^-1", "quadratic approximation of a product"
CLAIMS = (
    claim(
        "C-3a",
        RECIPROCAL,
        EXCEPTION,
        "(1 + x^2)^-1 is 1 - x^2 to first order in u = x^2",
        "The truncation error is O(u^2): for every real x it lies in [0, x^4].",
        identity(geometric, "(1+u)(1-u) + u^2 = 1, so 1/(1+u) - (1-u) = u^2/(1+u) <= u^2 for u >= 0"),
    ),
    claim(
        "C-3b",
        RECIPROCAL,
        EXCEPTION,
        "The x^2 in it is to be kept, though it tends to 0",
        "Keeping it is what makes the truncation error O(x^4): the linear approximation in x is the constant "
        "1, and its truncation error x^2/(1+x^2) is not O(x^3).",
        identity(kept, "1 - 1/(1+x^2) = x^2/(1+x^2), and over |x|^3 at least 1/(2|x|) for |x| <= 1"),
    ),
    claim(
        "C-3c",
        COMPOSITION,
        "formal definition for f(g(x)), g(0) = 0",
        "f(0) + f'(0) g(x) approximates f(g(x)) only where g(0) = 0",
        "Without g(0) = 0 it can fail at x = 0 itself: e^u with u = cos x.",
        each([("for e^(cos x)", wrong_at_zero)], "at x = 0 it gives 2 in place of e, 0.718 too little"),
    ),
    claim(
        "C-9a",
        PRODUCT,
        PRODUCTS,
        "The quadratic approximation of fg is the product of those of f and g, powers above x^2 dropped",
        "For all f and g with two derivatives at 0. (The text's (f(0)g(0))' and (f(0)g(0))'' stand for "
        "(fg)'(0) and (fg)''(0); the derivative of the number f(0)g(0) would be 0.)",
        identity(leibniz, "the coefficients of 1, x, x^2 of Q(f) Q(g) are those of Q(fg)"),
    ),
    claim(
        "C-9b",
        PRODUCT,
        PRODUCTS,
        "The quadratic approximation of fg equals the product of those of f and g, which is a quadratic",
        "As an equation, nothing dropped: Q(fg) = Q(f) Q(g), at f = g = e^x.",
        identity(equal_products, "Q(e^(2x)) = Q(e^x)^2"),
        REFUTED,
    ),
)
