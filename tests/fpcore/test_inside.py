"""Cores followed at an input: shares of expressions by other means, formats, branches, calls."""

import math
import random
from dataclasses import replace
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from flint import arb, fmpq
from fpcore.cores import ROOTS

from verify.arithmetic.precision import precision
from verify.checking.blame import blamed_subject
from verify.checking.blame_text import plain_text
from verify.checking.judging.follow import consistent, followed
from verify.checking.one_input.sample import assess
from verify.core.errors import BadInput
from verify.fpcore import tape_functions
from verify.fpcore.files import subjects
from verify.fpcore.inside import expression_at
from verify.fpcore.reader import Place
from verify.inside.account import account
from verify.inside.blame import blame
from verify.inside.dispatch.functions import hypot
from verify.measure.limits import Limits


def core(tmp_path, text):
    path = tmp_path / "bench.fpcore"
    path.write_text(text, encoding="utf-8")
    (what,) = subjects(path)
    return what


def followed_at(what, *x):
    """The account, held against the core over the reals."""
    found = consistent(what, x, account(what.record(x)))
    assert found.exact is not None, found.reason
    assert found.trace.computed() == what.function(*x) or math.isnan(what.function(*x))
    return found


def by_code(found):
    """Shares by the text of the expression."""
    trace = found.trace
    return {trace.site(site).code: share for site, share in found.shares().items() if not share.is_zero()}


def test_shares_against_mpmath(tmp_path):
    """sqrt(a) - sqrt(b) by hand: the slope of the root between a and A is 1/(sqrt a + sqrt A)."""
    what, x = core(tmp_path, ROOTS), 2.0**27 - 0.7
    a, b = x + 1.0, math.sqrt(x + 1.0)
    c, y = math.sqrt(x), math.sqrt(x + 1.0) - math.sqrt(x)
    with mpmath.workdps(60):
        X = mpmath.mpf(x)
        truth = mpmath.sqrt(X + 1) - mpmath.sqrt(X)
        error = mpmath.mpf(y) - truth
        slope = 1 / (mpmath.sqrt(mpmath.mpf(a)) + mpmath.sqrt(X + 1))
        expected = {
            "(+ x 1)": (mpmath.mpf(a) - (X + 1)) * slope / error,
            "(sqrt (+ x 1))": (mpmath.mpf(b) - mpmath.sqrt(mpmath.mpf(a))) / error,
            "(sqrt x)": -(mpmath.mpf(c) - mpmath.sqrt(X)) / error,
        }
        found = followed_at(what, x)
        texts = {code: mpmath.nstr(part, 50) for code, part in expected.items()}
    with precision(found.bits):
        texts = {code: mpmath.nstr(part, 50) for code, part in expected.items()}
    with precision(found.bits):
        shares = by_code(found)
        assert set(shares) == set(texts), "the difference is exact"
        for code, share in shares.items():
            assert (share - arb(texts[code])).contains(0)
            assert share.rad() < 1e-12
    with precision(found.bits):
        assert found.unattributed().contains(0)
        assert found.unattributed().rad() < 1e-9


def test_shares_of_a_rational_core_against_fractions(tmp_path):
    """(x - 1/10)(x + 1/10): every local error and slope is a rational."""
    what, x = core(tmp_path, "(FPCore (x) (* (- x 0.1) (+ x 0.1)))"), 0.10000001
    tenth, X = Fraction(1, 10), Fraction(x)
    p, q = x - 0.1, x + 0.1
    exact_p, exact_q = X - tenth, X + tenth
    error = Fraction(p * q) - exact_p * exact_q
    literal = Fraction(0.1) - tenth
    # p q - P Q = Q (p - P) + p (q - Q).
    expected = {
        "(- x 0.1)": exact_q * (Fraction(p) - (X - Fraction(0.1))),
        "(+ x 0.1)": Fraction(p) * (Fraction(q) - (X + Fraction(0.1))),
        "0.1": -exact_q * literal + Fraction(p) * literal,
        "(* (- x 0.1) (+ x 0.1))": Fraction(p * q) - Fraction(p) * Fraction(q),
    }
    assert sum(expected.values()) == error
    found = followed_at(what, x)
    together: dict[str, arb] = {}
    with precision(found.bits):
        for site, share in found.shares().items():
            code = found.trace.site(site).code
            together[code] = together.get(code, arb(0)) + share
        for code, part in expected.items():
            ratio = part / error
            assert (together.get(code, arb(0)) - arb(fmpq(ratio.numerator, ratio.denominator))).contains(0)
        assert abs(sum(together.values(), arb(0)) + found.unattributed() - 1) < arb(2) ** -60


