"""What the source says about the error of a cut-off sum, each statement with its proof."""

import itertools
import math
from collections.abc import Callable
from functools import cache

import numpy as np
from flint import arb, fmpq

from verify.arithmetic.precision import every, less, some
from verify.catalogue.lattice_sum.methods import LARGEST, counted, radial_integral
from verify.catalogue.lattice_sum.problem import HALF, problem, truth
from verify.catalogue.sources import HOMEWORK
from verify.claims import forms
from verify.claims.declare import Claims
from verify.core.claim import REFUTED, Outcome, Reach
from verify.mathematics.lattice import r3

E14 = Claims(problem, HOMEWORK.at("section 4, analysis"), "E-14")


def points_in_sphere() -> Outcome:
    """|N(R) - V(R)| <= 16 R^(3/2) for R >= 1; N counts the lattice points with |n| < R, V is the volume."""
    # With B_R the indicator of a ball and D that of the ball of radius d over its volume, B_(R-d) * D <= B_R
    # <= B_(R+d) * D. Poisson: |N - V| <= V(R+d) - V(R) + the sum over k != 0 of |B^(k) D^(k)|, radius R +- d.
    # B^ = (sin z - z cos z)/(2 pi^2 |k|^3), z = 2 pi R |k|, so |B^| <= R/(pi |k|^2) (1 + 1/(2 pi R)), and
    # |D^| = 3|sin y - y cos y|/y^3 <= min(1, 3/y^2 + 3/(2y^4)), y = 2 pi d |k|. At most A x^3 points k != 0
    # have |k| <= x, A = 32/5 (checked to x = 6; from there on V(x + sqrt(3)/2) is less). For h falling the
    # sum of h(|k|) is at most A (h(1) + 3 integral from 1 of x^2 h(x)); for h = |k|^-2 times the bound of D^,
    # 1 as far as y = 2, that is A (1 + 3/(2 pi d) (2 + 3/2 + 1/16)). Take d = 1/(2 sqrt R): over R^(3/2) each
    # part falls as R grows, so R = 4 settles R >= 4. Below, N is constant from shell to shell.
    A, R, pi = arb(fmpq(32, 5)), arb(4), arb.pi()
    d, volume = 1 / (2 * R.sqrt()), 4 * pi / 3
    dual = (R + d) / pi * (1 + 1 / (2 * pi * (R - d))) * A * (1 + 3 / (2 * pi * d) * fmpq(57, 16))
    answers = [
        less(volume * ((R + d) ** 3 - R**3) + dual, 16 * R ** arb(1.5)),
        less(volume * (6 + arb(3).sqrt() / 2) ** 3, A * 6**3),
        less(volume - 1, 16),
    ]
    inside = 0
    for k, r in enumerate(r3(36).tolist()):
        if 2 <= k <= 16:
            off = [abs(inside - volume * arb(end) ** arb(1.5)) for end in (k - 1, k)]
            answers += [less(x, 16 * arb(k - 1) ** arb(0.75)) for x in off]
        inside += r
        if k:
            answers.append(less(inside - 1, A * arb(k) ** arb(1.5)))
    return Outcome(every(answers), "|N(R) - V(R)| <= 16 R^(3/2) for every R >= 1")


@cache
def off_by() -> tuple[arb, ...]:
    """F - f at q^2 = 1/2 for the cut-offs 1..3600."""
    r = r3(counted(LARGEST))
    shares = np.add.reduceat(r / (np.arange(len(r)) - 0.5), np.arange(LARGEST) ** 2)
    sums = np.cumsum(shares)
    # k - 1/2 is exact. A sum is of quotients, at most 3L additions deep: |fl - sum| <= mu/(1 - mu) sum |x|
    # with mu = (3L + 2) u, and all its terms but the first, -2, are positive.
    mu = (3 * LARGEST + 2) * arb(2) ** -53
    radius = (mu / (1 - mu) ** 2 * (arb(sums[-1]) + 4)).abs_upper()
    x, f = arb(HALF), truth(arb(HALF))
    return tuple(
        arb(total, radius) - 4 * arb.pi() * radial_integral(x, L) - f
        for L, total in enumerate(sums.tolist(), 1)
    )


def scaled(L: int) -> arb:
    """Cut-off times error."""
    return L * off_by()[L - 1]


def root_mean_square(low: int, of: Callable[[int], arb]) -> arb:
    """Over the cut-offs low..2 low - 1."""
    return (sum((of(L) ** 2 for L in range(low, 2 * low)), arb(0)) / low).sqrt()


