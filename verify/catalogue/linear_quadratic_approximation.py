"""Linear and quadratic approximation of five functions at any point: the tangent and the osculating
parabola, f(a + h) by f(a) + f'(a) h and by that and f''(a) h^2/2.

They break where h is no longer small beside the distance over which f' changes: beside 1 for sin, cos and
exp, beside 1 + a for ln(1 + x), beside (1 + a)/|r| for (1 + x)^r.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any

from flint import arb, arb_series, fmpq, fmpq_poly, fmpq_series

from verify.arithmetic.precision import every, less
from verify.claims.forms import Check, both, each, identity, last_unit, on_interval
from verify.core.claim import CONFIRMED, REFUTED, Claim, Outcome
from verify.core.literals import rational
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
from verify.mathematics.sampling import log_strata, strata

NOTES = Source("MITx 18.01.1x", None, "Calculus 1A, notes on approximations")


# The truths are hypergeometric series at a + h; the algorithms take the elementary functions at a.
def exp_by_bessel(x: Any) -> Any:
    # cosh x = 0F1(1/2; x^2/4), sinh x = x 0F1(3/2; x^2/4); for x < 0 the sum cancels, its reciprocal not.
    if x < 0:
        return 1 / exp_by_bessel(-x)
    z = x * x / 4
    return z.hypgeom_0f1(arb(0.5)) + x * z.hypgeom_0f1(arb(1.5))


def log1p_by_gauss(x: Any) -> Any:
    return x * (-x).hypgeom_2f1(1, 1, 2)


def sin_by_bessel(a: Any, h: Any) -> Any:
    x = a + h
    return x * (-x * x / 4).hypgeom_0f1(arb(1.5))


def cos_by_bessel(a: Any, h: Any) -> Any:
    x = a + h
    return (-x * x / 4).hypgeom_0f1(arb(0.5))


def power_by_gauss(a: Any, h: Any, r: Any) -> Any:
    return exp_by_bessel(r * log1p_by_gauss(a + h))


# Value, first and second derivative at a, in every arithmetic.
def exp_derivatives(R: Any, a: Any) -> tuple[Any, Any, Any]:
    e = R.exp(a)
    return e, e, e


def log_derivatives(R: Any, a: Any) -> tuple[Any, Any, Any]:
    y = 1 + a
    return R.log1p(a), 1 / y, -1 / (y * y)


def sin_derivatives(R: Any, a: Any) -> tuple[Any, Any, Any]:
    s = R.sin(a)
    return s, R.cos(a), -s


def cos_derivatives(R: Any, a: Any) -> tuple[Any, Any, Any]:
    c = R.cos(a)
    return c, -R.sin(a), -c


def power_derivatives(R: Any, a: Any, r: Any) -> tuple[Any, Any, Any]:
    y = 1 + a
    p = R.exp(r * R.log1p(a))
    return p, r * p / y, r * (r - 1) * p / (y * y)


def approximation(derivatives: Callable[..., tuple[Any, Any, Any]]) -> Callable[..., Any]:
    def body(R: Any, a: Any, h: Any, *r: Any, order: int) -> Any:
        value, slope, bend = derivatives(R, a, *r)
        tangent = value + slope * h
        return tangent if order == 1 else tangent + bend * (h * h) / 2

    return body


def lagrange(largest: Callable[..., Any]) -> Callable[..., Any]:
    def bound(a: Any, h: Any, *r: Any, order: int) -> Any:
        # |F - f| <= max |f^(n+1)| |h|^(n+1)/(n+1)!, the maximum taken between a and a + h (Lagrange);
        # `largest` bounds |f^(n+1)|/(n+1)! there.
        return largest(order + 1, a, a + h, *r) * abs(h) ** (order + 1)

    return bound


def largest_exp(n: int, p: Any, q: Any) -> Any:
    return p.exp().max(q.exp()) / arb(n).fac()  # e^x is monotone: the larger end


def largest_log(n: int, p: Any, q: Any) -> Any:
    # |f^(n)| = (n-1)!/(1+x)^n falls as x grows on x > -1: the larger end.
    return ((1 + p) ** -n).max((1 + q) ** -n) / n


def largest_trigonometric(n: int, p: Any, q: Any) -> Any:
    return 1 / arb(n).fac()  # every derivative of sin and cos lies in [-1, 1]


def largest_power(n: int, p: Any, q: Any, r: Any) -> Any:
    # f^(n)/n! = C(r, n) (1+x)^(r-n) is monotone on x > -1: the larger end.
    falling = (r - n + 1).rising(n) / arb(n).fac()
    return abs(falling) * ((1 + p) ** (r - n)).max((1 + q) ** (r - n))


def slopes(derivative: Callable[[Any], Any]) -> Callable[..., list[Any]]:
    def gradient(a: Any, h: Any) -> list[Any]:
        slope = derivative(a + h)
        return [slope, slope]

    return gradient


def power_slopes(a: Any, h: Any, r: Any) -> list[Any]:
    y = 1 + a + h
    slope = r * y ** (r - 1)
    return [slope, slope, y.log() * y**r]


def drawn(low: int, high: int, farthest: int, least: int = -12) -> Callable[..., Iterator[Mapping[str, Any]]]:
    """Half at a = 0, half at decimals a from [low, high]; |h| from 10^least to 10^farthest, both signs."""

    def points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
        sizes = log_strata(count, least, farthest, random)
        places = strata(count, low, high, 3, random)
        random.shuffle(places)
        for k, (h, a) in enumerate(zip(sizes, places, strict=False)):
            yield {"a": a if k % 2 else fmpq(0), "h": h if k % 4 < 2 else -h}

    return points


def drawn_right_of_minus_one(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
    # a > -1 with |h| a multiple of 1 + a: up to -0.999 of it to the left, 100 times it to the right.
    sizes = log_strata(count, -12, 2, random)
    places = log_strata(count, -3, 3, random)
    random.shuffle(places)
    for k, (t, y) in enumerate(zip(sizes, places, strict=False)):
        a = y - 1 if k % 2 else fmpq(0)
        h = (1 + a) * (t if k % 4 < 2 else -min(t, fmpq(999, 1000)))
        yield {"a": a, "h": h}


def drawn_with_exponent(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
    named = [fmpq(1, 2), fmpq(-1), fmpq(5), fmpq(-1, 2), fmpq(1, 3)]
    exponents = strata(count, -40, 40, 1, random)
    random.shuffle(exponents)
    where = drawn_right_of_minus_one(count, random)
    for k, (point, r) in enumerate(zip(where, exponents, strict=False)):
        yield {**point, "r": r if k % 3 else named[k // 3 % 5]}


def defined(a: fmpq, h: fmpq, order: int, **r: fmpq) -> bool:
    return bool(a + h > -1)


@dataclass(frozen=True)
class Family:
    """What differs from one of the five functions to the next."""

    name: str
    title: str
    formula: str
    truth: Callable[..., Any]
    second: Callable[..., Any]
    opinion: Callable[..., Any]
    derivatives: Callable[..., tuple[Any, Any, Any]]
    largest: Callable[..., Any]
    gradient: Callable[..., list[Any]]
    points: Callable[..., Iterator[Mapping[str, Any]]]
    inputs: tuple[Input, ...]
    references: tuple[Mapping[str, str], ...]
    scale: Axis
    monotone: bool = False


ORDER = Parameter("order", 1, 2, (1, 2), shown=1)
STEP = Axis("|h|", lambda a, h: abs(h), log=True)
WIDE = (Input("a", fmpq(-1000), fmpq(1000)), Input("h", fmpq(-100), fmpq(100)))
RIGHT = (Input("a", fmpq(-1), fmpq(1000), above=True), Input("h", fmpq(-2000), fmpq(200_000)))
EXPONENT = Input("r", fmpq(-50), fmpq(50))


def at(names: str, *rows: str) -> tuple[Mapping[str, str], ...]:
    return tuple(dict(zip(names.split(), row.split(), strict=True)) for row in rows)


NEAR = ("0 1/10", "0 -1/1000000", "1 1/100", "-5/2 1/7", "3 -2", "10 1/1000000000000", "50 20")
BESIDE = ("0 1/10", "0 -1/1000000", "-9/10 1/100", "-1/2 -49/100", "1 1/1000", "99 -98", "7 1000")
FAMILIES = (
    Family(
        "power_approximation",
        "A power near a point by its tangent and parabola",
        "(1 + x)^r at x = a + h > -1, from a",
        power_by_gauss,
        lambda a, h, r: (1 + a + h) ** r,
        lambda mp, a, h, r: mp.power(1 + a + h, r),
        power_derivatives,
        largest_power,
        power_slopes,
        drawn_with_exponent,
        (*RIGHT, EXPONENT),
        at(
            "a h r",
            *(f"{w} {r}" for w, r in zip(BESIDE, ("5", "1/2", "-1", "-7/3", "40", "1/3", "-9"), strict=True)),
        ),
        Axis("|h|/(1 + a)", lambda a, h, r: abs(h) / (1 + a), log=True),
    ),
    Family(
        "sine_approximation",
        "The sine near a point by its tangent and parabola",
        "sin x at x = a + h, from a",
        sin_by_bessel,
        lambda a, h: (a + h).sin(),
        lambda mp, a, h: mp.im(mp.expj(a + h)),
        sin_derivatives,
        largest_trigonometric,
        slopes(lambda x: x.cos()),
        drawn(-100, 100, 1),
        WIDE,
        at("a h", *NEAR),
        STEP,
    ),
    Family(
        "cosine_approximation",
        "The cosine near a point by its tangent and parabola",
        "cos x at x = a + h, from a",
        cos_by_bessel,
        lambda a, h: (a + h).cos(),
        lambda mp, a, h: mp.re(mp.expj(a + h)),
        cos_derivatives,
        largest_trigonometric,
        slopes(lambda x: -x.sin()),
        drawn(-100, 100, 1),
        WIDE,
        at("a h", *NEAR),
        STEP,
    ),
    Family(
        "exponential_approximation",
        "The exponential near a point by its tangent and parabola",
        "exp x at x = a + h, from a",
        lambda a, h: exp_by_bessel(a + h),
        lambda a, h: (a + h).exp(),
        lambda mp, a, h: mp.exp(a) * mp.exp(h),
        exp_derivatives,
        largest_exp,
        slopes(lambda x: x.exp()),
        drawn(-300, 300, 1),
        (Input("a", fmpq(-600), fmpq(600)), WIDE[1]),
        at("a h", *NEAR),
        STEP,
        monotone=True,
    ),
    Family(
        "logarithm_approximation",
        "The logarithm near a point by its tangent and parabola",
        "ln(1 + x) at x = a + h > -1, from a",
        lambda a, h: log1p_by_gauss(a + h),
        lambda a, h: (1 + a + h).log(),
        lambda mp, a, h: mp.log1p(a + h),
        log_derivatives,
        largest_log,
        slopes(lambda x: 1 / (1 + x)),
        drawn_right_of_minus_one,
        RIGHT,
        at("a h", *BESIDE),
        Axis("|h|/(1 + a)", lambda a, h: abs(h) / (1 + a), log=True),
        monotone=True,
    ),
)


def declared(f: Family) -> tuple[Problem, Algorithm]:
    problem = Problem(
        name=f.name,
        title=f.title,
        formula=f.formula,
        source=NOTES.at("linear approximation of basic functions; quadratic approximation"),
        systems=("C1", "C2"),
        inputs=f.inputs,
        truth=Route(
            f.truth, "hypergeometric series at a + h (0F1, 2F1); the algorithms use elementary functions at a"
        ),
        second=Route(f.second, "FLINT's elementary function at a + h"),
        opinion=Route(f.opinion, "mpmath's elementary function"),
        sensitivity=Sensitivity(gradient=f.gradient, monotone=f.monotone),
        sweep=Sweep(axis=f.scale, points=f.points, count=200),
        references=f.references,
    )
    algorithm = Algorithm(
        name="taylor_polynomial",
        problem=problem,
        says="order 1: f(a) + f'(a) h, the tangent; order 2: f''(a) h^2/2 more, the parabola",
        source=NOTES.at("linear approximation; quadratic approximation, two-point form"),
        body=approximation(f.derivatives),
        parameters=(ORDER,),
        truncation=Bound(lagrange(f.largest), "Taylor's theorem, Lagrange's remainder"),
        applies=defined if f.inputs[0] is RIGHT[0] else None,
        basic=False,
    )
    return problem, algorithm


DECLARED = tuple(declared(f) for f in FAMILIES)
POWER, SINE, COSINE, EXPONENTIAL, LOGARITHM = (problem for problem, _ in DECLARED)

# --- claims -----------------------------------------------------------------------------------------
# f - P = O(x^n) means: some k has |f(x) - P(x)| <= k |x|^n near 0. With f - P = x^n g(x), the least such
# k on [-1/2, 1/2] is the largest |g| there. It is bounded from above by subdivision and from below at a
# witness; that the powers below n cancel is an identity of rational power series.

Series = Callable[[Any], Any]
HALF = fmpq(1, 2)
MORE = 6  # terms of g before Lagrange's remainder


def exactly(f: Series, length: int) -> list[fmpq]:
    """Taylor's coefficients at 0 as rationals."""
    series = f(fmpq_series([0, 1], prec=length))
    assert series.prec == length, "a sum with a constant is cut at flint's default length"
    return [series[k] for k in range(length)]


