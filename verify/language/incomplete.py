"""Incomplete gamma and beta functions, regularised: FLINT's series, or quadrature where parameters are large.

With a parameter of 10^18 a series takes too many terms, but the integrand is a narrow peak. Written about the
end x of the integral, t = x (1 + s), both densities are exp(E(s)) times their value at x with

    E(s) = c s - d p(s) - e p(-v),   p(z) = z - log(1 + z),   v = x s/(1 - x),

where c is E's slope at s = 0 and d, e >= 0, so that E is concave: p is convex. The tail that is cut off at s0
is then at most exp(E(s0))/|E'(s0)|, for E(s) <= E(s0) + E'(s0) (s - s0).
"""

from collections.abc import Callable
from dataclasses import dataclass

from flint import acb, arb

from verify.arithmetic.precision import Unsettled, current_bits, every, less, negated, precision, some
from verify.language.domains import Answer, nonzero, not_evaluated, positive, whole

SERIES = 300  # a first parameter up to here is FLINT's
LARGEST = arb(2) ** 1100  # and up to here the quadrature's
STEPS = 64  # doublings of the length of a peak, looked for by its logarithm


@dataclass(frozen=True)
class Peak:
    """exp(E(s)) with E(s) = c s - d p(s) - e p(-ratio s): a density over its value at the end of a range."""

    c: arb
    d: arb
    e: arb
    ratio: arb

    def log(self, s: acb) -> acb:
        return self.c * s - self.d * _curved(s) - self.e * _curved(-self.ratio * s)

    def slope(self, s: arb) -> arb:
        # p'(z) = z/(1 + z)
        return self.c - self.d * s / (1 + s) - self.e * self.ratio * self.ratio * s / (1 - self.ratio * s)

    def __call__(self, s: acb, analytic: bool) -> acb:
        # Holomorphic wherever it has a value: the logarithms' cuts lie at real parts below 0.
        inside = (1 + s).real > 0 and (1 - self.ratio * s).real > 0
        return self.log(s).exp() if inside else acb(arb.nan())


def _curved(z: acb) -> acb:
    """p(z) = z - log(1 + z), small where z is.

    p(z) - p(m) = (z - m) int_0^1 p'(m + t (z - m)) dt, and the integral lies in the convex hull of p' on the
    ball, hence in any box around p'(ball): z and its logarithm do not cancel ball against ball.
    """
    middle = z.mid()
    return middle - middle.log1p() + (z - middle) * z / (1 + z)


def _tail(peak: Peak, direction: int, bits: int) -> arb:
    """int_(s0)^0 exp E for direction -1, int_0^(s1) for 1, and what lies beyond."""
    end = _end(peak, direction, bits)
    slope = peak.slope(end) * -direction
    if not slope > 0:
        raise Unsettled("cannot decide where the tail of an incomplete function ends")
    beyond = peak.log(acb(end)).real.exp() / slope
    low, high = (end, arb(0)) if direction < 0 else (arb(0), end)
    inside = acb.integral(peak, low, high, rel_tol=arb(2) ** -bits)
    return inside.real + arb(0).union(beyond.abs_upper())


