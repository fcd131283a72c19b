"""What the methods leave out: bounds of |F - f|."""

from flint import arb


def remainder(order: int, y0: arb, m: int) -> arb:
    # A step multiplies by P(h), the exponential series of -h to the order q. With 0 < h <= 1 that series
    # alternates and falls, so 0 <= P <= 1 and |P - e^-h| <= h^(q+1)/(q+1)!. As |P^n - e^(-nh)| <=
    # n |P - e^-h| for numbers in [0, 1], and n h = 1, the error is at most y0 h^q/(q+1)!.
    return abs(y0) * arb(2) ** (-m * order) / arb(order + 1).gamma() / (order + 1)
