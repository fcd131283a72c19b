"""What the methods leave out: bounds of |F - f|."""

from flint import arb


def exp_remainder(x: arb, terms: int) -> arb:
    # Lagrange: e^xi x^N/N! with xi between 0 and x, and e^xi <= max(1, e^x).
    return x.exp().max(arb(1)) * abs(x) ** terms / arb(terms).fac()


def power_remainder(a: arb, x: arb, terms: int) -> arb:
    return exp_remainder(x * a.log(), terms)  # the same polynomial at x ln a


def sin_remainder(x: arb, terms: int) -> arb:
    # Lagrange: N terms are the Taylor polynomial of degree 2N, and no derivative exceeds 1.
    return abs(x) ** (2 * terms + 1) / arb(2 * terms + 1).fac()


def cos_remainder(x: arb, terms: int) -> arb:
    # Lagrange: N terms are the Taylor polynomial of degree 2N - 1, and no derivative exceeds 1.
    return abs(x) ** (2 * terms) / arb(2 * terms).fac()


def geometric_remainder(x: arb, terms: int) -> arb:
    # (1 - x)(1 + x + ... + x^(N-1)) = 1 - x^N: an equality, for every x but 1.
    return abs(x) ** terms / abs(1 - x)


def alternating_remainder(x: arb, terms: int) -> arb:
    return geometric_remainder(-x, terms)


def log1p_remainder(x: arb, terms: int) -> arb:
    # 1/(1+t) = sum of (-t)^n to N-1, plus (-t)^N/(1+t); integrated from 0 to x > -1 the remainder is that
    # of (-t)^N/(1+t). For x >= 0 the integrand is at most t^N. For x < 0, u = |x|: that of t^N/(1-t) over
    # [0, u] is at most u^(N+1)/((N+1)(1-u)), and also at most u^N (-ln(1-u)).
    u = abs(x)
    alternating = u ** (terms + 1) / (terms + 1)
    return alternating if x >= 0 else (alternating / (1 - u)).min(-(u**terms) * (1 - u).log())


def log_remainder(x: arb, terms: int) -> arb:
    return log1p_remainder(x - 1, terms)


def binomial_remainder(x: arb, alpha: arb, terms: int) -> arb:
    # Integral remainder with t = xs: R = N C(alpha, N) x^N times the integral over 0 <= s <= 1 of
    # (1-s)^(N-1) (1+xs)^(alpha-N). For x >= 0 the second factor is at most max(1, (1+x)^(alpha-N)).
    omitted = abs((alpha - terms + 1).rising(terms)) / arb(terms).fac() * abs(x) ** terms
    if x >= 0:
        return omitted * ((1 + x) ** (alpha - terms)).max(arb(1))
    # For -1 < x < 0, u = |x|, Cauchy's form: ((1-s)/(1-us))^(N-1) (1-us)^(alpha-1). The first quotient is
    # at most 1 - s(1-u), since (1-us)(1-s(1-u)) = 1-s + u s^2 (1-u); its integral is at most
    # min(1, 1/(N(1-u))). The second is at most max(1, (1-u)^(alpha-1)).
    gap = 1 + x
    return omitted * terms * (gap ** (alpha - 1)).max(arb(1)) * (1 / (terms * gap)).min(arb(1))
