"""Rows of zeta functions and polylogarithms."""

import math

from flint import arb

from verify.arithmetic.precision import current_bits, every, less, negated, some
from verify.language.domains import (
    Answer,
    at_most,
    natural,
    no_pole,
    nonzero,
    not_evaluated,
    odd,
    positive,
    reach,
    whole,
)
from verify.language.rows import row

ORDER = 1000  # in size, but for polylogarithms that are summed
SUMMED = 16  # from here on a few terms of the series are better than FLINT's way
TERMS = 2000
SHIFTS = 10**4  # terms that carry a negative parameter of Hurwitz' function to the right


def hurwitz_domain(s: arb, a: arb) -> Answer:
    """The sum of (k + a)^-s is real for a > 0, or with no zero base and a whole s; for s = 0, -1, ... it is a
    polynomial of a."""
    left = every([whole(s), some([no_pole(a), natural(-s)])])
    return every([nonzero(s - 1), some([positive(a), left])])


def hurwitz(s: arb, a: arb) -> arb:
    if not a < 0 and not a.is_zero():
        return s.zeta(a)
    if natural(-s):  # zeta(-n, a) = -B_(n+1)(a)/(n + 1)
        n = round(float(1 - s))  # exact: s is whole and at most ORDER in size
        return -a.bernoulli_poly(n) / n
    if not a > -SHIFTS:
        raise not_evaluated(f"hurwitz at a = {a.str(6, radius=False)}; a may be -{SHIFTS} at least")
    shift = math.floor(float(-a.lower())) + 1
    return sum(((a + k) ** -s for k in range(shift)), start=s.zeta(a + shift))


def polylog_domain(s: arb, x: arb) -> Answer:
    """x < 1, and x = 1 with s > 1; a rational function with a pole at 1 for s = 0, -1, -2, ..."""
    at_one = every([negated(nonzero(x - 1)), less(1, s)])
    return some([less(x, 1), at_one, every([natural(-s), nonzero(x - 1)])])


def polylog(s: arb, x: arb) -> arb:
    if x.is_zero():
        return x
    if (x - 1).is_zero():
        return s.zeta()
    if s >= SUMMED and abs(x) <= 1 and (count := terms(s, x)) <= TERMS:
        return summed(s, x, count)
    reach("polylog", "s", s, ORDER)
    if not x > 1:
        return x.polylog(s)
    if s.is_zero():
        return x / (1 - x)
    # Li_-n(x) = (-1)^(n+1) Li_-n(1/x) for n = 1, 2, ...
    inner = (1 / x).polylog(s)
    return inner if odd(s) else -inner


def terms(s: arb, x: arb) -> int:
    """So many leave a rest below 2^-bits: |x|^n <= 2^-bits, or n^-s <= 2^-bits."""
    bits = current_bits()
    fall = max(float((-abs(x).log()).lower()), 1e-9)
    return int(min(bits * math.log(2) / fall, 2 ** min(bits / float(s.lower()), 64))) + 2


def summed(s: arb, x: arb, count: int) -> arb:
    """The series of Li_s(x) for |x| <= 1 and s > 1."""
    total = sum((x**k * arb(k) ** -s for k in range(1, count + 1)), start=arb(0))
    # sum_(k>n) |x|^k k^-s <= |x|^(n+1) int_n^oo t^-s dt = |x|^(n+1) n^(1-s)/(s - 1)
    rest = abs(x) ** (count + 1) * arb(count) ** (1 - s) / (s - 1)
    return total + arb(0, rest.abs_upper())


ROWS = (
    row("zeta(s)", arb.zeta, where="s != 1", domain=lambda s: nonzero(s - 1)),
    row("hurwitz(s, a)", hurwitz, None, "-s*hurwitz(s + 1, a)",
        where="s != 1; a > 0, or s whole and a not 0, -1, -2, ..., or s = 0, -1, -2, ...",
        domain=hurwitz_domain, most={"s": ORDER}),
    row("polylog(s, x)", polylog, None, "polylog(s - 1, x)/x",
        where="x < 1; x = 1 with s > 1; x > 1 with s = 0, -1, -2, ...", domain=polylog_domain),
    row("dilog(x)", lambda x: polylog(arb(2), x), "-log(1 - x)/x", where="x <= 1", domain=at_most(1)),
)  # fmt: skip
