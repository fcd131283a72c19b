"""float32 and float16 followed: exact counterparts, local errors of the format, promotion as numpy has it."""

import math
from fractions import Fraction as F

import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.mpfr import FORMATS
from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.blame import blame
from verify.inside.follow import follow
from verify.inside.run import kinds
from verify.inside.run.local import QUOTIENT_BOUND, local_errors
from verify.inside.run.tape import ADD, CAST, DIV, KIND, MUL, SUB, Tape

X, HALVES = np.float32(1.3), [np.float32(0.5), np.float32(-3.0), np.float32(7.0)]
V = [F(1, 2), F(-3), F(7)]  # the same as rationals
TABLE = np.array(HALVES)
STEP = np.float32(0.1)  # a decimal that was typed: exactly 1/10


def python_float(x):
    return x * 0.3


def numpys_float(x):
    return x * np.float64(0.3)


def made_by_numpy(x):
    return x * np.sqrt(0.25) * 0.3 + (0.1 + 0.2) * x


def back_to_python(x):
    return x * float(np.float64(0.3))


def large_int(x):
    return x + 16777217


def numpys_integers(x):
    return x * np.int64(3) + x * np.int16(5)


def truth_value(x):
    return (x > 0.5) * x * 0.3


def counted(x):
    return (x > TABLE).sum() * x / 3


def half(x):
    return x * np.float16(0.3)


def in_place(x):
    a = TABLE * x
    a += x * np.float64(0.3)
    a[1] = 0.3
    return a.sum()


def output(x):
    a = np.empty(3, dtype=np.float32)
    np.multiply(TABLE, x * np.float64(0.3), out=a, casting="same_kind")
    return a[2]


def of_lists(x):
    return np.array([x, 0.3]).sum() + np.array([x, STEP]).sum()


def casts(x):
    return (TABLE * x).astype(np.float16).astype(np.float64).sum() / 3


def sums(x):
    a = TABLE * x / 3
    return a.sum() + np.mean(a) + np.sum(a, dtype=np.float64) + sum(a)


def products(x):
    a = TABLE * x / 3
    return a @ TABLE + np.dot(a, a) + np.prod(a) + np.outer(a, TABLE).trace()


def deviations(x):
    return np.var(TABLE * x / 3) + np.cumsum(TABLE * x / 3)[2]


def half_mean(x):
    return np.mean((TABLE * x).astype(np.float16) / np.float16(3))


def extremes(x):
    a = TABLE * x / 3
    return max(a) - min(a) + np.maximum(a, 0.3).sum() + np.clip(a, -0.3, x).sum() + np.where(a > 0, a, x)[1]


def scalars(x):
    y = x
    y += 1
    return abs(-x) * y / 3 - x**2 + STEP


def items(x):
    return x.item() * 0.3 + TABLE[1].item() * (TABLE.tolist()[0] * x)


def machine(x):
    return np.finfo(x.dtype).eps * x / 3 + x.dtype.type(0.3)


def asked(x):
    return isinstance(x, np.floating) * x / 3 + isinstance(x, float) + (type(x) is np.float32)


def spaced(x):
    return np.linspace(0, x, 4)[2] + np.arange(3, dtype=np.float32)[2] * x / 3


def solved(x):
    return np.linalg.solve(np.array([[2.0, 1.0], [1.0, 3.0]], dtype=np.float32), TABLE[:2] * x)[0]


def by_math(x):
    return math.ldexp(x, -3) / 3 + math.fsum([x, 0.3, x])


def by_another_loop(x):
    return np.add(TABLE, x * np.float32(0.3), dtype=np.float64)[0]


EXACT = {
    by_another_loop: lambda x: V[0] + x * F(3, 10),
    python_float: lambda x: x * F(3, 10),
    numpys_float: lambda x: x * F(3, 10),
    made_by_numpy: lambda x: x * F(3, 20) + x * F(3, 10),
    back_to_python: lambda x: x * F(3, 10),
    large_int: lambda x: x + 16777217,
    numpys_integers: lambda x: x * 8,
    truth_value: lambda x: x * F(3, 10),
    counted: lambda x: 2 * x / 3,
    half: lambda x: x * F(3, 10),
    in_place: lambda x: (V[0] * x + x * F(3, 10)) + F(3, 10) + (V[2] * x + x * F(3, 10)),
    output: lambda x: V[2] * x * F(3, 10),
    of_lists: lambda x: 2 * x + F(3, 10) + F(1, 10),
    casts: lambda x: sum(V) * x / 3,
    sums: lambda x: sum(V) * x / 3 * (3 + F(1, 3)),
    products: lambda x: sum(v * v for v in V) * (2 * x / 3 + x * x / 9) + V[0] * V[1] * V[2] * x**3 / 27,
    deviations: lambda x: (sum(v * v for v in V) / 3 - (sum(V) / 3) ** 2) * x * x / 9 + sum(V) * x / 3,
    half_mean: lambda x: sum(V) * x / 9,
    extremes: lambda x: (
        10 * x / 3 + F(3, 10) * 2 + V[2] * x / 3 + (V[0] * x / 3 - F(3, 10) + x) + x
        if V[0] * x / 3 < F(3, 10)
        else None
    ),
    scalars: lambda x: x * (x + 1) / 3 - x * x + F(1, 10),
    items: lambda x: x * F(3, 10) + V[1] * V[0] * x,
    machine: lambda x: F(2) ** -23 * x / 3 + F(3, 10),
    asked: lambda x: x / 3 + 1,
    spaced: lambda x: 2 * x / 3 + 2 * x / 3,
    solved: lambda x: (3 * V[0] - V[1]) * x / 5,
    by_math: lambda x: x / 8 / 3 + 2 * x + F(3, 10),
}


