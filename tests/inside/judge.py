"""What the experiments say of one program, and where it differs from what the program declares."""

import math
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import gmpy2
from gmpy2 import mpfr, mpq
from inside.shadow import declared, experiment, plain
from inside.shadow_numbers import BITS, Number, Run, nothing

MATTERS = 0.1  # a line whose rounding alone makes this part of the error makes it
NOTHING = 0.01  # and one that makes less than this is innocent
LARGE = 8  # a condition number that costs three bits
FAULTY, GOOD = 16, 8  # ulps


class Evidence:
    """The runs of f with no line exact, all exact, each alone rounded; and of repaired."""

    def __init__(self, path: Path) -> None:
        self.path, self.said, self.module = path, declared(path), plain(path)
        self.inputs: dict[str, Any] = self.module.AT

    def run(self, exact: Any, entry: str = "f") -> tuple[Run, Number]:
        return experiment(self.path, entry, self.inputs, exact)

    @cached_property
    def faulty(self) -> tuple[Run, Number]:
        return self.run(nothing)

    @cached_property
    def truth(self) -> mpfr:
        with gmpy2.context(gmpy2.context(), precision=BITS):
            return as_mpfr(self.module.truth(**self.inputs))

    @cached_property
    def exactly(self) -> mpfr:
        return self.run(lambda line: True)[1].h

    def ulps(self, value: Any, reference: mpfr | None = None) -> float:
        return ulps(as_mpfr(value), self.truth if reference is None else reference)

    @cached_property
    def error(self) -> float:
        """Of f as it stands, in ulps of what it is in exact arithmetic."""
        return self.ulps(self.faulty[1].h, self.exactly)

    @cached_property
    def rounded(self) -> set[int]:
        """The lines with an operation that was not exact on the operands it had."""
        return {line for line, off in self.faulty[0].slips if off}

    def again(self, exact: Any, healed: int = 0) -> mpfr:
        """The result with these lines exact, all other operations being off by what they were off by."""
        return experiment(self.path, "f", self.inputs, exact, self.faulty[0].slips, healed)[1].h

    def part(self, result: mpfr, reference: mpfr) -> float:
        """How far a result is from another, as part of the error."""
        return self.ulps(self.exactly + (result - reference), self.exactly) / self.error

    def left(self, exact: set[int]) -> float:
        """The error that is left where these lines are exact."""
        return self.part(self.again(lambda line: line in exact), self.exactly)

    def alone(self, line: int) -> float:
        """The error that the slips on this line alone make."""
        return self.part(self.again(lambda other: other != line), self.exactly)

    def change(self, line: int) -> float:
        """How far the result moves where this line alone is exact."""
        return self.part(self.again(lambda other: other == line), self.faulty[1].h)

    def passed(self, line: int) -> float:
        """How far it moves where this line alone has what exact arithmetic has, operands included."""
        return self.part(self.again(lambda other: False, line), self.faulty[1].h)

    def alone_in_repaired(self, line: int) -> float:
        """The error in ulps that rounding on this line alone makes of the repaired program."""
        run, result = self.run(lambda other: other != line, "repaired")
        assert line in run.lines, f"line {line} never runs"
        return self.ulps(result.h, self.run(lambda _: True, "repaired")[1].h)

    @cached_property
    def envelope(self) -> float:
        """max(1/2, sum |df/dx ulp(x)/2| / ulp(y)) of the repaired program in exact arithmetic."""
        total = 0.0
        with gmpy2.context(gmpy2.context(), precision=BITS):
            base = self.run(lambda line: True, "repaired")[1].h
            for moved, change in perturbed(self.inputs):
                near = experiment(self.path, "repaired", moved, lambda line: True)[1].h
                total += change * ulps(near, base)
        return max(0.5, total)


def as_mpfr(value: Any) -> mpfr:
    if isinstance(value, Fraction):
        return mpfr(mpq(value.numerator, value.denominator))
    if hasattr(value, "_mpf_"):
        sign, man, exponent, _ = value._mpf_
        return mpfr((-1) ** sign * int(man)) * mpfr(2) ** exponent
    return mpfr(value)


def ulps(value: mpfr, reference: mpfr) -> float:
    """|value - y| / ulp(y), ulp(y) = 2^(max(e, -1022) - 52)."""
    with gmpy2.context(gmpy2.context(), precision=BITS):
        exponent = gmpy2.get_exp(reference) - 1 if reference else -1022
        return float(abs(value - reference) / mpfr(2) ** (max(exponent, -1022) - 52))


def perturbed(inputs: dict[str, Any]) -> Any:
    """The inputs with one float64 among them moved to the next, and the part of that which half an ulp is."""
    for name, value in inputs.items():
        if isinstance(value, float):
            yield {**inputs, name: math.nextafter(value, math.inf)}, 0.5
        elif isinstance(value, list):
            for k, element in enumerate(value):
                for moved, part in perturbed({"element": element}):
                    yield {**inputs, name: [*value[:k], moved["element"], *value[k + 1 :]]}, part
