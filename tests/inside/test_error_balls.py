"""Error balls in floats, attacked in exact rationals: with errors at the ends and within, on operands that
are large, small, subnormal, close to each other, or zero."""

import itertools
from fractions import Fraction

import numpy as np
import pytest

from verify.arithmetic.error_free import product_error, sum_error
from verify.inside.run import error_balls
from verify.inside.run.error_balls import Balls

COUNT = 400
RANDOM = np.random.default_rng(5)


def numbers(count: int, spread: int) -> np.ndarray:
    """Of many sizes, some of few bits, some zero."""
    x = RANDOM.standard_normal(count) * 2.0 ** RANDOM.integers(-spread, spread + 1, count)
    x[:20] = np.round(x[:20] * 4) / 4
    x[20:24] = 0.0
    return RANDOM.permutation(x)


def errors(v: np.ndarray) -> Balls:
    """Of all sizes beside v: from nothing to more than v itself."""
    size = np.abs(v) * 2.0 ** RANDOM.integers(-110, 3, len(v)) + RANDOM.choice([0.0, 2.0**-1060], len(v))
    mid = np.where(RANDOM.random(len(v)) < 0.2, 0.0, size * RANDOM.standard_normal(len(v)))
    rad = np.where(RANDOM.random(len(v)) < 0.3, 0.0, np.abs(mid) * 2.0 ** RANDOM.integers(-60, 2, len(v)))
    return Balls(mid, rad)


def within(error: Balls, k: int) -> list[Fraction]:
    """The ends and the middle of one ball."""
    mid, rad = Fraction(float(error.mid[k])), Fraction(float(error.rad[k]))
    return [mid - rad, mid, mid + rad]


def holds(ball: Balls, k: int, exact: Fraction) -> bool:
    mid, rad = float(ball.mid[k]), float(ball.rad[k])
    if not (np.isfinite(mid) and np.isfinite(rad)):
        return True  # nothing is said
    return abs(exact - Fraction(mid)) <= Fraction(rad)


def exactly(kind: str, a: Fraction, b: Fraction) -> Fraction:
    return {"sums": a + b, "differences": a - b, "products": a * b, "quotients": a / b if b else a}[kind]


def misses(kind: str, spread: int) -> tuple[int, int]:
    """How often the error is not within the ball, and how many balls say something."""
    a, b = numbers(COUNT, spread), numbers(COUNT, spread)
    if kind == "differences":
        b[:100] = a[:100] * (1 + 2.0 ** -RANDOM.integers(1, 52, 100).astype(float))
    one, two = errors(a), errors(b)
    if kind == "quotients":
        b = np.where(b == 0, 1.5, b)
    v = {"sums": np.add, "differences": np.subtract, "products": np.multiply, "quotients": np.divide}[kind](
        a, b
    )
    rests = {
        "sums": lambda: -sum_error(a, b, v),
        "differences": lambda: -sum_error(a, -b, v),
        "products": lambda: -product_error(a, b, v),
        "quotients": lambda: np.array(
            [
                float(Fraction(x) - Fraction(p) / Fraction(q))
                for x, p, q in zip(v.tolist(), a.tolist(), b.tolist(), strict=True)
            ]
        ),
    }
    local = rests[kind]()
    if kind == "products":
        found = error_balls.products(a, one, b, two, local)
    elif kind == "quotients":
        found = error_balls.quotients(v, one, b, two, local)
    else:
        found = getattr(error_balls, kind)(one, two, local)
    missed = said = 0
    for k in range(COUNT):
        said += bool(np.isfinite(found.rad[k]))
        for e, f in itertools.product(within(one, k), within(two, k)):
            x, y = Fraction(float(a[k])) - e, Fraction(float(b[k])) - f
            if kind == "quotients" and y == 0:
                missed += bool(np.isfinite(found.rad[k]))
                continue
            missed += not holds(found, k, Fraction(float(v[k])) - exactly(kind, x, y))
    return missed, said


@pytest.mark.parametrize("kind", ["sums", "differences", "products", "quotients"])
@pytest.mark.parametrize("spread", [1, 60, 190])
def test_an_error_is_within_its_ball(kind, spread):
    with np.errstate(all="ignore"):
        missed, said = misses(kind, spread)
    assert missed == 0
    assert said > COUNT / 2


@pytest.mark.parametrize("kind", ["sums", "products", "quotients"])
def test_without_the_roundings_it_is_not(kind, monkeypatch):
    monkeypatch.setattr(error_balls, "U", 0.0)
    monkeypatch.setattr(error_balls, "MARGIN", 1.0)
    monkeypatch.setattr(error_balls, "LEAST", 0.0)
    monkeypatch.setattr(error_balls, "QUOTIENT_BOUND", 0.0)
    with np.errstate(all="ignore"):
        assert misses(kind, 1)[0] > 0


def test_magnitudes():
    v = numbers(COUNT, 3)
    one = errors(v)
    found = error_balls.magnitudes(v, one)
    for k in range(COUNT):
        for e in within(one, k):
            a = Fraction(float(v[k]))
            assert holds(found, k, abs(a) - abs(a - e))


@pytest.mark.parametrize("spread", [1, 250])
def test_adjoints_are_multiplied_and_divided_within_their_balls(spread):
    x, y = numbers(COUNT, spread), numbers(COUNT, spread)
    y = np.where(y == 0, 0.75, y)
    one, two = Balls(x, np.abs(errors(x).mid)), Balls(y, np.abs(errors(y).mid))
    with np.errstate(all="ignore"):
        found = error_balls.times(one, two), error_balls.scaled(one, y), error_balls.divided(one, y)
        less = error_balls.counterparts(x, two)
    for k in range(COUNT):
        by = Fraction(float(y[k]))
        for p, q in itertools.product(within(one, k), within(two, k)):
            assert holds(found[0], k, p * q)
            assert holds(found[1], k, p * by)
            assert holds(found[2], k, p / by)
            assert holds(less, k, Fraction(float(x[k])) - q)


def test_what_is_not_finite_says_nothing():
    bad = Balls(np.array([np.nan, np.inf, 0.0]), np.array([0.0, 0.0, np.inf]))
    good, one = Balls(np.zeros(3), np.zeros(3)), np.ones(3)
    with np.errstate(all="ignore"):
        for found in (
            error_balls.sums(bad, good, np.zeros(3)),
            error_balls.products(one, bad, one, good, np.zeros(3)),
            error_balls.quotients(one, bad, one, good, np.zeros(3)),
            error_balls.quotients(one, good, one, bad, np.zeros(3)),
            error_balls.magnitudes(one, bad),
            error_balls.times(bad, good),
        ):
            assert not (np.isfinite(found.mid) & np.isfinite(found.rad)).any()