@pytest.mark.parametrize("function", EXACT, ids=lambda f: f.__name__)
def test_the_exact_counterpart_of_narrow_formats(function):
    """That the run was the program's, formats of results included, is asked by `follow` itself."""
    found = account(follow(function, [X]))
    exact = EXACT[function](F(*X.as_integer_ratio()))
    assert found.reason is None
    assert not found.branches
    with precision(400):
        assert found.exact.contains(fmpq(exact.numerator, exact.denominator))
        assert 1 in sum(found.shares().values(), arb(0)) or not found.shares()


@pytest.mark.parametrize(
    ("function", "name"),
    [(python_float, "binary32"), (numpys_float, "binary64"), (half, "binary32"), (half_mean, "binary16")],
)
def test_the_error_is_counted_in_the_results_format(function, name):
    found = account(follow(function, [X]))
    assert found.format is FORMATS[name]
    ulps = abs(found.error) / arb(kinds.ulp(float(function(X)), kinds.OF_KIND.index(FORMATS[name])))
    assert blame(found).ulps == pytest.approx(float(ulps))


def lost_in_a_cast(x):
    y = np.float32(x)
    return float(y) - x


def kept_by_a_cast(x):
    return np.float64(np.float32(x)) + 1


def test_a_cast_is_an_operation_that_makes_an_error():
    (site,) = [s for s in blame(account(follow(lost_in_a_cast, [1 / 3]))).guilty if s.makes]
    assert site.site.code == "np.float32(x)"
    assert site.local_ulps == pytest.approx(1 / 3)  # of float32
    exact = account(follow(kept_by_a_cast, [0.375]))
    assert exact.error == 0


def by_text(x):
    return float(str(x)) + 1


def by_view(x):
    return float((x * TABLE).view(np.int32)[0])


def by_longdouble(x):
    return float(np.longdouble(x) * 0.1)


def by_buffer(x):
    return np.frombuffer((TABLE * x).tobytes(), dtype=np.float32).sum()


@pytest.mark.parametrize("function", [by_text, by_view, by_longdouble, by_buffer])
def test_what_is_not_followed_has_no_counterpart(function):
    trace = follow(function, [X])
    assert trace.computed() == function(X)
    assert not account(trace).certified


KINDS = {np.float32: kinds.FLOAT32, np.float16: kinds.FLOAT16}
RULES = {ADD: np.add, SUB: np.subtract, MUL: np.multiply, DIV: np.divide}


def operands(of: type, count: int = 400) -> np.ndarray:
    """Numbers of all sizes, subnormal ones, powers of two and neighbours."""
    random, info = np.random.default_rng(5), np.finfo(of)
    sizes = 2.0 ** random.uniform(np.log2(float(info.smallest_subnormal)), np.log2(float(info.max)), count)
    found = (sizes * random.choice([-1, 1], count)).astype(of)
    found[:50] = random.integers(-40, 40, 50) * info.smallest_subnormal
    found[50:100] = np.nextafter(found[100:150], of(1))
    return found


@pytest.mark.parametrize("of", KINDS)
@pytest.mark.parametrize("operation", RULES)
def test_local_errors_are_those_of_rationals(of, operation):
    a, b, tape = operands(of), operands(of)[::-1], Tape()
    with np.errstate(all="ignore"):
        v = RULES[operation](a, b)
        near = RULES[operation](a, np.nextafter(a, of(0)))  # cancellation, quotients beside 1
    triples = [*zip(a, b, v, strict=True), *zip(a, np.nextafter(a, of(0)), near, strict=True)]
    triples = [tuple(map(float, t)) for t in triples if np.isfinite(t).all() and (operation != DIV or t[1])]
    for x, y, z in triples:
        places = tape.leaf(0, x), tape.leaf(0, y)
        tape.add(operation | KINDS[of] << KIND, 0, *places, z)
    found = local_errors(tape)
    known = 0
    for k, (x, y, z) in zip(range(2, len(tape), 3), triples, strict=True):
        if found.known[k]:
            known += 1
            exact = F(z) - {ADD: F.__add__, SUB: F.__sub__, MUL: F.__mul__, DIV: F.__truediv__}[operation](
                F(x), F(y)
            )
            slack = abs(exact) * F(QUOTIENT_BOUND) if operation == DIV else 0
            assert abs(F(float(found.error[k])) - exact) <= slack
    assert known > len(triples) / 3


@pytest.mark.parametrize("of", KINDS)
def test_local_errors_of_casts_are_those_of_rationals(of):
    tape, random = Tape(), np.random.default_rng(6)
    x = np.concatenate([operands(np.float32).astype(float), random.standard_normal(200)])
    with np.errstate(all="ignore"):
        pairs = [(a, b) for a, b in zip(x.tolist(), x.astype(of).tolist(), strict=True) if math.isfinite(b)]
    for a, b in pairs:
        tape.add(CAST | KINDS[of] << KIND, 0, tape.leaf(0, a), -1, b)
    found = local_errors(tape)
    assert found.known.all()
    for k, (a, b) in zip(range(1, len(tape), 2), pairs, strict=True):
        assert F(float(found.error[k])) == F(b) - F(a)


@pytest.mark.parametrize("of", KINDS)
def test_units_in_the_last_place_are_numpys(of):
    x = operands(of)
    units = np.spacing(np.abs(x)).astype(float)
    kind = np.full(len(x), KINDS[of], dtype=np.int8)
    assert np.array_equal(kinds.ulps(x.astype(float), kind), units)
    assert [kinds.ulp(float(v), KINDS[of]) for v in x] == units.tolist()
