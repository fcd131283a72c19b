"""Many inputs at once say what the same inputs say one by one."""

import math
import os
from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np
import pytest

from tests.checking.asked import LIMITS, made
from verify.checking import result as check
from verify.checking import result_row
from verify.checking.gate import Gate
from verify.checking.judging.tally import Tally
from verify.checking.many import assess, portions, stream
from verify.checking.many.calls import results
from verify.checking.many.columns import columns, is_wide
from verify.checking.many.distances import distances
from verify.checking.many.portions import Portion, judged_portion
from verify.checking.one_input.sample import assess as one_by_one
from verify.checking.one_input.samples import Failed, Judged, Outside, Sample
from verify.checking.one_input.spread import Spread, counted
from verify.checking.subjects.subject import Subject, Where, subject
from verify.core import formats
from verify.mathematics.doubled.balls import Balls
from verify.records.summary import distribution

EDGES = (
    *(
        0.0,
        1.0,
        -1.0,
        0.5,
        2.0,
        5e-324,
        -5e-324,
        2.0**-1022,
        1e308,
        -1e308,
        math.pi,
        math.pi / 2,
        709.78,
        710.5,
    ),
    *(-745.2, -708.5, 2.0**20, 2.0**-20, 2.0**-30, 1e22, 2.0**-960, 1.5, -2.25),
)


def nasty(count: int, variables: int, seed: int) -> list[Where]:
    random = Random(seed)

    def one() -> float:
        x = random.choice(
            [
                random.choice(EDGES),
                random.choice([-1, 1]) * 2.0 ** random.uniform(-30, 25),
                random.choice([-1, 1]) * 2.0 ** random.uniform(-1074, 1000),
                random.uniform(-8, 8),
            ]
        )
        return math.nextafter(x, random.choice([-math.inf, math.inf])) if random.random() < 0.3 else x

    return sorted({tuple(one() for _ in range(variables)) for _ in range(count)})


def agree(one: Sample, other: Sample) -> None:
    assert type(one) is type(other), (one, other)
    if not isinstance(one, Judged):
        assert repr(one) == repr(other)
        return
    assert max(one.at_least, other.at_least) <= min(one.ulps, other.ulps), (one, other)
    assert (one.envelope is None) == (other.envelope is None), (one, other)
    pairs = [(one.multiple, other.multiple, 1e-3)]
    pairs += [(one.relative, other.relative, 1e-19)] if one.computed else []
    for x, y, least in pairs:
        assert x == y or math.isclose(x, y, rel_tol=1e-3, abs_tol=least), (one, other)


def both(what: Subject, where: list[Where], monkeypatch: pytest.MonkeyPatch) -> list[Sample]:
    monkeypatch.setattr(assess, "LEAST", 1)
    found = assess.assess_many(what, where, LIMITS)
    for one, other in zip(one_by_one(what, where, LIMITS), found, strict=True):
        agree(one, other)
    return found


def versine(x: float) -> float:
    return (1 - math.cos(x)) / (x * x)


CASES: list[tuple[Callable[..., Any], str, int]] = [
    (math.exp, "exp(x)", 1),
    (lambda x: (math.exp(x) - 1) / x, "(exp(x) - 1)/x", 1),
    (versine, "(1 - cos(x))/(x*x)", 1),
    (lambda x: math.sqrt(x + 1) - math.sqrt(x), "sqrt(x + 1) - sqrt(x)", 1),
    (math.log1p, "log1p(x)", 1),
    (math.tanh, "tanh(x)", 1),
    (math.atan, "atan(x)", 1),
    (math.gamma, "gamma(x)", 1),
    (lambda x, y: x * y, "x*y", 2),
    (lambda x, y: x / y, "x/y", 2),
    (math.hypot, "hypot(x, y)", 2),
    (lambda x, y: abs(x) ** y, "abs(x)^y", 2),
    (lambda x, y: min(x, math.exp(y)), "min(x, exp(y))", 2),
]


