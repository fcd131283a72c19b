"""A function that is judged, followed at one input: F there, and the lines that lost the digits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flint import acb, arb

from verify.arithmetic.precision import Hopeless, Unsettled, precision, upper
from verify.checking.one_input.samples import Sample
from verify.checking.subjects.subject import Subject, Where
from verify.checking.subjects.target import Part
from verify.core.errors import BadInput
from verify.inside.account import Account, account
from verify.inside.blame import blame
from verify.inside.follow import follow
from verify.inside.run.replay import Lost
from verify.measure.limits import Limits, time_limit
from verify.records.blame import branch_row, guilty_rows
from verify.records.plain import Row

SHARE = 0.25  # of the time allowed for one evaluation: the rest is for the budget


@dataclass(frozen=True)
class NotFollowed:
    why: str


@dataclass(frozen=True)
class Followed:
    """The account of a result; `remark`: what keeps it from being certified, if anything does."""

    account: Account
    part: str = ""

    @property
    def remark(self) -> str | None:
        return self.account.reason

    @property
    def exact(self) -> Callable[..., arb] | None:
        """F: (*data) -> a ball at the precision in force, for the one input followed; None: not known.

        Where exact arithmetic takes float64's path that is the path's own value. Where it takes another, the
        value along that one was settled when it was found.
        """
        a = self.account
        if not a.certified:
            return None

        def value(*_: Any) -> arb:
            try:
                found = a.exact if a.branches else a.trace.exact(self.part)
            except Lost as why:
                raise Unsettled(str(why)) from why
            if found is None:
                raise Hopeless("the exact counterpart of the result is not known")
            return found

        return value

    def guilty(self) -> list[Row]:
        """The lines that make or magnify the error, the worst first."""
        return guilty_rows(blame(self.account))

    def branches(self) -> list[Row]:
        """The decisions that exact arithmetic takes otherwise, or that are open."""
        a = self.account
        return [branch_row(a.trace, b) for b in a.branches]


@dataclass(frozen=True)
class OfParts:
    """The accounts of a complex result: of its real and of its imaginary part."""

    real: Followed
    imag: Followed

    @property
    def remark(self) -> str | None:
        return self.real.remark or self.imag.remark

    @property
    def exact(self) -> Callable[..., acb] | None:
        """F, where both its parts are known."""
        real, imag = self.real.exact, self.imag.exact
        if real is None or imag is None:
            return None
        return lambda *x: acb(real(*x), imag(*x))

    @property
    def worse(self) -> Followed:
        """The part that is further off; errors that are not known count as nothing."""
        errors = [p.account.error for p in (self.real, self.imag)]
        sizes = [0.0 if error is None else upper(abs(error)) for error in errors]
        return self.real if sizes[0] >= sizes[1] else self.imag

    def guilty(self) -> list[Row]:
        return self.worse.guilty()

    def branches(self) -> list[Row]:
        return self.worse.branches()


def followed(what: Subject, sample: Sample, limits: Limits) -> Followed | OfParts | NotFollowed:
    """Follow the function at an input where it is not `refused`. It is called again, and has to return
    what it returned.
    """
    whole, function, part = what.function, what.function, ""
    if isinstance(whole, Part):
        function, part = whole.function, "".join(f"[{k}]" for k in whole.entries)
        part += f".{whole.component}" if whole.component else ""
    parts = [f"{part}.real", f"{part}.imag"] if what.is_complex else [part]
    try:
        with time_limit(limits.seconds * SHARE):
            if what.record is not None:
                trace = what.record(sample.where)
            else:
                trace = follow(function, what.arguments(sample.where), what.name)
            if trace.stopped:
                return NotFollowed(trace.stopped)
            if [trace.computed(p) for p in parts] != _parts(sample.computed):
                return NotFollowed("when it was followed it returned another number")
            found = [
                Followed(consistent(what, sample.where, account(trace, p, limits.max_bits)), p) for p in parts
            ]
    except (BadInput, Hopeless, ArithmeticError, RecursionError, MemoryError) as why:
        return NotFollowed(str(why))
    return OfParts(*found) if what.is_complex else found[0]


def _parts(computed: Any) -> list[float]:
    return [computed.real, computed.imag] if isinstance(computed, complex) else [computed]


def consistent(what: Subject, where: Where, found: Account) -> Account:
    """F by the tape, where F is known by other means too, has to be the same. BadInput where it is not."""
    if what.ball is None or found.exact is None:
        return found
    try:
        with precision(found.bits):
            same = what.ball(*map(arb, where)).overlaps(found.exact)
    except (Hopeless, ArithmeticError) as why:
        raise BadInput(f"over the reals it is not known here: {why}") from why
    if not same:
        raise BadInput("over the reals it takes a path that the recorded tests do not show")
    return found
