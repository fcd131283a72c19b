"""Points: exact inputs and integer parameters, checked against the problem's domain, and what float64
makes of them. A decimal is the rational it was typed as; a hex literal is the double it writes."""

import itertools
import math
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from flint import arb, fmpq

from verify.arithmetic.arrays import mapped
from verify.arithmetic.float64 import exact, nearest
from verify.arithmetic.guarded import watched
from verify.arithmetic.once import Once
from verify.core.errors import BadInput
from verify.core.literals import rational, shortened
from verify.core.model import Algorithm, Parameter, Problem
from verify.measure.budget import as_ball
from verify.measure.envelope import condition_number, conditions

T = TypeVar("T")
AT_ROUNDED = "truth at the rounded data"  # as it is kept at a point


@dataclass(frozen=True)
class Point:
    """Where a problem is computed: exact inputs, integer parameters of the problem, and the exact data
    (fmpq, int, or object arrays of fmpq). Made by `point`, which checks them.

    once   what every algorithm asks here (the truth, its gradient) is evaluated once at each precision
    """

    problem: Problem
    inputs: Mapping[str, fmpq]
    parameters: Mapping[str, int]
    data: tuple[Any, ...]
    once: Once = field(default_factory=Once, compare=False, repr=False)

    @cached_property
    def floats(self) -> tuple[Any, ...]:
        """The data as float64 receives it."""
        return tuple(_float64(value) for value in self.data)

    @cached_property
    def rounded(self) -> tuple[Any, ...]:
        """What the floats are, exactly. BadInput where one overflows."""
        return tuple(_exact(value) for value in self.floats)

    @cached_property
    def is_exact(self) -> bool:
        """Every datum is a float64: no data error."""
        return all(np.all(x == y) for x, y in zip(self.data, self.rounded, strict=True))

    @cached_property
    def conditions(self) -> dict[str, arb]:
        """Condition numbers by norm as balls ("inf" is the one reported); empty where not declared.

        Found once a point.
        """
        problem, sensitivity = self.problem, self.problem.sensitivity
        if sensitivity.condition is None and sensitivity.gradient is None:
            return {}

        def evaluate() -> dict[str, arb]:
            x = for_truth(self.data)
            if sensitivity.condition is not None:
                return sensitivity.condition(*x)
            assert sensitivity.gradient is not None
            gradient = watched(sensitivity.gradient)
            numbers = real_arguments(x)[0]
            slopes = self.once("gradient", lambda: gradient(*x))
            truth = self.once("truth", lambda: as_ball(problem.truth(*x)))
            return {"inf": condition_number(numbers, slopes, truth)}

        return conditions(evaluate)

    @property
    def is_scalar(self) -> bool:
        return not any(isinstance(value, np.ndarray) for value in self.data)

    @cached_property
    def axis(self) -> float:
        """The value on the natural axis; NaN where that is not defined (1/x at 0)."""
        try:
            value = self.problem.sweep.axis.of(**self.inputs, **self.parameters)
            return nearest(value) if isinstance(value, fmpq) else float(value)
        except (ArithmeticError, ValueError):
            return math.nan


def for_truth(data: tuple[Any, ...]) -> tuple[Any, ...]:
    """Rational numbers become balls at the precision in force; arrays and integers stay exact."""
    return tuple([arb(value) if isinstance(value, fmpq) else value for value in data])


def real_arguments(data: tuple[Any, ...]) -> tuple[list[arb], Callable[[Callable[..., T]], Callable[..., T]]]:
    """The numbers among the data, and what makes a function of the data one of these alone.

    Integers (the n of a matrix, the order of a Bessel function) stay what they are: nothing rounds them.
    """
    places = [k for k, value in enumerate(data) if isinstance(value, arb)]
    if len(places) == len(data):
        return list(data), lambda function: function

    def of_numbers(function: Callable[..., T]) -> Callable[..., T]:
        def at(*numbers: arb) -> T:
            moved = dict(zip(places, numbers, strict=True))
            return function(*(moved.get(k, value) for k, value in enumerate(data)))

        return at

    return [data[k] for k in places], of_numbers


