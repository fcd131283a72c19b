"""Two recurrences whose limit float64 misses: Kahan's tends to 5, Muller's to 6, and both come out as 100.

y_(n+1) = s - (p - q/y_(n-1))/y_n with y_n = z_(n+1)/z_n is the linear recurrence z_(n+3) = s z_(n+2) -
p z_(n+1) + q z_n. Its roots are 3, 5 and 100 (Kahan), 5, 6 and 100 (Muller); from the start given the share
of 100 is zero, and any rounding error brings it in.
"""

from dataclasses import dataclass
from typing import Any

from flint import arb, fmpq, fmpq_mat

from verify.arithmetic.kinds import Arithmetic, Mpf, Mpmath, Number
from verify.catalogue.sources import HANDBOOK, MINDLESS
from verify.core.model import (
    Algorithm,
    Axis,
    Finite,
    Input,
    Parameter,
    Problem,
    Route,
    Sensitivity,
    Source,
    Sweep,
)
from verify.mathematics.systems import over_sizes

STEPS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 30, 60)


@dataclass(frozen=True)
class Recurrence:
    """y_(n+1) = s - (p - q/y_(n-1))/y_n from y_0 and y_1, by several ways."""

    s: int
    p: int
    q: int

    def combined(self, n: int, z: tuple[Any, Any, Any]) -> Any:
        """z_n from z_0, z_1, z_2: the first row of the companion matrix to the n, times these."""
        power = fmpq_mat([[0, 1, 0], [0, 0, 1], [self.q, -self.p, self.s]]) ** n
        return sum((power[0, k] * z[k] for k in range(3)), fmpq(0))

    def truth(self, x0: arb, x1: arb, n: int) -> Any:
        z = (arb(1), x0, x0 * x1)
        return self.combined(n + 1, z) / self.combined(n, z)

    def gradient(self, x0: arb, x1: arb, n: int) -> list[arb]:
        z = (arb(1), x0, x0 * x1)
        top, bottom = self.combined(n + 1, z), self.combined(n, z)
        moved = ((arb(0), arb(1), x1), (arb(0), arb(0), x0))  # dz by x0 and by x1
        return [(self.combined(n + 1, dz) * bottom - top * self.combined(n, dz)) / bottom**2 for dz in moved]

    def stepped(self, x0: arb, x1: arb, n: int) -> Any:
        z = [arb(1), x0, x0 * x1]
        for _ in range(n):
            z = [z[1], z[2], self.s * z[2] - self.p * z[1] + self.q * z[0]]
        return z[1] / z[0]

    def opinion(self, mp: Mpmath, x0: Mpf, x1: Mpf, n: int) -> Mpf:
        with mp.workprec(mp.prec + 12 * n + 64):  # the share of 100 grows by 34 < 2^12 a step
            y = [mp.mpf(x0), mp.mpf(x1)]
            for _ in range(n - 1):
                y = [y[1], self.s - (self.p - self.q / y[0]) / y[1]]
            return y[1] if n else y[0]

    def body(self, R: Arithmetic[Number], x0: Number, x1: Number, n: int) -> Number:
        before, y = x0, x1
        for _ in range(n - 1):
            before, y = y, R(self.s) - (R(self.p) - R(self.q) / before) / y
        return y if n else x0


def recurrence(
    name: str, title: str, of: Recurrence, start: tuple[str, str], source: Source
) -> tuple[Problem, Algorithm]:
    problem = Problem(
        name=name,
        title=title,
        formula=f"y_(n+1) = {of.s} - ({of.p} - {of.q}/y_(n-1))/y_n, y_0 = {start[0]}, y_1 = {start[1]}",
        source=source,
        inputs=(Input("x0"), Input("x1")),
        parameters=(Parameter("n", 0, STEPS[-1], STEPS, shown=20),),
        data=lambda x0, x1, n: (x0, x1, n),
        truth=Route(of.truth, "the companion matrix of the linear recurrence, to the n in exact rationals"),
        second=Route(of.stepped, "the linear recurrence step by step in balls, which divides once"),
        opinion=Route(of.opinion, "mpmath: the recurrence itself at a precision above what it loses"),
        sensitivity=Sensitivity(gradient=of.gradient),
        sweep=Sweep(
            axis=Axis("n", lambda x0, x1, n: n),
            points=lambda count, random: (
                {"x0": start[0], "x1": start[1], **at} for at in over_sizes(STEPS).points(count, random)
            ),
            count=len(STEPS),
        ),
        references=tuple({"x0": start[0], "x1": start[1], "n": n} for n in (1, 2, 5, 10, 20, 30, 60)),
    )
    steps = Algorithm(
        name="recurrence",
        problem=problem,
        says="step by step, as it stands",
        source=source,
        body=of.body,
        truncation=Finite(),
    )
    return problem, steps


KAHAN, MULLER = Recurrence(108, 815, 1500), Recurrence(111, 1130, 3000)
KAHAN_RECURRENCE, KAHAN_STEPS = recurrence(
    "kahan_recurrence",
    "Kahan's recurrence, which tends to 5",
    KAHAN,
    ("4", "17/4"),
    MINDLESS,
)
MULLER_RECURRENCE, MULLER_STEPS = recurrence(
    "muller_recurrence",
    "Muller's recurrence, which tends to 6",
    MULLER,
    ("2", "-4"),
    HANDBOOK.at("section 1.3.2"),
)
