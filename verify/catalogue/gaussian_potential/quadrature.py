"""The integral by the trapezoidal rule with a proven bound, and by a power series."""

import math
from collections.abc import Callable
from functools import cache
from typing import Any

from flint import arb, fmpq, fmpq_poly, fmpz_poly

from verify.arithmetic.precision import current_bits

NEAR = 5  # |a| eps^(-1/m) up to which the power series in a loses few digits


# --- the integral --------------------------------------------------------------------------------------
def moment(k: int, a: arb, eps: arb, m: int, far: Callable[..., Any], near: Callable[..., Any]) -> Any:
    """Integral of x^(2k) exp(-a x^2 - eps x^(2m)); not finite where eps > 0 is not certain."""
    if not (a.is_finite() and eps.is_finite() and eps > 0):
        return arb.nan()

    def at(a: arb, eps: arb) -> Any:
        return (far if a > 0 and a > NEAR * eps.root(m) else near)(k, a, eps, m)

    if a.is_exact() and eps.is_exact():
        return at(a, eps)
    # The integrand falls as a or eps grows, so the corners of the box of inputs give the two ends.
    return at(a.upper(), eps.upper()).union(at(a.lower(), eps.lower()))


def trapezoid(k: int, a: arb, eps: arb, m: int) -> arb:
    """The trapezoidal rule over the line, with proven bounds for the step and for what is left out."""
    theta = fmpq(1, 64 if a > 0 else 2)
    K = strip_constant(m, theta)
    # Choices that make each part left out about e^-D of the integral (the bounds below hold for any):
    # half-width c where what the step leaves, e^(grown - 2 pi c/h), has its largest h; end X.
    D = arb(current_bits()) * 0.7 + 10
    depth = _depth(-a, theta * eps / 2, m) if a < 0 else arb(0)
    c2, X2 = ((D + depth) / ((2 * m - 1) * K * eps)).root(m), ((D + depth) / eps).root(m)
    if a > 0:
        c2, X2 = c2.min(D / a), X2.min(D / a)
    elif a < 0:
        X2 = (2 * X2).max(2 * (-a / eps).root(m - 1))
    c = c2.sqrt().mid()
    h = (2 * arb.pi() * c / (D + K * eps * c ** (2 * m) + (a * c * c if a > 0 else depth))).mid()
    count = 2 + int(float((X2.sqrt() / h).mid()))

    def f(y: arb) -> arb:
        e = (-(a + eps * y ** (m - 1)) * y).exp()
        return e * y**k if k else e

    total, h2 = arb(0), h * h
    for j in range(1, count + 1):
        total = total + f(j * j * h2)
    total = 2 * total + (0 if k else 1)
    # |h sum f(jh) - I| <= 2M/(e^(2 pi c/h) - 1) for f analytic in |Im x| <= c (any c: f is entire) and
    # tending to 0 there, M a bound of the integrals of |f(x + ic)| and |f(x - ic)| over x.
    step = 2 * _on_line(k, a, eps, m, c, theta, K) / (2 * arb.pi() * c / h).expm1()
    # q = a x^2 + eps x^(2m) - 2k ln x is convex beyond X if a + (2m^2 - m) eps X^(2m-2) >= 0 (its second
    # derivative is twice that and more). With q'(X) > 0, h sum over jh > X <= integral from X of e^-q
    # <= e^-q(X)/q'(X).
    X = count * h
    slope = 2 * a * X + 2 * m * eps * X ** (2 * m - 1) - 2 * k / X
    convex = a + (2 * m * m - m) * eps * X ** (2 * m - 2)
    tail = 2 * f(X * X) / slope if slope > 0 and convex >= 0 else arb.pos_inf()
    return h * total + arb(0, (step + tail).abs_upper())


