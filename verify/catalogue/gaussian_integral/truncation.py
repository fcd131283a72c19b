"""What the methods leave out: bounds of |F - f|."""

from flint import arb, fmpq


def first_omitted(a: arb, eps: arb, terms: int) -> arb:
    # |e^-u - sum of (-u)^k/k! over k < N| <= u^N/N! for u >= 0 (Taylor, Lagrange's remainder); with
    # u = eps x^4 under the Gaussian that is sqrt(pi/a) (1/2)_(2N)/N! (eps/a^2)^N. Hypothesis: a > 0.
    rising = arb(fmpq(1, 2)).rising(2 * terms) / arb(terms).fac()
    return (arb.pi() / a).sqrt() * rising * (eps / (a * a)) ** terms


def second_order(a: arb, eps: arb) -> arb:
    # With u = (a - A) x^2 + eps x^4, I - C is the integral of e^(-Ax^2) (e^-u - 1 + u), because that of
    # e^(-Ax^2) u is 0. Now 0 <= e^-u - 1 + u <= u^2/2 max(1, e^-u), and u >= -m, m = (A-a)^2/(4 eps) =
    # 9 eps/(16 A^2) >= 0 (from A - a = 3 eps/(2A)); the integral of e^(-Ax^2) u^2 is 21/8 eps^2/A^4 C.
    root = (a * a + 6 * eps).sqrt()
    A = 3 * eps / (root - a) if a < 0 else (a + root) / 2
    t = eps / (A * A)
    return (arb.pi() / A).sqrt() * (9 * t / 16).exp() * 21 * t * t / 16
