"""Lines that lost the digits, in code that is awkward to call: recorded when called, followed afterwards."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from verify.arithmetic.precision import MAX_BITS
from verify.checking.blame import blamed, bound
from verify.checking.blame_text import plain_text
from verify.checking.subjects import target as targets
from verify.core.errors import BadInput
from verify.core.numbers import bound_text
from verify.inside.follow import is_following
from verify.measure.limits import SECONDS, Limits
from verify.records.plain import Row
from verify.runs import workers
from verify.runs.parcel import Lost
from verify.testing.watching import Call, Watched, function_of, located, replaced

CALLS = 100
Truth = str | Callable[..., Any] | None


@dataclass(frozen=True)
class Finding:
    """What following one call found: the row that `verify blame --json` prints, or why there is none."""

    name: str
    row: Row = field(default_factory=dict)
    why: str | None = None

    @property
    def exact(self) -> str | None:
        """F(fl x), what exact arithmetic makes of the same inputs: a ball as text; None where not known."""
        return self.row.get("exact")

    @property
    def ulps(self) -> float | None:
        """The error in ulps, rounded up: against the truth if one was given, else against `exact`."""
        return self.row.get("total_ulps")

    @property
    def digits(self) -> float | None:
        """Correct significant digits, rounded down."""
        return self.row.get("digits")

    @property
    def guilty(self) -> Sequence[Row]:
        """The lines that make or magnify the error, the worst first."""
        found: Sequence[Row] = self.row.get("guilty", ())
        return found

    @property
    def reason(self) -> str | None:
        """Why the error is not known; None if it is known."""
        if self.ulps is not None:
            return None
        return self.why or self.row["reason"] or f"the result is {self.row['computed']}"

    def __str__(self) -> str:
        return plain_text(self.row) if self.row else f"{self.name}: {self.why}"

    def within(self, max_ulps: float | None, digits: float | None) -> bool:
        """Certainly within the limits? Undecided counts as no."""
        few = max_ulps is None or (self.ulps is not None and self.ulps <= max_ulps)
        return few and (digits is None or (self.digits is not None and self.digits >= digits))


@dataclass
class Seen:
    """The calls of one function that a program made, and what following them finds."""

    name: str
    watched: Watched
    truth: Truth
    part: str
    limits: Limits
    told: bool = False  # a message has named the guilty lines
    _found: list[Finding] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many calls were made; the first of them are kept."""
        return self.watched.count

    @property
    def calls(self) -> Sequence[Call]:
        return tuple(self.watched.kept)

    def findings(self) -> Sequence[Finding]:
        """What following finds at each call that was kept, in their order."""
        end = time.monotonic() + self.limits.seconds
        for call in self.calls[len(self._found) :]:
            late = time.monotonic() > end
            self._found.append(Finding(self.name, why=LATE) if late else self._followed(call, hints=False))
        return tuple(self._found)

    def blame(self) -> Finding:
        """The account of the call that lost most; of one that is not settled where all of them are not."""
        found = self.findings()
        if not found:
            raise BadInput(f"{self.name} was not called; follow() records what is called within its block")
        worst = max(range(len(found)), key=lambda k: -1.0 if found[k].ulps is None else found[k].ulps or 0.0)
        return self._followed(self.calls[worst], hints=True)

    def assert_certified(self, *, max_ulps: float | None = None, digits: float | None = None) -> None:
        """Assert that every call's result is certainly within the limits; what is not settled is not.

        AssertionError shows the worst call with the lines that lost the digits.
        """
        __tracebackhide__ = True
        if max_ulps is None and digits is None:
            raise BadInput("nothing is asserted; give max_ulps= or digits=")
        fault = self._fault(max_ulps, digits)
        if fault:
            self.told = True
            raise AssertionError(fault)

    def _fault(self, max_ulps: float | None, digits: float | None) -> str:
        found = self.findings()
        if not found:
            return f"{self.name} was not called, so nothing is certified"
        if self.count > len(found):
            kept = f"{self.count} calls were made and {len(found)} kept"
            return f"{self.name}: {kept}; give follow() calls={self.count}"
        bad = [f for f in found if not f.within(max_ulps, digits)]
        if not bad:
            return ""
        limit = f"max_ulps={max_ulps}" if max_ulps is not None else f"digits={digits}"
        head = f"{self.name} is not certainly within {limit} at {len(bad)} of {len(found)} calls"
        open_ones = [f.reason for f in bad if f.ulps is None]
        if open_ones:
            return f"{head}: {open_ones[0]}"
        return f"{head}; the worst:\n{self.blame()}"

    def _followed(self, call: Call, hints: bool) -> Finding:
        if call.why is not None:
            return Finding(self.name, why=call.why)
        self.watched.within.busy = True  # what following calls is not a call of the program's
        try:
            return _found(
                self.name, call.function, call.inputs, self.part, self.truth, self.limits, hints=hints
            )
        except BadInput as why:
            return Finding(self.name, why=str(why))
        finally:
            self.watched.within.busy = False

    def __str__(self) -> str:
        """The account of the worst call, as text."""
        head = f"{self.name}: {self.count} calls"
        if not self.count:
            return head
        worst = self.blame()
        size = worst.reason if worst.ulps is None else f"at most {bound_text(worst.ulps)} ulps"
        kept = f", {len(self.calls)} kept" if self.count > len(self.calls) else ""
        return f"{head}{kept}: {size}\n{worst}"


