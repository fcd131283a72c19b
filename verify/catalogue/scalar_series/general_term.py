"""The general terms as printed, and the recurrence that the function's differential equation asks of them."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly_ctx, fmpq_poly, fmpq_series

from verify.claims.forms import Check
from verify.core.claim import Outcome

n_, alpha_, L_, x_ = fmpq_mpoly_ctx.get(("n", "alpha", "L", "x"), Ordering.lex).gens()


ALPHAS = tuple(fmpq(*pq) for pq in ((1, 2), (-1, 2), (1, 3), (-7, 3), (-1, 1), (5, 1)))
LENGTH = 10  # FLINT's power series are cut there unless its context is changed


@dataclass(frozen=True)
class GeneralTerm:
    """sign^n coefficient x^(pn + q) over a factorial (an + b)! or a linear factor, as the text prints it.

    equation  (p(n), q(n)) of the recurrence p(n) c_(n+1) = q(n) c_n that the differential equation gives
    """

    power: tuple[int, int]
    equation: tuple[Any, Any]
    sign: int = 1
    factorial: tuple[int, int] | None = None
    linear: int | None = None
    base: bool = False
    falling: bool = False

    def coefficient(self, n: int, alpha: fmpq = ALPHAS[0], L: fmpq = ALPHAS[2]) -> fmpq:
        value = fmpq(self.sign**n)
        if self.factorial is not None:
            value = value / math.factorial(self.factorial[0] * n + self.factorial[1])
        if self.linear is not None:
            value = value / (n + self.linear)
        if self.base:
            value = value * L**n
        return value * math.prod((alpha - k for k in range(n)), start=fmpq(1)) if self.falling else value

    def quotient(self, n: Any, alpha: Any, L: Any = 1) -> tuple[Any, Any]:
        """Numerator and denominator of c_(n+1)/c_n."""
        above, below = self.sign + 0 * n, 1 + 0 * n
        if self.factorial is not None:
            a, b = self.factorial
            below = math.prod((a * n + b + j for j in range(1, a + 1)), start=below)
        if self.linear is not None:
            above, below = above * (n + self.linear), below * (n + self.linear + 1)
        if self.base:
            above = above * L
        return (above * (alpha - n) if self.falling else above), below

    def satisfied(self) -> list[tuple[Any, Any]]:
        (p, q), (above, below) = self.equation, self.quotient(n_, alpha_, L_)
        return [(p * above, q * below)]

    def series(self, alpha: fmpq = ALPHAS[0], L: fmpq = ALPHAS[2]) -> list[fmpq]:
        a, b = self.power
        coefficients = [fmpq(0)] * LENGTH
        for n in range((LENGTH - 1 - b) // a + 1):
            coefficients[a * n + b] = self.coefficient(n, alpha, L)
        return coefficients


X: Any = fmpq_series([0, 1])


PRINTED = {
    # e^x: f' = f; a^x: f' = L f; sin, cos: f'' = -f; 1/(1 -+ x): (1 -+ x) f = 1; ln(1 + x): (1 + x) f' = 1;
    # (1 + x)^alpha: (1 + x) f' = alpha f.
    "exp": GeneralTerm((1, 0), (n_ + 1, 1 + 0 * n_), factorial=(1, 0)),
    "power": GeneralTerm((1, 0), (n_ + 1, L_), factorial=(1, 0), base=True),
    "sin": GeneralTerm((2, 1), ((2 * n_ + 3) * (2 * n_ + 2), -1 + 0 * n_), sign=-1, factorial=(2, 1)),
    "cos": GeneralTerm((2, 0), ((2 * n_ + 2) * (2 * n_ + 1), -1 + 0 * n_), sign=-1, factorial=(2, 0)),
    "geometric": GeneralTerm((1, 0), (1 + 0 * n_, 1 + 0 * n_)),
    "alternating": GeneralTerm((1, 0), (1 + 0 * n_, -1 + 0 * n_), sign=-1),
    "log1p": GeneralTerm((1, 1), (n_ + 2, -(n_ + 1)), sign=-1, linear=1),
    "binomial": GeneralTerm((1, 0), (n_ + 1, alpha_ - n_), factorial=(1, 0), falling=True),
}


PRINTED["log"] = PRINTED["log1p"]


# The first terms as printed, and the same function by FLINT's power series.
FIRST: dict[str, tuple[str, Callable[..., fmpq_series]]] = {
    "exp": ("1 1 1/2 1/6", lambda alpha: X.exp()),
    "power": ("1 1/3 1/18 1/162", lambda alpha: (X * ALPHAS[2]).exp()),
    "sin": ("1 -1/6 1/120 -1/5040", lambda alpha: X.sin()),
    "cos": ("1 -1/2 1/24 -1/720", lambda alpha: X.cos()),
    "geometric": ("1 1 1 1", lambda alpha: 1 / (1 - X)),
    "alternating": ("1 -1 1 -1", lambda alpha: 1 / (1 + X)),
    "log1p": ("1 -1/2 1/3 -1/4", lambda alpha: (1 + X).log()),
    "log": ("1 -1/2 1/3 -1/4", lambda alpha: (1 + X).log()),
    "binomial": ("1 1/2 -1/8 1/16", lambda alpha: (alpha * (1 + X).log()).exp()),
}


def general_term(name: str) -> Sequence[tuple[Any, Any]]:
    """The recurrence for all n, the first terms as printed, and ten coefficients by FLINT."""
    printed, (first, function) = PRINTED[name], FIRST[name]
    leading = [printed.coefficient(n) for n in range(4)]
    found = [
        (c, fmpq(*map(int, f"{t}/1".split("/")[:2]))) for c, t in zip(leading, first.split(), strict=True)
    ]
    for alpha in ALPHAS if printed.falling else ALPHAS[:1]:
        coefficients = [function(alpha)[k] for k in range(LENGTH)]
        found += zip(printed.series(alpha), coefficients, strict=True)
    return [*printed.satisfied(), *found]


def terms_grow(name: str, x: int, start: int = 0, alpha: fmpq = ALPHAS[0]) -> Check:
    """REFUTED where no term from `start` on, at x, is smaller than the one before: they do not tend to 0."""

    def check() -> Outcome:
        above, below = PRINTED[name].quotient(fmpq_poly([start, 1]), alpha)
        # |x above| - below at n = start + k has no negative coefficient as a polynomial in k >= 0.
        growing = any(all(c >= 0 for c in (sign * x * above - below).coeffs()) for sign in (-1, 1))
        holds = growing and PRINTED[name].coefficient(start, alpha) != 0
        return Outcome(
            False if holds else None,
            f"at x = {x}{f', alpha = {alpha}' if name == 'binomial' else ''} no term from the one of index "
            f"{start} on is smaller than the one before, so the sum has no limit",
        )

    return check
