"""Rows of hypergeometric functions (DLMF 13, 15)."""

from collections.abc import Sequence

from flint import acb, arb

from verify.arithmetic.precision import every, less, negated, some
from verify.language.domains import Answer, no_pole, nonzero, not_evaluated, positive, whole
from verify.language.rows import real, row

SIZE = 10**6  # of a parameter
TERMS = 10**4  # of a sum that ends
SIZES = dict.fromkeys("abc", SIZE)


def pole(x: arb) -> Answer:
    """One of 0, -1, -2, ..."""
    return negated(no_pole(x))


def below_is_fit(c: arb, *above: arb) -> Answer:
    """A lower parameter without a pole; or c = -m where the series ends first, at a power n <= m (the limit
    for an upper parameter -n that stays, DLMF 15.2.5)."""
    ends = [every([pole(a), less(c, a + 1)]) for a in above]
    return some([no_pole(c), *ends])


def finite_sum(above: Sequence[arb], c: arb, x: arb) -> arb:
    """sum of (a)_k (b)_k/(c)_k x^k/k! up to the first k where an upper factor is zero.

    FLINT transforms some of these where c = -m, and then takes another limit.
    """
    last = min(-float(a.mid()) for a in above if pole(a))
    if last > TERMS:
        raise not_evaluated(f"a hypergeometric sum of {last:.6g} terms; there may be {TERMS}")
    total = term = arb(1)
    for k in range(int(last)):
        for a in above:
            term = term * (a + k)
        term = term * x / ((c + k) * (k + 1))
        total = total + term
    return total


def hyp1f1(a: arb, b: arb, x: arb) -> arb:
    return finite_sum([a], b, x) if pole(b) else x.hypgeom_1f1(a, b)


# --- Gauss' function --------------------------------------------------------------------------------------


def rational_2f1(a: arb, b: arb, c: arb) -> Answer:
    """(1 - x)^(c-a-b) F(c - a, c - b; c; x) is a polynomial times a whole power of 1 - x."""
    return every([whole(c - a - b), some([pole(c - a), pole(c - b)])])


def domain_2f1(a: arb, b: arb, c: arb, x: arb) -> Answer:
    at_one = every([negated(nonzero(x - 1)), positive(c - a - b)])
    beyond = every([nonzero(x - 1), rational_2f1(a, b, c)])
    return every([below_is_fit(c, a, b), some([less(x, 1), pole(a), pole(b), at_one, beyond])])


def hyp2f1(a: arb, b: arb, c: arb, x: arb) -> arb:
    if pole(c):
        return finite_sum([a, b], c, x)
    if x > 1 and not (pole(a) or pole(b)):
        return (1 - x) ** (c - a - b) * x.hypgeom_2f1(c - a, c - b, c)
    return x.hypgeom_2f1(a, b, c)


# --- Kummer's functions -----------------------------------------------------------------------------------


def domain_u(a: arb, b: arb, x: arb) -> Answer:
    """U is a polynomial for a = 0, -1, ..., and x^(1-b) times one for a - b + 1 = 0, -1, ..."""
    at_zero = every([negated(nonzero(x)), less(b, 1)])
    power = every([pole(a - b + 1), whole(b), nonzero(x)])
    return some([positive(x), pole(a), at_zero, power])


def hyperu(a: arb, b: arb, x: arb) -> arb:
    if x.is_zero() and not pole(a):  # DLMF 13.2.18 to 13.2.22
        return (1 - b).gamma() * (a - b + 1).rgamma()
    if x > 0:
        return x.hypgeom_u(a, b)
    if not pole(a):  # Kummer's transformation, DLMF 13.2.40: U(a, b, x) = x^(1-b) U(a - b + 1, 2 - b, x)
        return x ** (1 - b) * hyperu(a - b + 1, 2 - b, x)
    # DLMF 13.2.7: U(-n, b, x) = (-1)^n (b)_n M(-n, b, x); with the regularised M no b is left out.
    return real(acb(x).hypgeom_u(a, b))


ROWS = (
    row("hyp0f1(a, x)", lambda a, x: x.hypgeom_0f1(a), None, "hyp0f1(a + 1, x)/a",
        where="a not 0, -1, -2, ...", domain=lambda a, x: no_pole(a), most=SIZES),
    row("hyp1f1(a, b, x)", hyp1f1, None, None, "a/b*hyp1f1(a + 1, b + 1, x)",
        where="b not 0, -1, -2, ...; or b = -m and a = -n with n <= m",
        domain=lambda a, b, x: below_is_fit(b, a), most=SIZES),
    row("hyp2f1(a, b, c, x)", hyp2f1, None, None, None, "a*b/c*hyp2f1(a + 1, b + 1, c + 1, x)",
        where="c not 0, -1, -2, ..., or c = -m and a or b = -n with n <= m; and x < 1, or x = 1 with"
        " c - a - b > 0; all x for a or b = 0, -1, ...; x != 1 for c - a - b whole and c - a or c - b"
        " = 0, -1, ...",
        domain=domain_2f1, most=SIZES),
    row("hyperu(a, b, x)", hyperu, None, None, "-a*hyperu(a + 1, b + 1, x)",
        where="x > 0; x = 0 with b < 1; all x for a = 0, -1, ...; x != 0 for b whole and"
        " a - b + 1 = 0, -1, ...",
        domain=domain_u, most=SIZES),
)  # fmt: skip