def remainder_quotient(f: Series, n: int, x: Any) -> Any:
    """g over the ball x: as a quotient, and near 0 by Lagrange's remainder."""
    # f(x) = sum over m < N of c_m x^m + f^(N)(xi)/N! x^N with xi between 0 and x; N = n + MORE. The jet
    # of f over the hull of 0 and x contains f^(N)(xi)/N!.
    jet = f(arb_series([x.union(arb(0)), 1], n + MORE + 1))
    assert jet.prec == n + MORE + 1, "a sum with a constant is cut at flint's default length"
    total, coefficients = jet[n + MORE], exactly(f, n + MORE)
    for c in reversed(coefficients[n:]):
        total = total * x + c
    if x.contains(0):
        return total
    polynomial = sum((c * x**m for m, c in enumerate(coefficients[:n])), arb(0))
    return total.intersection((f(x) - polynomial) / x**n)


def of_order(f: Series, n: int, polynomial: tuple[Any, ...], k: str, witness: fmpq) -> Check:
    """f - P = O(x^n), and the least k on [-1/2, 1/2] is the k given to within a unit of its last digit."""
    least, unit = rational(k), last_unit(k)
    at_witness = partial(remainder_quotient, f, n)
    return both(
        identity(
            lambda: [(c, fmpq(p)) for c, p in zip(exactly(f, n), polynomial[:n], strict=True)],
            f"the coefficients below x^{n}",
        ),
        on_interval(
            -HALF,
            HALF,
            lambda x: less(abs(remainder_quotient(f, n, x)), least + unit),
            f"|f - P| <= {float_text(least + unit)} |x|^{n}",
            most_pieces=2000,
        ),
        each(
            [(f"at x = {witness}", lambda: less(least - unit, abs(at_witness(arb(witness)))))],
            f"{float_text(least - unit)} is too small at x = {witness}",
        ),
    )