@pytest.mark.parametrize(("function", "truth", "variables"), CASES, ids=[c[1] for c in CASES])
def test_the_same_is_said_of_each_input(
    function: Callable[..., Any], truth: str, variables: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    domain = [f"{name}=-1.7e308:1.7e308" for name in "xy"[:variables]]
    found = both(made(function, truth, *domain), nasty(60, variables, 5), monkeypatch)
    assert any(isinstance(s, Judged) for s in found)


def test_in_another_format(monkeypatch: pytest.MonkeyPatch) -> None:
    what = subject("numpy:sin", "sin(x)", ["x=-1e6:1e6"], format="float32")
    where = [(formats.named("float32").format.nearest(x),) for (x,) in nasty(60, 1, 6) if abs(x) < 1e6]
    both(what, where, monkeypatch)


def test_preconditions_are_asked_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    what = made(math.exp, "exp(x)", "x=-10:10", given=["x > 0"])
    found = both(what, [(x / 8,) for x in range(-30, 30)], monkeypatch)
    assert sum(isinstance(s, Outside) for s in found) == 31


def wrong(x: float) -> float:
    if x > 3:
        raise OverflowError("too large")
    if x > 2:
        raise ValueError(f"no value at {x}")
    return math.nan if x > 1 else math.sin(x)


def test_what_is_raised_is_told_as_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    found = both(made(wrong, "sin(x)", "x=0:4"), [(x / 16,) for x in range(64)], monkeypatch)
    assert sum(isinstance(s, Failed) for s in found) == 47


# --- bounds that are wrong are seen ---------------------------------------------------------------------


def test_a_distance_is_certain_or_not_told() -> None:
    """Of a truth 1 + 2^-60 +- e every result's distance is told in the ulps above 1, below 1 in those
    below."""
    for low, unit in ((2.0**-60, 2.0**-52), (-(2.0**-60), 2.0**-53)):
        truth = Balls(np.array([1.0]), np.array([low]), np.array([2.0**-100]))
        for y in (1.0, 1 + 2.0**-52, 1 - 2.0**-53, 0.99):
            found = distances(truth, np.array([y]), formats.named("float64").format)
            exactly = abs((y - 1.0) - low) / unit
            assert found.settled[0]
            assert found.low[0] <= exactly * (1 + 2.0**-40)
            assert found.high[0] >= exactly * (1 - 2.0**-40)
    open_ = Balls(np.array([1.0]), np.array([0.0]), np.array([2.0**-80]))
    near, far = (distances(open_, np.array([y]), formats.named("float64").format) for y in (1.0, 1.1))
    assert near.settled[0]
    assert not far.settled[0], "it is open which ulp is the truth's"


def test_arrays_that_contradict_balls_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def shifted(*given: Any) -> Any:
        found = distances(*given)
        return found._replace(low=found.low + 1, high=found.high + 1)

    monkeypatch.setattr("verify.checking.many.outcomes.distances", shifted)
    what = made(math.sin, "sin(x)", "x=0.5:2")
    with pytest.raises(AssertionError, match="one by one"):
        judged_portion(what, LIMITS, Portion((0, 0), 64, 0.0))
    ((_, found),) = stream.parts(what, LIMITS, [Portion((0, 0), 64, 0.0)], 1)
    assert isinstance(found, stream.Again)
    assert len(found.where) == 64
    assert "one by one" in found.why


# --- portions and streams -------------------------------------------------------------------------------

PORTIONS: list[tuple[Callable[..., Any], str, str]] = [
    (math.exp, "exp(x)", "x=-2000:2000"),
    (versine, "(1 - cos(x))/(x*x)", "x=0x1p-30:0x1p+10"),
    (lambda x: math.exp(100 * x), "exp(100*x)", "x=-5:5"),
    (lambda x: math.cos(x) + 1, "cos(x + 1/2) + 1", "x=1e300:1.7e308"),  # whose slopes need 1100 bits
]


@pytest.mark.parametrize(("function", "truth", "domain"), PORTIONS, ids=[p[1] for p in PORTIONS])
def test_a_portion_counts_what_its_inputs_say(function: Callable[..., Any], truth: str, domain: str) -> None:
    what, portion = made(function, truth, domain), Portion((0, 1), 150, 0.0)
    part = judged_portion(what, LIMITS, portion)
    assert part is not None
    at_once, single = Tally(), Tally.of(one_by_one(what, inputs_of(what, portion), LIMITS))
    at_once.add_part(part)
    assert at_once.total == single.total
    told = [(t.outside, t.failed, t.undecided, t.certified) for t in (at_once, single)]
    assert told[0] == told[1]
    assert at_once.worst is not None
    assert single.worst is not None
    assert math.isclose(at_once.worst.ulps, single.worst.ulps, rel_tol=1e-9)
    sizes = [
        {
            "least": t.at_least or -1,
            "envelope": t.envelope or -1,
            "multiple": t.multiple,
            **t.ulps.distribution(),
        }
        for t in (at_once, single)
    ]
    for key, value in sizes[0].items():
        assert math.isclose(value, sizes[1][key], rel_tol=2.0**-9, abs_tol=2.0**-9), key


def inputs_of(what: Subject, portion: Portion) -> list[Where]:
    return list(zip(*(c.tolist() for c in portion.drawn(what)), strict=True))


def test_multiples_below_the_floor_are_of_no_interest() -> None:
    what = made(lambda x: math.exp(100 * x), "exp(100*x)", "x=-5:5")
    parts = [judged_portion(what, LIMITS, Portion((0, 1), 150, floor)) for floor in (0.0, 1e9)]
    assert parts[0] is not None
    assert parts[0].envelope is not None
    assert parts[1] is not None
    assert parts[1].envelope is None
    assert parts[1].multiple == 0


def test_a_stream_is_the_same_by_two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "SIZE", 200)
    monkeypatch.setattr(stream, "MANY", 100)
    monkeypatch.setattr(check, "BASE", 60)
    what = made(math.exp, "exp(x)", "x=-700:700")
    one, two = (check.check(what, 700, 0, LIMITS, jobs=jobs) for jobs in (1, 2))
    rows = [result_row.row(found, Gate(), "") for found in (one, two)]
    assert rows[0] == rows[1]
    assert one.tally.total >= 700
    assert one.complete


