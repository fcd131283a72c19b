"""What numpy computes in Python is followed by a copy of it: against Fractions, by other routes."""

from fractions import Fraction as F

import numpy as np
import pytest
from flint import fmpq
from inside.texts import functions_of

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow

X = (0.7, -1.9, 2.3)
x, y, z = map(F, X)
HALF, FIRST = F(1, 2), x / 3
V = [FIRST, y, z, HALF, -HALF / 2]
ORDERED = sorted(V)
ARRAY = "np.array([x/3, y, z, 0.5, -0.25])"
HOLED = "np.array([x/3, np.nan, z, 0.5])"
MATRIX = "np.array([[x/3, y], [z, 0.5]])"
MEAN = sum(V) / 5
W = [w - MEAN for w in V]
KNOWN = [FIRST, z, HALF]  # of the holed one
EDGES = [y + (z - y) * k / 3 for k in range(4)]


def squares(values):
    return sum((w - sum(values) / len(values)) ** 2 for w in values)


RATIONAL = {
    f"np.partition({ARRAY}, 2)[2]": ORDERED[2],
    f"np.partition({ARRAY}, [1, 3])[3]": ORDERED[3],
    f"{ARRAY}[np.argpartition({ARRAY}, 3)[3]]": ORDERED[3],
    "np.fromiter((v / 3 for v in [x, y, z]), float).sum()": (x + y + z) / 3,
    "np.fromiter([x / 3, y, z], dtype=float, count=2).sum()": FIRST + y,
    f"np.histogram({ARRAY}, bins=3)[1][1]": EDGES[1],
    f"np.histogram({ARRAY}, bins=3)[0] @ [1, x, z]": 1 + 3 * x + z,
    f"np.histogram({ARRAY}, bins=[-2, 0, 1, 3])[0][1] * x": 2 * x,
    f"np.histogram({ARRAY}, bins=[-2, 0, 1, 3], weights={ARRAY})[0][1]": FIRST + HALF,
    f"np.histogram({ARRAY}, bins=2, density=True)[0][0]": F(2, 5) / ((z - y) / 2),
    f"np.median({MATRIX}, axis=0, keepdims=True)[0, 1]": (y + HALF) / 2,
    f"np.percentile({ARRAY}, 30, method='nearest')": ORDERED[1],
    f"np.percentile({ARRAY}, 30, method='lower')": ORDERED[1],
    f"np.percentile({ARRAY}, 30, method='hazen')": ORDERED[1],  # 0.3 5 - 1/2 = 1
    f"np.percentile({ARRAY}, 40, method='hazen')": (ORDERED[1] + ORDERED[2]) / 2,
    f"np.quantile({MATRIX}, 0.25, axis=1, keepdims=True)[1, 0]": HALF + (z - HALF) / 4,
    f"np.average({ARRAY}, weights=[1, 2, 3, 4, 5], returned=True)[0]": sum(k * w for k, w in enumerate(V, 1))
    / 15,
    f"np.nanvar({HOLED})": squares(KNOWN) / 3,
    f"np.nanvar({HOLED}, ddof=1)": squares(KNOWN) / 2,
    f"np.nanmedian({HOLED})": HALF,
    f"np.nanquantile({HOLED}, 0.25)": (FIRST + HALF) / 2,
    f"np.nanpercentile({HOLED}, 25)": (FIRST + HALF) / 2,
    f"np.nanprod({HOLED})": FIRST * z / 2,
    f"np.nancumsum({HOLED})[3]": sum(KNOWN),
    f"np.nancumprod({HOLED})[2]": FIRST * z,
    f"np.nanargmax({HOLED}) * x": 2 * x,
    f"np.nanmin({HOLED}[None, :], axis=1)[0]": FIRST,
    f"np.nan_to_num({HOLED}).sum()": sum(KNOWN),
    f"np.cov({ARRAY}, aweights=[1, 1, 1, 1, 1])": squares(V) / 4,
    f"np.cov({ARRAY}, {ARRAY}[::-1], bias=True)[0, 1]": sum(a * b for a, b in zip(W, W[::-1], strict=True))
    / 5,
    f"np.gradient({ARRAY}, 0.1)[0]": (y - FIRST) * 10,
    f"np.gradient({ARRAY}, 0.5, edge_order=2)[0]": (4 * y - 3 * FIRST - z),
    f"np.trapezoid({ARRAY}, dx=0.1)": (sum(V) - (V[0] + V[4]) / 2) / 10,
    f"np.diff({ARRAY}, 2, prepend=x)[0]": y - 2 * FIRST + x,
    f"np.ediff1d({ARRAY}, to_end=x)[4]": x,
    f"np.insert({ARRAY}, 1, x / 7)[1]": x / 7,
    f"np.apply_along_axis(lambda row: row[0] / 3 + row[1], 0, {MATRIX})[1]": y / 3 + HALF,
    f"np.piecewise({ARRAY}, [{ARRAY} < 0], [lambda t: -t, lambda t: t / 3])[1]": -y,
    "np.poly([x, y])[1]": -x - y,
    "np.polyint([x, y])[0]": x / 2,
    "np.polydiv([x, y, z], [z, x])[0][1]": (y - x / z * x) / z,
    "np.polynomial.polynomial.polyval(0.1, [x, y, z])": x + y / 10 + z / 100,
    "np.polynomial.chebyshev.chebval(0.1, [x, y, z])": x + y / 10 + z * (F(2, 100) - 1),
    "np.fft.fftfreq(5, x)[1]": 1 / (5 * x),
    "np.fromfunction(lambda i, j: i * x + j / 3, (2, 2))[1, 1]": x + F(1, 3),
    "np.cross(np.array([[x / 3, y, z]]), [[1, 2, 3]])[0, 2]": 2 * FIRST - y,
    f"np.sum({ARRAY}, where={ARRAY} > 0)": FIRST + z + HALF,
    f"np.sum({ARRAY}, initial=x)": sum(V) + x,
    f"np.max({ARRAY}, initial=x * 9)": 9 * x,
    f"np.max({ARRAY}, initial=-3, where={ARRAY} < 0)": -HALF / 2,
    f"np.prod({ARRAY}, where={ARRAY} > 0, initial=x)": FIRST * z / 2 * x,
    f"np.cumsum({ARRAY}, dtype=float)[1]": FIRST + y,
    f"np.argmax({ARRAY}, keepdims=True)[0] * x": 2 * x,
    f"{ARRAY}.searchsorted([9.0])[0] * x": 5 * x,
    f"{ARRAY}.nonzero()[0].sum() * x + ({ARRAY} > 0).nonzero()[0][1] * x": 12 * x,
    f"{ARRAY}.cumprod()[1]": FIRST * y,
    f"np.signbit({ARRAY}).sum() * x": 2 * x,
    f"np.linalg.multi_dot([{MATRIX}, {MATRIX}, [1, x]])[0]": FIRST * (FIRST + y * x) + y * (z + x / 2),
    f"np.linalg.matrix_power({MATRIX}, -1)[0, 0]": HALF / (FIRST / 2 - y * z),
    f"np.linalg.matrix_rank({MATRIX}) * x": 2 * x,
    f"np.linalg.norm({MATRIX}, 1)": max(FIRST + z, -y + HALF),
    f"np.linalg.norm({MATRIX}, -np.inf)": min(FIRST - y, z + HALF),
    f"np.linalg.det(np.stack([{MATRIX}, 2 * {MATRIX}]))[1]": 4 * (FIRST / 2 - y * z),
    f"np.linalg.inv(np.stack([{MATRIX}, {MATRIX}]))[1, 0, 0]": HALF / (FIRST / 2 - y * z),
    f"np.linalg.solve(np.stack([{MATRIX}] * 2), np.ones((2, 2, 1)))[1, 0, 0]": (HALF - y)
    / (FIRST / 2 - y * z),
    f"np.linalg.cond({MATRIX}, 1)": max(FIRST + z, HALF - y) * max(HALF + z, FIRST - y) / (FIRST / 2 - y * z),
    f"np.linalg.pinv({MATRIX})[0, 0]": HALF / (FIRST / 2 - y * z),
    f"np.linalg.tensorsolve({MATRIX}, [1.0, x])[0]": (HALF - x * y) / (FIRST / 2 - y * z),
}


