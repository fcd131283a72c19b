"""Every operation in every format and rounding against IEEE 754 in rationals, special values included."""

import itertools
import math
import random
from collections.abc import Callable, Iterable
from fractions import Fraction as Q
from typing import Any

import gmpy2
from flint import fmpq
from fpcore.operands import as_mpfr, as_value, drawn, edges, formats, modes, ours
from hostile import hostile
from ieee import NAN, Machine, Value, below, equal, is_normal, less, of

from verify.arithmetic.mpfr import FORMATS, Format, Wide
from verify.fpcore import machine
from verify.fpcore.contexts import ROUNDINGS, Context
from verify.fpcore.core_parser import parse
from verify.fpcore.evaluate import Evaluator
from verify.fpcore.reader import NOWHERE
from verify.fpcore.syntax import COMPARISONS, CONSTANTS, NUMERIC

TERNARY = {"fma": Machine.fma}


BINARY: dict[str, Callable[[Machine, Value, Value], Value]] = {
    "+": Machine.add,
    "-": Machine.subtract,
    "*": Machine.multiply,
    "/": Machine.divide,
    "copysign": Machine.copysign,
    "fdim": Machine.fdim,
    "fmax": Machine.fmax,
    "fmin": Machine.fmin,
    "fmod": Machine.fmod,
    "remainder": Machine.remainder,
}


CLASSES = ("isfinite", "isinf", "isnan", "isnormal", "signbit")


WHOLE = ("floor", "ceil", "trunc", "round", "nearbyint")


UNARY: dict[str, Callable[[Machine, Value], Value]] = {
    "-": Machine.negate,
    "sqrt": Machine.sqrt,
    "fabs": Machine.fabs,
    "cast": Machine.again,
    **{name: lambda m, x, name=name: m.to_integer(name, x) for name in WHOLE},
}


def some(places: Iterable[Any], count: int, format: Format, mode: str) -> list[Any]:
    """Some of them, others for each format and rounding: all are asked of one or another."""
    return random.Random(f"{format.name} {mode}").sample([*places], count)


@formats
@modes
def test_operations_of_one_number(format: Format, mode: str) -> None:
    theirs = Machine(format.bits, format.emax, mode)
    # Operands of a wider format are rounded too, and an integer next to them may be no number of this one.
    wide = Format("wide", format.bits + 9, format.emax + 3)
    places = [*edges(format), *drawn(format, 8, 1), *drawn(wide, 8, 2), *some(edges(wide), 16, format, mode)]
    for name, emulated in UNARY.items():
        operation = ours(name, format, mode)
        for x in places:
            assert operation(x) == emulated(theirs, x), (name, x)


@formats
@modes
def test_operations_of_two_numbers(format: Format, mode: str) -> None:
    theirs = Machine(format.bits, format.emax, mode)
    few = drawn(format, 10, 3)
    pairs = itertools.product(edges(format)[:5] + edges(format)[5::7], repeat=2)
    places = some(pairs, 40, format, mode)
    places += zip(few, drawn(format, 10, 4), strict=True)
    places += [(x, of(x.exact * Q(3, 2))) for x in few]
    for name, emulated in BINARY.items():
        operation = ours(name, format, mode)
        for x, y in places:
            assert operation(x, y) == emulated(theirs, x, y), (name, x, y)


@formats
@modes
def test_fma(format: Format, mode: str) -> None:
    theirs = Machine(format.bits, format.emax, mode)
    operation = ours("fma", format, mode)
    special = edges(format)[:5] + edges(format)[5:24:7]
    a, b, c = (drawn(format, 12, k) for k in (5, 6, 7))
    triples = itertools.product(special, repeat=3)
    places = [*some(triples, 100, format, mode), *zip(a, b, c, strict=True)]
    places += [(x, y, of(-x.exact * y.exact)) for x, y in zip(a, b, strict=True)]  # cancels: a zero
    places += [(x, y, -theirs.multiply(x, y)) for x, y in zip(a, b, strict=True)]  # all but cancels
    for x, y, z in places:
        assert operation(x, y, z) == theirs.fma(x, y, z), (x, y, z)


