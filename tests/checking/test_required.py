"""What preconditions say of a computation's parts, and bounds that rest on it."""

import math
from fractions import Fraction
from random import Random

import gmpy2
import numpy as np
import pytest
from exactly import dyadic
from flint import arb

from tests.checking.asked import made
from verify.arithmetic.precision import precision
from verify.checking.proving.bound import Bounded, product
from verify.checking.proving.operations import body_of
from verify.checking.proving.proof import proved
from verify.checking.proving.required import ends_of_parts
from verify.fpcore.files import subjects
from verify.language import grammar
from verify.language.nodes import parts_of

HERON = "sqrt(((a + b + c)/2)*(((a + b + c)/2) - c))"
WIDE = gmpy2.context(precision=400)


def heron(a, b, c):
    s = (a + b + c) / 2
    return np.sqrt(s * (s - c))


def soon():
    """After some hundred boxes."""
    left = iter(range(150))
    return lambda: next(left, None) is None


def known(formula, names, *given):
    """An expression's parts that have ends, with these."""
    what = made(None, formula, *(f"{n}=1:2" for n in names), given=given)
    done = grammar.number(formula, names)
    ends = ends_of_parts(done, what)
    return {p: tuple(map(float, ends[id(p)])) for p in parts_of(done) if id(p) in ends}


def test_a_part_on_the_line_of_a_precondition_has_its_ends():
    def part(formula):
        return grammar.number(formula, "xy")

    found = known("(x - y)*3 + 1", "xy", "x > y + 1/4 and y > 1")
    assert found[part("x - y")] == (0.25, math.inf)
    assert found[part("(x - y)*3 + 1")] == (1.75, math.inf)
    found = known("1 - 2*x", "x", "x >= 3", "x <= 5")
    assert found == {part("1 - 2*x"): (-9.0, -5.0), part("2*x"): (6.0, 10.0)}
    assert known("x*x - y", "xy", "x^2 > y") == {part("x*x - y"): (0.0, math.inf)}
    for open_one in ("x > y or x > 1", "not x > y", "x != y", "sqrt(x) > y", "x + y > 1"):
        assert not known("x - y", "xy", open_one)


def test_a_bound_rests_on_the_precondition_and_holds():
    what = made(heron, HERON, "a=1:4", "b=1:4", "c=1:4", given=["a + b > c + 0.5"])
    proof = proved(what, [], soon())
    assert proof.bound is not None
    assert proof.bound < 1000
    assert proved(made(heron, HERON, "a=1:4", "b=1:4", "c=1:4"), [], soon()).bound is None
    random, worst = Random(3), 0.0
    while worst == 0.0 or random.random() > 1 / 400:
        a, b, c = (random.uniform(1, 4) for _ in range(3))
        c = min(c, a + b - 0.5 - random.random() / 1000)  # near to where the bound is attained
        if not (Fraction(a) + Fraction(b) > Fraction(c) + Fraction(1, 2) and 1 <= c <= 4):
            continue
        s = (Fraction(a) + Fraction(b) + Fraction(c)) / 2
        truth = WIDE.sqrt(gmpy2.mpq(s * (s - Fraction(c))))
        off = WIDE.div(abs(WIDE.sub(gmpy2.mpfr(float(heron(a, b, c))), truth)), math.ulp(float(truth)))
        worst = max(worst, float(off))
    assert worst < proof.bound


def test_a_core_s_precondition_serves_as_well(tmp_path):
    (tmp_path / "t.fpcore").write_text(
        "(FPCore (a b c) :pre (and (<= 1 a 2) (<= 1 b 2) (<= 1 c 4) (> (+ a b) (+ c 0.5)))"
        " (let ([s (/ (+ (+ a b) c) 2)]) (sqrt (* s (- s c)))))"
    )
    (what,) = subjects(tmp_path / "t.fpcore", None)
    assert proved(what, [], soon()).bound is not None


def test_a_number_that_stands_for_a_constant_has_no_ends():
    formula = "sqrt(x - 3.14159265358979)"
    what = made(
        lambda x: math.sqrt(x - 3.14159265358979), "sqrt(x - pi)", "x=3:4", given=["x > 3.14159265358979"]
    )
    done = grammar.number(formula, ("x",))
    assert ends_of_parts(done, what)
    assert proved(what, [((3.5,), math.sqrt(3.5 - 3.14159265358979))]).bound is None


def test_what_counts_lies_within_both():
    one = Bounded(arb(5, 3), arb(1) / 8)
    assert one.within(arb(4), arb.pos_inf()).ball.lower() >= 3.999
    assert one.within(arb(4), arb.pos_inf()).error == one.error
    assert one.within(arb(9), arb.pos_inf()).ball.upper() == one.ball.upper()  # none of its values counts
    done = grammar.number("x - y", ("x", "y"))
    narrowed = body_of(done, "xy", ends={id(done): (arb(1) / 4, arb.pos_inf())})
    found = narrowed(*(Bounded(arb(3, 2), arb(0)) for _ in range(2)))
    assert 0.24 < found.ball.lower() <= 0.25


@pytest.mark.parametrize("bits", [53, 128])
def test_a_product_of_what_has_a_sign_has_one(bits):
    random = Random(bits)
    with precision(bits):
        for _ in range(300):
            ends = [sorted(random.uniform(0.001, 9) for _ in range(2)) for _ in range(2)]
            signs = [random.choice([-1, 1]) for _ in range(2)]
            x, y = (s * arb(low).union(arb(high)) for s, (low, high) in zip(signs, ends, strict=True))
            found, sign = product(x, y), signs[0] * signs[1]
            assert not found.contains(0)
            for a in ends[0]:
                for b in ends[1]:
                    value = sign * Fraction(a) * Fraction(b)
                    assert dyadic(found.lower()) <= value <= dyadic(found.upper())
        assert product(arb(1, 2), arb(5)).contains(0)
