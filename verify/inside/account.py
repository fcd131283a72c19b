"""What one run's error is made of, at a precision at which it is settled."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from flint import arb

from verify.arithmetic.mpfr import Format
from verify.arithmetic.precision import MAX_BITS, ladder, precision
from verify.core.errors import BadInput
from verify.inside.follow import Trace
from verify.inside.run.adjoint import Sweep
from verify.inside.run.branches import SYMBOLS, Branch, branches
from verify.inside.run.levels import are_wide
from verify.inside.run.oracle import Open
from verify.inside.run.rationals import Rationals
from verify.inside.run.replay import Lost, Replay
from verify.inside.run.slopes import slopes_at
from verify.inside.run.tape import FUN, LEAF
from verify.inside.run.ways import sweep
from verify.inside.run.wide import BITS, wide_replay
from verify.inside.surroundings import seldom_collected

MOST_WORK = 2_000_000_000  # numbers times bits: a few seconds
SHARE_BITS, FINE_BITS = 12, 30  # of shares at the least, and at once
SHORT, SHORT_BITS, LONG_BITS = 2000, 128, 256  # a long run seldom settles at 128
ACCURACY = 64
LEAST = arb(2) ** -1200  # nothing to a float


@dataclass(frozen=True)
class Account:
    """The error of one result, y^ - F(fl x), and its parts.

    along       the exact counterpart of the result along float64's path; None where there is none
    exact       F(fl x): the same if exact arithmetic takes that path, else along its own; None where open
    branches    the decisions that exact arithmetic takes otherwise or that are open, in their order
    reason      what is not settled or not followed
    """

    trace: Trace
    place: int
    bits: int
    along: arb | None
    exact: arb | None
    branches: tuple[Branch, ...]
    found: Replay
    swept: Sweep | None
    reason: str | None = None
    followed: bool = True  # is there a counterpart at all?

    @property
    def format(self) -> Format:
        """Of the result: its error is counted in ulps of it."""
        return self.trace.format_at(self.place)

    @property
    def certified(self) -> bool:
        """Is F(fl x) enclosed?"""
        return self.exact is not None

    @cached_property
    def error(self) -> arb | None:
        """y^ - F(fl x)."""
        with precision(self.bits):
            return None if self.exact is None else arb(self.trace.tape.values[self.place]) - self.exact

    def shares(self) -> dict[int, arb]:
        """Each site's part of the error. Nothing where there is certainly or possibly no error to share."""
        if self.swept is None or self.error is None or not self.error.is_finite() or self.error.contains(0):
            return {}
        return {site: part / self.error for site, part in self.swept.by_site.items()}

    def unattributed(self) -> arb | None:
        """1 minus the shares: what another path made of the result, and nothing else."""
        shares = self.shares()
        return 1 - sum(shares.values(), arb(0)) if shares else None

    @cached_property
    def turned(self) -> Branch | None:
        """The first decision that exact arithmetic takes otherwise."""
        return next((b for b in self.branches if b.exact is not None), None)

    @cached_property
    def turning(self) -> Sweep | None:
        """The sweep for the difference that the first such decision was about."""
        if self.turned is None or self.along is None or not self.found.tape:
            return None
        d, tape = self.turned.first, self.trace.tape
        with precision(self.bits):
            if self.turned.kind in SYMBOLS and tape.operation(d.left) == FUN:
                # What is rounded to an integer is an exact function of floats, never a float itself.
                weights = dict(zip(tape.operands(d.left), slopes_at(self.found, d.left), strict=True))
            else:
                weights = {d.left: arb(1)} | ({d.right: arb(-1)} if d.right >= 0 else {})
            return sweep(self.found, self.trace.local, weights, self.trace.groups)

    def turns(self) -> dict[int, arb]:
        """Each site's part of the error of that difference."""
        if self.turning is None:
            return {}
        total = self.turning.total()
        return (
            {} if total.contains(0) else {site: part / total for site, part in self.turning.by_site.items()}
        )


def account(trace: Trace, part: str = "", max_bits: int = MAX_BITS) -> Account:
    """Raise the precision until error, shares and decisions are settled, or the limit is reached."""
    place = trace.place(part)
    last = _in_floats(trace, place)
    if last is None or last.reason or _open(last):
        for bits in ladder(max_bits, SHORT_BITS if trace.operations < SHORT else LONG_BITS):
            with precision(bits), seldom_collected():
                last = _at(trace, place, bits, trace.replay)
            settled = not last.reason and not _open(last)
            if settled or not last.followed or bits * len(trace.tape) * 2 > MOST_WORK:
                break
    assert last is not None
    if last.along is None or not last.branches:
        return last
    return _on_the_other_path(last, part, max_bits)


def _in_floats(trace: Trace, place: int) -> Account | None:
    """A wide tape in error balls of floats, a level at a time; None for another."""
    if trace.groups is None or not are_wide(trace.groups):
        return None
    with precision(BITS), seldom_collected():
        return _at(trace, place, BITS, partial(wide_replay, trace.tape, trace.local, trace.groups))


