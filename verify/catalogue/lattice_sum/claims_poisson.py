"""The derivation by Poisson's formula, step by step, and its result."""

import itertools
import math
from collections.abc import Callable
from functools import partial
from typing import Any

from flint import acb, arb, fmpq, fmpq_poly

from verify.arithmetic.precision import current_bits, less
from verify.catalogue.lattice_sum.claims_cells import n_, q_
from verify.catalogue.lattice_sum.image_sum import whole_split_sum
from verify.catalogue.lattice_sum.problem import HALF, problem, truth
from verify.catalogue.sources import HOMEWORK
from verify.claims import forms
from verify.claims.declare import Claims
from verify.claims.forms import Check
from verify.core.claim import REFUTED, Outcome, Reach
from verify.core.literals import rational

E17 = Claims(problem, HOMEWORK.at("section 4.3"), "E-17")
j_ = fmpq_poly([0, 1])


def gaussian_coefficients() -> list[tuple[Any, Any]]:
    # 4 pi (-1)^m Gamma(m + 3/2)/(2 (2m+1)!) t^(-m-3/2) against pi^(3/2) (-1)^m/(4^m m!) t^(-m-3/2): the
    # first, with Gamma(3/2) = sqrt(pi)/2, and the ratio of one to the next.
    return [
        (4 * HALF * HALF, fmpq(1)),
        ((j_ + fmpq(3, 2)) * 4 * (j_ + 1), (2 * j_ + 2) * (2 * j_ + 3)),
    ]


def principal_value(q: arb, r: arb) -> arb:
    """The principal value of the integral of n sin(rn)/(n^2 - q^2) over n > 0, in balls."""

    # To 2q: the real part of the integral along a path above q, as that below is its conjugate. From there on
    # the imaginary part of that of n e^(irn)/(n^2 - q^2), straight up (Jordan); |n| >= 2q makes
    # |n/(n^2 - q^2)| <= 4/(3|n|) <= 2/(3q), so above the height s at most 2 e^(-rs)/(3qr) is left.
    def near(z: acb, _: bool) -> acb:
        return z * (r * z).sin() / (z * z - q * q)

    def far(z: acb, _: bool) -> acb:
        return z * (acb(0, 1) * r * z).exp() / (z * z - q * q)

    corners = [acb(0), acb(0, q), acb(2 * q, q), acb(2 * q)]
    total = sum((acb.integral(near, a, b).real for a, b in itertools.pairwise(corners)), arb(0))
    height = ((current_bits() + 20) / r).upper()
    total += acb.integral(far, acb(2 * q), acb(2 * q, height)).imag
    return total + arb(0, 1) * 2 * (-r * height).exp() / (3 * q * r)


def principal_values() -> list[tuple[str, Callable[[], bool | None]]]:
    """4 pi/r times that meets 2 pi^2 cos(qr)/r, which proves nothing but could fail."""

    def meets(q: str, r: str) -> bool | None:
        a, b = arb(rational(q)), arb(rational(r))
        left, right = 4 * arb.pi() * principal_value(a, b), 2 * arb.pi() ** 2 * (a * b).cos()
        return bool(left.overlaps(right)) if left.rad() < 1e-20 else None

    places = (("0.5", "1"), ("1.7", "0.9"), ("3", "2.5"))
    return [(f"at q = {q}, r = {r}", partial(meets, q, r)) for q, r in places]


def negative_integral() -> Outcome:
    # Closed above, the contour of n e^(irn)/(n^2 + k^2) holds the pole ik alone: 2 pi i e^(-kr)/2.
    true, continued = 2 * arb.pi() ** 2 * arb(-1).exp(), 2 * arb.pi() ** 2 * arb(1).cosh()
    return Outcome(
        less(continued, true),
        f"at q^2 = -1, r = 1 the integral is 2 pi^2/e = {true.str(6)}; cos(qr) = cosh(1) gives "
        f"{continued.str(6)}: off the axis there is one residue in place of two halves",
        true,
    )


CLAIMS_E17 = E17.whole(
    "law",
    says="the Gaussian's transform and the principal value integral",
    reading="both, for q > 0 and r > 0",
    parts=(
        E17.law(
            "a",
            says="e^(in.r - t n^2) has the transform (pi/t)^(3/2) e^(-|r - 2 pi k|^2/(4t))",
            reading="with x = |r - 2 pi k|, the integral over n > 0 of 4 pi n sin(xn)/x e^(-t n^2) as a "
            "power series in x, every coefficient",
            check=forms.identity(
                gaussian_coefficients, "the coefficients of x^(2m): the first, and all ratios"
            ),
            reach=Reach.THEOREM,
        ),
        E17.law(
            "b",
            says="the principal value of the integral of e^(-ir.n)/(n^2 - q^2) is 2 pi^2 cos(qr)/r",
            reading="q > 0, r > 0: n/(n^2 - q^2) is half 1/(n - q) plus half 1/(n + q), and the "
            "principal value of the integral of e^(irn)/(n - a) over the line is pi i e^(ira) "
            "(half a residue, Jordan's lemma)",
            check=forms.both(
                forms.identity(
                    lambda: [(2 * n_, (n_ + q_) + (n_ - q_)), ((n_ - q_) * (n_ + q_), n_**2 - q_**2)],
                    "the residues at q and -q are e^(iqr)/2 and e^(-iqr)/2",
                ),
                forms.each(principal_values(), "quadrature in balls meets it at three places"),
            ),
            reach=Reach.THEOREM,
        ),
        E17.law(
            "c",
            says="the principal value of the integral of e^(-ir.n)/(n^2 - q^2) is 2 pi^2 cos(qr)/r",
            reading="q^2 < 0 as well, of which the text says nothing",
            check=negative_integral,
            reach=Reach.COUNTEREXAMPLE,
            declared=REFUTED,
            neighbour=True,
        ),
    ),
)


