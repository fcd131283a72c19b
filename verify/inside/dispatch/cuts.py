"""Functions of complex balls, and on which side of a cut a number lies."""

from collections.abc import Callable

from flint import acb, arb

from verify.inside.run.tape import Function

Whole = Callable[..., acb]
ENTIRE = ("exp", "sin", "cos", "tan", "sinh", "cosh", "tanh")
ON_THE_NEGATIVE = ("sqrt", "log", "log10")
# Where each inverse function has its cuts: beyond 1 on which axis.
CUTS = {"asin": "real", "acos": "real", "atanh": "real", "asinh": "imag", "atan": "imag", "acosh": "below"}


def undecided() -> acb:
    return acb(arb.nan(), arb.nan())


def from_a_side(function: Whole, side: float) -> Whole:
    """A function with its cut along the negative numbers. `side`: the sign of the float's zero, or 0."""

    def whole(z: acb, *rest: acb) -> acb:
        if z == 0 or z.real > 0 or not z.imag.contains(0):
            return function(z, *rest)
        on_the_cut = z.imag == 0 and z.real < 0  # of balls both are certain where they are true
        if not (on_the_cut and side):
            return undecided()
        # FLINT is continuous from above there, and f(conj z) = conj f(z) of these functions.
        return function(z, *rest) if side > 0 else function(z, *(w.conjugate() for w in rest)).conjugate()

    return whole


def with_cuts(name: str) -> Whole:
    function = getattr(acb, name)
    where = CUTS[name]

    def whole(z: acb) -> acb:
        along, across = (z.imag, z.real) if where == "imag" else (z.real, z.imag)
        apart = along > 1 if where == "below" else abs(along) < 1
        return function(z) if apart or not across.contains(0) else undecided()

    return whole


def lambert_branch(k: int) -> Whole:
    """Branch k of Lambert's W. On the cut only what is real there is decided: W_-1 between -1/e and 0."""

    def whole(z: acb) -> acb:
        start = -arb(-1).exp() if k == 0 else arb(0)
        if k == -1 and z.imag == 0 and z.real > -arb(-1).exp() and z.real < 0:
            return acb(z.real.lambertw(-1))
        if z.imag.contains(0) and not z.real > start:
            return undecided()
        return z.lambertw(k)

    return whole


def power(z: acb, w: acb) -> acb:
    result: acb = (w * z.log()).exp()
    return result


def parts_of(name: str, whole: Whole) -> list[Function]:
    """The real and the imaginary part as functions of the parts of the operands."""

    def part(which: str) -> Callable[..., arb]:
        def ball(*x: arb) -> arb:
            found: arb = getattr(whole(*(acb(x[k], x[k + 1]) for k in range(0, len(x), 2))), which)
            return found

        return ball

    return [Function(name, part("real")), Function(name, part("imag"))]
