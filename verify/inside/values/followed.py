"""One run that is followed: what records its numbers, and makes followed numbers of what is met."""

import cmath
import math
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from flint import arb, fmpq

from verify.inside.run.kinds import FLOAT64, PYTHONS
from verify.inside.run.oracle import Oracle
from verify.inside.run.tape import CAST, KIND, LEAF, MOST_NUMBERS, SHIFT, Decision, Exact, Tape
from verify.inside.source import sites
from verify.inside.source.sites import Site
from verify.inside.values.numbers import number_class, text_class
from verify.inside.values.scalars import scalar_class

MOST_INTEGERS = 100_000
LARGE = 2**53
WHOLE = (1 << SHIFT) - 1  # what an instruction says beside its site


FINFO = ("eps", "epsneg", "tiny", "max", "min", "smallest_normal", "smallest_subnormal", "resolution")


def _constants() -> dict[int, tuple[float, Exact]]:
    """Constants by identity: `from math import pi` gives the very object."""
    balls: dict[str, Exact] = {"pi": arb.pi, "e": arb.const_e, "tau": lambda: 2 * arb.pi()}
    balls |= {"euler_gamma": arb.const_euler, "inf": lambda: arb(math.inf), "nan": arb.nan}
    pairs = (
        (getattr(module, name, None), ball) for module in (math, cmath, np) for name, ball in balls.items()
    )
    found = {id(value): (value, ball) for value, ball in pairs if value is not None}
    # What the format itself is made of is exact.
    machine = [getattr(sys.float_info, name) for name in ("epsilon", "min", "max")]
    machine += [
        getattr(np.finfo(kind), name) for kind in (np.float64, np.float32, np.float16) for name in FINFO
    ]
    return found | {id(value): (value, fmpq(*float(value).as_integer_ratio())) for value in machine}


CONSTANTS = _constants()


