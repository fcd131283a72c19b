"""What the approximations leave out: enclosures and bounds of |F - f|."""

from flint import arb, fmpq

# Truncation. For x > -1:
#   ln(1+x)/x = integral over [0, 1] of dt/(1+xt) = 1 - x/2 + alpha x^2, alpha = integral of t^2/(1+xt),
#   between 1/3 and 1/(3(1+x));
#   e^-x = 1 - x + beta x^2, beta = e^-xi/2, between 1/2 and e^-x/2 (Lagrange).
THEOREM = "Taylor's theorem for both factors, with integral and Lagrange's remainder"


def alpha(x: arb) -> arb:
    return (1 / arb(3)).union(1 / (3 * (1 + x)))


def beta(x: arb) -> arb:
    return arb(0.5).union((-x).exp() / 2)


def linear_quotient(x: arb) -> arb:
    """(f - (1 - 3x/2))/x^2, enclosed."""
    # (1 - x/2 + alpha x^2) e^-x, and (1 - x/2)(1 - x) = 1 - 3x/2 + x^2/2
    return fmpq(1, 2) + alpha(x) * (-x).exp() + beta(x) * (1 - x / 2)


def kept_remainder(x: arb) -> arb:
    # e^-x - 1/(1+x) = x^2 (beta - 1/(1+x)), as (1-x)(1+x) - 1 = -x^2
    return x * x * ((1 - x / 2) * (beta(x) - 1 / (1 + x)) + alpha(x) * (-x).exp())


def linear_bound(x: arb) -> arb:
    return abs(x * x * linear_quotient(x))


def kept_bound(x: arb) -> arb:
    return abs(kept_remainder(x))


def naive_bound(x: arb) -> arb:
    # 1/(1+x) is the kept quotient and (x/2)/(1+x)
    return abs(kept_remainder(x) - x / (2 * (1 + x)))


def printed_bound(x: arb) -> arb:
    # (1 + x/2)/(1+x) is the kept quotient and x/(1+x)
    return abs(kept_remainder(x) - x / (1 + x))
