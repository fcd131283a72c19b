"""What NIST certifies of the nonlinear regressions: one minimum in the printed box, and each figure.

The printed box holds the parameters within half a unit of the last digit of each estimate. Of a minimum b
with the residuals r and the derivatives J, the residual sum of squares is r^T r, the residual variance that
over n - p, and the variance of b_j the residual variance times (J^T J)^-1_jj.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from flint import arb, arb_mat, fmpq

from verify.arithmetic.precision import current_bits, every
from verify.catalogue.nist.nonlinear import problem
from verify.catalogue.nist.nonlinear_fit import SETS, Residuals, data, fitted, jacobian, parameters
from verify.catalogue.sources import NIST
from verify.claims.declare import Claims
from verify.claims.forms import Check, identity, last_unit, printed
from verify.core.claim import CONFIRMED, REFUTED, Claim, Outcome, Reach
from verify.core.literals import rational
from verify.mathematics.linear import array, positive_definite

MISPRINTED = ("Rat43 degrees_of_freedom",)  # 9, where 15 observations and 4 parameters leave 11


@dataclass(frozen=True)
class Fit:
    """A proved minimum: the parameters, their standard deviations, and the residual sum of squares."""

    estimates: tuple[arb, ...]
    deviations: tuple[arb, ...]
    squares: arb
    n: int

    @property
    def degrees(self) -> int:
        return self.n - len(self.estimates)

    @property
    def residual_deviation(self) -> arb:
        return (self.squares / self.degrees).sqrt()


@lru_cache(maxsize=64)
def _fit(dataset: int, bits: int) -> Fit:
    x, y, _ = data(dataset)
    b = list(fitted(x, y, dataset))
    r, p, n = Residuals(x, y, dataset).at(b), len(b), len(y)
    J = jacobian(r, p, n)
    squares = (r.value * r.value).sum()
    inverse = (J * J.transpose()).inv() if squares.is_finite() else arb_mat(p, p, [arb.nan()] * (p * p))
    deviations = tuple((squares / (n - p) * inverse[j, j]).sqrt() for j in range(p))
    return Fit(tuple(b), deviations, squares, n)


def fit(dataset: int) -> Fit:
    """What is proved at the precision in force."""
    return _fit(dataset, current_bits())


def in_the_box(dataset: int, estimates: tuple[str, ...]) -> Check:
    """Exactly one stationary point lies in the printed box, and it is a minimum.

    S is strictly convex on a box over which its Hessian is positive definite, and has one stationary point
    there at most. The box taken spans the printed one and the point that Krawczyk's operator proves: so that
    point is the only one in it, in the printed box or out of it.
    """

    def check() -> Outcome:
        found = fit(dataset).estimates
        units = [last_unit(e) for e in estimates]
        off = [abs(b - rational(e)) / u for b, e, u in zip(found, estimates, units, strict=True)]
        inside = every([True if 2 * v <= 1 else False if 2 * v > 1 else None for v in off])
        if not all(v.is_finite() for v in off):
            return Outcome(None, "the precision does not prove a stationary point")
        box = [arb(rational(e), u / 2).union(b) for e, u, b in zip(estimates, units, found, strict=True)]
        H = Residuals(*data(dataset)).derivatives(box)[1]
        convex = positive_definite(array(H.entries(), (len(box),) * 2))
        worst = max(range(len(off)), key=lambda j: off[j].upper())
        return Outcome(
            inside if convex else None,
            "Krawczyk's operator proves a stationary point in a box of balls; b_j is at most "
            f"{off[worst].str(3, radius=False)} units (j = {worst + 1}) from its estimate; over the printed "
            "box, widened to hold the point, the Hessian is positive definite: S is strictly convex there",
        )

    return check


Value = Callable[[Fit], Any]
WHOLE: dict[str, tuple[str, Value]] = {
    "sum_of_squares": ("residual sum of squares", lambda f: f.squares),
    "residual_sd": ("residual standard deviation", lambda f: f.residual_deviation),
    "degrees_of_freedom": ("degrees of freedom", lambda f: fmpq(f.degrees)),
    "observations": ("number of observations", lambda f: fmpq(f.n)),
}


def _estimate(j: int, f: Fit) -> arb:
    return f.estimates[j]


def _deviation(j: int, f: Fit) -> arb:
    return f.deviations[j]


def figures(dataset: int) -> Iterator[tuple[str, str, str, Value]]:
    """The end of the claim's name, its title, the figure and the true value of each certified figure."""
    for j, (estimate, deviation, *_) in enumerate(parameters(dataset)):
        name = f"b{j + 1}"
        yield name, f"estimate of {name}", estimate, partial(_estimate, j)
        yield f"{name}_sd", f"standard deviation of {name}", deviation, partial(_deviation, j)
    for short, (called, value) in WHOLE.items():
        yield short, called, SETS[dataset - 1].certified[short][0], value


def figure_claim(dataset: int, short: str, called: str, figure: str, value: Value) -> Claim:
    name, whole = SETS[dataset - 1].name, figure.isdecimal()
    check = (
        identity(lambda: [(value(fit(dataset)), rational(figure))], called)
        if whole
        else printed(figure, lambda: value(fit(dataset)))
    )
    return Claims(problem, NIST.at(name), f"NIST-{name}-{short}", further=True).printed(
        says=f"The {called} in {name} is {figure}.",
        reading="Exactly."
        if whole
        else "Of the minimum proved beside the certified values, right to half a unit of its last digit.",
        check=check,
        reach=Reach.IDENTITY if whole else Reach.FIGURE,
        declared=REFUTED if f"{name} {short}" in MISPRINTED else CONFIRMED,
    )


def minimum_claim(dataset: int, estimates: tuple[str, ...]) -> Claim:
    name = SETS[dataset - 1].name
    return Claims(problem, NIST.at(name), f"NIST-{name}-minimum", further=True).law(
        says=f"The estimates certified of {name} are those of least squares.",
        reading="In the box of half a unit of the last digit around them the sum of squares has exactly one "
        "stationary point, and it is a minimum. (That no other minimum is lower is not judged.)",
        check=in_the_box(dataset, estimates),
        reach=Reach.THEOREM,
    )


NUMBERS = range(1, len(SETS) + 1)
CLAIMS = (
    *(minimum_claim(k, tuple(estimate for estimate, *_ in parameters(k))) for k in NUMBERS),
    *(figure_claim(k, *figure) for k in NUMBERS for figure in figures(k)),
)
