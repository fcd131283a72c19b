"""numpy's functions that are followed by what they compute: against Fractions, by other routes."""

import importlib.util
import math
from fractions import Fraction as F

import mpmath
import numpy as np
import pytest
from flint import arb, fmpq
from inside.texts import functions_of

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow

X = (0.7, -1.9, 2.3)
x, y, z = map(F, X)
ONE = F(1)
THIRD = x / 3


def quantile(q, *values):
    """By counting: the piecewise linear function through the ordered values at 0, 1/(n-1), .., 1."""
    ordered, place = sorted(values), F(q) * (len(values) - 1)
    return sum(v * max(ONE - abs(place - k), F(0)) for k, v in enumerate(ordered))


def power(rows, n):
    (a, b), (c, d) = rows
    p, q, r, s = 1, 0, 0, 1
    for _ in range(n):
        p, q, r, s = p * a + q * c, p * b + q * d, r * a + s * c, r * b + s * d
    return p


RATIONAL = {
    "np.median([x / 3, y, z])": THIRD,
    "np.median([x / 3, y, z, 0.1])": (THIRD + F(1, 10)) / 2,
    "np.median(np.array([[x / 3, y, z], [1, 2, 3]]), axis=1).sum()": THIRD + 2,
    "np.percentile([x / 3, y, z], 30)": quantile(F(3, 10), THIRD, y, z),
    "np.quantile(np.array([x / 3, y, z]), [0.25, 0.5, 0.9]).sum()": sum(
        quantile(q, THIRD, y, z) for q in (F(1, 4), F(1, 2), F(9, 10))
    ),
    "np.average([x / 3, y, z], weights=[1, 2, x])": (THIRD + 2 * y + x * z) / (3 + x),
    "np.average(np.array([[x / 3, y], [z, 1]]), axis=0, weights=[3, 1])[1]": (3 * y + 1) / 4,
    "np.ptp(np.array([x / 3, y, z]))": z - y,
    "np.trace(np.array([[x / 3, y], [z, 0.1]]))": THIRD + F(1, 10),
    "np.interp(x, [0, 1, 2], [y, x / 3, z])": y + x * (THIRD - y),
    "np.interp(np.array([x, 7.0, y]), [0, 1, 2], [y, x / 3, z]).sum()": y + x * (THIRD - y) + z + y,
    "np.bincount([0, 2, 2], weights=np.array([x, x / 3, y]), minlength=5)[2]": THIRD + y,
    "np.linalg.matrix_power(np.array([[x / 3, y], [z, 1]]), 5)[0, 0]": power(((THIRD, y), (z, ONE)), 5),
    "np.cross(np.array([x / 3, y, z]), [1, 2, 3])[2]": 2 * THIRD - y,
    "np.nansum(np.array([x / 3, np.nan, z]))": THIRD + z,
    "np.nanmean(np.array([x / 3, np.nan, z]))": (THIRD + z) / 2,
    "np.nanmax(np.array([x / 3, np.nan]))": THIRD,
    "np.copysign(np.array([x / 3, z]), np.array([y, z])).sum()": z - THIRD,
    "np.copysign(x / 3, y)": -THIRD,
    "np.ldexp(x / 3, np.frexp(z)[1]) + np.copysign(3, y)": THIRD * 4 - 3,
    "np.heaviside(np.array([x, y, 0.0]), x / 3).sum()": ONE + THIRD,
    "np.add.outer(np.array([x / 3, y]), [1.5, z])[0, 1]": THIRD + z,
    "np.searchsorted([0.1, x / 3, 0.5], [0.2, 0.3]) @ np.array([x, z])": x + 2 * z,
    "np.digitize(x / 3, [0.1, 0.2, 0.5]) * x": 2 * x,
    "np.unique(np.array([x / 3, y, x / 3])).sum()": THIRD + y,
    "np.count_nonzero(np.array([x / 3, 0])) * x": x,
    "np.any(np.array([0, x / 3])) * x": x,
    "np.fmod(np.array([7.0, -7.0]), x).sum() + np.fmod(z, x)": z % x,
    "np.divmod(np.array([z]), x)[0][0] + np.divmod(z, x)[1]": z // x + z % x,
    "np.modf(np.array([z, y]))[0].sum() + np.modf(z / 3)[0]": (z - 2) + (y + 1) + z / 3,
    "np.frexp(np.array([z / 3, y]))[0][0] * np.frexp(z)[1]": z / 3 * 2,
    "np.linspace(x, z, 4, retstep=True)[1] + np.linspace(x, z, num=4, dtype=float)[1]": x + (z - x) * F(2, 3),
    "np.arange(x, z, 0.1).sum()": sum(x + F(k, 10) for k in range(math.ceil((z - x) * 10))),
    "np.arange(0, 0.3, 0.1).size + x": 3 + x,
    "np.arange(1, 1.3, 0.1).size + x": 3 + x,  # 4 in float64
    "np.convolve(np.array([x / 3, y, z]), [0.5, x], mode='same')[1]": y / 2 + THIRD * x,
    "np.convolve([x, 2], np.array([x / 3, y, z])).sum()": (x + 2) * (THIRD + y + z),
    "np.convolve(np.array([x / 3, y, z]), [0.5, x], 'valid')[1]": z / 2 + y * x,
    "np.correlate(np.array([x / 3, y, z]), [0.5, x])[0]": THIRD / 2 + y * x,
    "np.correlate([0.5, x], np.array([x / 3, y, z]), 'full')[0]": z / 2,
    "np.maximum.accumulate(np.array([x / 3, y, z]))[1]": THIRD,
    "(np.array([1.0, 2.0]) // 0.1).sum() + x": 30 + x,  # 28 in float64
    "(np.array([1.0, 2.0]) % 0.1).sum() + x": x,
    "np.vectorize(lambda v, w: v / 3 + w)(np.array([x, y]), z).sum()": (x + y) / 3 + 2 * z,
    "sum(v * sum(k) for k, v in np.ndenumerate(np.array([[x / 3, y], [z, 1]])))": y + z + 2,
    "np.lib.stride_tricks.sliding_window_view(np.array([x / 3, y, z]), 2).sum()": THIRD + 2 * y + z,
    "np.vectorize(lambda v: (v / 3, 2 * v))(np.array([x, y]))[1].sum()": 2 * (x + y),
    "sum(v * sum(k) for k, v in np.ndenumerate([[x / 3, y], [z, 1.0]]))": y + z + 2,
    "np.array([x / 3, y])[np.convolve([1, 0], [1, 1], 'valid')[0] - 1]": THIRD,
    "np.divmod(np.array([7, 8]), 3)[0][0] * x + np.frexp(np.array([7, 8]))[0][0]": 2 * x + F(7, 8),
    "np.cumsum(np.array([])).size + x": x,
    "np.vectorize(lambda v: v * 2)(np.array([x / 3 + 1j, y])).real.sum()": 2 * (THIRD + y),
    "np.meshgrid(np.array([x / 3, y]), [1.0, z])[0][1, 0]": THIRD,
    "np.pad(np.array([x / 3, y]), 1, mode='edge').sum()": 2 * THIRD + 2 * y,
    "np.cov(np.array([x / 3, y, z]))": sum((v - (THIRD + y + z) / 3) ** 2 for v in (THIRD, y, z)) / 2,
}
BY_MPMATH = {
    "np.logspace(0, x, 3)[1]": lambda: mpmath.mpf(10) ** (mpmath.mpf(X[0]) / 2),
    "np.geomspace(x, z, 3)[1]": lambda: mpmath.sqrt(mpmath.mpf(X[0]) * mpmath.mpf(X[2])),
    "(np.array([x + 1j, 2.0]) ** 0.5).real.sum()": lambda: (
        mpmath.sqrt(mpmath.mpc(X[0], 1)).real + mpmath.sqrt(2)
    ),
    "(np.array([x + 1j, 2.0]) ** -1).real.sum()": lambda: (1 / mpmath.mpc(X[0], 1)).real + mpmath.mpf(1) / 2,
}