def test_a_wrong_slope_is_caught(tmp_path, monkeypatch):
    what = core(tmp_path, "(FPCore (x y) (- (hypot (* x x) (/ y 3)) x))")
    assert followed_at(what, 0.1, 0.7).unattributed().contains(0)
    wrong = replace(hypot(2), secants=lambda a, b: [2 * s for s in hypot(2).secants(a, b)])
    monkeypatch.setitem(tape_functions.OWN, "hypot", wrong)
    tape_functions.function.cache_clear()
    try:
        found = followed_at(what, 0.1, 0.7)
        assert found.unattributed() is not None
        assert not found.unattributed().contains(0)
    finally:
        tape_functions.function.cache_clear()


CORES = [
    "(FPCore (x y) (/ (- (* x x) (* y y)) (+ x y)))",
    "(FPCore (x y) :precision binary32 (/ (- (* x x) (* y y)) (+ x y)))",
    "(FPCore (x y) :precision binary16 (- (* x 3) (fabs (- y))))",
    "(FPCore (x y) :round toPositive (- (exp x) (* y 0.1)))",
    "(FPCore (x y) :round nearestAway (+ (* x y) 0.3))",
    "(FPCore (x y) (- (pow x y) (fma x y 0.7)))",
    "(FPCore (x y) (+ (fmax x (* y 3)) (fmin x (/ y 3)) ))",
    "(FPCore (x y) (+ (fdim (* x 7) y) (copysign x (- y))))",
    "(FPCore (x y) (- (* x 3) (* (floor (/ x 0.3)) 0.3)))",
    "(FPCore (x y) (+ (round (* x 3.3)) (+ (ceil y) (trunc (* y 1.7)))))",
    "(FPCore (x y) (+ (nearbyint (* x 3.3)) (* y 0.1)))",
    "(FPCore (x y) (+ (fmod (* x 3.3) 0.7) (remainder (* y 3.3) 0.7)))",
    "(FPCore (x y) (if (< (* x x) y) (sin x) (atan2 y x)))",
    "(FPCore (x y) (if (and (!= x y) (not (isnan x)) (signbit (- y))) (* PI x) (log y)))",
    "(FPCore (x y) (let* ([a (+ x y)] [b (* a a)]) (! :precision binary32 (/ b (+ a 1)))))",
    "(FPCore (x y) (for ([i 9]) ([s 0 (+ s (/ x (+ i y)))]) s))",
    "(FPCore (x y) (while* (< k 6) ([k 0 (+ k 1)] [t x (/ (* t x) (+ k y))]) (tgamma (+ t 1))))",
    "(FPCore (x y) (ref (tensor ([i 3]) (* x (+ i y))) 2))",
    "(FPCore (x y) (+ (! :precision real (* x 2)) (# 3)))",
    "(FPCore (x y) (cast (! :precision binary32 (+ x y))))",
]


@pytest.mark.parametrize("text", CORES)
def test_what_is_recorded_is_the_core(tmp_path, text):
    """F by the tape is F over the reals, the result is the machine's, and nothing is left unattributed."""
    what = core(tmp_path, text)
    draw = random.Random(text)
    split = 0
    for _ in range(12):
        x = what.fitted((draw.uniform(0.1, 9.0), draw.uniform(0.1, 9.0)))
        found = followed_at(what, *x)
        with precision(found.bits):
            assert found.exact.overlaps(what.ball(*map(arb, x)))
            if found.shares() and not found.branches:
                split += 1
                assert found.unattributed().contains(0)
                assert abs(found.unattributed()) < 1e-6
    assert split or "cast" in text or "real" in text or "ceil" in text


def test_local_errors_in_other_formats_are_rational(tmp_path):
    """Of one addition of float32 numbers: computed - exact, whole; at most half a unit of float32."""
    what = core(tmp_path, "(FPCore (x y) :precision binary32 (+ x y))")
    x, y = float(np.float32(0.1)), float(np.float32(1e-3))
    found = followed_at(what, x, y)
    exact = Fraction(x) + Fraction(y)
    assert found.trace.computed() == float(np.float32(x) + np.float32(y))
    with precision(200):
        error = found.error
        assert error == arb(fmpq(*(Fraction(found.trace.computed()) - exact).as_integer_ratio()))
    row = blamed_subject(what, (x, y))
    (site,) = (s for s in row["sites"] if s["share"])
    assert site["local_ulps"] <= 0.5
    assert site["local_ulps"] == pytest.approx(float(abs(Fraction(found.trace.computed()) - exact) * 2**27))
    assert row["guilty"] == [], "half an ulp is nobody's fault"


