"""What the sums of n terms leave out: bounds of |F - f|."""

from flint import arb


def first_omitted(x: arb, terms: int) -> arb:
    # Taylor's theorem with Lagrange's remainder, x >= 0: the error of the first n terms of e^-x is
    # e^-xi x^n/n! for some 0 <= xi <= x, hence at most x^n/n!.
    return x**terms / arb(terms).fac()


def reciprocal_remainder(x: arb, terms: int) -> arb:
    # With S the sum for e^x, 0 <= e^x - S <= e^x x^n/n! (Lagrange, xi <= x), so that
    # |1/S - e^-x| = (e^x - S) / (S e^x) <= x^n/n! / S, and S >= 1 for x >= 0.
    S = sum((x**k / arb(k).fac() for k in range(terms)), arb(0))
    return first_omitted(x, terms) / S
