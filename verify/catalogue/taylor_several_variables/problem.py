"""Taylor expansion to second order in one, two and n variables: gradient, Hessian, order of the remainder."""

from collections.abc import Iterator
from random import Random

from flint import arb, fmpq

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.sources import WEBLOG
from verify.catalogue.taylor_several_variables.quantities import QUANTITIES, SIZES, hyperboloid_data
from verify.core.model import Axis, Input, Inputs, Parameter, Problem, Route, Sensitivity, Sweep
from verify.mathematics.sampling import log_strata, strata


# --- one variable: Runge's function, which has a finite radius of convergence at every point ----------
def runge(a: arb, h: arb) -> arb:
    return 1 / (1 + (a + h) ** 2)


def runge_points(count: int, random: Random) -> Iterator[Inputs]:
    places = strata(count, -5, 5, 2, random)
    random.shuffle(places)
    for k, (a, h) in enumerate(zip(places, log_strata(count, -10, 1, random), strict=False)):
        yield {"a": a, "h": h if k % 2 else -h}


# --- two variables: Rosenbrock's function, a curved valley --------------------------------------------
def rosenbrock(a: arb, b: arb, h: arb, k: arb) -> arb:
    return (1 - (a + h)) ** 2 + 100 * (b + k - (a + h) ** 2) ** 2


def multiplied_out(mp: Mpmath, a: Mpf, b: Mpf, h: Mpf, k: Mpf) -> Mpf:
    x, y = a + h, b + k
    return (((100 * x) * x + 1 - 200 * y) * x - 2) * x + 100 * y * y + 1


def rosenbrock_gradient(a: arb, b: arb, h: arb, k: arb) -> list[arb]:
    x, y = a + h, b + k
    by_x, by_y = -2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)
    return [by_x, by_y, by_x, by_y]


def rosenbrock_points(count: int, random: Random) -> Iterator[Inputs]:
    directions = ((1, 0), (1, 3), (1, 1), (-1, 2), (3, -1))
    places = strata(count, -2, 2, 2, random)
    random.shuffle(places)
    for n, (a, t) in enumerate(zip(places, log_strata(count, -10, 1, random), strict=False)):
        u, v = directions[n % len(directions)]
        yield {"a": a, "b": fmpq(random.randint(-100, 300), 100), "h": u * t, "k": v * t}


# --- n variables: sqrt(1 + |x|^2) ---------------------------------------------------------------------
def hyperboloid(a: Matrix, h: Matrix) -> arb:
    return arb(1 + sum((x * x for x in a + h), fmpq(0))).sqrt()


def norm_by_ball(a: Matrix, h: Matrix) -> arb:
    """|(1, x)| entry by entry: r <- |(r, x_i)|."""
    r = arb(1)
    for x in a + h:
        r = arb(r + abs(arb(x))) * (1 - 2 * r * abs(arb(x)) / (r + abs(arb(x))) ** 2).sqrt()
    return r


def hyperboloid_opinion(mp: Mpmath, a: Matrix, h: Matrix) -> Mpf:
    return mp.norm([1, *(mp.mpf(int(x.p)) / int(x.q) for x in a + h)])


def hyperboloid_points(count: int, random: Random) -> Iterator[Inputs]:
    for k, step in enumerate(log_strata(count, -10, 2, random)):
        yield {"step": step, "n": SIZES[k % len(SIZES)]}


def hyperboloid_condition(a: Matrix, h: Matrix) -> dict[str, arb]:
    # The relative change of f for relative changes of every a_i and h_i by at most one unit: with x = a + h,
    # sum of |x_i| (|a_i| + |h_i|) over 1 + |x|^2.
    x = a + h
    return {"inf": arb(sum(abs(x) * (abs(a) + abs(h)), fmpq(0)) / (1 + sum(x * x, fmpq(0))))}


ONE = Problem(
    name="taylor_one_variable",
    title="Runge's function by its expansion at a point",
    formula="f(a + h), f(x) = 1/(1 + x^2)",
    source=WEBLOG.at("on functions of one variable"),
    systems=("D3",),
    inputs=(Input("a", fmpq(-5), fmpq(5)), Input("h", fmpq(-10), fmpq(10))),
    truth=Route(runge, "one division at the point itself; the algorithm uses value and derivatives at a"),
    opinion=Route(lambda mp, a, h: -(1 / mp.mpc(a + h, 1)).imag, "-Im 1/(x + i) in mpmath"),
    sensitivity=Sensitivity(gradient=lambda a, h: [-2 * (a + h) * runge(a, h) ** 2] * 2),
    sweep=Sweep(axis=Axis("|h|", lambda a, h: abs(h), log=True), points=runge_points, count=120),
    references=tuple(
        {"a": a, "h": h}
        for a, h in (("0", "1/10"), ("1", "1/1000"), ("-2", "1/2"), ("5", "-5"), ("1/3", "10"))
    ),
)


TWO = Problem(
    name="taylor_two_variables",
    title="Rosenbrock's function by its expansion at a point",
    formula="f(a + h, b + k), f(x, y) = (1 - x)^2 + 100 (y - x^2)^2",
    source=WEBLOG.at("on functions of two variables"),
    systems=("D3",),
    inputs=(
        Input("a", fmpq(-2), fmpq(2)),
        Input("b", fmpq(-1), fmpq(3)),
        Input("h", fmpq(-30), fmpq(30)),
        Input("k", fmpq(-30), fmpq(30)),
    ),
    truth=Route(
        rosenbrock, "the polynomial at the point itself; the algorithm uses value and derivatives at (a, b)"
    ),
    opinion=Route(multiplied_out, "the polynomial multiplied out, by Horner's rule in mpmath"),
    sensitivity=Sensitivity(gradient=rosenbrock_gradient),
    sweep=Sweep(
        axis=Axis("max(|h|, |k|)", lambda a, b, h, k: max(abs(h), abs(k)), log=True),
        points=rosenbrock_points,
        count=120,
    ),
    references=tuple(
        dict(zip("abhk", row.split(), strict=True))
        for row in ("-6/5 1 1/10 1/10", "1 1 1/100 0", "0 0 1 1", "3/2 2 -1/1000 1/500", "-1 3 10 -5")
    ),
)


MANY = Problem(
    name="taylor_n_variables",
    title="sqrt(1 + |x|^2) in n variables by its expansion at a point",
    formula="f(a + h), f(x) = sqrt(1 + x_1^2 + ... + x_n^2), h = step d",
    source=WEBLOG.at("on functions of n variables"),
    systems=("D3",),
    inputs=(Input("step", fmpq(0), fmpq(1000), above=True),),
    parameters=(Parameter("n", 1, 200, SIZES, shown=10),),
    data=hyperboloid_data,
    truth=Route(
        hyperboloid,
        "the sum of squares in exact rationals and one root, at the point itself; the algorithm uses value "
        "and derivatives at a",
    ),
    second=Route(norm_by_ball, "r <- |(r, x_i)|, entry by entry"),
    opinion=Route(hyperboloid_opinion, "the Euclidean norm of (1, x) in mpmath"),
    sensitivity=Sensitivity(condition=hyperboloid_condition),
    sweep=Sweep(axis=Axis("step", lambda step, n: step, log=True), points=hyperboloid_points, count=50),
    references=tuple(
        {"step": step, "n": n}
        for step, n in (("1/1000000", 2), ("1/10", 3), ("1", 5), ("10", 10), ("1/1000", 30))
    ),
    quantities=QUANTITIES,
)