def _end(peak: Peak, direction: int, bits: int) -> arb:
    """A place where the peak is below 2^-bits: only the length of the work depends on it being a good one."""
    curvature = peak.d + peak.e * peak.ratio * peak.ratio
    length = (bits / ((-direction * peak.c).max(0) + (curvature * bits / 2).sqrt())).mid()
    for _ in range(STEPS):
        end = direction * length
        if direction < 0 and not end > -1:
            power = int(float(peak.d.min(bits).lower()))  # of 1 + s = t/x in the peak
            return (arb(2) ** -(bits // power + 8) - 1).mid()
        if peak.log(acb(end)).real < -bits:
            break
        length = length * 2
    return end


# --- the incomplete gamma function ------------------------------------------------------------------------


def gammainc_domain(a: arb, x: arb) -> Answer:
    """P(a, x) = x^a gamma*(a, x) with gamma* entire in both (DLMF 8.2.6, 8.2.7)."""
    at_zero = every([negated(nonzero(x)), positive(a)])
    return some([positive(x), at_zero, every([nonzero(x), whole(a)])])


def gammainc(a: arb, x: arb) -> arb:
    """P(a, x)."""
    return _gamma(a, x, lower=True)


def gammaincc(a: arb, x: arb) -> arb:
    """Q(a, x) = 1 - P(a, x)."""
    return _gamma(a, x, lower=False)


def _gamma(a: arb, x: arb, lower: bool) -> arb:
    if whole(a) and a <= 0:
        return arb(1 if lower else 0)  # 1/Gamma(a) = 0
    if x.is_zero():
        return arb(0 if lower else 1)
    if not x > 0:
        # gamma*(a, x) = M(a, a + 1, -x)/Gamma(a + 1), DLMF 8.5.1
        part = x**a * (-x).hypgeom_1f1(a, a + 1) * (a + 1).rgamma()
        return part if lower else 1 - part
    if abs(a) <= SERIES:
        return x.gamma_lower(a, 1) if lower else x.gamma_upper(a, 1)
    if not a >= 1:
        size = a.str(6, radius=False)
        raise not_evaluated(f"an incomplete gamma function at a = {size}; a may be -{SERIES} at least")
    left = bool(x < a)

    def tail(bits: int) -> arb:
        peak = Peak(a - 1 - x, a - 1, arb(0), arb(0))
        # int t^(a-1) e^-t dt/Gamma(a) = x^a e^-x/Gamma(a) int exp E(s) ds
        return (a * x.log() - x - a.lgamma()).exp() * _tail(peak, -1 if left else 1, bits)

    part = _carefully(tail, a, x)
    return part if left == lower else 1 - part


def _carefully(tail: Callable[[int], arb], *sizes: arb) -> arb:
    """With as many bits more as the logarithms of the terms are large."""
    if not all(size < LARGEST for size in sizes):
        raise not_evaluated("an incomplete function of a parameter beyond 2^1100")
    bits = current_bits()
    top = max(int(float(size.abs_upper().log().upper())) for size in sizes)
    with precision(bits + 4 * max(top, 0) + 64):
        return tail(bits + 8)


# --- the incomplete beta function -------------------------------------------------------------------------


def betainc(a: arb, b: arb, x: arb) -> arb:
    """I_x(a, b)."""
    if x.is_zero() or (x - 1).is_zero():
        return x
    rest, beyond = 1 - x, less(a, x * (a + b))  # the mean
    if a <= SERIES and x <= 0.5 and x * b <= SERIES:
        return x.beta_lower(a, b, 1)
    if b <= SERIES and rest <= 0.5 and rest * a <= SERIES and (beyond or a <= SERIES):
        return 1 - rest.beta_lower(b, a, 1)
    return 1 - _beta(b, a, rest, x) if beyond else _beta(a, b, x, rest)


def _beta(a: arb, b: arb, x: arb, rest: arb) -> arb:
    """I_x(a, b) with rest = 1 - x, where x lies below the mean, or about it."""
    if a <= SERIES:
        return x.beta_lower(a, b, 1)

    def size() -> arb:
        """x^a (1 - x)^b/B(a, b)"""
        return (a * x.log() + b * rest.log() + (a + b).lgamma() - a.lgamma() - b.lgamma()).exp()

    if not b >= 1:  # DLMF 8.17.21
        return _beta(a, b + 1, x, rest) - _carefully(lambda bits: size() / b, a, b)

    def tail(bits: int) -> arb:
        ratio = x / rest
        peak = Peak(a - 1 - (b - 1) * ratio, a - 1, b - 1, ratio)
        # int t^(a-1) (1-t)^(b-1) dt/B(a, b) = x^a (1-x)^(b-1)/B(a, b) int exp E(s) ds
        return size() / rest * _tail(peak, -1, bits)

    return _carefully(tail, a, b)
