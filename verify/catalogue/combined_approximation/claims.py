"""What the source says about it, each statement with its proof."""

from typing import Any

from flint import Ordering, arb, fmpq, fmpq_mpoly, fmpq_mpoly_ctx

from verify.arithmetic.precision import less
from verify.catalogue.combined_approximation.problem import COMPOSITION, PRODUCT, RECIPROCAL
from verify.catalogue.sources import MITX
from verify.claims.declare import Claims
from verify.claims.forms import each, identity
from verify.core.claim import REFUTED, Reach

C3 = Claims(RECIPROCAL, MITX.at("an exception: (1 + x^2)^-1"), "C-3")


f0, f1, f2, g0, g1, g2, x_ = fmpq_mpoly_ctx.get(
    ("f0", "f1", "f2", "g0", "g1", "g2", "x"), Ordering.lex
).gens()


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


CLAIMS_C3 = (
    C3.law(
        says="(1 + x^2)^-1 is 1 - x^2 to first order in u = x^2",
        reading="The truncation error is O(u^2): for every real x it lies in [0, x^4].",
        check=identity(geometric, "(1+u)(1-u) + u^2 = 1, so 1/(1+u) - (1-u) = u^2/(1+u) <= u^2 for u >= 0"),
        reach=Reach.IDENTITY,
    ),
    C3.law(
        "b",
        says="The x^2 in it is to be kept, though it tends to 0",
        reading="Keeping it is what makes the truncation error O(x^4): the linear approximation in x "
        "is the constant 1, and its truncation error x^2/(1+x^2) is not O(x^3).",
        check=identity(kept, "1 - 1/(1+x^2) = x^2/(1+x^2), and over |x|^3 at least 1/(2|x|) for |x| <= 1"),
        reach=Reach.IDENTITY,
        further=True,
    ),
    C3.law(
        "c",
        says="f(0) + f'(0) g(x) approximates f(g(x)) only where g(0) = 0",
        reading="Without g(0) = 0 it can fail at x = 0 itself: e^u with u = cos x.",
        check=each([("for e^(cos x)", wrong_at_zero)], "at x = 0 it gives 2 in place of e, 0.718 too little"),
        reach=Reach.COUNTEREXAMPLE,
        further=True,
        place="formal definition for f(g(x)), g(0) = 0",
        problem=COMPOSITION,
    ),
)


C9 = Claims(PRODUCT, MITX.at("quadratic approximation of a product"), "C-9")


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


def coefficient(p: fmpq_mpoly, k: int) -> fmpq_mpoly:
    """The coefficient of x^k in a polynomial in x over the other letters."""
    for _ in range(k):
        p = p.derivative("x")
    at_zero = p.subs({"x": 0})
    return at_zero / fmpq([1, 1, 2, 6, 24][k])


CLAIMS_C9 = (
    C9.law(
        says="The quadratic approximation of fg is the product of those of f and g, powers above x^2 dropped",
        reading="For all f and g with two derivatives at 0. (The text's (f(0)g(0))' and (f(0)g(0))'' "
        "stand for (fg)'(0) and (fg)''(0); the derivative of the number f(0)g(0) would be 0.)",
        check=identity(leibniz, "the coefficients of 1, x, x^2 of Q(f) Q(g) are those of Q(fg)"),
        reach=Reach.IDENTITY,
    ),
    C9.law(
        "b",
        says="The quadratic approximation of fg equals the product of those of f and g, which is a quadratic",
        reading="As an equation, nothing dropped: Q(fg) = Q(f) Q(g), at f = g = e^x.",
        check=identity(equal_products, "Q(e^(2x)) = Q(e^x)^2"),
        reach=Reach.COUNTEREXAMPLE,
        declared=REFUTED,
        neighbour=True,
    ),
)
