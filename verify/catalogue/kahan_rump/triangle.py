"""The area of a triangle with the sides a >= b >= c, nearly flat: Heron's formula and Kahan's."""

from typing import Any

from flint import arb, fmpq

from verify.arithmetic.kinds import Arithmetic, Mpf, Mpmath, Number
from verify.catalogue.sources import NEEDLE
from verify.core.model import Algorithm, Axis, Finite, Input, Problem, Route, Sensitivity, Sweep
from verify.measure.envelope import by_series

LAST = 50


def truth(a: Any, b: Any, c: Any) -> Any:
    """16 A^2 = 4 b^2 c^2 - (b^2 + c^2 - a^2)^2, from the law of cosines."""
    t = b * b + c * c - a * a
    return (b * b * c * c * 4 - t * t).sqrt() / 4


def by_height(a: arb, b: arb, c: arb) -> arb:
    """Half the side a times its height, the foot of which is found first."""
    foot = (a * a + b * b - c * c) / (2 * a)
    return a * ((b - foot) * (b + foot)).sqrt() / 2


def opinion(mp: Mpmath, a: Mpf, b: Mpf, c: Mpf) -> Mpf:
    with mp.workprec(4 * mp.prec):  # a determinant of Cayley and Menger
        A, B, C = a * a, b * b, c * c
        M = mp.matrix([[0, 1, 1, 1], [1, 0, C, B], [1, C, 0, A], [1, B, A, 0]])
        return mp.sqrt(-mp.det(M)) / 4


def heron(R: Arithmetic[Number], a: Number, b: Number, c: Number) -> Number:
    s = (a + b + c) / 2
    return R.sqrt(s * (s - a) * (s - b) * (s - c))


def kahan(R: Arithmetic[Number], a: Number, b: Number, c: Number) -> Number:
    return R.sqrt((a + (b + c)) * (c - (a - b)) * (c + (a - b)) * (a + (b - c))) / 4


TRIANGLE = Problem(
    name="flat_triangle",
    title="The area of a flat triangle",
    formula="sqrt(s (s - a)(s - b)(s - c)), s = (a + b + c)/2, a >= b >= c",
    source=NEEDLE,
    inputs=tuple(Input(side, fmpq(0), above=True) for side in "abc"),
    truth=Route(
        truth, "balls, by the law of cosines; the formulas multiply sums and differences of the sides"
    ),
    second=Route(by_height, "balls, by a height"),
    opinion=Route(opinion, "mpmath's determinant of Cayley and Menger"),
    sensitivity=Sensitivity(gradient=by_series(truth)),
    sweep=Sweep(
        axis=Axis("(b + c - a)/a", lambda a, b, c: (b + c - a) / a, log=True),
        points=lambda count, random: (flat(k) for k in range(2, LAST + 1, max(1, LAST // count))),
        count=LAST - 1,
    ),
    references=({"a": 5, "b": 4, "c": 3}, {"a": 9, "b": "4.53", "c": "4.53"}, {"a": 1, "b": 1, "c": "1e-9"}),
)


def flat(k: int) -> dict[str, fmpq]:
    """a, b = a/2 + 2^-k and c = b - 3 2^-53: all of them float64s, but a + b + c is not."""
    base = fmpq(6004799503160661, 2**52)
    side = base / 2 + fmpq(1, 2**k)
    return {"a": base, "b": side, "c": side - fmpq(3, 2**53)}


HERON = Algorithm(
    name="heron",
    problem=TRIANGLE,
    says="Heron's formula, as it stands",
    source=NEEDLE,
    body=heron,
    truncation=Finite(),
)
KAHAN = Algorithm(
    name="kahan",
    problem=TRIANGLE,
    says="the sides sorted, sums and differences bracketed as Kahan does",
    source=NEEDLE,
    body=kahan,
    truncation=Finite(),
)
