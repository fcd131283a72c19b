"""What one run's error is made of, at a precision at which it is settled."""

from dataclasses import dataclass
from typing import Any

from flint import arb

from verify.arithmetic.precision import MAX_BITS, ladder, precision
from verify.inside.adjoint import Sweep
from verify.inside.branches import Branch, branches
from verify.inside.follow import Trace
from verify.inside.replay import Replay

MOST_WORK = 500_000_000  # numbers times bits
SHARE_BITS = 12


@dataclass(frozen=True)
class Account:
    """`exact`: F(fl x) along the path; `error`: y^ minus that; None where there is no counterpart.

    `branches`: the decisions that exact arithmetic takes otherwise or that are open. `reason`: what is not
    settled.
    """

    trace: Trace
    place: int
    bits: int
    exact: arb | None
    error: arb | None
    branches: tuple[Branch, ...]
    found: Replay
    swept: Sweep | None
    reason: str = ""

    @property
    def certified(self) -> bool:
        """Is `exact` proved to be F(fl x)?"""
        return self.exact is not None and not self.branches and not self.reason

    def shares(self) -> dict[int, arb]:
        """Each site's part of the error. Nothing where there is no error to share."""
        if self.swept is None or self.error is None or self.error.contains(0):
            return {}
        return {site: part / self.error for site, part in self.swept.by_site.items()}

    def unattributed(self) -> arb:
        """1 minus the shares."""
        return 1 - sum(self.shares().values(), arb(0))


def account(trace: Trace, part: str = "", max_bits: int = MAX_BITS) -> Account:
    """Raise the precision until error, shares and decisions are settled, or the limit is reached."""
    place = trace.place(part)
    last: Any = None
    for bits in ladder(max_bits):
        with precision(bits):
            last = _at(trace, place, bits)
            if not last.reason and not _open(last):
                return last  # type: ignore[no-any-return]
        if last.exact is None or bits * len(trace.tape) * 2 > MOST_WORK:
            break
    return last  # type: ignore[no-any-return]


def _open(a: Account) -> bool:
    """Decisions that more bits may settle."""
    return any(b.exact is None and b.kind != "exact" for b in a.branches)


def _at(trace: Trace, place: int, bits: int) -> Account:
    found = trace.replay()
    decided = tuple(branches(found))
    exact = found.balls[place]
    if trace.stopped or exact is None:
        reason = trace.stopped or "no exact counterpart: it depends on what is not followed"
        return Account(trace, place, bits, None, None, decided, found, None, reason)
    error = found.error(place)
    assert error is not None
    if not exact.is_finite():
        return Account(trace, place, bits, None, None, decided, found, None, "its exact value is not settled")
    if not error.is_finite():
        return Account(trace, place, bits, exact, error, decided, found, None, "")
    small = bool(error.rad() <= exact.abs_lower() * arb(2) ** -80)
    if error.rel_accuracy_bits() < 30 and not small and not error.is_zero():
        return Account(trace, place, bits, exact, error, decided, found, None, "its error is not settled")
    swept = Sweep(found, trace.local, place)
    a = Account(trace, place, bits, exact, error, decided, found, swept)
    loose = [s for s in a.shares().values() if not s.rad() <= arb(2) ** -SHARE_BITS * abs(s).max(arb(1))]
    if loose and not error.contains(0):
        return Account(trace, place, bits, exact, error, decided, found, swept, "the shares are not settled")
    return a