class Recorder:
    """One run: its tape, its class of numbers, its sites; with an oracle of so many bits, if any."""

    def __init__(self, bits: int = 0, most: int = MOST_NUMBERS) -> None:
        self.tape = Tape(most)
        self.oracle = Oracle(self.tape, bits) if bits else None
        self.sites: dict[int, Site] = {}
        self.by_line: dict[tuple[str, int], int] = {}
        self.away = False  # does a file other than the followed function's run?
        self.spans: list[tuple[int, int, int]] = []  # of calls of other files: site, start, end on the tape
        self.integers: dict[int, Any] = {}
        self.operators: dict[str, Any] = {}
        self.instrumented: Callable[[Any], Any] | None = None  # a private copy of a Python function
        self.sets: Callable[[Any], Any] = lambda x: x  # a set of Python's becomes one of this run's
        self.wrapped: Callable[..., Any] = lambda x, always=False: x  # a compiled function that is handed on
        self.make_arrays: Callable[[], Any] | None = None
        self.current: int | None = None  # the site of a call of numpy
        self.complexes: Any = None  # what knows of complex numbers
        self.importing = 0  # modules that are being imported
        self.Number = number_class(self)
        self.scalars: dict[Any, Any] = {}  # classes of numpy's narrower scalars, by their type

    @cached_property
    def arrays(self) -> Any:
        """What knows of numpy's arrays, made when the first one is met."""
        assert self.make_arrays is not None
        return self.make_arrays()

    @cached_property
    def Text(self) -> Any:
        """The class of text with a number's digits, made for the first of it."""
        return text_class(self)

    def is_text(self, x: Any) -> bool:
        """Is it text with the digits of a number in it?"""
        return type(x) is self.__dict__.get("Text")

    def number(self, value: float, place: int) -> Any:
        new = self.Number(value)
        new.node = place
        return new

    def numbers(self, values: Iterable[float], places: Iterable[int]) -> list[Any]:
        """Many at once."""
        made = [*map(self.Number, values)]
        for new, place in zip(made, places, strict=True):
            new.node = place
        return made

    def scalar(self, value: np.generic, place: int) -> Any:
        """A followed scalar of numpy's, of a type narrower than float64."""
        made = self.scalars.get(type(value))
        if made is None:
            made = self.scalars[type(value)] = scalar_class(self, type(value))
        new = made(value)
        new.node = place
        return new

    def is_number(self, x: Any) -> bool:
        """Is it a followed real number?"""
        return type(x) is self.Number or self.is_scalar(x)

    def widened(self, x: Any) -> Any:
        """A scalar of numpy's as the float or the integer that it is; itself what is none."""
        if isinstance(x, np.integer | np.bool_):
            return int(x)
        return self.number(float(x.bare()), x.node) if self.is_scalar(x) else x

    def pythons(self, site: int, value: float, place: int) -> Any:
        """The same number as Python's float: beside a narrower format it is not what numpy's float64 is."""
        tape = self.tape
        made = tape.operation(place) not in (LEAF, CAST) or place in tape.quotients
        if tape.kind(place) != PYTHONS or (made and "arrays" in self.__dict__):  # of numpy's, perhaps
            place = self.tape.add(CAST, site, place, -1, value)
        return self.number(value, place)

    def is_scalar(self, x: Any) -> bool:
        """Is it a followed scalar of one of numpy's narrower types?"""
        return isinstance(x, np.generic) and type(x) in self.scalars.values()

    def leaf(self, site: int, value: float, exact: Exact | bool = True) -> Any:
        """A number that begins here; `exact` True: it is its float."""
        place = self.tape.leaf(site, value)
        if exact is not True:
            assert exact is not False
            self.tape.leaves[place] = exact
        return self.number(value, place)

    def rational(self, site: int, value: float, exact: fmpq) -> Any:
        """A number that is a rational, rounded here."""
        is_float = math.isfinite(value) and fmpq(*value.as_integer_ratio()) == exact
        return self.leaf(site, value, True if is_float else exact)

    def integer(self, value: int, site: int) -> Any:
        """An int among floats, as Python converts it: OverflowError where it is too large."""
        kept = self.integers.get(value)
        if kept is not None:
            return kept
        made = (
            self.rational(site, float(value), fmpq(value))
            if abs(value) > LARGE
            else self.leaf(site, float(value))
        )
        if len(self.integers) < MOST_INTEGERS:
            self.integers[value] = made
        return made

    def lift(self, x: Any, site: int) -> Any:
        """A followed number for what is a real number to Python, else None."""
        kind = type(x)
        if kind is self.Number:
            return x
        if kind is int or kind is bool:
            return self.integer(int(x), site)
        if isinstance(x, float):
            known = CONSTANTS.get(id(x))
            if known is not None:
                return self.leaf(site, known[0], known[1])
            self.tape.leaks[site] += 1
            leaked = self.leaf(site, float(x), None)
            return self.numpys(site, leaked) if isinstance(x, np.float64) else leaked
        return None

    def is_numpys(self, place: int) -> bool:
        """Is a number numpy's float64, and not Python's float? None is before there are arrays."""
        return "arrays" in self.__dict__ and bool(self.arrays.is_numpys_own(place))

    def numpys(self, site: int, x: Any) -> Any:
        """The same number as numpy's float64."""
        value = float.__pos__(x)
        return self.number(value, self.tape.add(CAST | FLOAT64 << KIND, site, x.node, -1, value))

    def by_numpy(self, function: Callable[..., Any], x: Any, y: Any) -> float | None:
        """What numpy's float64 makes of two numbers, without raising; None if both are Python's floats."""
        if not (self.is_numpys(x.node) or self.is_numpys(y.node)):
            return None
        with np.errstate(all="ignore"):
            return float(function(np.float64(float.__pos__(x)), np.float64(float.__pos__(y))))

    def placed(self, x: Any) -> int:
        """Where on the tape a result is."""
        if self.is_scalar(x):
            return int(x.node)
        if isinstance(x, np.integer | np.bool_):
            x = int(x)
        if isinstance(x, np.generic):  # it came from code that is not followed
            return int(self.arrays.unknown(np.asarray(x)))
        return int(self.lift(x, 0).node)

    def outside(self, value: float, site: int) -> Any:
        """A number from outside is data; unless numbers went out before: it may be made of them."""
        return self.leaf(site, value, None if self.tape.escapes else True)

    def text(self, before: int, found: Any) -> Any:
        """A string; marked if numbers were written since `before`."""
        return self.Text(found) if type(found) is str and self.tape.escapes != before else found

    def lose(self, site: int) -> None:
        """From here on the path, or an object, depends on numbers in a way that is not followed."""
        self.tape.escapes += 1
        self.needs_exact(site, self.leaf(site, math.nan, None))

    def decided(self, site: int, kind: str, left: Any, right: Any, taken: bool) -> bool:
        """left `kind` right, as float64 has it; as exact arithmetic has it on the path of an oracle."""
        if self.oracle is not None:
            taken = self.oracle.decide(kind, left.node, right.node)
        self.tape.decisions.append(Decision(site, kind, left.node, right.node, taken))
        return taken

    def rounds(self, site: int, kind: str, x: Any, taken: int) -> int:
        """The integer that x rounds to, in the same way."""
        if self.oracle is not None:
            taken = self.oracle.whole(kind, x.node)
        self.tape.decisions.append(Decision(site, kind, x.node, -1, taken))
        return taken

    def on_floats(self, function: Callable[..., Any], *x: Any) -> Any:
        """What float64 makes of it; on the path of an oracle, where floats mean nothing, perhaps nothing."""
        if self.oracle is None:
            return function(*x)
        try:
            return function(*x)
        except (ArithmeticError, ValueError):
            return math.nan

    def needs_number(self, site: int, place: int) -> None:
        """The path from here is right only if exact arithmetic has a number there, too."""
        if self.oracle is not None:
            self.oracle.needs_number(place)
        elif not self.tape.is_given(place):
            self.tape.decisions.append(Decision(site, "number", place, -1, 1))

    def needs_exact(self, site: int, *numbers: Any) -> None:
        """The path from here is right only if these numbers have no error."""
        for x in numbers:
            self.tape.decisions.append(Decision(site, "exact", x.node, -1, 1))

    def elsewhere(self, site: int, function: Callable[..., Any], x: Any, named: dict[str, Any]) -> Any:
        """A call of another file: what it puts on the tape is noted as the site's."""
        if self.away:
            return function(*x, **named)
        self.away, start = True, len(self.tape)
        try:
            return function(*x, **named)
        finally:
            self.away = False
            self.spans.append((site, start, len(self.tape)))

    def name_callers(self) -> None:
        """Give what other files computed sites of their own for each call that led there."""
        made: dict[tuple[int, int], int] = {}
        for call, start, end in self.spans:
            for k in range(start, end):
                instruction = self.tape.instructions[k]
                key = (instruction >> SHIFT, call)
                if key not in made:
                    made[key] = next(sites.fresh)
                    inner = self.sites.get(key[0], sites.NOWHERE)
                    self.sites[made[key]] = replace(inner, caller=self.sites.get(call))
                self.tape.instructions[k] = made[key] << SHIFT | instruction & WHOLE

    def frame_site(self, depth: int = 2) -> int:
        """The line that asked: the nearest frame outside this package. What is returned is asked by none."""
        frame = sys._getframe(depth)
        while frame.f_back is not None and frame.f_code.co_filename.startswith(PACKAGE):
            if frame.f_code.co_filename == FOLLOW:
                return 0
            frame = frame.f_back
        key = (frame.f_code.co_filename, frame.f_lineno)
        if key not in self.by_line:
            number = self.by_line[key] = next(sites.fresh)
            self.sites[number] = sites.of_line(*key, "")
        return self.by_line[key]


PACKAGE = str(Path(__file__).parent.parent) + os.sep
FOLLOW = PACKAGE + "follow.py"