def _open(a: Account) -> bool:
    """Decisions that more bits may settle."""
    return any(b.exact is None and b.kind != "exact" for b in a.branches)


def _on_the_other_path(a: Account, part: str, max_bits: int) -> Account:
    """F(fl x) where exact arithmetic decides otherwise: the function is run once more, on its path."""
    unknown = replace(
        a, exact=None, reason=a.reason or "a decision is open: which path is right is not known"
    )
    if a.trace.again is None or any(b.exact is None for b in a.branches):
        return unknown
    for bits in ladder(max_bits, a.bits):
        exact = _exact_on_its_path(a.trace, part, bits)
        if exact is not None:
            return replace(a, exact=exact)
        if bits * len(a.trace.tape) * 2 > MOST_WORK:
            break
    return unknown


def _exact_on_its_path(trace: Trace, part: str, bits: int) -> arb | None:
    assert trace.again is not None
    try:
        other = trace.again(bits)
        place = other.place(part)
    except (Open, ArithmeticError, ValueError, BadInput):  # or it returns other things there
        return None
    with precision(bits):
        found = other.replay()
        exact = found.at(place)
        # The decisions were answered as the tape grew; that they hold is asked again of the whole.
        if other.stopped or exact is None or not exact.is_finite() or branches(found):
            return None
    return exact if exact.rel_accuracy_bits() >= ACCURACY else None


def _may_be_zero(along: arb, value: float) -> bool:
    """Is it nothing beside the float? Where the ball is wide more bits tell sooner than rationals."""
    within = along.is_finite() and along.contains(0) and not along.is_zero()
    return bool(within and (value == 0 or along.abs_upper() < abs(value)))


def _not_followed(trace: Trace, found: Replay, place: int) -> str:
    """Why a number has no exact counterpart: the first of those that it was made of that has none."""
    while lost := [k for k in found.tape.operands(place) if found.at(k) is None]:
        place = lost[0]
    site = trace.site(trace.tape.site(place))
    if not site.file:
        return "no exact counterpart: what is returned came out of code that is not followed"
    return (
        f"no exact counterpart: it depends on {site.code} in {Path(site.file).name}, line {site.line}, "
        "which is not followed"
    )


def _at(trace: Trace, place: int, bits: int, replayed: Callable[[], Replay]) -> Account:
    try:
        found = replayed()
    except Lost:
        size = len(trace.tape)
        nothing = Replay(trace.tape, [None] * size, bytearray(size))
        return Account(trace, place, bits, None, None, (), nothing, None, "its exact value is not settled")
    decided = tuple(branches(found))
    along = found.at(place)
    if along is not None and _may_be_zero(along, trace.tape.values[place]):
        rational = Rationals(found)(place)  # no ball ever tells that x/3*3 - x is 0
        along = along if rational is None else arb(rational)
    if trace.stopped or along is None:
        reason = trace.stopped or _not_followed(trace, found, place)
        return Account(trace, place, bits, None, None, decided, found, None, reason, False)
    a = Account(trace, place, bits, along, along, decided, found, None)
    if not along.is_finite():
        return replace(a, along=None, exact=None, reason="its exact value is not settled")
    error = a.error
    assert error is not None
    if not error.is_finite():  # float64 gave an infinity or no number
        return a
    small = bool(error.rad() <= along.abs_lower() * arb(2) ** -80)
    settled = error.rel_accuracy_bits() >= 30 or small or error.is_zero()
    if not settled or (along.rel_accuracy_bits() < ACCURACY and not along.abs_upper() < LEAST):
        return replace(a, reason="its error is not settled")
    if trace.tape.operation(place) == LEAF and found.exact[place]:
        return a
    a = _swept(a)
    return a if _settled(a, SHARE_BITS) else replace(a, reason="the shares are not settled")


def _swept(a: Account) -> Account:
    """With the sweep; of a long run at fewer bits where these do: balls grow on the way back about as they
    grew on the way there.
    """
    trace, along, weights = a.trace, a.along, {a.place: arb(1)}
    assert along is not None
    lost = a.bits - along.rel_accuracy_bits()
    if trace.operations >= SHORT and lost + FINE_BITS <= SHORT_BITS < a.bits:
        with precision(SHORT_BITS):
            swept = sweep(a.found, trace.local, weights, trace.groups)
        if _settled(tried := replace(a, swept=swept), FINE_BITS):
            return tried
    return replace(a, swept=sweep(a.found, trace.local, weights, trace.groups))


def _settled(a: Account, bits: int) -> bool:
    """Are the shares known to the given number of bits, relative to themselves or to 1?"""
    return all(s.rad() <= arb(2) ** -bits * abs(s).max(arb(1)) for s in a.shares().values())
