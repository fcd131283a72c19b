"""Big O with its constant: the least k with |f(x) - P(x)| <= k |x|^n on [-d, d], P the Taylor polynomial of
f at 0 below x^n.

With f - P = x^n g(x) the least k is the largest |g|, certified from both sides by branch and bound. In
float64 the remainder over x^n loses everything as d falls, for f - P cancels; the series of g does not.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any

from flint import arb, fmpq, fmpq_poly

from verify.arithmetic.precision import every, less, negated
from verify.claims.forms import Check, identity, printed
from verify.core.claim import CONFIRMED, REFUTED, Claim, Outcome
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
from verify.mathematics.extrema import Maximum, maximum
from verify.mathematics.sampling import log_strata

NOTES = Source("MITx 18.01.1x", None, "Calculus 1A, notes on approximations")
BIG_O = NOTES.at("big O notation")
factorial = math.factorial


@dataclass(frozen=True)
class Function:
    """A function, and |g| over the box where it is to be largest; n is the order of the remainder.

    f            (R, x), in every arithmetic
    coefficient  Taylor's at 0
    box          (n, d) -> the ends of the variable t of g
    g, slope     (n, t) -> balls around |g| and its slope; where |g| has a kink, around all between
    spread       (n, d) -> bound of |k - |g(d)||
    tail         (n, terms, d) -> bound of what the series of g leaves out at the end where it is summed
    theorem      what proves the bounds
    end          the sign of that end; for -1, k is taken there
    parity       of sin (1) and cos (0); None for the others
    """

    name: str
    formula: str
    high: fmpq
    f: Callable[[Any, Any], Any]
    coefficient: Callable[[int], fmpq]
    box: Callable[[int, Any], tuple[Any, Any]]
    g: Callable[[int, Any], Any]
    slope: Callable[[int, Any], Any]
    spread: Callable[[int, Any], Any]
    tail: Callable[[int, int, Any], Any]
    theorem: str
    opinion: Callable[[Any, Any, int], Any]
    second: Callable[[Any, int], Any] | None = None
    end: int = 1
    parity: int | None = None
    basic: bool = False


# --- g as a hypergeometric function; g' too on narrow balls, on wide ones by the integral form ----------
# g(x) = integral over [0, 1] of (1-t)^(n-1)/(n-1)! f^(n)(tx), so that g'(x) = f^(n+1)(xi)/(n+1)! with xi
# between 0 and x: the weight t (1-t)^(n-1)/(n-1)! is positive and integrates to 1/(n+1)!.


def hull(x: Any) -> Any:
    return x.union(arb(0))


def both_ends(n: int, d: Any) -> tuple[Any, Any]:
    return -d, d


def exp_g(n: int, x: Any) -> Any:
    return x.hypgeom_1f1(1, n + 1) / factorial(n)


def narrow(x: Any) -> bool:
    return bool(x.rad() < abs(x) / 2**20)


def exp_slope(n: int, x: Any) -> Any:
    if narrow(x):
        return x.hypgeom_1f1(2, n + 2) / factorial(n + 1)
    return hull(x).hypgeom_1f1(1, 1) / factorial(n + 1)  # 1F1(1; 1; xi) = e^xi > 0


def log_g(n: int, x: Any) -> Any:
    return (-x).hypgeom_2f1(1, n, n + 1) / n  # g is (-1)^(n-1) times that, and f^(n) has that sign


def log_slope(n: int, x: Any) -> Any:
    if narrow(x):
        return -((-x).hypgeom_2f1(2, n + 1, n + 2)) / (n + 1)
    # (1+xi)^-(n+1) is monotone: its ends, and no less than 0 however far apart they lie
    low, high = (1 / (1 + end) ** (n + 1) for end in (hull(x).lower(), hull(x).upper()))
    return -(low.union(high) / (n + 1)).nonnegative_part() if low > 0 else arb.nan()


def power_g(n: int, x: Any) -> Any:
    return abs(binomial_tail(n, x))


def binomial_tail(n: int, x: Any) -> Any:
    total = arb(0)
    for k in range(5, n - 1, -1):
        total = total * x + math.comb(5, k)
    return total


def power_slope(n: int, x: Any) -> Any:
    total = arb(0)
    for k in range(5, n, -1):
        total = total * x + (k - n) * math.comb(5, k)
    return total * binomial_tail(n, x).sgn()  # sgn is [-1, 1] where g may vanish


def first(parity: int, n: int) -> int:
    """The first m >= n with m of the parity: sin (1) and cos (0) have no other powers."""
    return n if n % 2 == parity else n + 1


def waves(m: int, w: Any, shift: int = 0) -> Any:
    """1F2(1; (m+1)/2, (m+2)/2; -w/4), or that with every parameter one higher: sums of m!/(m+2j)! (-w)^j."""
    p, q = arb(m + 1) / 2 + shift, arb(m + 2) / 2 + shift
    return (-w / 4).hypgeom([1 + shift], [p, q])


# |g| is even in x: a function of w = x^2, on [0, d^2], for m = n, and x times one for m = n + 1. The sign of
# f - P does not change on x > 0, for it is an iterated integral of 1 - cos >= 0.
def wave_box(parity: int, n: int, d: Any) -> tuple[Any, Any]:
    return arb(0), d if first(parity, n) > n else d * d


def wave_g(parity: int, n: int, t: Any) -> Any:
    m = first(parity, n)
    return (t * waves(m, t * t) if m > n else waves(m, t)) / factorial(m)


def wave_slope(parity: int, n: int, t: Any) -> Any:
    # d/dz 1F2(1; p, q; z) = 1F2(2; p+1, q+1; z)/(pq), z = -w/4, 4pq = (m+1)(m+2)
    m = first(parity, n)
    w = t * t if m > n else t
    falling = -waves(m, w, 1) / ((m + 1) * (m + 2))
    return (waves(m, w) + 2 * w * falling if m > n else falling) / factorial(m)


# --- truncation -------------------------------------------------------------------------------------


def nothing(n: int, d: Any) -> Any:
    # Every coefficient of g is positive: |g(-x)| <= g(x), and g rises on x > 0. So k = g(d).
    return arb(0)


def log_spread(n: int, d: Any) -> Any:
    # k = |g(-d)|, all terms of which have one sign. |g| lies between the least and the largest
    # |f^(n)|/n! = (1+x)^(-n)/n on [-d, d] (Lagrange).
    return ((1 - d) ** -n - (1 + d) ** -n) / n


def wave_spread(parity: int, n: int, d: Any) -> Any:
    # k and |g(d)| lie between the least and the largest |f^(n)|/n! (Lagrange), f^(n) = +-cos for m = n,
    # within [1 - d^2/2, 1], and +-sin else, within [0, min(d, 1)] in size.
    odd = first(parity, n) > n
    return (d if odd else d * d / 2).min(arb(1)) / factorial(n)


def exp_tail(n: int, terms: int, d: Any) -> Any:
    # f^(N)(xi)/N! d^N over d^n, N = n + terms, 0 < xi < d (Lagrange)
    return d.exp() * d**terms / arb(n + terms).fac()


def log_tail(n: int, terms: int, d: Any) -> Any:
    return d**terms / ((n + terms) * (1 - d))  # sum of d^j/(n+j) over j >= terms, below a geometric one


def power_tail(n: int, terms: int, d: Any) -> Any:
    return sum((math.comb(5, k) * d ** (k - n) for k in range(n + terms, 6)), arb(0))


def wave_tail(n: int, terms: int, d: Any) -> Any:
    return d**terms / arb(n + terms).fac()  # Lagrange, every derivative in [-1, 1]


# --- second route and mpmath ------------------------------------------------------------------------


def remainder(f: Any, c: Callable[[int], Any], n: int, x: Any) -> Any:
    """|f(x) - P(x)| / |x|^n as it stands."""
    return abs(f(x) - sum(c(k) * x**k for k in range(n))) / abs(x) ** n


def taylor_exp(k: int) -> fmpq:
    return fmpq(1, factorial(k))


def taylor_log(k: int) -> fmpq:
    return fmpq((-1) ** (k - 1), k) if k else fmpq(0)


def taylor_power(k: int) -> fmpq:
    return fmpq(math.comb(5, k))


def taylor_sin(k: int) -> fmpq:
    return fmpq((-1) ** (k // 2) * (k % 2), factorial(k))


def taylor_cos(k: int) -> fmpq:
    return fmpq((-1) ** (k // 2) * (1 - k % 2), factorial(k))


def in_mpmath(mp: Any, c: Callable[[int], fmpq]) -> Callable[[int], Any]:
    return lambda k: mp.mpf(int(c(k).p)) / int(c(k).q)


def wave_opinion(parity: int, mp: Any, d: Any, order: int) -> Any:
    """For m = n the limit of |g| at 0; else |g| rises as far as x G' = n G, G = f - P, and no more."""
    n = order + 1
    if first(parity, n) == n:
        return mp.mpf(1) / factorial(n)
    f, df = (mp.sin, mp.cos) if parity else (mp.cos, lambda x: -mp.sin(x))
    c = in_mpmath(mp, taylor_sin if parity else taylor_cos)

    def turning(x: Any) -> Any:
        P, dP = (sum(k**j * c(k) * x ** (k - j) for k in range(j, n)) for j in (0, 1))
        return x * (df(x) - dP) - n * (f(x) - P)

    near = mp.pi + mp.mpf(87) / 100 * (n - 2)
    return remainder(f, c, n, min(d, mp.findroot(turning, (near - mp.mpf(1) / 8, near + mp.mpf(1) / 8))))


