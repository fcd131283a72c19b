"""What the source says about it, each statement with its proof."""

from typing import Any

from flint import Ordering, fmpq_mpoly, fmpq_mpoly_ctx

from verify.catalogue.sources import WEBLOG
from verify.catalogue.taylor_several_variables.problem import MANY, ONE, TWO
from verify.claims.declare import Claims
from verify.claims.forms import identity
from verify.core.claim import REFUTED, Outcome, Reach
from verify.mathematics.linear import array

D3 = Claims(MANY, WEBLOG.at("on functions of n variables"), "D-3")


def generic(n: int) -> fmpq_mpoly:
    """c0 + sum of c_i x_i + sum over i <= j of c_ij x_i x_j."""
    x = [1 + 0 * GENERATORS["x1"], *(GENERATORS[f"x{i}"] for i in range(1, n + 1))]
    pairs = [(i, j) for i in range(n + 1) for j in range(i, n + 1)]
    return sum((GENERATORS[f"c{k}"] * x[i] * x[j] for k, (i, j) in enumerate(pairs)), 0 * x[0])


def at_base(f: fmpq_mpoly) -> fmpq_mpoly:
    """f with x replaced by a."""
    return f.compose(*(GENERATORS[name.replace("x", "a")] for name in NAMES), ctx=RING)


def as_printed(f: fmpq_mpoly, n: int) -> fmpq_mpoly:
    """f(a) + sum of h_i f_i + 1/2! sum over i, j of h_i h_j f_ij, derivatives at a."""
    h, x = steps(n), [f"x{i}" for i in range(1, n + 1)]
    first = [h[i] * at_base(f.derivative(x[i])) for i in range(n)]
    second = [
        h[i] * h[j] * at_base(f.derivative(x[i]).derivative(x[j])) / 2 for i in range(n) for j in range(n)
    ]
    return sum([*first, *second], at_base(f))


def printed_for_one(f: fmpq_mpoly) -> fmpq_mpoly:
    """f(x_k) + (x - x_k) f' + 1/2! (x - x_k)^2 f''."""
    (h,), slope = steps(1), f.derivative("x1")
    return at_base(f) + h * at_base(slope) + h * h * at_base(slope.derivative("x1")) / 2


def printed_for_two(f: fmpq_mpoly) -> fmpq_mpoly:
    """With f_xy and f_yx apart, half of each."""
    (h, k), f_x, f_y = steps(2), f.derivative("x1"), f.derivative("x2")
    f_xx, f_xy, f_yx, f_yy = (at_base(g.derivative(v)) for g in (f_x, f_y) for v in ("x1", "x2"))
    second = h * h * f_xx / 2 + h * k * f_xy / 2 + h * k * f_yx / 2 + k * k * f_yy / 2
    return at_base(f) + h * at_base(f_x) + k * at_base(f_y) + second


def printed_as_matrices(f: fmpq_mpoly, n: int) -> Any:
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


SMOOTH = "For every f twice continuously differentiable near a, the remainder being o(|h|^2)"


# Both sides of an expansion to second order depend on f near a only up to o(|h|^2): if f is twice
# continuously differentiable, f minus the quadratic polynomial q with the same value, gradient and Hessian
# at a is o(|h|^2) (Taylor-Young: along each line, uniformly). So the printed form holds for all such f if it
# gives back every quadratic polynomial exactly: an identity in its coefficients, in a and in h. It is linear
# in f, so the monomials 1, x_i, x_i x_j are enough, and in those only the variables i and j occur: what
# holds for n = 2 holds for every n. Generic quadratics in 1, 2 and 3 variables are tested.
# The forms are linear in value, gradient and Hessian: what is an identity for quadratics of three variables
# holds for each pair of variables among n.
ON_A_LINE = (
    "remainder and every n by Taylor's theorem in one variable on the line a + th (quoted), where grad f.h "
    "and h^T H h are the derivatives"
)
NAMES = ("x1", "x2", "x3", "a1", "a2", "a3", *(f"c{k}" for k in range(10)))
RING = fmpq_mpoly_ctx.get(NAMES, Ordering.lex)
GENERATORS = dict(zip(NAMES, RING.gens(), strict=True))


def steps(n: int) -> list[fmpq_mpoly]:
    return [GENERATORS[f"x{i}"] - GENERATORS[f"a{i}"] for i in range(1, n + 1)]


CLAIMS_D3 = D3.whole(
    "law",
    says="The second-order expansions in one, two and n variables.",
    reading="All four forms, for every f twice continuously differentiable near a, the remainder "
    "being o(|h|^2).",
    parts=(
        D3.law(
            "a",
            says="f(x) = f(x_k) + (x - x_k) f'(x_k) + 1/2! (x - x_k)^2 f''(x_k) + a remainder.",
            reading=f"{SMOOTH}.",
            check=identity(
                lambda: [(printed_for_one(generic(1)), generic(1))], "every quadratic is given back, n = 1"
            ),
            reach=Reach.THEOREM,
            place="on functions of one variable",
            problem=ONE,
        ),
        D3.law(
            "b",
            says="In matrix form f(x) = f(x_k) + grad f^T (x - x_k) + 1/2! (x - x_k)^T H (x - x_k) + "
            "a remainder, H_ij = d^2 f/dx_i dx_j.",
            reading=f"{SMOOTH}, for every n.",
            check=identity(
                lambda: [(printed_as_matrices(generic(n), n), generic(n)) for n in (1, 2, 3)],
                f"every quadratic is given back, n = 1, 2, 3; {ON_A_LINE}",
            ),
            reach=Reach.THEOREM,
        ),
        D3.law(
            "c",
            says="The same in two variables, written out with f_xy and f_yx.",
            reading=f"{SMOOTH}.",
            check=identity(
                lambda: [(printed_for_two(generic(2)), generic(2))], "every quadratic is given back, n = 2"
            ),
            reach=Reach.THEOREM,
            place="on functions of two variables",
            problem=TWO,
        ),
        D3.law(
            "d",
            says="The same in n variables, as sums over i and over i, j.",
            reading=f"{SMOOTH}, for every n.",
            check=identity(
                lambda: [(as_printed(generic(n), n), generic(n)) for n in (1, 2, 3)],
                f"every quadratic is given back, n = 1, 2, 3; {ON_A_LINE}",
            ),
            reach=Reach.THEOREM,
        ),
        D3.law(
            "e",
            says="The remainder is o^n.",
            reading="To the letter, n the number of variables: o(|h|^n) for every smooth f and every n. "
            "(Neighbour: o(|h|^2), D-3a to D-3d, holds.)",
            check=not_to_the_power_n,
            reach=Reach.COUNTEREXAMPLE,
            declared=REFUTED,
            neighbour=True,
        ),
        D3.law(
            "f",
            says="The expansion holds (no hypothesis on f is given).",
            reading="For every f with first and second partial derivatives at the point, the remainder "
            "being o(|h|^2).",
            check=without_hypothesis,
            reach=Reach.COUNTEREXAMPLE,
            declared=REFUTED,
            neighbour=True,
            place="on functions of two variables",
            problem=TWO,
        ),
    ),
)