LATE = "the time for following was over before its turn; give more with timeout="


@contextmanager
def follow(
    target: str | Callable[..., Any],
    *,
    truth: Truth = None,
    part: str = "",
    calls: int = CALLS,
    max_bits: int = MAX_BITS,
    timeout: float = SECONDS,
) -> Iterator[Seen]:
    """Record the calls of a function that are made within a `with` block; the result follows them.

    target   "package.module:function", "module:Class.method", or the function itself
    truth    a formula in the arguments, or a function of balls: tells truncation from rounding
    part     of the result that is meant, as "[0]"; else, of several numbers, the one furthest off
    calls    so many are kept, the first ones, with copies of what was given
    timeout  seconds for following them

    The program runs as it does without: in the block the function is replaced, in its module or class and in
    modules that have imported it by name, by one that copies the arguments and calls it. References that
    were taken before (a default argument, a callback registered, functools.partial) are not seen.
    """
    if calls < 1:
        raise BadInput(f"calls must be positive, got {calls}")
    if is_following():  # a script that is followed is run from its top
        raise BadInput(
            "follow() is called while something is followed; put it under if __name__ == '__main__'"
        )
    place = located(target)
    function = function_of(place)
    name = target if isinstance(target, str) else f"{function.__module__}:{function.__qualname__}"
    watched = Watched(function, calls)
    with replaced(place, watched.replacement()):
        yield Seen(name, watched, truth, part, Limits(max_bits, timeout))


def blame(
    function: str | Callable[..., Any],
    inputs: Mapping[str, Any] | Sequence[Any],
    *,
    truth: Truth = None,
    part: str = "",
    max_bits: int = MAX_BITS,
    timeout: float = SECONDS,
) -> Finding:
    """Which lines of a function lost the digits at these inputs, by name or in their order.

    As `verify blame`: the function runs in a process of its own. BadInput where it cannot be followed.
    """
    called = targets.load(function) if isinstance(function, str) else function
    name = function if isinstance(function, str) else getattr(called, "__qualname__", type(called).__name__)
    named = isinstance(inputs, Mapping)
    given: Mapping[str, Any] = dict(inputs) if named else _in_order(called, inputs)  # type: ignore[arg-type]
    if named:
        called, given = bound(name, called, given)
    return _found(name, called, given, part, truth, Limits(max_bits, timeout), hints=True)


def _in_order(function: Callable[..., Any], inputs: Sequence[Any]) -> dict[str, Any]:
    names = targets.arguments(function)
    names += [f"#{k}" for k in range(len(names), len(inputs))]
    return dict(zip(names, inputs, strict=False))


def _found(
    name: str,
    function: Callable[..., Any],
    inputs: Mapping[str, Any],
    part: str,
    truth: Truth,
    limits: Limits,
    hints: bool,
) -> Finding:
    """A program of someone's may not end, or take the process with it: it has one of its own."""
    row = workers.once(
        lambda: blamed(name, function, inputs, part, truth, limits.max_bits, hints=hints), limits
    )
    return Finding(name, why=row.why) if isinstance(row, Lost) else Finding(name, row)
