"""FPCore over the reals: operators by mpmath, control flow by hand, ranges by brute force."""

import math
from fractions import Fraction

import mpmath
import pytest
from exactly import as_fmpq
from flint import arb, fmpq
from fpcore.over_reals import ball, value
from hypothesis import given
from hypothesis import strategies as st

from verify.arithmetic.precision import Hopeless, Unsettled, enclose, precision
from verify.fpcore.loops import MOST_STEPS
from verify.fpcore.values import Illegal
from verify.language.expressions import Undefined

# --- operators ------------------------------------------------------------------------------------------

MP = {
    "exp2": lambda x: mpmath.mpf(2) ** x,
    "log2": lambda x: mpmath.log(x, 2),
    "tgamma": mpmath.gamma,
    "lgamma": lambda x: mpmath.log(abs(mpmath.gamma(x))),
    "fabs": abs,
    **{f: getattr(mpmath, f) for f in ("exp", "expm1", "log", "log10", "log1p", "sqrt", "sin", "cos", "tan")},
    **{f: getattr(mpmath, f) for f in ("asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "atanh")},
    **{f: getattr(mpmath, f) for f in ("erf", "erfc", "cbrt", "acosh")},
}


@pytest.mark.parametrize("name", MP)
def test_functions_agree_with_mpmath(name: str) -> None:
    for x in (0.34375, 0.875) if name != "acosh" else (1.5, 9.25):
        with mpmath.workdps(50), precision(200):
            theirs = MP[name](mpmath.mpf(x))
            ours = ball(f"({name} x)", x)
            assert abs(ours - arb(mpmath.nstr(theirs, 48))) < arb(10) ** -46


def test_functions_of_more_arguments() -> None:
    with mpmath.workdps(50), precision(200):
        for text, theirs in (
            ("(pow x y)", mpmath.mpf(1.5) ** mpmath.mpf(2.75)),
            ("(hypot x y)", mpmath.hypot(1.5, 2.75)),
            ("(atan2 x y)", mpmath.atan2(1.5, 2.75)),
            ("(atan2 x (- y))", mpmath.atan2(1.5, -2.75)),
        ):
            assert abs(ball(text, 1.5, 2.75) - arb(mpmath.nstr(theirs, 48))) < arb(10) ** -46
    assert value("(fma x y 1)", 1.5, 2.75) == fmpq(41, 8)
    assert value("(fdim x y)", 3, 1) == 2
    assert value("(fdim x y)", 1, 3) == 0
    assert value("(copysign x (- y))", 3, 1) == -3
    assert value("(fmax x y)", 3, 1) == value("(- (fmin -3 y))", 3, 1) == 3


@given(st.fractions(), st.fractions())
def test_rational_operations_are_exact(x: Fraction, y: Fraction) -> None:
    for name, exact in (("+", x + y), ("-", x - y), ("*", x * y), ("/", x / y if y else None)):
        if exact is not None:
            assert value(f"({name} x y)", x, y) == as_fmpq(exact)
    assert value("(floor x)", x) == math.floor(x)
    assert value("(ceil x)", x) == math.ceil(x)
    assert value("(trunc x)", x) == math.trunc(x)
    assert value("(nearbyint x)", x) == round(x)  # Python rounds halves to even
    assert value("(round x)", x) == math.floor(abs(x) + Fraction(1, 2)) * (1 if x > 0 else -1)
    if y:
        assert value("(fmod x y)", x, y) == as_fmpq(x - y * math.trunc(x / y))
        assert value("(remainder x y)", x, y) == as_fmpq(x - y * round(x / y))


def test_integers_of_balls() -> None:
    with precision(100):
        assert value("(floor (* 10 PI))") == 31
        assert value("(nearbyint (- (* 10 PI)))") == -31
        assert value("(fmod x PI)", 7) is not None
        with pytest.raises(Unsettled):
            value("(floor (exp (log 5)))")
        # A tie far beyond what is kept as a rational: to even, not up.
        tie = value("(nearbyint (+ (pow 2 x) 1/2))", 90)
        assert tie == 2**90


def test_constants() -> None:
    table = {
        "E": mpmath.e, "LOG2E": 1 / mpmath.log(2), "LOG10E": 1 / mpmath.log(10), "LN2": mpmath.log(2),
        "LN10": mpmath.log(10), "PI": mpmath.pi, "PI_2": mpmath.pi / 2, "PI_4": mpmath.pi / 4,
        "M_1_PI": 1 / mpmath.pi, "M_2_PI": 2 / mpmath.pi, "M_2_SQRTPI": 2 / mpmath.sqrt(mpmath.pi),
        "SQRT2": mpmath.sqrt(2), "SQRT1_2": mpmath.sqrt(0.5),
    }  # fmt: skip
    for name, theirs in table.items():
        assert abs(float(ball(name).mid()) - float(theirs)) < 1e-15
        sharp = enclose(lambda name=name: ball(name), bits=500).value
        assert sharp.rel_accuracy_bits() >= 500


def test_undefined_is_told_from_unsettled() -> None:
    for text in ("(/ 1 x)", "(log x)", "(sqrt (- x 1))", "(acosh x)", "(fmod 1 x)", "(tgamma x)"):
        with pytest.raises(Undefined):
            value(text, 0)
    with pytest.raises(Undefined):  # sqrt(2) - sqrt(2) is zero
        value("(/ 1 (- (sqrt 2) (sqrt x)))", Fraction(2))
    with pytest.raises(Unsettled):
        value("(/ 1 (- (exp 2) (exp x)))", Fraction(2))


# --- comparisons ----------------------------------------------------------------------------------------


def test_comparisons_hold_for_all_pairs() -> None:
    assert value("(< 1 2 3)") is value("(<= 1 1 2)") is value("(!= 1 2 3)") is value("(== 1 1 1)") is True
    assert value("(< 1 3 2)") is value("(!= 1 2 1)") is value("(== 1 1 2)") is value("(> 3 2 2)") is False
    assert value("(>= 3 2 2)") is value("(< 1)") is True


def test_a_comparison_that_balls_leave_open_is_unsettled() -> None:
    with pytest.raises(Unsettled):
        value("(< (* (exp 2) (exp -2)) 1)")
    assert value("(and (< (* (exp 2) (exp -2)) 1) FALSE)") is False
    assert value("(or (< (* (exp 2) (exp -2)) 1) TRUE)") is True
    assert value("(<= (* (sqrt 4) (sqrt 4)) 4)") is True  # exact balls are rationals again
    assert value("(and (> x 0) (> (log x) 0))", 0) is False
    with pytest.raises(Undefined):
        value("(and (> (log x) 0) (> x 0))", 0)


def test_classes_of_reals() -> None:
    assert value("(isfinite x)", 1) is value("(isnormal x)", 1) is value("(signbit x)", -1) is True
    assert value("(isnormal x)", 0) is value("(isnan x)", 1) is value("(signbit x)", 0) is False
    assert value("(isinf INFINITY)") is value("(isnan NAN)") is value("(< x INFINITY)", 9) is True
    assert value("(fmin x INFINITY)", 9) == value("(fmax NAN x)", 9) == 9
    assert value("(/ 1 INFINITY)") == 0
    with pytest.raises(Undefined, match="infinite"):
        ball("(+ x INFINITY)", 1)
    with pytest.raises(Undefined, match="is not a number"):
        ball("(- INFINITY INFINITY)")


def test_infinities_in_arithmetic() -> None:
    table = {
        "(* x INFINITY)": math.inf, "(* (- x) INFINITY)": -math.inf, "(/ INFINITY (- x))": -math.inf,
        "(+ x (- INFINITY))": -math.inf, "(exp INFINITY)": math.inf, "(fabs (- INFINITY))": math.inf,
        "(exp (- INFINITY))": 0, "(/ x (- INFINITY))": 0,
    }  # fmt: skip
    for text, found in table.items():
        assert value(text, 2) == found, text
    for text in ("(* 0 INFINITY)", "(/ INFINITY INFINITY)", "(/ INFINITY 0)", "(+ NAN x)"):
        assert math.isnan(value(text, 2)), text
    with pytest.raises(Undefined):
        value("(sin INFINITY)")


def test_numbers_far_beyond_every_format() -> None:
    settled = enclose(lambda: ball("(/ (exp x) (- (exp x) 1))", 1e300))
    assert settled.done
    assert settled.value.contains(1)
    with pytest.raises(Unsettled):
        ball("(exp (exp x))", 1e300)


# --- control flow ---------------------------------------------------------------------------------------


def test_let_binds_at_once_and_let_star_in_order() -> None:
    assert value("(let ([x y] [y x]) (- x y))", 5, 3) == -2
    assert value("(let* ([x y] [y x]) (- x y))", 5, 3) == 0
    assert value("(let* ([x 1] [y x]) y)", 5, 3) == 1


def test_a_binding_that_nothing_reads_may_be_undefined() -> None:
    assert value("(let ([t (log -1)]) 3)") == 3
    assert value("(let* ([t (log -1)] [u t] [v 2]) (+ v 1))") == 3
    assert value("(let* ([x 1] [x (+ x 1)]) x)") == 2
    with pytest.raises(Undefined):
        value("(let* ([t (log -1)] [u t]) (* 0 u))")


def test_while_updates_at_once_and_while_star_in_order() -> None:
    # Fibonacci needs the old values at once; in order, doubling comes out.
    pair = "([i 0 (+ i 1)] [a 1 b] [b 1 (+ a b)])"
    assert value(f"(while (< i 6) {pair} a)") == 13
    assert value(f"(while* (< i 6) {pair} a)") == 2**5
    assert value("(while FALSE ([a 7 (+ a 1)]) a)") == 7
    # Initial values in order see those before them.
    assert value("(while* FALSE ([a 7 0] [b (+ a 1) 0]) b)") == 8


def test_while_is_the_standards_equality() -> None:
    loop = "(while (< a x) ([a {0} (+ a b)] [b {1} (* 2 b)]) (- a b))"
    unrolled = f"(let ([a 1] [b 1]) (if (< a x) {loop.format('(+ a b)', '(* 2 b)')} (- a b)))"
    for x in range(12):
        assert value(loop.format("1", "1"), x) == value(unrolled, x)


def test_for_counts_with_the_last_index_innermost() -> None:
    digits = "(for ([i 2] [j 3]) ([n 0 (+ (* 10 n) (+ (* 3 i) j))]) n)"
    assert value(digits) == 12345
    assert value("(for ([i x]) ([s 0 (+ s i)] [t 0 (+ t s)]) t)", 5) == 0 + 0 + 1 + 3 + 6
    assert value("(for* ([i x]) ([s 0 (+ s i)] [t 0 (+ t s)]) t)", 5) == 0 + 1 + 3 + 6 + 10
    assert value("(for ([i 0]) ([s 4 (+ s i)]) s)") == 4


def test_tensors() -> None:
    assert value("(tensor ([i 2] [j 3]) (+ (* 10 i) j))") == ((0, 1, 2), (10, 11, 12))
    assert value("(tensor* ([i 4]) ([s 0 (+ s (+ i 1))]) s)") == (1, 3, 6, 10)
    nested = "(array (array 1 2 3) (array 4 5 6))"
    assert value(f"(dim {nested})") == value(f"(size {nested} 0)") == 2
    assert value(f"(size {nested} 1)") == 3
    assert value(f"(ref {nested} 1 2)") == value(f"(ref (ref {nested} 1) 2)") == 6
    assert value("(tensor ([i 2]) (array i 7))") == ((0, 7), (1, 7))
    for wrong in (f"(ref {nested} 2 0)", f"(size {nested} 2)", f"(+ 1 {nested})", "(+ 1 TRUE)", "(if 1 2 3)"):
        with pytest.raises(Illegal):
            value(wrong)
    with pytest.raises(Undefined):
        value("(tensor ([i x]) i)", 2.5)


MATMUL = """(FPCore matmul ((A am an) (B bm bn)) :pre (== an bm)
  (tensor ([m am] [n bn]) (for ([i bm]) ([s 0 (+ s (* (ref A m i) (ref B i n)))]) s)))
(FPCore (x) (ref (matmul (array (array 1 x) (array 3 4)) (array (array x) (array 2))) 1 0))"""


def test_cores_call_each_other() -> None:
    assert value(MATMUL, 5) == 3 * 5 + 4 * 2
    even = "(FPCore even (n) (if (== n 0) 1 (odd (- n 1)))) (FPCore odd (n) (if (== n 0) 0 (even (- n 1))))"
    assert value(f"{even} (FPCore (n) (even n))", 10) == 1
    with pytest.raises(Hopeless, match="calls"):
        value(f"{even} (FPCore (n) (even n))", -1)
    with pytest.raises(Illegal, match="dimension"):
        value("(FPCore f ((A n) (B n)) 1) (FPCore () (f (array 1 2) (array 1)))")


def test_a_loop_by_tenths_ends_over_the_reals() -> None:
    assert value("(while (< t 1) ([t 0 (+ t 0.1)] [n 0 (+ n 1)]) n)") == 10


def test_a_loop_that_does_not_end_is_given_up() -> None:
    with pytest.raises(Hopeless, match=str(MOST_STEPS)):
        value("(while TRUE ([t 0 (+ t 1)]) t)")
