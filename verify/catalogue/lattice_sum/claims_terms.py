"""How many terms of the final formula give how many digits."""

import math
from collections.abc import Callable
from typing import Any

from flint import arb

from verify.arithmetic.precision import less
from verify.catalogue.lattice_sum.claims_poisson import printed_closing
from verify.catalogue.lattice_sum.image_sum import split_sum, split_tail
from verify.catalogue.lattice_sum.methods import ALGORITHMS
from verify.catalogue.lattice_sum.problem import HALF, problem, truth
from verify.catalogue.sources import HOMEWORK
from verify.claims import forms
from verify.claims.declare import Claims
from verify.claims.forms import Check
from verify.core.claim import REFUTED, Outcome, Reach
from verify.core.literals import rational
from verify.mathematics.lattice import shells
from verify.measure.harness import measure

E19 = Claims(problem, HOMEWORK.at("section 4.3"), "E-19")


def sixteen_digits(most: int, components: int) -> Check:
    """The formula with n^2 <= most and components up to that at q^2 = 1/2, in exact arithmetic."""

    def check() -> Outcome:
        x = arb(HALF)
        inside = [(k, r) for k, r in shells(components) if k <= most]
        off = abs(split_sum(x, 1, inside) + printed_closing(x) - truth(x))
        # f = 1.106...: half a unit of the sixteenth digit is 5e-16.
        return Outcome(less(off, arb("5e-16")), f"off by {off.str(3, radius=False)}", off)

    return check


def spheres_for(digits: int, q2: str, n: int) -> list[tuple[str, Callable[[], bool | None]]]:
    """The spheres |n| <= n leave less than 10^-digits of f(q^2) out of both sums, and n - 1 does not."""

    def left_out(n: int) -> Any:
        # Beyond q^2 every term is positive.
        x, last = arb(rational(q2)), (n + 1) ** 2 + 60
        points = [(k, r) for k, r in shells(math.isqrt(last) + 1) if n * n < k <= last]
        total = split_sum(x, 1, points) + arb(0, 1) * split_tail(x, 1, last + 1)
        return total * arb(10) ** digits / abs(truth(x))

    at = f"for {digits} digits at q^2 = {q2}: |n| <= "
    return [(at + str(n), lambda: less(left_out(n), 1)), (at + str(n - 1), lambda: less(1, left_out(n - 1)))]


def computed_digits() -> Outcome:
    m = measure(ALGORITHMS[1], q2=HALF, n=7, nodes=48)
    assert m.forward_error is not None, "the value is finite"
    assert m.condition_number is not None, "the problem has a gradient"
    off = abs(m.forward_error * m.truth)
    return Outcome(
        less(off, arb("5e-16")),
        f"float64 gives {m.computed!r}, off by {off.str(3, radius=False)}: rounding of terms that are larger "
        f"than their sum; the condition number is {m.condition_number.str(3, radius=False)}",
        off,
    )


SEVEN = "with terms up to n = 7 the accuracy is 16 digits"
CLAIMS_E19 = (
    E19.finding(
        says=SEVEN,
        reading="components up to 7 in both sums, q^2 = 1/2, exact arithmetic: off by less than half "
        "a unit of the 16th digit. (Second figure: components up to 5 are enough.)",
        check=forms.both(sixteen_digits(3 * 49, 7), sixteen_digits(3 * 25, 5)),
        reach=Reach.FIGURE,
    ),
    E19.finding(
        "b",
        says=SEVEN,
        reading="spheres |n| <= 7 in both sums, q^2 = 1/2, exact arithmetic. (Second figure: |n| <= "
        "6 is enough.)",
        check=forms.both(sixteen_digits(49, 7), sixteen_digits(36, 6)),
        reach=Reach.FIGURE,
        neighbour=True,
    ),
    E19.finding(
        "c",
        says=SEVEN,
        reading="shells n^2 <= 7 in both sums, q^2 = 1/2, exact arithmetic",
        check=sixteen_digits(7, 2),
        reach=Reach.FIGURE,
        declared=REFUTED,
        neighbour=True,
    ),
    E19.finding(
        "d",
        says=SEVEN,
        reading="of what float64 returns for q^2 = 1/2 (components up to 7, 48 nodes), not of the formula",
        check=computed_digits,
        reach=Reach.MEASUREMENT,
        declared=REFUTED,
        neighbour=True,
    ),
    E19.finding(
        "e",
        says="the sums converge very fast",
        reading="spheres |n| <= 7, 11 and 34 leave less than 10^-16, 10^-50 and 10^-500 of f out of "
        "both sums at q^2 = 1/2 and -1/2; one less does not do. At 1 + 10^-6, next to a "
        "pole, 5 will do for 10^-16",
        check=forms.each(
            [
                case
                for q2, spheres in (
                    ("0.5", (7, 11, 34)),
                    ("-0.5", (7, 11, 34)),
                    ("1.000001", (5, 11, 34)),
                )
                for digits, n in zip((16, 50, 500), spheres, strict=True)
                for case in spheres_for(digits, q2, n)
            ],
            "7, 11 and 34 (5, 11 and 34 next to the pole) are the least",
        ),
        reach=Reach.FIGURE,
        further=True,
    ),
)