# Why the error is not O(1/L). Passing the shell n^2 = k the sum jumps by r3(k)/(k - q^2) and the integral
# does not; |error| <= C/L for all large L would make r3(k) <= 3 C sqrt k. Let Q be the product of the odd
# primes up to y and a such that -a is a square, not 0, modulo each. x^2 + y^2 + z^2 = a has p^2 + p solutions
# modulo p, so the points with n^2 = a modulo Q are those of Q^2 prod(1 + 1/p) of the Q^3 classes: up to
# n^2 <= X there are about 4 pi/3 X^(3/2) prod(1 + 1/p)/Q, on at most X/Q + 1 shells, with an average r3 of
# 4 pi/3 sqrt X prod(1 + 1/p). That product grows with y beyond every bound, for the sum of 1/p diverges.
PRIMES = (3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47)


def solutions_modulo(p: int) -> list[int]:
    """How many (x, y, z) modulo p have x^2 + y^2 + z^2 = a, for each a."""
    one = [sum(x * x % p == a for x in range(p)) for a in range(p)]
    two = [sum(one[x] * one[(a - x) % p] for x in range(p)) for a in range(p)]
    return [sum(one[x] * two[(a - x) % p] for x in range(p)) for a in range(p)]


def unbounded() -> Outcome:
    holds = all(solutions_modulo(p)[-x * x % p] == p * p + p for p in PRIMES for x in range(1, p))
    product = math.prod((fmpq(p + 1, p) for p in PRIMES), start=fmpq(1))
    worst = max(range(1, LARGEST + 1), key=lambda L: float(abs(scaled(L)).mid()))
    return Outcome(
        False if holds else None,
        "the jumps r3(k)/k at the shells are not O(k^(-1/2)): the primes up to 47 raise the mean of r3 over "
        f"a class of k by {arb(product).str(4, radius=False)}, more of them beyond every bound. At q^2 = 1/2 "
        f"cut-off times error is {scaled(LARGEST).str(5, radius=False)} at 3600 and "
        f"{scaled(worst).str(5, radius=False)} at {worst}",
        scaled(LARGEST),
    )


def growth() -> Outcome:
    sizes = [root_mean_square(1 << b, scaled) for b in range(1, 11)]
    stays = some([less(y, x) for x, y in itertools.pairwise(sizes)])
    shown = ", ".join(x.str(3, radius=False) for x in sizes)
    return Outcome(stays, f"doubling after doubling it is {shown}", sizes[-1])


def exponents() -> Outcome:
    sizes = [root_mean_square(1 << b, lambda L: off_by()[L - 1]) for b in range(4, 11)]
    slopes = [(y / x).log() / arb(2).log() for x, y in itertools.pairwise(sizes)]
    inside = every([answer for s in slopes for answer in (less(-1, s), less(s, arb("-0.75")))])
    return Outcome(
        inside, "the exponents are " + ", ".join(s.str(3, radius=False) for s in slopes), slopes[-1]
    )


FALLS = "the error of the sum cut off at L falls like 1/L"
CLAIMS_E14 = (
    E14.law(
        says=FALLS,
        reading="|error| <= C/L for some C and all L from some L on. (Neighbours: E-14c and E-14d at "
        "whole cut-offs; E-14e, what does hold.)",
        check=unbounded,
        reach=Reach.THEOREM,
        declared=REFUTED,
    ),
    E14.law(
        "b",
        says="what lies beyond L is -1/12 of the sum of the Laplacians there, of order 1/L, up to O(L^-3)",
        reading="L times (f - sum) tends to -2 pi/3, -1/12 of the integral of 2/r^4 over r > L (or "
        "to half of that). It does not converge, or E-14 would hold",
        check=forms.told(unbounded, "f less the sum has the other sign, then, than -2 pi/3 = -2.09 has"),
        reach=Reach.THEOREM,
        declared=REFUTED,
        neighbour=True,
    ),
    E14.law(
        "c",
        says=FALLS,
        reading="q^2 = 1/2, whole cut-offs: the root mean square of L |error| over [L, 2L) does not "
        "grow with each doubling of L from 2 to 1024. (The rough surface of the sphere "
        "decides, not the cells inside.)",
        check=growth,
        reach=Reach.FINITE_SET,
        declared=REFUTED,
        neighbour=True,
    ),
    E14.law(
        "d",
        says=FALLS,
        reading="roughly: q^2 = 1/2, whole cut-offs, doubling L from 16 to 1024: the root mean "
        "square of the error over [L, 2L) falls each time with an exponent between -1 and "
        "-0.75",
        check=exponents,
        reach=Reach.FINITE_SET,
        neighbour=True,
    ),
    E14.law(
        "e",
        says="the error of the sum cut off at L tends to 0",
        reading="|error| <= 16 (1/t + 4/t^2) L^(-1/2), t = min(1, 1 - q^2/L^2), for every L >= 1 "
        "with L^2 > q^2, by Abel summation from |N(R) - 4 pi R^3/3| <= 16 R^(3/2), N the "
        "lattice points with |n| < R",
        check=points_in_sphere,
        reach=Reach.THEOREM,
        further=True,
    ),
)