def end_opinion(f: str, c: Callable[[int], fmpq], end: int, mp: Any, d: Any, order: int) -> Any:
    return remainder(getattr(mp, f), in_mpmath(mp, c), order + 1, end * d)


def power_opinion(mp: Any, d: Any, order: int) -> Any:
    return remainder(lambda x: (1 + x) ** 5, in_mpmath(mp, taylor_power), order + 1, d)


def wave_second(parity: int, d: Any, order: int) -> Any:
    # For x <= 1, G = f - P has x^n g' >= 0 where m > n, as +-f^(n+1) = cos > 0: the largest lies beyond.
    n = order + 1
    m = first(parity, n)
    if m == n:
        return 1 / arb(factorial(n))  # |f^(n)| <= 1 (Lagrange), and the limit at 0
    c = taylor_sin if parity else taylor_cos

    def size(x: Any) -> Any:
        return remainder(lambda t: t.sin() if parity else t.cos(), c, n, x)

    def slope(x: Any) -> list[Any]:
        f, df = (x.sin(), x.cos()) if parity else (x.cos(), -x.sin())
        P, dP = (sum((k**j * c(k) * x ** (k - j) for k in range(j, n)), arb(0)) for j in (0, 1))
        return [(-1) ** (m // 2) * (x * (df - dP) - n * (f - P)) / x ** (n + 1)]

    return size(d) if d <= 1 else maximum(size, slope, [(arb(1), d)]).value


FUNCTIONS = (
    Function(
        "exp",
        "e^x",
        fmpq(10),
        lambda R, x: R.exp(x),
        taylor_exp,
        both_ends,
        exp_g,
        exp_slope,
        nothing,
        exp_tail,
        "Taylor's theorem, Lagrange's remainder",
        partial(end_opinion, "exp", taylor_exp, 1),
        lambda d, order: remainder(arb.exp, taylor_exp, order + 1, d),
    ),
    Function(
        "log",
        "ln(1 + x)",
        fmpq(999_999, 1_000_000),
        lambda R, x: R.log1p(x),
        taylor_log,
        both_ends,
        log_g,
        log_slope,
        log_spread,
        log_tail,
        "Taylor's theorem, Lagrange's remainder; the geometric series",
        partial(end_opinion, "log1p", taylor_log, -1),
        lambda d, order: remainder(arb.log1p, taylor_log, order + 1, -d),
        end=-1,
    ),
    Function(
        "power",
        "(1 + x)^5",
        fmpq(10),
        lambda R, x: (1 + x) * (1 + x) * (1 + x) * (1 + x) * (1 + x),
        taylor_power,
        both_ends,
        power_g,
        power_slope,
        nothing,
        power_tail,
        "the binomial theorem",
        power_opinion,
        lambda d, order: remainder(lambda x: (1 + x) ** 5, taylor_power, order + 1, d),
        basic=True,
    ),
    *(
        Function(
            name,
            f"{name} x",
            fmpq(10),
            f,
            c,
            partial(wave_box, parity),
            partial(wave_g, parity),
            partial(wave_slope, parity),
            partial(wave_spread, parity),
            wave_tail,
            "Taylor's theorem, Lagrange's remainder",
            partial(wave_opinion, parity),
            partial(wave_second, parity),
            parity=parity,
        )
        for name, f, c, parity in (
            ("sin", lambda R, x: R.sin(x), taylor_sin, 1),
            ("cos", lambda R, x: R.cos(x), taylor_cos, 0),
        )
    ),
)

# --- problems and algorithms ------------------------------------------------------------------------


def largest(f: Function, d: Any, order: int) -> Maximum:
    n = order + 1
    return maximum(lambda t: f.g(n, t), lambda t: [f.slope(n, t)], [f.box(n, d)])


def condition(f: Function, d: Any, order: int) -> dict[str, arb]:
    # Where |g| is largest at an end that moves with d, k changes as |g| does there; inside, g' = 0; and at
    # the end 0 of a wave, which does not move, |g| falls away: there its slope is not positive.
    n = order + 1
    k, places = largest(f, d, order)
    speeds = []
    for (t,) in places:
        slope = f.slope(n, t)
        if f.parity is None:
            speeds.append(abs(slope))
        else:
            speeds.append(slope.max(arb(0)) * (1 if first(f.parity, n) > n else 2 * d))
    speed = speeds[0]
    for other in speeds[1:]:
        speed = speed.union(other)
    return {"inf": d * speed / k}


def quotient_at_the_end(f: Function) -> Callable[..., Any]:
    def body(R: Any, d: Any, order: int) -> Any:
        polynomial, power = R(0), R(1)
        for k in reversed(range(order + 1)):
            polynomial = polynomial * d + R(f.coefficient(k))
            power = power * d
        return abs(f.f(R, d) - polynomial) / power

    return body


def series_at_the_end(f: Function) -> Callable[..., Any]:
    def body(R: Any, d: Any, order: int, terms: int) -> Any:
        x, total = f.end * d, R(0)
        for k in reversed(range(order + 1, order + 1 + terms)):
            total = total * x + R(f.coefficient(k))
        return abs(total)

    return body


def drawn(high: fmpq) -> Callable[..., Iterator[Mapping[str, Any]]]:
    def points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
        # From where the quotient has no digit left to the largest d; ln(1+x) up to its singularity.
        near = [1 - fmpq(10) ** -k for k in range(1, 7)] if high < 1 else []
        sizes = [d for d in log_strata(count - len(near), -9, 1, random) if d <= high]
        for k, d in enumerate(sizes + near):
            yield {"d": d, "order": (1, 2, 1, 2, 3)[k % 5]}

    return points


ORDER = Parameter("order", 1, 4, (1, 2), shown=1)
TERMS = Parameter("terms", 1, 200, (3, 10, 30, 100), shown=30)


def declared(f: Function) -> tuple[Problem, Algorithm, Algorithm]:
    problem = Problem(
        name=f"big_o_constant_{f.name}",
        title=f"The least constant in the remainder of {f.formula}",
        formula=f"least k with |f(x) - P(x)| <= k |x|^(order + 1) on [-d, d], f = {f.formula}",
        source=BIG_O,
        systems=("C4",),
        inputs=(Input("d", fmpq(0), f.high, above=True),),
        parameters=(ORDER,),
        data=lambda d, order: (d, order),
        truth=Route(
            lambda d, order: largest(f, d, order).value,
            "branch and bound over the remainder's quotient as a hypergeometric function; the algorithms "
            "evaluate at one end",
        ),
        second=f.second
        and Route(
            f.second,
            "at the end where a theorem places the maximum; for sin and cos branch and bound over "
            "the elementary functions",
        ),
        opinion=Route(f.opinion, "mpmath's elementary function where the maximum lies"),
        sensitivity=Sensitivity(condition=partial(condition, f)),
        sweep=Sweep(axis=Axis("d", lambda d, order: d, log=True), points=drawn(f.high), count=36),
        references=tuple(
            {"d": d, "order": order}
            for d, order in (
                ("1/10", 1),
                ("1/2", 1),
                ("1/2", 2),
                ("1/1000", 3),
                ("9/10", 4),
                ("4", 1),
                ("7", 2),
            )
            if d in ("1/10", "1/2", "1/1000", "9/10") or f.high > 1
        ),
    )

    def series_bound(d: Any, order: int, terms: int) -> Any:
        # For the end -1, k is |g| at that end itself (log_spread).
        tail = f.tail(order + 1, terms, d)
        return tail if f.end < 0 else tail + f.spread(order + 1, d)

    return (
        problem,
        Algorithm(
            name="quotient_at_the_end",
            problem=problem,
            says="the remainder at x = d over d^n, as the text finds k",
            source=BIG_O,
            body=quotient_at_the_end(f),
            truncation=Bound(lambda d, order: f.spread(order + 1, d), f.theorem),
            basic=f.basic,
        ),
        Algorithm(
            name="series_at_the_end",
            problem=problem,
            says="the Taylor series of g, which does not cancel, at the end where |g| is largest",
            source=BIG_O,
            body=series_at_the_end(f),
            parameters=(TERMS,),
            truncation=Bound(series_bound, f.theorem),
        ),
    )


DECLARED = tuple(declared(f) for f in FUNCTIONS)
EXP, LOG, POWER, SIN, COS = FUNCTIONS
OF = {f.name: problem for f, (problem, *_) in zip(FUNCTIONS, DECLARED, strict=True)}

# --- claims -----------------------------------------------------------------------------------------

TENTH = fmpq(1, 10)
x_ = fmpq_poly([0, 1])
ERROR = (1 + x_) ** 5 - (1 + 5 * x_)


def expansion() -> list[tuple[Any, Any]]:
    return [(ERROR, 10 * x_**2 + 10 * x_**3 + 5 * x_**4 + x_**5)]


def at_a_tenth() -> Outcome:
    off, bound = ERROR(TENTH), 12 * TENTH**2
    return Outcome(bool(abs(off) < bound), f"1.1^5 - 1.5 = {off}, and 12 x^2 = {bound}", arb(off))


def up_to_a_tenth() -> Outcome:
    k = largest(POWER, arb(TENTH), 1).value
    near, far = (largest(POWER, arb(fmpq(n, 10_000)), 1).value for n in (1827, 1828))
    return Outcome(
        every([less(k, 12), less(near, 12), less(12, far)]),
        f"the least k on [-0.1, 0.1] is {k.str(12, radius=False)}, that of 10 + 10x + 5x^2 + x^3 at 0.1; "
        "12 serves on [-0.1827, 0.1827] and no longer on [-0.1828, 0.1828]",
        k,
    )


def square_dominates() -> Outcome:
    share = 10 * TENTH**2 / ERROR(TENTH)
    return Outcome(bool(share > fmpq(9, 10)), f"10 x^2 is {share} of it, {arb(share).str(4, radius=False)}")


def without_magnitude() -> Outcome:
    """e^x - (1 + x + x^2/2) at x = -1/2, where k x^3 < 0 for every k > 0."""
    x = arb(fmpq(-1, 2))
    size = abs(x.exp() - (1 + x + x * x / 2))
    return Outcome(
        False if size > 0 else None,
        f"at x = -1/2 |e^x - (1 + x + x^2/2)| is {size.str(4, radius=False)} and k x^3 is negative for every "
        "k > 0: no odd order would ever hold on both sides of 0",
        size,
    )


def at_one_point() -> Outcome:
    d = arb(fmpq(1, 2))
    found, least = abs(log_g(2, d)), largest(LOG, d, 1).value
    return Outcome(
        negated(less(found, least)),
        f"ln(1+x) - x at x = 1/2 over x^2 gives k = {found.str(6, radius=False)}; on [-1/2, 1/2] the "
        f"least k is {least.str(6, radius=False)}, at x = -1/2",
        least,
    )


def decimal_exponent() -> Outcome:
    cube = fmpq(1, 5) ** 3
    return Outcome(
        bool(fmpq(1, 1000) <= cube < fmpq(1, 100)),
        "10^-3 <= 0.2^3 = 8e-3 < 10^-2 (the nearest power of ten, in ratio, is 10^-2)",
    )


def claim(
    id: str, kind: str, f: Function, says: str, reading: str, check: Check, declared: str = CONFIRMED
) -> Claim:
    return Claim(id, OF[f.name], kind, says, reading, BIG_O, declared, check)


CLAIMS = (
    claim(
        "C-4a",
        "printed",
        POWER,
        "At x = 0.1 the linear approximation of (1+x)^5 is off by less than 12 x^2",
        "At that x, exactly.",
        at_a_tenth,
    ),
    claim(
        "C-4b",
        "law",
        POWER,
        "The remainder of 1 + 5x is 10x^2 + 10x^3 + 5x^4 + x^5",
        "As polynomials.",
        identity(expansion, "(1+x)^5 - (1+5x) = 10x^2 + 10x^3 + 5x^4 + x^5"),
    ),
    claim(
        "C-4c",
        "law",
        POWER,
        "The remainder is O(x^2), with 12 for the constant",
        "For every x of [-0.1, 0.1], not only at 0.1.",
        up_to_a_tenth,
    ),
    claim(
        "C-4d",
        "finding",
        POWER,
        "At x = 0.1 the term in x^2 decides the size of the remainder",
        "It makes more than nine tenths of it.",
        square_dominates,
    ),
    claim(
        "C-4e",
        "law",
        EXP,
        "f is O(x^n) near 0 if |f(x)| <= k x^n",
        "As printed, without the magnitude of x^n, for the text's own example e^x = 1 + x + x^2/2 + O(x^3). "
        "(With |x|^n, as the sentence before has it, it holds: C-2d.)",
        without_magnitude,
        REFUTED,
    ),
    claim(
        "C-4f",
        "law",
        LOG,
        "k is found by dividing the remainder by x^n",
        "At x = d, so that it serves on [-d, d]: for ln(1+x), d = 1/2. (For (1+x)^5 and e^x it does serve.)",
        at_one_point,
        REFUTED,
    ),
    claim(
        "C-5a",
        "printed",
        POWER,
        "0.2^3 = 0.008",
        "Half a unit of the last digit; it is exact.",
        printed("0.008", lambda: fmpq(1, 5) ** 3),
    ),
    claim(
        "C-5b",
        "printed",
        POWER,
        "0.2^3 = 8e-3",
        "Half a unit of the last digit; it is exact.",
        printed("8e-3", lambda: fmpq(1, 5) ** 3),
    ),
    claim(
        "C-5c",
        "finding",
        POWER,
        "The order of magnitude of 0.2^3 is 10^-3",
        "The exponent of its decimal notation. (Rounded in the logarithm it would be 10^-2.)",
        decimal_exponent,
    ),
)
