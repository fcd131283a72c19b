"""y_k = sum x_j exp(-2 pi i j k / n) for n = 2^m real numbers: the real parts, then the imaginary parts.

The x_j are multiples of 2^-20 between -1 and 1, so that nothing of them is rounded.
"""

from functools import lru_cache
from random import Random
from typing import Any

from flint import acb, arb, fmpq

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Mpf, Mpmath
from verify.arithmetic.precision import current_bits
from verify.catalogue.sources import HIGHAM
from verify.core.model import Axis, Parameter, Problem, Route, Sensitivity, Sweep
from verify.mathematics.linear import array
from verify.measure.budget import largest

SIZES = tuple(range(9))


def data(m: int) -> tuple[Matrix]:
    random = Random(m)
    return (array([fmpq(random.randint(-(2**20), 2**20), 2**20) for _ in range(2**m)], (2**m,)),)


@lru_cache(maxsize=32)
def _roots(n: int, bits: int) -> tuple[acb, ...]:
    return tuple(acb(fmpq(-2 * k, n)).exp_pi_i() for k in range(n))


def stacked(y: list[acb]) -> Matrix:
    return array([v.real for v in y] + [v.imag for v in y], (2 * len(y),))


def truth(x: Matrix) -> Matrix:
    n, values = len(x), [arb(v) for v in x]
    w = _roots(n, current_bits())
    return stacked([sum((v * w[j * k % n] for j, v in enumerate(values)), acb(0)) for k in range(n)])


def by_horner(x: Matrix) -> Any:
    n, found = len(x), []
    for root in _roots(n, current_bits()):
        total = acb(0)
        for v in x[::-1]:
            total = total * root + arb(v)
        found.append(total)
    return stacked(found)


def opinion(mp: Mpmath, x: Matrix) -> list[Mpf]:
    with mp.workprec(mp.prec + 32):
        values = [mp.mpf(int(v.p)) / int(v.q) for v in x]
        n = len(values)
        y = [mp.fdot(values, [mp.expjpi(mp.mpf(-2 * (j * k % n)) / n) for j in range(n)]) for k in range(n)]
        return [v.real for v in y] + [v.imag for v in y]


def condition(x: Matrix) -> dict[str, arb]:
    """The largest sum_j |x_j| |w| over the parts w of the weights, over the largest part of y."""
    n, sizes = len(x), [abs(arb(v)) for v in x]
    w = _roots(n, current_bits())
    rows = [[w[j * k % n] for j in range(n)] for k in range(n)]
    parts = [[part for v in row for part in (v.real, v.imag)] for row in rows]
    moved = [_weighted(sizes, [abs(v) for v in row[i::2]]) for row in parts for i in (0, 1)]
    return {"inf": largest(moved) / largest([abs(v) for v in truth(x)])}


def _weighted(sizes: list[arb], weights: list[arb]) -> arb:
    return sum((s * v for s, v in zip(sizes, weights, strict=True)), arb(0))


problem = Problem(
    name="fourier_transform",
    title="The discrete Fourier transform of real numbers",
    formula="y_k = sum_j x_j exp(-2 pi i j k / n), n = 2^m",
    source=HIGHAM.at("chapter 24"),
    parameters=(Parameter("m", 0, SIZES[-1], SIZES, shown=5),),
    data=data,
    truth=Route(
        truth, "balls: the sum as it is defined, roots of one by exp(pi i q); the algorithms use cos, sin"
    ),
    second=Route(by_horner, "balls: Horner's rule at each root of one"),
    opinion=Route(opinion, "mpmath's inner products with roots of one"),
    sensitivity=Sensitivity(condition=condition),
    sweep=Sweep(
        axis=Axis("m = log2 n", lambda m: m),
        points=lambda count, random: ({"m": m} for m in SIZES[:: max(1, len(SIZES) // count)]),
        count=len(SIZES),
    ),
    references=tuple({"m": m} for m in (0, 1, 2, 3, 5)),
)
