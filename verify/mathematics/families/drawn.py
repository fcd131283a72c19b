"""Matrices, vectors and polynomials of a chosen condition number, drawn at random from a seed.

They are the float64 numbers that come out; what their condition number is, is enclosed where they are judged.
"""

import math
from random import Random

import numpy as np
from flint import fmpq

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.float64 import exact, nearest
from verify.core.errors import BadInput
from verify.mathematics.families.family import Family

MODES = ("geometric", "arithmetic", "one_large", "one_small", "random")


def random(m: int, n: int, kappa: float = 1.0, mode: str = "geometric", seed: int = 0) -> Matrix:
    """U S V^T with orthogonal factors and singular values from 1 to 1/kappa (Higham section 28.3): geometric,
    arithmetic, one large, one small, or random with uniform logarithms."""
    if not 1 <= kappa < math.inf:
        raise BadInput(f"random: kappa={kappa:g} is not a condition number; give 1 or more")
    draws = np.random.default_rng(seed)
    U, V = (np.linalg.qr(draws.standard_normal((size, size)))[0] for size in (m, n))
    s = _singular_values(min(m, n), kappa, mode, draws)
    return np.ascontiguousarray((U[:, : len(s)] * s) @ V[:, : len(s)].T)


def _singular_values(count: int, kappa: float, mode: str, draws: np.random.Generator) -> np.ndarray:
    t = np.linspace(0, 1, count)
    if mode == "geometric":
        return np.asarray(kappa**-t)
    if mode == "arithmetic":
        return 1 - t * (1 - 1 / kappa)
    if mode == "one_large":
        return np.where(np.arange(count) == 0, 1.0, 1 / kappa)
    if mode == "one_small":
        return np.where(np.arange(count) == count - 1, 1 / kappa, 1.0)
    if mode == "random":
        logs = draws.random(count)
        logs[-1:], logs[:1] = 1.0, 0.0
        return np.asarray(kappa**-logs)
    raise BadInput(f"random has no mode {mode}; the modes are {', '.join(MODES)}")


def vector(n: int, kappa: float = 1.0, seed: int = 0) -> Matrix:
    """n floats, the sum of whose sizes is about kappa times the size of their sum."""
    draws = Random(seed)
    if kappa <= 1:
        return np.array([draws.random() + 2.0**-60 for _ in range(n)])
    if not kappa < 1e300:
        raise BadInput(f"vector: kappa={kappa:g} is too large; give one below 1e300")
    closing = min(n - 1, 2 + int(math.log2(kappa) / 40)) if n > 1 else 0
    free = [draws.uniform(-1, 1) for _ in range(n - closing)]
    # The last few bring the sum to its target, each to 2^-53 of what the one before it left.
    whole, sizes = sum(map(exact, free), fmpq(0)), sum(map(abs, free))
    target = exact(2 * sizes / kappa)
    last = []
    for k in range(closing):
        wanted = (
            target - whole if k == closing - 1 else (target - whole) * exact(1 + draws.uniform(-1, 1) * 1e-9)
        )
        last.append(nearest(wanted))
        whole += exact(last[-1])
    found = free + last
    draws.shuffle(found)
    return np.array(found)


def _pair(n: int, kappa: float, seed: int) -> tuple[Matrix, Matrix]:
    """x and y with |x|.|y| / |x.y| about kappa / 2 (T. Ogita, S. M. Rump and S. Oishi, SIAM Journal on
    Scientific Computing 26 (2005), algorithm 6.1, with rationals in place of a high-precision library)."""
    draws = Random(seed)
    half = max(n // 2, 1)
    top = math.log2(max(kappa, 2.0)) / 2
    exponents = [round(draws.random() * top) for _ in range(half)]
    exponents[0] = round(top) + 1
    falling = [round(top * (1 - k / max(n - half - 1, 1))) for k in range(n - half)]
    x, y, whole = [], [], fmpq(0)
    for e in exponents:
        x.append(draws.uniform(-1, 1) * 2.0**e)
        y.append(draws.uniform(-1, 1) * 2.0**e)
        whole += exact(x[-1]) * exact(y[-1])
    for e in falling:
        x.append((draws.random() + 0.5) * 2.0**e)
        wanted = exact(draws.uniform(-1, 1) * 2.0**e) - whole
        y.append(nearest(wanted / exact(x[-1])))
        whole += exact(x[-1]) * exact(y[-1])
    order = list(range(n))
    draws.shuffle(order)
    return np.array([x[k] for k in order]), np.array([y[k] for k in order])


def dot_left(n: int, kappa: float = 1e8, seed: int = 0) -> Matrix:
    return _pair(n, kappa, seed)[0]


def dot_right(n: int, kappa: float = 1e8, seed: int = 0) -> Matrix:
    return _pair(n, kappa, seed)[1]


def polynomial(n: int, kappa: float = 1e8, seed: int = 0) -> Matrix:
    """n coefficients, whose value at 1 has the condition number kappa."""
    return vector(n, kappa, seed)


def binomial(n: int) -> Matrix:
    """The n + 1 coefficients of (t - 1)^n."""
    return _row([fmpq((-1) ** k * math.comb(n, k)) for k in range(n + 1)])


def wilkinson_polynomial(n: int) -> Matrix:
    """The n + 1 coefficients of (t - 1) ... (t - n), the highest first."""
    found = [fmpq(1)]
    for root in range(1, n + 1):
        found = [a - root * b for a, b in zip([*found, fmpq(0)], [fmpq(0), *found], strict=True)]
    return _row(found)


def linspace(a: fmpq, b: fmpq, n: int) -> Matrix:
    """n points from a to b, exactly."""
    return _row([a + (b - a) * k / max(n - 1, 1) for k in range(n)])


def ones(n: int) -> Matrix:
    return np.ones(n)


def _row(values: list[fmpq]) -> Matrix:
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made


FAMILIES = (
    Family(random, "matrix of chosen singular values: geometric, arithmetic, one_large, one_small, random"),
    Family(vector, "vector whose sum has the condition number kappa"),
    Family(dot_left, "vector, with dot_right of the same seed an inner product of condition number kappa"),
    Family(dot_right, "vector, the other factor of dot_left"),
    Family(polynomial, "vector of coefficients, ill conditioned at 1"),
    Family(binomial, "vector of the coefficients of (t-1)^n"),
    Family(wilkinson_polynomial, "vector of the coefficients of (t-1)...(t-n)"),
    Family(linspace, "vector of equally spaced numbers"),
    Family(ones, "vector of ones"),
)