def float_text(x: fmpq) -> str:
    return f"{int(x.p) / int(x.q):g}"


def binomial_equation(order: int) -> Check:
    # y = (1+x)^r is the solution of (1+x) y' = r y, y(0) = 1, so c_0 = 1 and (k+1) c_(k+1) = (r-k) c_k.
    # By Lagrange |f - P| <= |c_n| max (1+xi)^(r-n) |x|^n, n = order + 1, and for |x| <= 1/2 that maximum
    # is at most 2^|r-n|: some k serves, whatever r is.
    n, r = order + 1, fmpq_poly([0, 1])
    printed = [r**0, r, r * (r - 1) / 2]
    steps = [((k + 1) * printed[k + 1], (r - k) * printed[k]) for k in range(order)]
    return identity(
        lambda: [(printed[0], fmpq_poly([1])), *steps],
        f"(1+x) y' = r y for every r, so that k = |C(r, {n})| 2^|r-{n}| serves on [-1/2, 1/2] (Lagrange)",
    )


def no_square_in_sine() -> Outcome:
    c = exactly(sin, 4)
    return Outcome(bool(c[2] != 0), f"x - sin x has no term in x^2 and begins with {-c[3]} x^3: it is O(x^3)")


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
    order: int, part: str, problem: Problem, f: Series, P: tuple[Any, ...], name: str, *rows: Any
) -> Claim:
    n, (text, k, witness) = order + 1, rows[order - 1]
    says = f"{name} is {text} to {('first', 'second')[order - 1]} order near 0"
    stated = f"The remainder is O(x^{n}): "
    check = of_order(f, n, P, k, witness)
    if problem is POWER:
        reading = f"{stated}for every real r some k serves on [-1/2, 1/2]; for r = 1/2 the least is {k}."
        check = both(binomial_equation(order), check)
    else:
        reading = f"{stated}some k serves on [-1/2, 1/2], and the least is {k}."
    place = PLACES[order]
    return Claim(f"C-{order}{part}", problem, "law", says, reading, NOTES.at(place), CONFIRMED, check)


