"""Contexts within a core: precisions, directions, special values and constants."""

import math

import mpmath
import numpy as np
from flint import fmpq
from fpcore.evaluated import rational, rounded, run

from verify.arithmetic.mpfr import FORMATS, Wide
from verify.fpcore.contexts import ROUNDINGS, Context
from verify.fpcore.core_parser import parse


def test_annotations_change_the_context_within() -> None:
    x, y = 1.0, 2.0**-30
    assert run("(+ x y)", x, y) == 1 + 2.0**-30
    assert run("(! :precision binary32 (+ x y))", x, y) == 1
    assert run("(! :round toPositive :precision binary32 (+ x y))", x, y) == 1 + 2.0**-23
    assert run("(- (! :round toPositive (+ x y)) (! :round toNegative (+ x y)))", 1.0, 2.0**-60) == 2.0**-52
    # An annotation rounds nothing by itself, cast does.
    third = 0.1
    assert run("(! :precision binary32 x)", third) == third
    assert run("(! :precision binary32 (cast x))", third) == float(np.float32(third))
    inner = "(let ([y (! :precision binary32 (- x 1))]) (+ y 1))"
    assert run(inner, third) == float(np.float64(np.float32(third - 1)) + 1)


def test_arguments_are_rounded_to_their_own_context() -> None:
    assert run("x", 0.1, arguments="(! :precision binary32 x)") == float(np.float32(0.1))
    assert run("x", 0.1, properties=":precision binary16") == float(np.float16(0.1))


def test_wide_formats_keep_what_float64_does_not_hold() -> None:
    third = run("(/ x 3)", 1.0, properties=":precision binary128")
    assert isinstance(third, Wide)
    assert third == 1 / 3
    assert abs(third.exact - fmpq(1, 3)) < fmpq(1, 2**114)
    assert run("(- (+ x y) x)", 1.0, 2.0**-63, properties=":precision binary80") == 2.0**-63
    assert run("(- (+ x y) x)", 1.0, 2.0**-64, properties=":precision binary80") == 0
    assert (
        Context().updated(parse("(FPCore () :precision (float 8 32) 1)")[0].properties).format
        == (FORMATS["binary32"])
    )


def test_real_and_integer_contexts_do_not_round() -> None:
    assert run("(! :precision real (- (+ x 1e-30) x))", 1.0) == 1e-30
    assert run("(ref (array 1 2 3) (! :precision integer (- 3 1)))") == 3
    assert run("(ref (array 1 2 3) (# (- 3 1)))") == 3


def test_special_values() -> None:
    assert run("(/ 1 x)", 0.0) == math.inf
    assert run("INFINITY") == math.inf
    assert math.isnan(run("(- INFINITY INFINITY)"))
    assert math.isnan(run("(sqrt x)", -1.0))
    assert run("(isnan NAN)") == run("(isinf (- INFINITY))") == run("(signbit (- INFINITY))") == 1
    assert [run("(isnormal x)", v) for v in (1.0, 2.0**-1022, 2.0**-1023, 0.0)] == [1, 1, 0, 0]
    assert run("(isnormal x)", 2.0**-127, properties=":precision binary32") == 0
    assert run("(fmax NAN 1)") == run("(fmin 1 NAN)") == 1
    assert run("(== NAN NAN)") == 0
    assert run("(!= NAN NAN)") == 1


def test_constants_are_the_nearest_floats() -> None:
    mpmath_constants = {
        "E": "e", "LOG2E": "1/log(2)", "LOG10E": "1/log(10)", "LN2": "log(2)", "LN10": "log(10)",
        "PI": "pi", "PI_2": "pi/2", "PI_4": "pi/4", "M_1_PI": "1/pi", "M_2_PI": "2/pi",
        "M_2_SQRTPI": "2/sqrt(pi)", "SQRT2": "sqrt(2)", "SQRT1_2": "sqrt(mpf(1)/2)",
    }  # fmt: skip
    for name, text in mpmath_constants.items():
        with mpmath.workdps(60):
            value = +eval(text, {n: getattr(mpmath, n) for n in ("e", "pi", "log", "sqrt", "mpf")})
        exact = rational(value)
        for format in ("binary16", "binary64"):
            for mode in ROUNDINGS:
                ours = run(name, properties=f":precision {format} :round {mode}")
                assert ours == rounded(exact, FORMATS[format], mode), (name, format, mode)


def test_what_the_global_context_would_have_spoiled() -> None:
    # 1/3 in binary128, within half an ulp: 2^-115.
    found = run("(copysign (/ 1 x) x)", 3.0, properties=":precision binary128")
    assert isinstance(found, Wide)
    assert 0 < abs(found.exact - fmpq(1, 3)) < fmpq(1, 2**115)
    # An underflow keeps its sign in every direction.
    for mode in ROUNDINGS:
        small = run("(copysign 1 (* x (* x x)))", -7e-4, properties=f":precision binary16 :round {mode}")
        assert small == -1
