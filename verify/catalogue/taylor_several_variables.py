"""Taylor expansion to second order in one, two and n variables: gradient, Hessian, order of the remainder."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import product
from random import Random
from typing import Any

from flint import Ordering, arb, arb_series, fmpq, fmpq_mpoly_ctx

from verify.claims.forms import identity
from verify.core.claim import CONFIRMED, REFUTED, Claim, Outcome
from verify.core.model import (
    Algorithm,
    Axis,
    Bound,
    Input,
    Parameter,
    Problem,
    Quantity,
    Route,
    Sensitivity,
    Source,
    Sweep,
)
from verify.mathematics.linear import array
from verify.mathematics.sampling import log_strata, strata
from verify.measure.budget import norm

NOTES = Source("hope_wisdom", None, "Taylor expansions, weblog notes")
ROSENBROCK = Source("H. H. Rosenbrock", 1960, "An automatic method for finding the greatest or least value")
ORDER = Parameter("order", 1, 2, (1, 2), shown=2)

# --- one variable: Runge's function, which has a finite radius of convergence at every point ----------


def runge(a: Any, h: Any) -> Any:
    return 1 / (1 + (a + h) ** 2)


def runge_expansion(R: Any, a: Any, h: Any, order: int) -> Any:
    q = 1 + a * a
    linear = 1 / q + h * (-2 * a / (q * q))
    return linear if order == 1 else linear + h * h * ((6 * a * a - 2) / (q * q * q)) / 2


def runge_remainder(a: Any, h: Any, order: int) -> Any:
    # f(x) = -Im 1/(x + i), so |f^(m)(x)|/m! <= |x + i|^-(m+1) = (1 + x^2)^(-(m+1)/2); Lagrange's remainder
    # with x between a and a + h, where |x| is at least the distance of 0 from that interval.
    near = a.min(a + h).max(-a.max(a + h)).max(arb(0))
    return abs(h) ** (order + 1) / (1 + near * near).sqrt() ** (order + 2)


def runge_points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
    places = strata(count, -5, 5, 2, random)
    random.shuffle(places)
    for k, (a, h) in enumerate(zip(places, log_strata(count, -10, 1, random), strict=False)):
        yield {"a": a, "h": h if k % 2 else -h}


# --- two variables: Rosenbrock's function, a curved valley --------------------------------------------


def rosenbrock(a: Any, b: Any, h: Any, k: Any) -> Any:
    return (1 - (a + h)) ** 2 + 100 * (b + k - (a + h) ** 2) ** 2


def multiplied_out(mp: Any, a: Any, b: Any, h: Any, k: Any) -> Any:
    x, y = a + h, b + k
    return (((100 * x) * x + 1 - 200 * y) * x - 2) * x + 100 * y * y + 1


def rosenbrock_gradient(a: Any, b: Any, h: Any, k: Any) -> list[Any]:
    x, y = a + h, b + k
    by_x, by_y = -2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)
    return [by_x, by_y, by_x, by_y]


def rosenbrock_expansion(R: Any, a: Any, b: Any, h: Any, k: Any, order: int) -> Any:
    c, e = 1 - a, b - a * a
    linear = c * c + 100 * (e * e) + h * (-2 * c - 400 * a * e) + k * (200 * e)
    if order == 1:
        return linear
    f_xx, f_xy, f_yy = 2 - 400 * e + 800 * a * a, -400 * a, R(200)
    return linear + h * h * f_xx / 2 + h * k * f_xy / 2 + k * h * f_xy / 2 + k * k * f_yy / 2


def rosenbrock_remainder(a: Any, b: Any, h: Any, k: Any, order: int) -> Any:
    # With e = b - a^2, m = k - 2ah: f(a+h, b+k) = (1-a-h)^2 + 100 (e + m - h^2)^2. Beyond the second order
    # this leaves 100 (h^4 - 2 m h^2), and of the second order h^2 + 100 (m^2 - 2 e h^2): an equality.
    m = k - 2 * a * h
    left = 100 * (h**4 - 2 * m * h * h)
    return abs(left if order == 2 else left + h * h + 100 * (m * m - 2 * (b - a * a) * h * h))


def rosenbrock_points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
    directions = ((1, 0), (1, 3), (1, 1), (-1, 2), (3, -1))
    places = strata(count, -2, 2, 2, random)
    random.shuffle(places)
    for n, (a, t) in enumerate(zip(places, log_strata(count, -10, 1, random), strict=False)):
        u, v = directions[n % len(directions)]
        yield {"a": a, "b": fmpq(random.randint(-100, 300), 100), "h": u * t, "k": v * t}


# --- n variables: sqrt(1 + |x|^2) ---------------------------------------------------------------------


def hyperboloid_data(step: fmpq, n: int) -> tuple[Any, Any]:
    """A base point with entries -5/4..5/4 and a direction with entries -1..1, the first 1, times the step."""
    a = [fmpq((7 * i + 3) % 11 - 5, 4) for i in range(n)]
    d = [fmpq(3 - (5 * i) % 7, 3) for i in range(n)]
    return array(a, (n,)), array([step * x for x in d], (n,))


def hyperboloid(a: Any, h: Any) -> Any:
    return arb(1 + sum((x * x for x in a + h), fmpq(0))).sqrt()


def norm_by_ball(a: Any, h: Any) -> Any:
    """|(1, x)| entry by entry: r <- |(r, x_i)|."""
    r = arb(1)
    for x in a + h:
        r = arb(r + abs(arb(x))) * (1 - 2 * r * abs(arb(x)) / (r + abs(arb(x))) ** 2).sqrt()
    return r


def hyperboloid_opinion(mp: Any, a: Any, h: Any) -> Any:
    return mp.norm([1, *(mp.mpf(int(x.p)) / int(x.q) for x in a + h)])


def inner(x: Any, y: Any) -> Any:
    total = x[0] * y[0]
    for i in range(1, len(x)):
        total = total + x[i] * y[i]
    return total


def hyperboloid_expansion(R: Any, a: Any, h: Any, order: int) -> Any:
    # f_i = a_i/f and f_ij = (delta_ij - a_i a_j/f^2)/f, summed over all i and j as the text has it.
    square = 1 + inner(a, a)
    f = R.sqrt(square)
    linear = f + inner(h, a / f)
    if order == 1:
        return linear
    form = R(0)
    for i, j in product(range(len(a)), repeat=2):
        form = form + h[i] * h[j] * ((int(i == j) - a[i] * a[j] / square) / f)
    return linear + form / 2


def hyperboloid_remainder(a: Any, h: Any, order: int) -> Any:
    # On the line, f = sqrt(q) with q(t) = |h|^2 t^2 + 2 (a.h) t + 1 + |a|^2. With the constant
    # D = |h|^2 (1 + |a|^2) - (a.h)^2, f'' = D/q^(3/2) and f''' = -3 D q'/(2 q^(5/2)), where |q'|/2 = |h.x| <=
    # |h| sqrt(q). As q >= 1 and q >= D/|h|^2 everywhere, Lagrange's remainders are at most D/(2 q^(3/2)) and
    # |h| D/(2 q^2) with the larger of the two as q.
    length = inner(h, h)
    D = length * (1 + inner(a, a)) - inner(a, h) ** 2
    q = (D / length).max(arb(1))
    return D / (2 * q * q.sqrt()) if order == 1 else length.sqrt() * D / (2 * q * q)


SIZES = (2, 3, 10, 30, 100)


def hyperboloid_points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
    for k, step in enumerate(log_strata(count, -10, 2, random)):
        yield {"step": step, "n": SIZES[k % len(SIZES)]}


def hyperboloid_condition(a: Any, h: Any) -> dict[str, arb]:
    # The relative change of f for relative changes of every a_i and h_i by at most one unit: with x = a + h,
    # sum of |x_i| (|a_i| + |h_i|) over 1 + |x|^2.
    x = a + h
    return {"inf": arb(sum(abs(x) * (abs(a) + abs(h)), fmpq(0)) / (1 + sum(x * x, fmpq(0))))}


# --- gradient and Hessian by series -------------------------------------------------------------------


def on_line(function: Callable[[Sequence[Any]], Any], a: Sequence[Any], h: Sequence[Any]) -> tuple[arb, arb]:
    """The directional derivatives grad f.h and h^T H h, from f(a + th) to t^2."""
    coefficients = function([arb_series([arb(x), arb(d)], 3) for x, d in zip(a, h, strict=True)])
    return coefficients[1], 2 * coefficients[2]


def gradient_and_hessian(function: Callable[[Sequence[Any]], Any], a: Sequence[Any]) -> tuple[Any, Any]:
    """f_i and f_ij as balls; f_ij by polarisation, (q(e_i + e_j) - q(e_i) - q(e_j))/2."""
    n = len(a)
    axes = [[int(i == j) for j in range(n)] for i in range(n)]
    along = [on_line(function, a, axis) for axis in axes]
    hessian = [
        along[i][1]
        if i == j
        else (
            on_line(function, a, [x + y for x, y in zip(axes[i], axes[j], strict=True)])[1]
            - along[i][1]
            - along[j][1]
        )
        / 2
        for i in range(n)
        for j in range(n)
    ]
    return array([slope for slope, _ in along], (n,)), array(hessian, (n, n))


def root_of_squares(x: Sequence[Any]) -> Any:
    return sum((v * v for v in x), arb_series([1], 3)).sqrt()


def term(order: int, step: fmpq, n: int) -> arb:
    return on_line(root_of_squares, *hyperboloid_data(step, n))[order - 1]


def term_by_formula(order: int, step: fmpq, n: int) -> arb:
    a, h = hyperboloid_data(step, n)
    square, slope = arb(1 + sum(a * a, fmpq(0))), arb(sum(a * h, fmpq(0)))
    return (
        slope / square.sqrt()
        if order == 1
        else (sum(h * h, fmpq(0)) - slope * slope / square) / square.sqrt()
    )


def term_opinion(order: int, mp: Any, step: fmpq, n: int) -> Any:
    with mp.workprec(8 * mp.prec):
        a, h = ([mp.mpf(int(x.p)) / int(x.q) for x in v] for v in hyperboloid_data(step, n))
        found = mp.diff(lambda t: mp.norm([1, *(x + t * d for x, d in zip(a, h, strict=True))]), 0, order)
    return +found


def hessian_norm(step: fmpq, n: int) -> arb:
    return norm(gradient_and_hessian(root_of_squares, hyperboloid_data(step, n)[0])[1])


def hessian_norm_by_formula(step: fmpq, n: int) -> arb:
    a = hyperboloid_data(step, n)[0]
    square = 1 + sum(a * a, fmpq(0))
    rows = [sum((abs(int(i == j) - a[i] * a[j] / square) for j in range(n)), fmpq(0)) for i in range(n)]
    return arb(max(rows)) / arb(square).sqrt()


def hessian_norm_opinion(mp: Any, step: fmpq, n: int) -> Any:
    a = mp.matrix([mp.mpf(int(x.p)) / int(x.q) for x in hyperboloid_data(step, n)[0]])
    f = mp.norm([1, *a])
    return mp.mnorm(mp.eye(n) / f - a * a.T / f**3, mp.inf)


QUANTITIES = (
    *(
        Quantity(
            name, says, partial(term, order), partial(term_by_formula, order), partial(term_opinion, order)
        )
        for order, name, says in (
            (1, "gradient_term", "grad f(a) . h by a power series along h; by the formula; by mpmath's diff"),
            (2, "hessian_term", "h^T H(a) h, likewise"),
        )
    ),
    Quantity(
        "hessian_norm",
        "||H(a)|| in the infinity norm, H by power series along e_i and e_i + e_j; by the formula, twice",
        hessian_norm,
        hessian_norm_by_formula,
        hessian_norm_opinion,
    ),
)

# --- problems and algorithms --------------------------------------------------------------------------


def measured_order(
    expansion: Callable[..., Any], truth: Callable[..., Any], steps: int
) -> Callable[..., Any]:
    """log2 of the remainder at h over that at h/2, h being the last `steps` data: the order in the limit."""

    def order_of(R: Any, *data: Any, order: int) -> Any:
        halved = (*data[:-steps], *(h / 2 for h in data[-steps:]))
        left, right = (abs(expansion(R, *x, order) - truth(*x)) for x in (data, halved))
        return (left / right).log() / arb(2).log()

    return order_of


def hyperboloid_of_balls(a: Any, h: Any) -> Any:
    return (1 + inner(a + h, a + h)).sqrt()


def expansion(
    problem: Problem, body: Any, bound: Any, theorem: str, place: str, truth: Any, steps: int
) -> Algorithm:
    return Algorithm(
        name="expansion",
        problem=problem,
        says="f(a) + grad f(a).h, and h^T H(a) h/2 where the order is 2",
        source=NOTES.at(place),
        body=body,
        parameters=(ORDER,),
        truncation=Bound(bound, theorem),
        diagnostics={"measured_order": measured_order(body, truth, steps)},
    )


ONE = Problem(
    name="taylor_one_variable",
    title="Runge's function by its expansion at a point",
    formula="f(a + h), f(x) = 1/(1 + x^2)",
    source=NOTES.at("on functions of one variable"),
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
    source=NOTES.at("on functions of two variables"),
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
    source=NOTES.at("on functions of n variables"),
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

ALGORITHMS = (
    expansion(
        ONE,
        runge_expansion,
        runge_remainder,
        "Taylor's theorem, Lagrange's remainder",
        "on functions of one variable",
        runge,
        1,
    ),
    expansion(
        TWO,
        rosenbrock_expansion,
        rosenbrock_remainder,
        "a polynomial of degree 4: an equality",
        "on functions of two variables",
        rosenbrock,
        2,
    ),
    expansion(
        MANY,
        hyperboloid_expansion,
        hyperboloid_remainder,
        "Taylor's theorem, Lagrange's remainder on the line",
        "on functions of n variables",
        hyperboloid_of_balls,
        1,
    ),
)

# --- claims -------------------------------------------------------------------------------------------
#
# Both sides of an expansion to second order depend on f near a only up to o(|h|^2): if f is twice
# continuously differentiable, f minus the quadratic polynomial q with the same value, gradient and Hessian
# at a is o(|h|^2) (Taylor-Young: along each line, uniformly). So the printed form holds for all such f if it
# gives back every quadratic polynomial exactly: an identity in its coefficients, in a and in h. It is linear
# in f, so the monomials 1, x_i, x_i x_j are enough, and in those only the variables i and j occur: what
# holds for n = 2 holds for every n. Generic quadratics in 1, 2 and 3 variables are tested.

NAMES = ("x1", "x2", "x3", "a1", "a2", "a3", *(f"c{k}" for k in range(10)))
RING = fmpq_mpoly_ctx.get(NAMES, Ordering.lex)
GENERATORS = dict(zip(NAMES, RING.gens(), strict=True))


def generic(n: int) -> Any:
    """c0 + sum of c_i x_i + sum over i <= j of c_ij x_i x_j."""
    x = [1 + 0 * GENERATORS["x1"], *(GENERATORS[f"x{i}"] for i in range(1, n + 1))]
    pairs = [(i, j) for i in range(n + 1) for j in range(i, n + 1)]
    return sum((GENERATORS[f"c{k}"] * x[i] * x[j] for k, (i, j) in enumerate(pairs)), 0 * x[0])


def at_base(f: Any) -> Any:
    """f with x replaced by a."""
    return f.compose(*(GENERATORS[name.replace("x", "a")] for name in NAMES), ctx=RING)


def steps(n: int) -> list[Any]:
    return [GENERATORS[f"x{i}"] - GENERATORS[f"a{i}"] for i in range(1, n + 1)]


def as_printed(f: Any, n: int) -> Any:
    """f(a) + sum of h_i f_i + 1/2! sum over i, j of h_i h_j f_ij, derivatives at a."""
    h, x = steps(n), [f"x{i}" for i in range(1, n + 1)]
    first = [h[i] * at_base(f.derivative(x[i])) for i in range(n)]
    second = [
        h[i] * h[j] * at_base(f.derivative(x[i]).derivative(x[j])) / 2 for i in range(n) for j in range(n)
    ]
    return sum([*first, *second], at_base(f))


def printed_for_one(f: Any) -> Any:
    """f(x_k) + (x - x_k) f' + 1/2! (x - x_k)^2 f''."""
    (h,), slope = steps(1), f.derivative("x1")
    return at_base(f) + h * at_base(slope) + h * h * at_base(slope.derivative("x1")) / 2