PLACES = {
    1: "linear approximations of common functions; their order as in the section on big O",
    2: "quadratic approximations of common functions",
}
CLAIMS = (
    *(line(order, *row) for order in (1, 2) for row in LINES),
    Claim(
        "C-1f",
        SINE,
        "law",
        "The order of a linear approximation is x^2",
        "Sharp for each of the five: none is O(x^3). (As an upper bound it holds: C-1a to C-1e.)",
        NOTES.at("big O notation"),
        REFUTED,
        no_square_in_sine,
    ),
    Claim(
        "C-2f",
        COSINE,
        "law",
        "The order of a quadratic approximation is x^3, as is printed for e^x",
        "Sharp for each of the five: none is O(x^4). (As an upper bound it holds: C-2a to C-2e.)",
        NOTES.at(PLACES[2]),
        REFUTED,
        no_cube_in_cosine,
    ),
    Claim(
        "C-2g",
        SINE,
        "law",
        "sin x = x, cos x = 1 - x^2/2, ln(1+x) = x - x^2/2, (1+x)^r = 1 + rx + r(r-1)/2 x^2",
        "As printed: equations near 0. Only the line of e^x carries an O(x^3); the others need it too "
        "(C-2a to C-2e).",
        NOTES.at(PLACES[2]),
        REFUTED,
        as_equations,
    ),
)