def ends_at_once(x: float) -> float:
    if 0.5 < x < 0.56:
        os._exit(3)
    return x


def test_what_ends_its_process_is_found_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "SIZE", 40)
    monkeypatch.setattr(stream, "MANY", 40)
    monkeypatch.setattr(check, "BASE", 20)
    found = check.check(made(ends_at_once, "x", "x=0.25:1"), 100, 0, LIMITS)
    failed = found.tally.failed.total()
    assert failed
    assert found.tally.certified >= 100 - failed


def test_a_ufunc_that_gives_arrays_another_result_is_called_one_by_one() -> None:
    function = np.frompyfunc(lambda x: x, 1, 1)
    x = np.linspace(0, 1, 40)
    for of in (np.exp, function):
        found = results(made(of, "exp(x)", "x=0:1"), [x], LIMITS)
        assert found is not None
        assert found[0].tolist() == [float(of(v)) for v in x.tolist()]


def test_quantiles_are_upper_bounds_and_near() -> None:
    random = np.random.default_rng(0)
    sizes = np.exp(random.normal(0, 5, 3000))
    spread = Spread()
    spread.extend(counted(sizes[:2000]))
    for x in sizes[2000:]:
        spread.append(float(x))
    found, exact = spread.distribution(), distribution(sorted(sizes.tolist()))
    assert len(spread) == 3000
    assert found["max"] == exact["max"]
    for key in ("p99", "median"):
        assert exact[key] <= found[key] <= exact[key] * (1 + 2.0**-9)


@pytest.mark.parametrize("name", ["float64", "float32", "float16"])
def test_columns_are_numbers_of_their_format_within_the_domain(name: str) -> None:
    what = subject("numpy:hypot", "hypot(x, y)", ["x=-2:-0.5,0.3:1e4", "y=0:1"], format=name)
    x, y = columns(what, 600, np.random.default_rng(1))
    format = formats.named(name).format
    assert all(format.nearest(v) == v for v in (*x.tolist(), *y.tolist()))
    assert all((v, w) in what for v, w in zip(x.tolist(), y.tolist(), strict=True))
    assert (x < 0).any()
    assert (x > 0).any()
    assert is_wide(what, 10**6) == (name != "float16")


def test_portions_make_up_the_count() -> None:
    asked = stream.portions(3 * portions.SIZE + 5, 7, 1.0)
    assert sum(p.count for p in asked) == 3 * portions.SIZE + 5
    assert len({p.seed for p in asked}) == 4