@pytest.fixture(scope="module")
def programs(tmp_path_factory):
    """All of them as functions of one file."""
    return functions_of(
        [*RATIONAL, *BY_MPMATH], tmp_path_factory.mktemp("written_out") / "texts_written_out.py"
    )


@pytest.mark.parametrize("text", RATIONAL)
def test_rational_functions(text, programs):
    found, truth = account(follow(programs[text], X)), RATIONAL[text]
    with precision(400):
        assert found.exact.contains(fmpq(truth.numerator, truth.denominator))
        assert found.exact.rad() < 1e-20


@pytest.mark.parametrize("text", BY_MPMATH)
def test_others(text, programs):
    found = account(follow(programs[text], X))
    with mpmath.workdps(40):
        truth = mpmath.nstr(BY_MPMATH[text](), 35)
    with precision(400):
        assert abs(found.exact - arb(truth)) < arb(10) ** -30


def added_at(x, y, z):
    a = np.zeros(2)
    np.add.at(a, [0, 1, 1], np.array([x, x / 3, y]))
    return a[1]


def seen_through_a_view(x, y, z):
    a = np.array([[x, y], [z, 1.0]])
    diagonal, row = np.diagonal(a), np.broadcast_to(a[0], (2, 2))
    a[0, 0] = x / 3
    return diagonal[0] + np.diag(a)[0] + row[1, 0]


def gone_through_and_stored(x, y, z):
    a = np.array([x / 3, y])
    for k, v in enumerate(a[::-1]):
        a[k] = v + z  # the second one is the first, with what was added
    return a[1]


def into_two(x, y, z):
    a, b = np.array([z, x / 3]), np.empty(2)
    np.divmod(a, x, a, b)
    np.modf(b, out=(None, b))
    return a[0] * x + b[0]