@pytest.fixture(scope="module")
def programs(tmp_path_factory):
    return functions_of([*RATIONAL], tmp_path_factory.mktemp("python") / "texts_of_numpys_python.py")


@pytest.mark.parametrize("text", RATIONAL)
def test_rational_functions(text, programs):
    found, truth = account(follow(programs[text], X)), RATIONAL[text]
    with precision(400):
        assert found.exact.contains(fmpq(truth.numerator, truth.denominator))
        assert found.exact.rad() < 1e-20


WAYS = {
    "np.apply_along_axis": lambda f, x: np.apply_along_axis(f, 0, np.array([[x]])),
    "np.piecewise": lambda f, x: np.piecewise(np.array([x]), [np.array([True])], [f]),
    "np.vectorize": lambda f, x: np.vectorize(f)(np.array([x])),
    "np.fromiter": lambda f, x: np.fromiter((f(v) for v in [x]), float),
    "np.average": lambda f, x: np.average(np.array([x]), weights=Lazily(f, x)),
}


class Lazily:
    """A sequence that asks for its entry when numpy does."""

    def __init__(self, f, x):
        self.f, self.x = f, x

    def __len__(self):
        return 1

    def __getitem__(self, k):
        if k:
            raise IndexError
        return self.f(self.x)


@pytest.mark.parametrize("error", [TypeError, ValueError, AttributeError, NotImplementedError])
@pytest.mark.parametrize("way", WAYS)
def test_what_a_program_raises_within_numpy_is_not_tried_again(way, error):
    def program(x):
        calls = []

        def callback(row):
            calls.append(row)
            raise error("mine")

        try:
            WAYS[way](callback, x)
        except error as caught:
            return x / 3 + len(calls) if str(caught) == "mine" else x
        return x

    found = account(follow(program, [0.7]))
    assert found.trace.computed() == 0.7 / 3 + 1
    with precision(400):
        assert found.exact is None or found.exact.contains(fmpq(*X[0].as_integer_ratio()) / 3 + 1)
