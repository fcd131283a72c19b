"""Run a function once with every number followed.

    trace = follow(f, {"x": 1e-8})
    with precision(256):
        trace.exact()      a ball around F(fl x), what exact arithmetic makes of the same inputs

The function is first run as it is, on copies of the inputs: what it returns then has to come out again, bit
for bit, when it is followed. A fault of the following is distinguished from one of the function by the same
comparison.
"""

import copy
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from flint import arb

from verify.arithmetic.mpfr import BINARY64, Format
from verify.arithmetic.precision import precision, upper
from verify.core.errors import BadInput
from verify.inside.dispatch.callables import Threads
from verify.inside.locate import adopted, copy_of
from verify.inside.modules import Modules
from verify.inside.run.kinds import OF_KIND, is_narrow, kind_of
from verify.inside.run.levels import Group, groups
from verify.inside.run.local import LocalErrors, local_errors
from verify.inside.run.replay import Lost, Replay
from verify.inside.run.tape import MOST_NUMBERS, Tape, TooLong
from verify.inside.run.ways import counterparts
from verify.inside.source.sites import NOWHERE, Site
from verify.inside.surroundings import deep, one_thread, own_decimals, seldom_collected, told_once
from verify.inside.values.followed import Recorder
from verify.measure.distance import ulp

PRECISIONS = (256, 1024, 4096)  # tried to tell which of several results is furthest off
_following: ContextVar[bool] = ContextVar("following", default=False)


class NotFollowed(BadInput):
    """The function ran, but not when it was followed: a limit, or a fault, of this package."""


@dataclass(frozen=True)
class Trace:
    """One run. `results`: the numbers that were returned, by their place in it (`[0]`; "" for the one)."""

    name: str
    tape: Tape
    sites: dict[int, Site]
    results: dict[str, int]
    stopped: str | None = None
    again: Callable[[int], "Trace"] | None = None  # the same along the path that exact arithmetic takes
    formats: Mapping[int, Format] = field(default_factory=dict)  # of results that are not float64

    by_expression: ClassVar[bool] = False  # is an expression blamed, and not its line?

    @cached_property
    def local(self) -> LocalErrors:
        return local_errors(self.tape)

    def format_at(self, place: int) -> Format:
        """Of a result: its error is counted in ulps of it."""
        return self.formats.get(place, BINARY64)

    def ulps_per_ulp(self, site: int) -> float:
        """At most so many ulps of the site's format are one of float64."""
        return 1.0

    @cached_property
    def groups(self) -> list[Group] | None:
        """Its numbers a level at a time; None where levels are narrow."""
        return groups(self.tape)

    @cached_property
    def operations(self) -> int:
        """How many numbers are more than data."""
        return len(self.tape) - sum(end - start for start, end in self.tape.blocks)

    def replay(self) -> Replay:
        """Exact counterparts at the precision in force."""
        return counterparts(self.tape, self.local, self.groups)

    def site(self, number: int) -> Site:
        return self.sites.get(number, NOWHERE)

    def place(self, part: str = "") -> int:
        """Where on the tape the result is. BadInput where there are several and none is named."""
        if part in self.results:
            return self.results[part]
        if part:
            raise BadInput(f"{self.name} returned no part {part}; it has {', '.join(self.results) or 'none'}")
        raise BadInput(f"{self.name} returned {len(self.results)} numbers; name one, as in {self.name}[0]")

    def one_of_several(self) -> str:
        """The part that is furthest off, of several numbers; Lost where no precision tells."""
        for bits in PRECISIONS:
            with precision(bits):
                try:
                    found = self.replay()
                except Lost:
                    continue
                sizes = {part: self._off(found, place) for part, place in self.results.items()}
            return max(sizes, key=lambda part: sizes[part])
        raise Lost("its exact value is not settled")

    def _off(self, found: Replay, place: int) -> float:
        """How far a result is off, in its ulps; infinite where it has no counterpart."""
        error, value = found.error(place), found.tape.values[place]
        if error is None or not math.isfinite(value):
            return math.inf
        off = upper(abs(error) / ulp(arb(value), self.format_at(place)))
        return math.inf if math.isnan(off) else off

    def computed(self, part: str = "") -> float:
        return self.tape.values[self.place(part)]

    def exact(self, part: str = "") -> arb | None:
        """F(fl x) along the path that float64 took, at the precision in force; None where it is not known.

        It is F(fl x) itself if `branches` (account.py) finds no decision that exact arithmetic takes
        otherwise.
        """
        return None if self.stopped else self.replay().at(self.place(part))


