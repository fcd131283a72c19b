"""Algebraic zeros: identities of radicals are decided, and no other number is ever taken for zero."""

import math
import random
from fractions import Fraction as Q

import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import Unsettled, precision
from verify.fpcore import real
from verify.fpcore.algebraic import Surd, bound_of, equal
from verify.fpcore.contexts import REAL, Context
from verify.fpcore.core_parser import parse
from verify.fpcore.evaluate import Evaluator
from verify.language.expressions import Undefined


def value(text: str, x: float, y: float = 2.0) -> object:
    (core,) = parse(f"(FPCore (x y) {text})")
    program = Evaluator({}, real.Real()).program(core, core.body, Context(REAL))  # type: ignore[union-attr]
    return program(real.known(arb(x)), real.known(arb(y)))  # type: ignore[arg-type]


ZEROS = (
    "(- (* (sqrt x) (sqrt x)) x)",
    "(- (pow (sqrt x) 2) x)",
    "(- (sqrt (+ x (+ y (* 2 (sqrt (* x y)))))) (+ (sqrt x) (sqrt y)))",
    "(- (* (cbrt x) (* (cbrt x) (cbrt x))) x)",
    "(- (/ 1 (+ (sqrt x) (sqrt y))) (/ (- (sqrt x) (sqrt y)) (- x y)))",
    "(- (sqrt (* x y)) (* (sqrt x) (sqrt y)))",
    "(- (fabs (- (sqrt x) 1000000)) (- 1000000 (sqrt x)))",
    "(- (sqrt (sqrt x)) (pow (pow x 0.5) 0.5))",
)


@pytest.mark.parametrize("text", ZEROS)
@pytest.mark.parametrize("x", [2.0, 3.0, 0.1, 1e10, 1.0000000000000002, 5e-10])
def test_identities_of_radicals_are_zero(text: str, x: float) -> None:
    with precision(16384):
        assert value(f"(== {text} 0)", x, 7.0) is True
        assert value(f"(< {text} 0)", x, 7.0) is False
        assert value(f"(>= {text} 0)", x, 7.0) is True


@pytest.mark.parametrize("text", ZEROS)
def test_what_differs_by_little_is_not_zero(text: str) -> None:
    for bits in (60, 300, 2000):
        near = f"(+ {text} (pow 2 (- 0 {bits})))"
        with precision(16384):
            assert value(f"(== {near} 0)", 3.0, 7.0) is False


def test_an_algebraic_zero_is_zero_wherever_it_is_needed() -> None:
    zero = "(- (* (sqrt x) (sqrt x)) x)"
    with precision(2048):
        assert value(f"(sqrt {zero})", 3.0) == value(f"(* {zero} (exp x))", 3.0) == 0
        assert value("(floor (* (sqrt x) (sqrt x)))", 3.0) == 3
        assert value("(ceil (* (sqrt x) (sqrt x)))", 3.0) == 3
        assert value("(fmod (* (sqrt x) (sqrt x)) 2)", 3.0) is not None
        assert value("(floor (- (* (sqrt x) (sqrt x)) (pow 2 -900)))", 3.0) == 2
        with pytest.raises(Undefined):
            value(f"(/ 1 {zero})", 3.0)


def test_what_is_not_algebraic_stays_open() -> None:
    with (
        precision(4096),
        pytest.raises(Unsettled, match="cannot decide whether the two sides of == are exactly"),
    ):
        value("(== (* (exp x) (exp (- x))) 1)", 3.0)


def made(chance: random.Random, depth: int) -> str:
    if depth == 0:
        return chance.choice(("x", "y", "2", "3/7", "(- 0 5)"))
    kind = chance.choice(("+", "-", "*", "/", "sqrt", "cbrt"))
    if kind == "sqrt":
        return f"(sqrt (fabs {made(chance, depth - 1)}))"
    if kind == "cbrt":
        return f"(cbrt {made(chance, depth - 1)})"
    return f"({kind} {made(chance, depth - 1)} {made(chance, depth - 1)})"


def test_no_number_but_zero_is_below_its_bound() -> None:
    """The theorem on random expressions: nearly equal numbers among them, each is at least 2^-bits."""
    chance, seen = random.Random(5), 0
    for _ in range(400):
        text = made(chance, 4)
        try:
            with precision(8192):
                found = value(text, 3.0, 1.5)
        except (ArithmeticError, KeyError):
            continue
        if not isinstance(found, Surd):
            continue
        bits = found.bound.bits
        if bits < 4000 and not abs(found) < arb(2) ** -4000:
            seen += 1
            assert abs(found) > arb(2) ** -math.ceil(bits), text
    assert seen > 40


def test_bounds_of_rationals_hold_them() -> None:
    for q in (Q(0), Q(7, 3), Q(-1, 10**30), Q(2**70, 3)):
        bound = bound_of(fmpq(q.numerator, q.denominator))
        assert bound is not None
        assert 2**bound.u > abs(q.numerator)
        assert 2**bound.l > q.denominator
    tiny = bound_of(arb(2.0**-1000 * 3))  # an exact ball is a rational
    assert tiny is not None
    assert (tiny.u, tiny.l) == (2, 1001)
    assert bound_of(arb(1, 2)) is None
    assert equal(fmpq(1), arb(1)) is True
    assert equal(arb(1).exp(), arb(1).exp()) is None