@cache
def strip_constant(m: int, theta: fmpq) -> arb:
    """A bound K with Re (x + i)^(2m) >= theta x^(2m) - K for every real x."""
    # In y = x^2, Re (x + i)^(2m) = sum of (-1)^j C(2m, 2j) y^(m-j). The polynomial theta y^m - that has
    # its largest value over y >= 0 at y = 0 or at a root of its derivative: its leading coefficient is < 0.
    real = fmpq_poly([(-1) ** (m - j) * math.comb(2 * m, 2 * j) for j in range(m + 1)])
    above = fmpq_poly([0] * m + [theta]) - real
    roots: Any = fmpz_poly(above.derivative().numer().coeffs()).complex_roots()
    places = [arb(0), *(z.real for z, _ in roots if z.imag.contains(0) and not z.real < 0)]
    values = [arb(above(fmpq(0)))] + [_horner(above, y) for y in places[1:]]
    return arb(max(v.abs_upper() for v in values))


def _horner(p: fmpq_poly, y: arb) -> arb:
    value = arb(0)
    for coefficient in reversed(p.coeffs()):
        value = value * y + coefficient
    return value


def _depth(b: arb, eps: arb, m: int) -> arb:
    """The largest value of b y - eps y^m over y >= 0, for b >= 0."""
    # The derivative b - m eps y^(m-1) falls; at its root y the value is b y (1 - 1/m).
    return b * (b / (m * eps)).root(m - 1) * (m - 1) / m


def _on_line(k: int, a: arb, eps: arb, m: int, c: arb, theta: fmpq, K: arb) -> arb:
    """A bound of the integral of |z^(2k) exp(-a z^2 - eps z^(2m))| over z = x + ic."""
    # Re z^2 = x^2 - c^2, and Re z^(2m) >= theta x^(2m) - K c^(2m) by the scaled inequality above. For a < 0
    # half of theta eps x^(2m) bounds |a| x^2 but for a constant. Last, |z|^(2k) = (x^2 + c^2)^k
    # <= 2^(k-1) (x^(2k) + c^(2k)) (for k = 0 an equality), which leaves the moments of what remains.
    grown = K * eps * c ** (2 * m) + a * c * c
    if a < 0:
        grown += _depth(-a, theta * eps / 2, m)

    def remaining(j: int) -> arb:
        # e^(-q x^(2m)): Gamma((2j+1)/(2m))/m q^(-(2j+1)/(2m)); e^(-a x^2): Gamma(j+1/2) a^(-j-1/2).
        s = arb(fmpq(2 * j + 1, 2 * m))
        quartic = s.gamma() / m * (theta * eps / 2) ** -s
        return quartic.min((arb(j) + 0.5).gamma() / a**j / a.sqrt()) if a > 0 else quartic

    return grown.exp() * arb(2) ** (k - 1) * (remaining(k) + c ** (2 * k) * remaining(0))


def power_series(k: int, a: arb, eps: arb, m: int) -> arb:
    """e^(-a x^2) expanded: the sum of (-w)^j/j! Gamma((2(j+k)+1)/(2m)), w = a eps^(-1/m), scaled."""
    root = eps.root(m)
    w = -a / root
    # Gamma(s + 1) = s Gamma(s) carries m interleaved sequences from the first m values.
    gammas = [arb(fmpq(2 * (j + k) + 1, 2 * m)).gamma() for j in range(m)]
    small = arb(2) ** -current_bits()
    total, power, j = arb(0), arb(1), 0
    while True:
        block = arb(0)
        for i in range(m):
            term = power * gammas[i]
            total, block = total + term, block + abs(term)
            power = power * w / (j + i + 1)
            gammas[i] = gammas[i] * fmpq(2 * (j + i + k) + 1, 2 * m)
        j += m
        # The terms j + i and j + i + m have the quotient |w|^m (2(j+i+k)+1)/(2m) / ((j+i+1)...(j+i+m)),
        # which falls as j grows (m >= 2 and k <= m): below 1/2, what is left is at most the last block.
        quotient = abs(w) ** m * (2 * (j + k) + 1) / (2 * m)
        for i in range(1, m + 1):
            quotient = quotient / (j - m + i)
        if not block.is_finite() or (quotient < 0.5 and block <= small * total.abs_upper()):
            break
    s = 2 * k + 1
    return (total + arb(0, block.abs_upper())) / (m * root.sqrt() ** s)