def printed_for_two(f: Any) -> Any:
    """With f_xy and f_yx apart, half of each."""
    (h, k), f_x, f_y = steps(2), f.derivative("x1"), f.derivative("x2")
    f_xx, f_xy, f_yx, f_yy = (at_base(g.derivative(v)) for g in (f_x, f_y) for v in ("x1", "x2"))
    second = h * h * f_xx / 2 + h * k * f_xy / 2 + h * k * f_yx / 2 + k * k * f_yy / 2
    return at_base(f) + h * at_base(f_x) + k * at_base(f_y) + second


def printed_as_matrices(f: Any, n: int) -> Any:
    """f(a) + g^T h + 1/2! h^T H h with row i of H the derivatives of f_i, as printed."""
    x = [f"x{i}" for i in range(1, n + 1)]
    h = array(steps(n), (n, 1))
    g = array([at_base(f.derivative(v)) for v in x], (n, 1))
    H = array([at_base(f.derivative(v).derivative(w)) for v in x for w in x], (n, n))
    return at_base(f) + (g.T @ h)[0, 0] + (h.T @ H @ h)[0, 0] / 2


def without_hypothesis() -> Outcome:
    # Peano: f = xy (x^2 - y^2)/(x^2 + y^2), f(0, 0) = 0. It is 0 on both axes, f_x(0, y) = -y, f_y(x, 0) = x:
    # f_xx = f_yy = 0, f_xy = -1, f_yx = 1 at 0, so the printed expansion is 0. But f(2s, s) = 6/5 s^2, where
    # |h|^2 = 5 s^2.
    s = GENERATORS["x1"]
    x, y = 2 * s, s
    equal = 5 * x * y * (x * x - y * y) == 6 * s * s * (x * x + y * y)
    return Outcome(
        False if equal else None,
        "for Peano's xy (x^2 - y^2)/(x^2 + y^2) at 0 the printed expansion is 0 (f_xy = -1, f_yx = 1), but "
        "f(2s, s) = 6/25 |h|^2",
    )


