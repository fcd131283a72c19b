"""Balls around sums of two floats hold what flint's balls say, at the centre and at both ends of what they
are given."""

import math
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.language.expressions import evaluate
from verify.language.functions import FUNCTIONS
from verify.language.grammar import number
from verify.mathematics.doubled import balls
from verify.mathematics.doubled.balls import Balls, exact, widened
from verify.mathematics.doubled.circular import cos, sin
from verify.mathematics.doubled.functions import RULES, of_ball
from verify.mathematics.doubled.program import NoRule, program
from verify.mathematics.doubled.sizes import sizes

BITS = 2200  # the distance of 1 from e^-700 is told
COUNT = 8


def spread(seed: int) -> np.ndarray:
    """Floats of all sizes at which functions have something to do, some of them beside plain ones."""
    random = np.random.default_rng(seed)
    signs = random.choice([-1.0, 1.0], COUNT)
    parts = (
        signs * np.exp2(random.uniform(-25, 20, COUNT)),
        random.uniform(-4, 4, COUNT),
        random.uniform(-700, 700, COUNT // 2),
        np.nextafter(np.array([1.0, -1.0, 0.5, math.pi, math.pi / 2, 1.5, 2.0**20, 2.0**-20]), 0),
        np.array([1.0, 2.0, 0.0, 5e-324, 1e308, -1e308, 2.0**-960, 690.0, -690.1]),
    )
    return np.concatenate(parts)


def around(x: np.ndarray, seed: int) -> Iterator[Balls]:
    """Floats, sums of two floats, and balls around those."""
    random = np.random.default_rng(seed)
    low = x * random.uniform(-0.9, 0.9, len(x)) * 2.0**-53
    yield exact(x)
    yield Balls(x, low, 0.0)
    yield Balls(x, low, np.abs(x) * np.exp2(-random.uniform(58, 110, len(x))))


def ends(ball: Balls, k: int) -> list[arb]:
    """The centre and both ends, exactly."""
    high, low, error = (float(np.broadcast_to(part, np.shape(ball.high))[k]) for part in ball)
    return [arb(high) + arb(low) + s * arb(error) for s in (0, -1, 1)]


def held(found: Balls, k: int, truth: arb) -> bool:
    high, low, error = (float(np.broadcast_to(part, np.shape(found.high))[k]) for part in found)
    return bool(abs(truth - arb(high) - arb(low)) <= arb(error))


def known(found: Balls, k: int) -> bool:
    return all(np.isfinite(np.broadcast_to(part, np.shape(found.high))[k]) for part in found)


def meaning(name: str) -> Callable[..., arb]:
    """What flint makes of a name; Undefined outside the domain."""
    arity = {"+": 2, "-": 2, "*": 2, "/": 2, "neg": 1}.get(name) or len(FUNCTIONS[name].arguments)
    variables = tuple("xyz"[:arity])
    if name == "neg":
        node = number("-x", variables)
    elif name.isalpha() or name[-1].isdigit() or name == "log1p":
        node = number(f"{name}({', '.join(variables)})", variables)
    else:
        node = number(f"x {name} y", variables)
    return lambda *x: evaluate(node, dict(zip(variables, x, strict=True)))


@pytest.mark.parametrize("name", sorted(RULES))
def test_each_rule_encloses_the_truth(name: str) -> None:
    rule, truth = RULES[name], meaning(name)
    count = len(FUNCTIONS[name].arguments) if name in FUNCTIONS else 1 if name == "neg" else 2
    told = 0
    for x in zip(*(around(spread(7 * k), k) for k in range(count)), strict=True):
        with np.errstate(all="ignore"):
            found = widened(rule(*x))
        for k in filter(lambda k: known(found, k), range(len(x[0].high))):
            told += 1
            with precision(BITS):
                for at in zip(*(ends(ball, k) for ball in x), strict=True):
                    assert held(found, k, truth(*at)), (name, [a.str(20) for a in at])
    assert told > 12, "a rule that tells nothing encloses nothing"


def test_powers_are_products() -> None:
    x = np.array([1.5, -3.25, 1e10, -1e-10])
    for n in (1, 2, 5, -3, 64):
        with np.errstate(all="ignore"):
            found = widened(balls.power(exact(x), n))
        for k, v in enumerate(x.tolist()):
            truth = fmpq(*v.as_integer_ratio()) ** n
            with precision(8000):
                assert not known(found, k) or held(found, k, arb(truth))


def test_what_a_bound_rests_on_is_seen_to_fail_without_it() -> None:
    """The bound is not far from what is lost: a tenth of it is exceeded somewhere."""
    x = np.random.default_rng(3).uniform(0.5, 2, 400)
    one = Balls(x, x * 2.0**-53 * 0.7, 0.0)
    with np.errstate(all="ignore"):
        found = balls.mul(one, one)
    tight = found._replace(error=found.error / 10)
    with precision(BITS):
        squares = [(arb(h) + arb(float(v))) ** 2 for h, v in zip(x.tolist(), one.low, strict=True)]
        assert all(held(found, k, t) for k, t in enumerate(squares))
        assert not all(held(tight, k, t) for k, t in enumerate(squares))


@pytest.mark.parametrize("text", ["gamma(x)", "integrate(t*x, t, 0, 1)", "floor(x)"])
def test_what_has_no_rule_is_told(text: str) -> None:
    with pytest.raises(NoRule):
        program([number(text, ("x",))], ("x",))


def test_constants_are_enclosed() -> None:
    for text in ("1/3", "pi", "1e400", "sqrt(2)", "2^60 + 1", "0.1"):
        node = number(text, ())
        with precision(300):
            value = evaluate(node, {})
            found = of_ball(value)
            if np.isfinite(found.error) and np.isfinite(found.high):
                assert abs(value - found.high - found.low) <= arb(found.error)
                assert abs(found.low) <= abs(found.high) * 2.0**-53


FORMULAS = (
    "exp(x)",
    "exp(x*x) - x",
    "cosh(x)",
    "sinh(x)*y",
    "exp(-x)/y",
    "exp(exp(x)) - exp(y)",
    "sqrt(exp(x))",
    "x*y",
)


@pytest.mark.parametrize("text", FORMULAS)
def test_sizes_bound_the_logarithm(text: str) -> None:
    node = number(text, ("x", "y"))
    x, y = spread(5), spread(6)
    found = sizes(node, {"x": x, "y": y})
    assert found is not None
    told = 0
    for k in range(len(x)):
        low, high, sign = (float(np.broadcast_to(part, x.shape)[k]) for part in found)
        if math.isnan(sign) or max(abs(low), abs(high)) > 1e6:
            continue
        told += 1
        with precision(3000):
            truth = evaluate(node, {"x": arb(float(x[k])), "y": arb(float(y[k]))})
            assert (truth > 0) if sign > 0 else (truth < 0)
            assert arb(2) ** arb(low) <= abs(truth) <= arb(2) ** arb(high), (text, x[k], y[k])
    assert told > 10


@pytest.mark.parametrize("turn", range(-4, 5))
@pytest.mark.parametrize("width", [2.0**-60, 1e-9, 2.0**-11])
def test_wide_balls_about_quarters_of_a_turn(turn: int, width: float) -> None:
    """There the slope vanishes, and the second derivative tells how wide the ball's image is."""
    x = np.array([turn * math.pi / 2])
    ball = Balls(x, np.zeros(1), np.array([width]))
    for found, of in ((sin(ball), arb.sin), (cos(ball), arb.cos)):
        with precision(300):
            assert all(held(found, 0, of(end)) for end in ends(ball, 0))


def test_the_size_of_a_constant_that_may_be_zero_is_not_told() -> None:
    columns = {"x": np.array([1.0])}
    assert sizes(number("x*cos(pi/2)"), columns) is None
    assert sizes(number("x*sqrt(2)"), columns) is not None