def follow(
    function: Callable[..., Any],
    inputs: Mapping[str, Any] | Sequence[Any],
    name: str = "",
    most: int = MOST_NUMBERS,
) -> Trace:
    """`inputs` are positional, in their order; the names of a mapping serve for display.

    BadInput where the function raises, returns no number or has no source; NotFollowed where following fails,
    or where it takes more than `most` numbers.
    """
    given = dict(inputs) if isinstance(inputs, Mapping) else {f"#{k}": v for k, v in enumerate(inputs)}
    name = name or getattr(function, "__qualname__", type(function).__name__)
    plain, raised = _outcome(function, [_copied(v) for v in given.values()])
    told = "" if raised is None else f"{name} raised {type(raised).__name__}: {raised}"
    if raised is not None and not isinstance(raised, RecursionError):
        raise BadInput(f"{told}; give inputs at which it returns")

    def run(bits: int) -> Trace:
        recorder = Recorder(bits, most)
        with _alone(name), one_thread() as threads, deep(), seldom_collected():
            result = _followed(function, Modules(recorder), given, name, told)
        recorder.name_callers()
        results = {label: recorder.placed(x) for label, x in _numbers(result)}
        if not results:
            raise BadInput(f"{name} returned {_no_number(plain)}; follow a function that returns a number")
        stopped = "it starts threads, which are not followed" if threads else _differs(plain, result, bits)
        formats = {results[label]: format_of(x) for label, x in _numbers(plain) if label in results}
        again = None if bits else run
        return Trace(name, recorder.tape, recorder.sites, results, stopped, again, formats)

    return run(0)


def _followed(
    function: Callable[..., Any], modules: Modules, given: dict[str, Any], name: str, told: str
) -> Any:
    """What the function returns; `told`: that it raised when it ran by itself, if it did."""
    try:
        called = copy_of(function, modules)
        with told_once(), own_decimals():
            found = called(*(adopted(modules, v, k) for k, v in given.items()))
        if modules.recorder.tape.stopped:  # the function may have caught what ended it
            raise TooLong(modules.recorder.tape.stopped)
        return found
    except BadInput:
        raise
    except (TooLong, Threads) as error:
        raise NotFollowed(f"{name}: {error}") from error
    except Exception as error:
        if told:
            raise BadInput(f"{told}; give inputs at which it returns") from error
        why = f"{type(error).__name__}: {error}"
        raise NotFollowed(
            f"{name} runs by itself, but raised {why} when it was followed: a limit of verify, not of {name}"
        ) from error


def _outcome(function: Callable[..., Any], x: list[Any]) -> tuple[Any, BaseException | None]:
    try:
        return function(*x), None
    except (Exception, SystemExit) as error:
        return None, error


def _copied(x: Any) -> Any:
    if type(x) is list:  # as deepcopy does it, but at once
        if _is_flat(x):
            return x.copy()
        if all(type(row) is list and _is_flat(row) for row in x) and len({*map(id, x)}) == len(x):
            return [row.copy() for row in x]
    try:
        return copy.deepcopy(x)
    except Exception:  # a file, a lock: shared then
        return x


def _is_flat(x: list[Any]) -> bool:
    return {*map(type, x)} <= {float, int}


def _numbers(result: Any, label: str = "") -> Iterator[tuple[str, Any]]:
    """The real numbers in a result, each by its place."""
    if isinstance(result, np.ndarray) and not result.ndim:
        result = result[()]
    if isinstance(result, float | int | np.integer | np.bool_) or (
        isinstance(result, np.generic) and is_narrow(result.dtype)
    ):
        yield label, result
    elif isinstance(result, complex):
        yield f"{label}.real", result.real
        yield f"{label}.imag", result.imag
    elif isinstance(result, list | tuple) or (isinstance(result, np.ndarray) and result.ndim):
        for k, v in enumerate(result):
            yield from _numbers(v, f"{label}[{k}]")
    elif isinstance(result, dict):
        for k, v in result.items():
            yield from _numbers(v, f"{label}[{k!r}]")


def _differs(plain: Any, followed: Any, bits: int) -> str | None:
    """Why the two runs are not the same; None if they are, or if one took another path on purpose."""
    a, b = list(_numbers(plain)), list(_numbers(followed))
    if len(a) != len(b):
        return f"it returned {_shown(plain)}, and something else when it was followed"
    for (label, x), (_, y) in zip(a, b, strict=True) if not bits else ():
        if format_of(x) != format_of(y):
            return f"it returned {_shown(x)}, of another format than when it was followed"
        x, y = (float(v) if isinstance(v, float | np.generic) else v for v in (x, y))
        if not (x == y and math.copysign(1, x) == math.copysign(1, y)) and not (x != x and y != y):
            return f"it returned {label + ' = ' if label else ''}{x!r}, and {y!r} when it was run again"
    return None


def format_of(x: Any) -> Format:
    """The format of a number that is returned."""
    if isinstance(x, float):  # numpy's or Python's: to ask which takes a look at all that it is made of
        return BINARY64
    return OF_KIND[kind_of(getattr(x, "dtype", None))]


def _shown(x: Any) -> str:
    text = repr(x)
    return text if len(text) <= 40 and " at 0x" not in text else f"a {type(x).__name__}"


def _no_number(x: Any) -> str:
    """What is returned in place of a number that is followed."""
    if isinstance(x, np.generic | np.ndarray):
        return f"numbers of type {x.dtype.type.__name__}, which are not followed"
    return f"{_shown(x)}, not a number"


def is_following() -> bool:
    """Does this code run because something that is followed loads or calls it?"""
    return _following.get()


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """The copy of a script is run from its top: what it does there must not follow again."""
    if _following.get():
        raise BadInput(f"{name} is followed from within itself; put the call under if __name__ == '__main__'")
    token = _following.set(True)
    try:
        yield
    finally:
        _following.reset(token)
