"""Where the first decimal digit is lost to cancellation (statements of ours)."""

from collections.abc import Callable
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.precision import less
from verify.catalogue.scalar_series.methods import PROBLEMS
from verify.catalogue.sources import CANCELLATION
from verify.claims.declare import Claims
from verify.claims.forms import Check, both, last_unit, on_interval
from verify.core.claim import Claim, Outcome, Reach
from verify.core.literals import rational

OURS = Claims(PROBLEMS["exp"], CANCELLATION, "D-1", further=True)


def starts(figure: str, magnitudes: Callable[[Any], Any], size: Callable[[Any], Any]) -> Check:
    """The sum of the magnitudes is below ten times |f| up to the figure, and above just past it.

    The magnitudes of all terms add up to e^t, sinh t, cosh t, 1/(1 - t), -ln(1 - t) with t = |x|.
    `magnitudes` increases in t >= 0, `size` is |f|; both may carry 1/t.
    """
    half = last_unit(figure) / 2
    low, high = rational(figure) - half, arb(rational(figure) + half)

    def below(t: arb) -> bool | None:
        if magnitudes(t.upper()) < 10 * size(t):
            return True
        return less(magnitudes(t), 10 * size(t))

    def past() -> Outcome:
        return Outcome(less(10 * size(high), magnitudes(high)), f"no longer at {high.str(6, radius=False)}")

    return both(on_interval(fmpq(0), low, below, "the magnitudes sum to less than 10 |f|"), past)


def log1p_over(t: arb) -> arb:
    # ln(1 + t)/t falls in t: over a ball that holds 0 its value at the upper end, from below.
    return (1 + t).log() / t if t > 0 else (1 + t.upper()).log() / t.upper()


def start(letter: str, name: str, figure: str, of: str, check: Check) -> Claim:
    return OURS.printed(
        letter,
        says=f"(Ours.) The first decimal digit is lost to cancellation at {of}.",
        reading="There the magnitudes of all terms together first reach ten times |f|, going out from the "
        "centre; the figure is right to half a unit of its last digit.",
        check=check,
        reach=Reach.SUBDIVISION,
        problem=PROBLEMS[name],
    )


CLAIMS_CANCELLATION = (
    start("q", "exp", "1.1513", "x = -1.1513", starts("1.1513", lambda t: t.exp(), lambda t: (-t).exp())),
    start(
        "r", "sin", "2.495", "|x| = 2.495", starts("2.495", lambda t: t.sinh() / t, lambda t: abs(t.sinc()))
    ),
    start("s", "cos", "1.361", "|x| = 1.361", starts("1.361", lambda t: t.cosh(), lambda t: abs(t.cos()))),
    start(
        "t",
        "alternating",
        "0.8182",
        "x = 0.8182",
        starts("0.8182", lambda t: 1 / (1 - t), lambda t: 1 / (1 + t)),
    ),
    start(
        "u",
        "log1p",
        "0.99902",
        "x = 0.99902",
        starts("0.99902", lambda t: -(1 - t).log() / t, log1p_over),
    ),
)
