"""Taylor coefficients by Cauchy's integral, of functions that FLINT encloses in the complex plane.

Let f be analytic on the disc |z - c| <= R, with |f| <= M there, and t_k its coefficients about c. Then

    |t_k| <= M/R^k                                                            (Cauchy's estimate)
    |f(x) - sum_(k <= d) t_k (x - c)^k| <= M q^(d+1)/(1 - q)                  for |x - c| <= r = q R

and of N values on the circle of radius p < R about c, z_j = c + p w^j with w = e^(2 pi i/N),

    (1/N) sum_j f(z_j) w^(-jk) = t_k p^k + sum_(m >= 1) t_(k+mN) p^(k+mN)     (all other powers cancel)
    the last sum is at most (p/R)^k M s/(1 - s),    s = (p/R)^N.

f is real on the real axis about c (off their cuts all functions of the plane are), so that f(conj z) = conj
f(z) (Schwarz), and half of the values serve: those of j and N - j together are 2 Re(f(z_j) w^(-jk)).

That f is analytic on the disc is proved by a ball: the formula in the plane is finite only where it is so
(`integrals.in_plane`), and it is asked at the square about the disc.
"""

from collections.abc import Callable

from flint import acb, arb

from verify.arithmetic.precision import Hopeless, Unsettled, precision, upper
from verify.core.errors import BadInput
from verify.language.expressions import compiled
from verify.language.integrals import in_plane
from verify.language.nodes import Node
from verify.mathematics.polynomials.series import TERMS, About, Expanded

POINTS = 16  # N
CIRCLE = 4  # p/r, r = 2^-s: s/(1 - s) is below 2^-60 for R >= 64 r
RADIUS, RADIUS_DOUBLED = 2**6, 2**10  # R/r: so that ten terms are enough
BITS = (128, 256)
COARSE = 24  # bits: of a wide ball asymptotic series, which FLINT takes for few, often say more than others


def by_values(node: Node, variable: str, doubled: bool) -> About | None:
    """None where a function in the expression is not known to be analytic."""
    try:
        inside = in_plane(node, variable, compiled)
    except (BadInput, Hopeless):
        return None
    ratio = RADIUS_DOUBLED if doubled else RADIUS

    def value(z: acb) -> acb:
        try:
            found = acb(inside({}, z))
        except (ArithmeticError, Hopeless, ValueError) as why:  # a cut, a pole, or nothing that is enclosed
            raise Unsettled(f"not enclosed in the plane: {why}") from why
        if not found.is_finite():
            raise Unsettled("not finite in the plane")
        return found

    def about(low: float, high: float, centre: float, exponent: int) -> Expanded:
        r = arb(2) ** -exponent
        c, R = arb(centre), ratio * r
        M = arb(_largest(value, c, R))
        over = [arb(0, M * arb(ratio) ** -k * (1 + arb(2) / ratio)) for k in range(TERMS)]
        return Expanded(over, lambda: _coefficients(value, c, r, M, ratio), BITS)

    return about


def _largest(value: Callable[[acb], acb], c: arb, R: arb) -> float:
    """A bound of |f| on the disc; with it f is proved to be analytic there."""
    with precision(COARSE):
        side = arb(0, R)
        return upper(abs(value(acb(c + side, side))))


def _coefficients(value: Callable[[acb], acb], c: arb, r: arb, M: arb, ratio: int) -> list[arb]:
    """t_k r^k."""
    half = POINTS // 2
    roots = [acb(arb(2 * j) / POINTS).exp_pi_i() for j in range(POINTS)]
    values = [value(acb(c) + CIRCLE * r * roots[j]) for j in range(half + 1)]
    if not (values[0].imag.contains(0) and values[half].imag.contains(0)):
        raise Unsettled("not real on the real axis")
    s = (arb(CIRCLE) / ratio) ** POINTS
    found = []
    for k in range(TERMS):
        ends = values[0].real + (-1) ** k * values[half].real
        inner = sum((2 * (values[j] * roots[-j * k % POINTS]).real for j in range(1, half)), arb(0))
        # (p/R)^k M s/(1 - s), in r^k in place of p^k
        rest = M * arb(ratio) ** -k * s / (1 - s)
        found.append((ends + inner) / POINTS / arb(CIRCLE) ** k + arb(0, 1) * rest)
    return found
