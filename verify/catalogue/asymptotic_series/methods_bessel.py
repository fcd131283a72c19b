"""Hankel's expansions of K and J."""

from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.kinds import Arithmetic, Number


# --- K and J: Hankel's series --------------------------------------------------------------------------
def hankel_coefficient(q: int, k: int) -> fmpq:
    """a_k = (q^2 - 1)(q^2 - 9)...(q^2 - (2k-1)^2)/(k! 8^k), q twice the order."""
    product = fmpq(1)
    for j in range(1, k + 1):
        product = product * fmpq(q * q - (2 * j - 1) ** 2, 8 * j)
    return product


def hankel_stop(R: Ball, x: arb, q: int, terms: int) -> arb:
    """The number of terms before the least one, behind a rise at first if there is one."""
    # |a_(k+1)/a_k|/x = |(2k+1)^2 - q^2|/(8(k+1)x) >= 1 with 2k+1 > q from the larger root of
    # k^2 + (1 - 2x)k + (1 - q^2)/4 - 2x on. For odd q the terms end: a_k = 0 from k = (q+1)/2 on.
    if q % 2:
        return arb((q + 1) // 2)
    return ((2 * x - 1 + (4 * x * (x + 1) + q * q).sqrt()) / 2).ceil()


def hankel_least(R: Ball, x: arb, q: int, terms: int) -> arb:
    """The size of the least term over the leading one: where the series has to stop."""
    # |a_n| = |(1/2 - nu)_n (1/2 + nu)_n|/(2^n n!), nu = q/2, with (1/2 - nu)_n = (-1)^nu
    # Gamma(nu + 1/2) Gamma(n + 1/2 - nu)/pi for n >= nu whole.
    if q % 2:
        return arb(0)
    n, nu, half = hankel_stop(R, x, q, terms), q // 2, arb(0.5)
    logarithm = (n + half - nu).lgamma() + (n + half + nu).lgamma() - (n + 1).lgamma() - n * (2 * x).log()
    return logarithm.exp() / arb.pi()


def k_series(R: Arithmetic[Number], x: Number, q: int, terms: int) -> Number:
    total = term = R(1)
    for k in range(terms - 1):
        term = term * (q * q - (2 * k + 1) ** 2) / (8 * (k + 1)) / x
        total = total + term
    return R.sqrt(R.pi() / (2 * x)) * R.exp(-x) * total


def hankel_sums(R: Arithmetic[Number], x: Number, q: int, terms: int) -> tuple[Number, Number]:
    """P = a_0 - a_2/x^2 + ... and Q = a_1/x - a_3/x^3 + ..., of a_0 to a_(terms-1) together."""
    term, sums = R(1), [R(1), R(0)]
    for k in range(1, terms):
        sign = -1 if k % 2 == 0 else 1
        term = term * (sign * (q * q - (2 * k - 1) ** 2)) / (8 * k) / x
        sums[k % 2] = sums[k % 2] + term
    return sums[0], sums[1]


def j_plain(R: Arithmetic[Number], x: Number, q: int, terms: int) -> Number:
    P, Q = hankel_sums(R, x, q, terms)
    phase = x - (q + 1) * R.pi() / 4
    return R.sqrt(2 / (R.pi() * x)) * (R.cos(phase) * P - R.sin(phase) * Q)


def j_unshifted(R: Arithmetic[Number], x: Number, q: int, terms: int) -> Number:
    # cos and sin of x - (q+1) pi/4 by their addition theorems: nothing is taken from x and rounded.
    P, Q = hankel_sums(R, x, q, terms)
    c, s, half = R.cos(x), R.sin(x), R.sqrt(R(1) / 2)
    eighth = (q + 1) % 4  # the shift by pi is a sign
    sign = -1 if (q + 1) % 8 >= 4 else 1
    cosine = (c, (c + s) * half, s, (s - c) * half)[eighth]
    sine = (s, (s - c) * half, -c, (-c - s) * half)[eighth]
    return sign * R.sqrt(2 / (R.pi() * x)) * (cosine * P - sine * Q)