def in_place(x, y, z):
    a = np.array([x + 1j])
    a *= complex(y, np.float32(0.5))
    return a.real[0]


PROGRAMS = {
    added_at: THIRD + y,
    seen_through_a_view: 3 * THIRD,
    gone_through_and_stored: y + 2 * z,
    into_two: z // x * x,
    in_place: x * y - F(1, 2),
}


@pytest.mark.parametrize("function", PROGRAMS, ids=lambda f: f.__name__)
def test_stores(function):
    found, truth = account(follow(function, X)), PROGRAMS[function]
    with precision(400):
        assert found.exact.contains(fmpq(truth.numerator, truth.denominator))


def negated_at(x, y):
    a = np.array([x, y])
    np.negative.at(a, [0])
    return a[0]


OTHERS = {
    "period": lambda x, y, z: np.interp(x, [0, 1, 2], [x / 3, y, z], period=4),
    "maximum": lambda x, y, z: np.pad(np.array([x / 3, y]), 1, mode="maximum")[0],
    "odd": lambda x, y, z: np.pad(np.array([x / 3, y]), 1, mode="reflect", reflect_type="odd")[0],
    "floors": lambda x, y, z: np.linspace(y / 3, z, 3, dtype=int).sum() * x,
    "no step": lambda x, y, z: np.nan_to_num(np.linspace(x, z, 1, retstep=True)[1]) + x,
    "of one": lambda x, y, z: negated_at(x, y),
}


@pytest.mark.parametrize("name", OTHERS)
def test_another_form_is_not_followed(name):
    assert account(follow(OTHERS[name], X)).exact is None


# On the path of exact arithmetic alone no float tells that another form is not numpy's; None: not followed.
ON_THE_OTHER_PATH = {
    "np.geomspace(x, z, 1)[0]": None,
    "x * np.inf": None,
    "np.isinf(x / (0.1 + 0.2 - 0.3)) * x + x": None,
    "np.isnan(np.array([np.nan, x / 3])).sum() * x": x,
    "np.sign(np.array([np.nan, x]))[0]": None,
    "np.sign(np.array([np.nan, y]))[1] * x": -x,
    "np.logspace(0, 1, 2, base=np.array([2.0, x]))[1].sum()": None,
    "np.heaviside(x, [0.5, z]).sum() * x": 2 * x,
    "np.trace(np.array([[[x / 3, y], [z, 1]], [[x, y], [z, 1]]]))": None,
    "np.cross(np.array([[x, y, z], [z, 1, 2], [1, 2, 3]]), np.eye(3) * x)[0, 1]": z * x,
    "np.average(np.array([[y, x], [x, z]]), weights=np.array([x, y]))": None,
    "np.quantile(np.array([y, x]), 1.5)": None,
    "np.median(np.array([x, np.nan, z, y, x]))": None,
    "np.percentile(np.array([x, np.nan, y]), 20)": None,
    "np.heaviside(np.array([np.nan, x]), 0.5)[0]": None,
    "np.argmin(np.array([x, np.nan, y])) * x": None,
    "np.nansum(np.array([x / 3, np.nan, y]))": THIRD + y,
    "x if np.nan < y else z": z,
    "x if y >= float('nan') else z": z,
    "x if (np.array([y, 1.0]) > np.nan)[0] else z": z,
    "x if float('nan') != y else z": x,
}


@pytest.mark.parametrize("text", ON_THE_OTHER_PATH)
def test_where_exact_arithmetic_takes_another_path(text, tmp_path):
    path, truth = tmp_path / "other_path_program.py", ON_THE_OTHER_PATH[text]
    path.write_text(
        f"import numpy as np\ndef f(x, y, z):\n    if 0.1 + 0.2 > 0.3:\n        return x\n    return {text}\n"
    )
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = account(follow(module.f, X))
    assert [b.exact for b in found.branches] == [False]
    with precision(400):
        assert (
            found.exact is None
            if truth is None
            else found.exact.contains(fmpq(truth.numerator, truth.denominator))
        )


def asked_once_more(x, y, z):
    seen = []
    np.vectorize(lambda v: seen.append(v) or v)(np.array([x, y]))
    return sum(seen) / 3


def caught(x, y, z):
    try:
        return np.vectorize(lambda v: math.sqrt(v))(np.array([y, x])).sum()
    except ValueError:
        return x / 3


def of_nothing(x, y, z):
    try:
        return np.vectorize(lambda v: v)(np.array([])).sum()
    except ValueError:
        return x / 3


CALLED = {
    asked_once_more: (2 * x + y) / 3,
    caught: THIRD,
    of_nothing: THIRD,
}


@pytest.mark.parametrize("function", CALLED, ids=lambda f: f.__name__)
def test_what_is_vectorized_is_called_as_numpy_calls_it(function):
    found, truth = account(follow(function, X)), CALLED[function]
    with precision(400):
        assert found.exact.contains(fmpq(truth.numerator, truth.denominator))
