"""Where functions of real numbers are defined, asked of balls and answered in three values.

A domain is the one that mathematics gives a function (DLMF's, or the C standard's): where it answers False
there is no real value at all. What is defined but cannot be evaluated is reported as `not_evaluated`.
"""

from collections.abc import Callable

from flint import arb, fmpq

from verify.arithmetic.precision import Hopeless, Unsettled, every, less, negated, some

Answer = bool | None


def not_evaluated(why: str) -> Hopeless:
    """More bits would not help: there is a value, and it is not known."""
    return Hopeless(f"defined there, but not evaluated: {why}")


def reach(name: str, argument: str, value: arb, most: int) -> None:
    """FLINT may abort, or compute without end, on orders and degrees of any size."""
    if abs(value) <= most:
        return
    if abs(value) > most:
        size = value.str(6, radius=False)
        raise not_evaluated(f"{name} at {argument} = {size}; {argument} may be at most {most} in size")
    raise Unsettled(f"cannot decide how large {argument} of {name} is")


def positive(x: arb) -> Answer:
    return less(0, x)


def nonnegative(x: arb) -> Answer:
    return True if x >= 0 else False if x < 0 else None


def nonzero(x: arb) -> Answer:
    if x.is_zero():
        return False
    return None if x.contains(0) else True


def whole(x: arb) -> Answer:
    """Is x an integer?"""
    if not x.is_finite():
        return None
    if not x.contains_integer():
        return False
    return True if x.is_exact() else None


def natural(x: arb) -> Answer:
    """Is x one of 0, 1, 2, ...?"""
    return every([whole(x), nonnegative(x)])


def no_pole(x: arb) -> Answer:
    """Not one of 0, -1, -2, ..."""
    return some([positive(x), negated(whole(x))])


def odd(n: arb) -> bool:
    """Is the exact integer odd? Unsettled where n/2 takes more bits than there are."""
    half = n / 2
    if not half.is_exact():
        raise Unsettled("cannot decide whether an integer is odd")
    return not half.is_integer()


def within(low: int | fmpq, high: int | fmpq, closed: bool = True) -> Callable[[arb], Answer]:
    def domain(x: arb) -> Answer:
        if closed:
            return every([nonnegative(x - low), nonnegative(high - x)])
        return every([less(low, x), less(x, high)])

    return domain


def above(low: int) -> Callable[[arb], Answer]:
    return lambda x: less(low, x)


def below(high: int) -> Callable[[arb], Answer]:
    return lambda x: less(x, high)


def at_least(low: int) -> Callable[[arb], Answer]:
    return lambda x: nonnegative(x - low)


def at_most(high: int) -> Callable[[arb], Answer]:
    return lambda x: nonnegative(high - x)


def last(domain: Callable[[arb], Answer]) -> Callable[..., Answer]:
    """The domain of the last argument alone."""
    return lambda *x: domain(x[-1])


def everywhere(*domains: Callable[[arb], Answer]) -> Callable[..., Answer]:
    """One domain an argument."""
    return lambda *x: every([domain(v) for domain, v in zip(domains, x, strict=True)])


def power_domain(x: arb, y: arb) -> Answer:
    """x^y: any x for y an integer (not 0 to a negative one), else x > 0, or x = 0 with y > 0."""
    integer = whole(y)
    if integer:
        return some([nonnegative(y), nonzero(x)])
    return some([positive(x), every([nonnegative(x), positive(y)]), None if integer is None else False])
