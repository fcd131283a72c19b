"""What the methods leave out: bounds of |F - f|."""

from flint import arb


# (1 - q)(1 + q + ... + q^(n-1)) = 1 - q^n telescopes, whatever q; over 1 - q the sum falls short of 1/(1-q)
# by q^n/(1-q). For q = x, 1/x and (1+x)/2 the factor before the sum makes the last denominator 1 - x.
def remainder(x: arb, terms: int) -> arb:
    return abs(x) ** terms / abs(1 - x)


def remainder_of_product(x: arb, factors: int) -> arb:
    # (1 + x)(1 + x^2)(1 + x^4)... to K factors is the sum of the first 2^K powers.
    return remainder(x, 2**factors)


def remainder_inverted(x: arb, terms: int) -> arb:
    return 1 / abs(x) ** terms / abs(1 - x)


def remainder_recentred(x: arb, terms: int) -> arb:
    return abs((1 + x) / 2) ** terms / abs(1 - x)