E18 = Claims(problem, HOMEWORK.at("section 4.3"), "E-18")


def printed_closing(q2: arb) -> arb:
    """-2 pi^(3/2) e^(q^2) + 2 pi^2 q erfi(q); for q = ik that is q erfi(q) = -k erf(k)."""
    q = abs(q2).sqrt()
    return -2 * arb.pi() ** arb(1.5) * q2.exp() + 2 * arb.pi() ** 2 * (
        q * q.erfi() if q2 > 0 else -q * q.erf()
    )


def formula_off(q2: str, missing: bool = False) -> Any:
    """|The final formula - f|, with 2 pi^2 sqrt(-q^2) added if `missing`."""
    x = arb(rational(q2))
    added = 2 * arb.pi() ** 2 * (-x).sqrt() if missing else 0
    return abs(whole_split_sum(x, 1) + printed_closing(x) + added - truth(x))


def agree(*q2: str, missing: bool = False) -> Check:
    def within(x: str) -> bool | None:
        return less(formula_off(x, missing), arb(10) ** -60)

    return forms.at_each(q2, within, "at q^2 = {}".format, f"within 1e-60 of the truth at {len(q2)} points")


def split_of_one() -> list[tuple[fmpq, fmpq]]:
    # The integral of t^m/m! over [0, 1] is 1/(m+1)!, so a times that of e^(-ta) is 1 - e^-a.
    return [(fmpq(1, math.factorial(m)) / (m + 1), fmpq(1, math.factorial(m + 1))) for m in range(60)]


def negative_formula() -> Outcome:
    off = formula_off("-1")
    return Outcome(
        less(off, 1),
        f"at q^2 = -1 it gives f - {off.str(12)}, which is f - 2 pi^2 sqrt(-q^2): for q^2 < 0 the integral "
        "is 2 pi^2 e^(-kr)/r, k = sqrt(-q^2), whose expansion 2 pi^2/r - 2 pi^2 k + O(r) has a constant",
        off,
    )


def unsquared() -> Outcome:
    # s = x/(4t) turns the integral over t > 0 of (pi/t)^(3/2) e^(-x/(4t)) into
    # 2 pi^(3/2) x^(-1/2) Gamma(1/2).
    r = fmpq(1, 4)
    as_printed, meant = (2 * arb.pi() ** 2 / arb(x).sqrt() for x in (r, r * r))
    return Outcome(
        less(meant, as_printed),
        f"at r = 1/4 it is {as_printed.str(6)} in place of 2 pi^2/r = {meant.str(6)}",
        as_printed,
    )


FORMULA = "f(q^2) is the two sums of Gaussians - 2 pi^(3/2) e^(q^2) + 2 pi^2 q erfi(q)"
CLAIMS_E18 = (
    E18.law(
        says=FORMULA,
        reading="for every q^2 > 0 off the poles, from 1/a = e^-a/a + integral of e^(-ta) over [0, "
        "1], Poisson's formula, E-17a, E-17b, E-18d and 0 <= 1 - cos(qr) <= (qr)^2/2; "
        "besides, it is what the truth's own route gives",
        check=forms.both(
            forms.identity(split_of_one, "1/a = e^-a/a + integral of e^(-ta), power by power in a"),
            agree("1/4", "1/2", "11/2", "7", "29999/1000"),
        ),
        reach=Reach.THEOREM,
    ),
    E18.law(
        "b",
        says=FORMULA,
        reading="for q^2 < 0 too, q erfi(q) being even in q and real there. (Neighbours: E-18, E-18c.)",
        check=negative_formula,
        reach=Reach.COUNTEREXAMPLE,
        declared=REFUTED,
        neighbour=True,
    ),
    E18.law(
        "c",
        says=FORMULA,
        reading="for q^2 < 0, f being the sum less 4 pi L in place of the integral (Luescher's zeta "
        "function), which is less by 2 pi^2 sqrt(-q^2): both sides are analytic but for the "
        "poles, and equal for q^2 > 0",
        check=forms.told(
            agree("-1/4", "-1", "-7", "-20", missing=True),
            "elsewhere by the identity theorem for analytic functions (quoted), from q^2 > 0 on",
        ),
        reach=Reach.THEOREM,
        neighbour=True,
    ),
    E18.law(
        "d",
        says="the two last integrals of (pi/t)^(3/2) together are -2 pi^(3/2) e^(q^2) + 2 pi^2 q erfi(q)",
        reading="power by power in q^2: over pi^(3/2) the coefficients are 1/(j! (j - 1/2)), and "
        "-2/j! + 4j/(j! (2j-1)) from e^(q^2) and 2 sqrt(pi) q erfi(q), every j >= 0",
        check=forms.identity(
            lambda: [(2 + 0 * j_, 4 * j_ - 2 * (2 * j_ - 1))], "2 = 4j - 2(2j - 1), times j! (2j-1)"
        ),
        reach=Reach.IDENTITY,
        further=True,
    ),
    E18.law(
        "e",
        says="in the first line for l the integral of (pi/t)^(3/2) e^(-|r - 2 pi k|/(4t)) at k = "
        "0 is taken off",
        reading="as printed there, without the square that the lines before and after have, it is 2 pi^2/r",
        check=unsquared,
        reach=Reach.COUNTEREXAMPLE,
        declared=REFUTED,
        further=True,
    ),
)