def not_to_the_power_n() -> Outcome:
    # f = x_1^3 in three variables at 0: the printed expansion is 0, and f(s, 0, 0) = s^3 = |h|^3.
    cube = GENERATORS["x1"] ** 3
    printed = as_printed(cube, 3).subs({"a1": 0, "a2": 0, "a3": 0})
    return Outcome(
        False if printed == 0 * cube else None,
        "for x_1^3 in three variables at 0 the remainder at (s, 0, 0) is s^3: |h|^3, and not o(|h|^3)",
    )


def law(letter: str, problem: Problem, declared: str, says: str, reading: str, check: Any) -> Claim:
    return Claim(f"D-3{letter}", problem, "law", says, reading, problem.source, declared, check)


SMOOTH = "For every f twice continuously differentiable near a, the remainder being o(|h|^2)"

CLAIMS = (
    law(
        "a",
        ONE,
        CONFIRMED,
        "f(x) = f(x_k) + (x - x_k) f'(x_k) + 1/2! (x - x_k)^2 f''(x_k) + a remainder.",
        f"{SMOOTH}.",
        identity(lambda: [(printed_for_one(generic(1)), generic(1))], "every quadratic is given back, n = 1"),
    ),
    law(
        "b",
        MANY,
        CONFIRMED,
        "In matrix form f(x) = f(x_k) + grad f^T (x - x_k) + 1/2! (x - x_k)^T H (x - x_k) + a remainder, "
        "H_ij = d^2 f/dx_i dx_j.",
        f"{SMOOTH}, for every n.",
        identity(
            lambda: [(printed_as_matrices(generic(n), n), generic(n)) for n in (1, 2, 3)],
            "every quadratic is given back, n = 1, 2, 3",
        ),
    ),
    law(
        "c",
        TWO,
        CONFIRMED,
        "The same in two variables, written out with f_xy and f_yx.",
        f"{SMOOTH}.",
        identity(lambda: [(printed_for_two(generic(2)), generic(2))], "every quadratic is given back, n = 2"),
    ),
    law(
        "d",
        MANY,
        CONFIRMED,
        "The same in n variables, as sums over i and over i, j.",
        f"{SMOOTH}, for every n.",
        identity(
            lambda: [(as_printed(generic(n), n), generic(n)) for n in (1, 2, 3)],
            "every quadratic is given back, n = 1, 2, 3",
        ),
    ),
    law(
        "e",
        MANY,
        REFUTED,
        "The remainder is o^n.",
        "To the letter, n the number of variables: o(|h|^n) for every smooth f and every n. (Neighbour: "
        "o(|h|^2), D-3a to D-3d, holds.)",
        not_to_the_power_n,
    ),
    law(
        "f",
        TWO,
        REFUTED,
        "The expansion holds (no hypothesis on f is given).",
        "For every f with first and second partial derivatives at the point, the remainder being o(|h|^2).",
        without_hypothesis,
    ),
)