@formats
def test_comparisons_and_classes(format: Format) -> None:
    relations: dict[str, Callable[[Value, Value], bool]] = {
        "<": less,
        ">": lambda x, y: less(y, x),
        "<=": lambda x, y: less(x, y) or equal(x, y),
        ">=": lambda x, y: less(y, x) or equal(x, y),
        "==": equal,
        "!=": lambda x, y: not equal(x, y),
    }
    classes: dict[str, Callable[[Value], bool]] = {
        "isfinite": lambda x: x.kind == "finite",
        "isinf": lambda x: x.kind == "inf",
        "isnan": lambda x: x.kind == "nan",
        "isnormal": lambda x: is_normal(x, format.emax),
        "signbit": lambda x: x.negative,
    }
    context = Context(format)
    for name, relation in relations.items():
        test = machine.Machine().test(name, context, NOWHERE)
        for x, y in itertools.product(edges(format), repeat=2):
            assert test(as_mpfr(x), as_mpfr(y)) == relation(x, y), (name, x, y)
    for name, belongs in classes.items():
        test = machine.Machine().test(name, context, NOWHERE)
        for x in edges(format):
            if not (name == "signbit" and x == NAN):
                assert test(as_mpfr(x)) == belongs(x), (name, x)


def test_the_order_of_zeros_is_that_of_the_standard() -> None:
    assert below(-of(0), of(0))
    assert not below(of(0), -of(0))
    for mode in ROUNDINGS:
        largest = ours("fmax", FORMATS["binary64"], mode)
        assert largest(of(0), -of(0)) == largest(-of(0), of(0)) == of(0)


# --- gmpy2's global context ------------------------------------------------------------------------------


@modes
def test_no_operation_asks_the_global_context(mode: str) -> None:
    numbers = [as_mpfr(x) for x in [*edges(FORMATS["binary128"])[::3], *drawn(FORMATS["binary80"], 12, 11)]]
    numbers.append(gmpy2.mpq(1, 4))
    arithmetic, place = machine.Machine(), NOWHERE
    names = {name: arity for name, (arity, most) in NUMERIC.items() if most < 4}
    for format in (FORMATS["binary128"], FORMATS["binary16"]):
        context = Context(format, mode)
        jobs = [
            (arithmetic.operation(name, context, place), x)
            for name, arity in names.items()
            for x in zip(*(numbers[k:] + numbers[:k] for k in range(int(arity))), strict=True)
        ]
        jobs += [(arithmetic.test(name, context, place), x)
                 for name in COMPARISONS for x in itertools.product(numbers, repeat=2)]  # fmt: skip
        jobs += [(arithmetic.test(name, context, place), (x,)) for name in CLASSES for x in numbers]
        jobs += [(machine.as_result, (x,)) for x in numbers]
        jobs += [(arithmetic.constant, (name, context))
                 for name in CONSTANTS if name not in ("TRUE", "FALSE")]  # fmt: skip
        jobs += [(arithmetic.literal, (fmpq(p, 3), context)) for p in (1, -7, 10**6)]
        plain = [told(run(*x)) for run, x in jobs]
        with hostile():
            found = [run(*x) for run, x in jobs]
        assert list(map(told, found)) == plain


def told(found: Any) -> Any:
    if isinstance(found, Wide):
        return found.hex(), str(found.exact)
    if isinstance(found, float):
        return found.hex()
    return found if isinstance(found, bool) else (as_value(found), getattr(found, "precision", 0))


def test_a_core_under_a_hostile_context() -> None:
    text = (
        "(FPCore (x y) :precision binary80 (if (< (/ x 3) y) (copysign (fdim x (sqrt y)) -1) (fabs (- x))))"
    )
    (core,) = parse(text)
    context = Context().updated(core.properties)
    places = [(0.1, 7.0), (3.0, 1e-300), (-5.5, 2.0), (math.inf, 1.0), (math.nan, 1.0)]

    def everywhere() -> list[Any]:
        program = Evaluator({}, machine.Machine()).program(core, core.body, context)
        return [told(machine.as_result(program(*map(machine.as_operand, x)))) for x in places]

    plain = everywhere()
    with hostile():
        assert everywhere() == plain