def _float64(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return _locked(np.array([nearest(x) for x in value.flat]).reshape(value.shape))
    return nearest(value) if isinstance(value, fmpq) else value


def _exact(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return _locked(mapped(lambda x: exact(float(x)), value))
    if isinstance(value, float) and math.isinf(value):
        raise BadInput("an input is too large for float64; give one below 1.797e308")
    return exact(value) if isinstance(value, float) else value


def point(problem: Problem, inputs: Mapping[str, Any], parameters: Mapping[str, Any]) -> Point:
    """A checked point. BadInput for a name or a value the problem does not take."""
    values = {}
    for declared in problem.inputs:
        if declared.name not in inputs:
            raise BadInput(f"{problem.name} needs the input {declared.name} in {declared.domain()}")
        values[declared.name] = rational(inputs[declared.name])
        if values[declared.name] not in declared:
            raise BadInput(
                f"{declared.name}={shortened(str(inputs[declared.name]))} is outside the domain of "
                f"{problem.name}: {declared.name} is in {declared.domain()}"
            )
        if not math.isfinite(nearest(values[declared.name])):
            raise BadInput(f"{declared.name} is too large for float64; give one below 1.797e308 in size")
    integers = chosen(problem.name, problem.parameters, parameters)
    data = tuple(values.values()) if problem.data is None else problem.data(**values, **integers)
    return Point(problem, values, integers, tuple(_checked(problem, value) for value in data))


def _checked(problem: Problem, value: Any) -> Any:
    """A datum, if it is exact. Arrays are copied and locked, for many runs share them."""
    if isinstance(value, np.ndarray):
        try:
            return _locked(mapped(fmpq, value.astype(object)))
        except TypeError as error:
            raise BadInput(
                f"the data of {problem.name} are not exact ({error}); give fmpq or integers"
            ) from error
    if not isinstance(value, fmpq | int):
        kind = type(value).__name__
        raise BadInput(f"a datum of {problem.name} is a {kind}; give fmpq, integers or numpy arrays of them")
    return value


def _locked(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array


def _numbered(owner: str, parameter: Parameter, said: Any) -> Any:
    """The value given, or the number that a name stands for. BadInput for an unknown name."""
    if said in parameter.names:
        return parameter.low + parameter.names.index(said)
    if parameter.names and isinstance(said, str) and not said.isdecimal():
        raise BadInput(
            f"{parameter.name}={shortened(said)} does not fit {owner}: "
            f"{parameter.name} is in {parameter.domain()}"
        )
    return said


def chosen(owner: str, declared: tuple[Parameter, ...], given: Mapping[str, Any]) -> dict[str, int]:
    """The values of the declared integer parameters; the one shown where none is given."""
    values = {}
    for parameter in declared:
        said = given.get(parameter.name, parameter.shown)
        value = rational(_numbered(owner, parameter, said))
        if value.q != 1 or not parameter.low <= int(value.p) <= parameter.high:
            raise BadInput(
                f"{parameter.name}={shortened(str(said))} does not fit {owner}: "
                f"{parameter.name} is an integer in {parameter.domain()}"
            )
        values[parameter.name] = int(value.p)
    return values


def sweep_points(problem: Problem, count: int | None, seed: int) -> list[Point]:
    """The natural sweep: about `count` points (default: the problem's own), the same for a seed."""
    try:
        drawn = list(
            problem.sweep.points(count or problem.sweep.count, random.Random(f"{problem.name} {seed}"))
        )
    except Exception as error:  # whatever a declaration raises
        raise BadInput(f"the points of {problem.name} cannot be drawn: {error!r}") from error
    return [point(problem, values, values) for values in drawn]


def parameter_sets(algorithm: Algorithm, fixed: Mapping[str, Any]) -> Iterator[dict[str, int]]:
    """Every combination of the values swept of the algorithm's own parameters, or the ones fixed."""
    names = [p.name for p in algorithm.parameters]
    known = chosen(algorithm.name, algorithm.parameters, fixed)
    swept = [(known[p.name],) if p.name in fixed else p.sweep for p in algorithm.parameters]
    for values in itertools.product(*swept):
        yield dict(zip(names, values, strict=True))


def applies(algorithm: Algorithm, where: Point, parameters: Mapping[str, int]) -> bool:
    if algorithm.applies is None:
        return True
    return bool(algorithm.applies(**where.inputs, **where.parameters, **parameters))
