"""Numbers that become integers, or have so many decimal places: which ones is a decision."""

import math
from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq

from verify.inside.dispatch import functions
from verify.inside.run.kinds import FLOAT64, PYTHONS
from verify.inside.run.tape import Tape
from verify.inside.values.followed import Recorder


def plain_number(x: Any) -> Any:
    """The float itself of a followed number."""
    return float.__pos__(x) if isinstance(x, float) else x


class Roundings:
    """floor, ceil, trunc and round of one run."""

    recorder: Recorder
    tape: Tape

    def integer(self, name: str) -> Any:
        """floor, ceil, trunc: a decision; the int itself is exact."""
        plain = getattr(math, name)

        def call(v: Any, site: int) -> int:
            found: int = plain(plain_number(v)) if self.recorder.oracle is None else 0
            x = self.recorder.lift(v, site)
            return self.recorder.rounds(site, name, x, found)

        return call

    def is_integer(self, v: Any, site: int) -> bool:
        self.recorder.needs_exact(site, v)
        return float.is_integer(v)

    def rounded(self, v: Any, site: int, digits: Any = None) -> Any:
        """round: the integer nearest to x 10^digits is a decision; what is made is that over 10^digits."""
        recorder, x = self.recorder, self.recorder.lift(v, site)
        plain = plain_number(v)
        numpys = digits is not None and recorder.is_numpys(x.node)
        if numpys:  # it rounds x 10^digits, in floats
            plain = np.float64(plain)
        value = 0.0 if recorder.oracle is not None else round(plain, digits)
        if digits is None:
            return recorder.rounds(site, "nearest", x, int(value))
        place = self.to_places(site, x.node, float(value), int(digits), FLOAT64 if numpys else PYTHONS)
        return recorder.number(self.tape.values[place], place)

    def to_places(self, site: int, place: int, value: float, digits: int, kind: int) -> int:
        """A number that was rounded to so many decimal places, and came out as `value` in its format."""
        recorder = self.recorder
        if not math.isfinite(value):
            new = self.tape.leaf(site, value, kind)
            self.tape.leaves[new] = None
            return new
        power = Fraction(10) ** digits
        exact = fmpq(power.numerator, power.denominator)
        scaled = self.tape.applied(functions.linear("scaled", exact), site, [place], value)
        nearest = round(Fraction(value) * power)
        k = recorder.rounds(site, "decimal", recorder.number(value, scaled), nearest)
        new = self.tape.leaf(site, value if recorder.oracle is None else float(k / power), kind)
        self.tape.leaves[new] = fmpq(k) / exact
        return new
