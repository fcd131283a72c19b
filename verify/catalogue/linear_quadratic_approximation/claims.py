"""What the source says about it, each statement with its proof."""

from typing import Any

from flint import arb, fmpq

from verify.arithmetic.precision import every, less
from verify.catalogue.linear_quadratic_approximation.least_constants import (
    HALF,
    Series,
    binomial_equation,
    exactly,
    of_order,
)
from verify.catalogue.linear_quadratic_approximation.methods import (
    COSINE,
    EXPONENTIAL,
    LOGARITHM,
    POWER,
    SINE,
)
from verify.catalogue.sources import MITX
from verify.claims.declare import Claims
from verify.claims.forms import both
from verify.core.claim import REFUTED, Claim, Outcome, Reach
from verify.core.model import Problem

PLACES = {
    1: "linear approximations of common functions; their order as in the section on big O",
    2: "quadratic approximations of common functions",
}


def exp(x: Any) -> Any:
    return x.exp()


def sin(x: Any) -> Any:
    return x.sin()


def cos(x: Any) -> Any:
    return x.cos()


def log(x: Any) -> Any:
    return (1 + x).log()


def root(x: Any) -> Any:
    return (1 + x).sqrt()


NEAR_ZERO = fmpq(1, 1000)
LINES = (
    # part, problem, f, P, what is printed of orders 1 and 2, the least k of either and where it shows
    (
        "a",
        POWER,
        root,
        (1, HALF, fmpq(-1, 8)),
        "(1+x)^r",
        ("1 + rx", "0.171573", -HALF),
        ("1 + rx + r(r-1)/2 x^2", "0.093146", -HALF),
    ),
    ("b", SINE, sin, (0, 1, 0), "sin x", ("x", "0.082298", HALF), ("x", "0.166667", NEAR_ZERO)),
    ("c", COSINE, cos, (1, 0, -HALF), "cos x", ("1", "0.500000", NEAR_ZERO), ("1 - x^2/2", "0.020660", HALF)),
    (
        "d",
        EXPONENTIAL,
        exp,
        (1, 1, HALF),
        "e^x",
        ("1 + x", "0.594885", HALF),
        ("1 + x + x^2/2", "0.189770", HALF),
    ),
    (
        "e",
        LOGARITHM,
        log,
        (0, 1, -HALF),
        "ln(1+x)",
        ("x", "0.772589", -HALF),
        ("x - x^2/2", "0.545177", -HALF),
    ),
)


def line(
    of: Claims, order: int, part: str, problem: Problem, f: Series, P: tuple[Any, ...], name: str, *rows: Any
) -> Claim:
    n, (text, k, witness) = order + 1, rows[order - 1]
    check = of_order(f, n, P, k, witness)
    some = f"some k serves on [-1/2, 1/2], and the least is {k}."
    if problem is POWER:
        some = f"for every real r some k serves on [-1/2, 1/2]; for r = 1/2 the least is {k}."
        check = both(binomial_equation(order), check)
    return of.law(
        part,
        says=f"{name} is {text} to {('first', 'second')[order - 1]} order near 0",
        reading=f"The remainder is O(x^{n}): {some}",
        check=check,
        reach=Reach.SUBDIVISION,
        problem=problem,
        place=PLACES[order],
    )


C1 = Claims(SINE, MITX.at("big O notation"), "C-1")


def no_square_in_sine() -> Outcome:
    c = exactly(sin, 4)
    return Outcome(bool(c[2] != 0), f"x - sin x has no term in x^2 and begins with {-c[3]} x^3: it is O(x^3)")


CLAIMS_C1 = C1.whole(
    "law",
    says="The five linear approximations near 0, each with its order",
    reading="All five with a remainder of O(x^2).",
    parts=(
        *(line(C1, 1, *row) for row in LINES),
        C1.law(
            "f",
            says="The order of a linear approximation is x^2",
            reading="Sharp for each of the five: none is O(x^3). (As an upper bound it holds: C-1a to C-1e.)",
            check=no_square_in_sine,
            reach=Reach.COUNTEREXAMPLE,
            declared=REFUTED,
            neighbour=True,
        ),
    ),
)


C2 = Claims(COSINE, MITX.at("quadratic approximations of common functions"), "C-2")


def no_cube_in_cosine() -> Outcome:
    c = exactly(cos, 5)
    return Outcome(bool(c[3] != 0), f"cos x - 1 + x^2/2 has no term in x^3 and begins with {c[4]} x^4")


def as_equations() -> Outcome:
    """The four lines of the text that print no O, at x = 1/2 and r = 1/2."""
    x = arb(HALF)
    sides = {
        "sin x": (x.sin(), x),
        "cos x": (x.cos(), 1 - x * x / 2),
        "ln(1+x)": (x.log1p(), x - x * x / 2),
        "(1+x)^(1/2)": ((1 + x).sqrt(), 1 + x / 2 - x * x / 8),
    }
    gaps = {name: abs(left - right) for name, (left, right) in sides.items()}
    differ = every([less(0, gap) for gap in gaps.values()])
    told = ", ".join(f"{name} by {gap.str(3, radius=False)}" for name, gap in gaps.items())
    return Outcome(False if differ else None, f"at x = 1/2 the two sides of each differ: {told}")


CLAIMS_C2 = C2.whole(
    "law",
    says="The five quadratic approximations near 0, each with its order",
    reading="All five with a remainder of O(x^3).",
    parts=(
        *(line(C2, 2, *row) for row in LINES),
        C2.law(
            "f",
            says="The order of a quadratic approximation is x^3, as is printed for e^x",
            reading="Sharp for each of the five: none is O(x^4). (As an upper bound it holds: C-2a to C-2e.)",
            check=no_cube_in_cosine,
            reach=Reach.COUNTEREXAMPLE,
            declared=REFUTED,
            neighbour=True,
        ),
        C2.law(
            "g",
            says="sin x = x, cos x = 1 - x^2/2, ln(1+x) = x - x^2/2, (1+x)^r = 1 + rx + r(r-1)/2 x^2",
            reading="As printed: equations near 0. Only the line of e^x carries an O(x^3); the others "
            "need it too (C-2a to C-2e).",
            check=as_equations,
            reach=Reach.COUNTEREXAMPLE,
            declared=REFUTED,
            neighbour=True,
            problem=SINE,
        ),
    ),
)