def test_a_branch_is_decided_otherwise(tmp_path):
    what = core(tmp_path, "(FPCore (n) :pre (< 0 n 9)\n (while (< t n) ([t 0 (+ t 0.1)]) t))")
    row = blamed_subject(what, (1.0,))
    (branch,) = row["branches"]
    assert (branch["code"], branch["taken"], branch["exact"]) == ("(< t n)", True, False)
    assert row["exact"].startswith("[1.000")
    assert row["unattributed"] == pytest.approx(1)
    assert {line["codes"][0] for line in row["guilty"] if line["makes"]} == {"(+ t 0.1)", "0.1"}


def test_calls_have_their_own_places(tmp_path):
    path = tmp_path / "bench.fpcore"
    path.write_text(
        "(FPCore square (z) (* z z))\n(FPCore (x)\n  (- (square (+ x 0.1)) (square x)))", encoding="utf-8"
    )
    what = list(subjects(path))[1]
    row = blamed_subject(what, (1e8,))
    places = {(s["line"], s["column"], s["code"]) for s in row["sites"]}
    assert {(1, 20, "(* z z)"), (3, 3, "(- (square (+ x 0.1)) (square x))"), (3, 14, "(+ x 0.1)")} <= places


def test_the_worst_input_of_a_check_has_guilty_expressions(tmp_path):
    what = core(tmp_path, ROOTS)
    (sample,) = assess(what, [(1e11,)], Limits())
    found = followed(what, sample, Limits())
    guilty = {(line["line"], line["column"]): line for line in found.guilty()}
    assert guilty[2, 3]["magnifies"]
    assert guilty[2, 3]["codes"] == ["(- (sqrt (+ x 1)) (sqrt x))"]
    assert guilty[2, 21]["makes"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("(FPCore (x) :precision binary128 (- (exp x) 1))", "binary128 is wider than binary64"),
        ("(FPCore (x) (! :precision binary80 (- (exp x) 1)))", "binary80 is wider than binary64"),
        ("(FPCore (x) (! :precision real (/ x 3)))", "is not a float64 and is not followed"),
        ("(FPCore (x) (< x 1))", "a truth value, and is not followed"),
    ],
)
def test_what_is_not_followed_is_told(tmp_path, text, says):
    what = core(tmp_path, text)
    with pytest.raises(BadInput, match=says):
        account(what.record((0.3,)))
    (sample,) = assess(what, [(0.3,)], Limits())
    assert says in followed(what, sample, Limits()).why


def test_f_by_the_tape_has_to_be_f_over_the_reals(tmp_path):
    what = core(tmp_path, "(FPCore (x) (* x 0.1))")
    wrong = replace(what, ball=lambda x: x * arb(0.1))
    with pytest.raises(BadInput, match="takes a path that the recorded tests"):
        consistent(wrong, (0.3,), account(wrong.record((0.3,))))


def test_what_cancelling_shares_leave_open_is_no_number(tmp_path):
    """1/(x + 1) - 2/x + 1/(x - 1) at 1.5e231: two shares of 8e230, each known to a part of itself."""
    what = core(tmp_path, "(FPCore (x) (+ (- (/ 1 (+ x 1)) (/ 2 x)) (/ 1 (- x 1))))")
    row = blamed_subject(what, (1.552518092300709e231,))
    shares = {s["code"]: s["share"] for s in row["sites"]}
    # The roundings -1 and +1 of x + 1 and x - 1, each through a slope of 1/x^2, over the error, 2/x^3.
    assert shares["(- x 1)"] == pytest.approx(1.552518092300709e231 / 2, rel=1e-3)
    assert shares["(+ x 1)"] == pytest.approx(-1.552518092300709e231 / 2, rel=1e-3)
    assert row["unattributed"] is None


def test_what_is_far_too_imprecise_has_no_blame(tmp_path):
    """The logistic map: at every precision allowed the balls have grown beyond all bounds."""
    text = "(FPCore (x) (while (< k 2000) ([k 0 (+ k 1)] [t x (- (* (* 3.9 t) (- t 1)))]) t))"
    found = account(core(tmp_path, text).record((0.3,)), "", 128)
    assert "not settled" in found.reason
    assert found.exact is None
    assert blame(found).guilty == []


def test_an_overflow_has_no_shares(tmp_path):
    row = blamed_subject(core(tmp_path, "(FPCore (x) (* 2 (exp x)))"), (999.0,))
    assert (row["computed"], row["total_ulps"], row["guilty"]) == ("inf", None, [])
    assert row["exact"].endswith("]")
    assert "computed   inf" in plain_text(row)


def test_the_text_of_an_expression(tmp_path):
    path = tmp_path / "a.fpcore"
    path.write_text('(FPCore (x)\n  (+ [sqrt x] ; a ) comment\n     "a)" 1e3))\n', encoding="utf-8")
    assert expression_at(str(path), Place(2, 6)) == "[sqrt x]"
    assert expression_at(str(path), Place(3, 11)) == "1e3"
    assert expression_at(str(tmp_path / "none"), Place(1, 1)) == ""
