"""Branch cuts: on which sides of a cut an argument lies, and the one-sided limit there.

On a cut a function of C99's annex G takes the limit from the side that the sign of a zero part names: the
zero stands for an infinitely small number of its sign, and so does what is made of it. A ball that meets a
cut without lying on it wants more bits; what lies on one without a sign stays undecided.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flint import acb, arb

from verify.arithmetic.precision import Hopeless, Unsettled

Side = Callable[[], int]  # the sign of the infinitesimal part across the cut; 0 where there is none
INFINITE = arb.pos_inf()


@dataclass(frozen=True)
class Cut:
    """low < w < high on the real axis, or of w/i on the imaginary one. `side`: from which side FLINT's value
    at a point of the cut is the limit: 1 from above (from the right), -1 from below (from the left)."""

    low: Callable[[], arb]
    high: Callable[[], arb]
    side: int = 1
    axis: str = "real"

    def meets(self, w: acb) -> bool:
        """Is w on the cut? Unsettled where its ball does not tell. The ends do not count: what is continuous
        there has one value, and what is not has none."""
        along, across = (w.real, w.imag) if self.axis == "real" else (w.imag, w.real)
        if not across.contains(0) or along <= self.low() or along >= self.high():
            return False
        if across.is_zero() and along > self.low() and along < self.high():
            return True
        raise Unsettled("cannot decide on which side of a branch cut an argument lies")

    def reflected(self, value: acb) -> acb:
        """The limit from the other side: f(conj w) = conj f(w), and on the imaginary axis, for odd functions,
        f(-conj w) = -conj f(w)."""
        return value.conjugate() if self.axis == "real" else -value.conjugate()


def zero() -> arb:
    return arb(0)


NEGATIVE = Cut(lambda: -INFINITE, zero)
BELOW_ONE = Cut(lambda: -INFINITE, lambda: arb(1))
BELOW_MINUS_ONE = Cut(lambda: -INFINITE, lambda: arb(-1))
ABOVE_ONE = Cut(lambda: arb(1), lambda: INFINITE, side=-1)
BELOW_BRANCH_POINT = Cut(lambda: -INFINITE, lambda: -arb(-1).exp())  # -1/e, Lambert's
RIGHT_OF_I = Cut(lambda: arb(1), lambda: INFINITE, 1, "imag")
LEFT_OF_MINUS_I = Cut(lambda: -INFINITE, lambda: arb(-1), -1, "imag")


def one_sided(function: Callable[[acb], acb], cuts: tuple[Cut, ...], w: acb, sides: dict[str, Side]) -> acb:
    """f(w), on a cut the limit from the side on which the infinitesimal part of w lies."""
    for cut in cuts:
        if cut.meets(w):
            side = sides["imag" if cut.axis == "real" else "real"]()
            if not side:
                raise Hopeless("an argument lies on a branch cut, and no sign of a zero tells on which side")
            value = function(w)
            return value if side == cut.side else cut.reflected(value)
    return function(w)
