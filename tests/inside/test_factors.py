"""Factors, pseudoinverses, singular values, condition numbers and norms: against mpmath."""

import mpmath
import numpy as np
import pytest
from flint import arb
from inside.texts import functions_of

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow
from verify.inside.ndarrays.factors import Cholesky, Orthogonal
from verify.inside.ndarrays.spectra import Singular

RANDOM = np.random.default_rng(5)
DIGITS = 60


def exact(rows):
    """A matrix of rows / 3, as the programs divide."""
    return mpmath.matrix([[mpmath.mpf(v) / 3 for v in row] for row in np.asarray(rows).tolist()])


def positive(a):
    return a * a.T + mpmath.eye(a.rows)


def signed_qr(a):
    """mpmath's factors with the signs of LAPACK's reflections: -sign(alpha), of one entry sign(alpha)."""
    q, r = mpmath.qr(a, mode="skinny")
    rest = a.copy()
    for k in range(a.cols):
        alpha, tail = rest[k, k], [rest[i, k] for i in range(k + 1, a.rows)]
        sign = -mpmath.sign(alpha) if tail else mpmath.sign(alpha)
        if mpmath.sign(r[k, k]) != sign:
            for j in range(a.cols):
                r[k, j] = -r[k, j]
            for i in range(a.rows):
                q[i, k] = -q[i, k]
        if tail:  # the reflection, applied as a matrix
            v = mpmath.matrix(
                [alpha + mpmath.sign(alpha) * mpmath.norm(mpmath.matrix([alpha, *tail])), *tail]
            )
            part = rest[k:, k:] - 2 * v * (v.T * rest[k:, k:]) / (v.T * v)[0]
            for i in range(part.rows):
                for j in range(part.cols):
                    rest[k + i, k + j] = part[i, j]
    return q, r


def singular(a):
    return sorted(mpmath.svd_r(a, compute_uv=False), reverse=True)


def inverse(a):
    return (a.T * a) ** -1 * a.T if a.rows >= a.cols else a.T * (a * a.T) ** -1


def size(a, p):
    """mpmath.mnorm knows 1, inf and f; -1 and -inf are of the smallest column and row."""
    if p < 0:
        b = a if p == -mpmath.inf else a.T
        return min(sum(abs(v) for v in b[i, :]) for i in range(b.rows))
    return mpmath.mnorm(a, p)


SHAPES = {"square": (4, 4), "tall": (6, 3), "column": (5, 1), "wide": (2, 5)}
GRAM = "(a / 3) @ (a.T / 3) + np.eye(len(a))"
CASES = {
    f"np.linalg.cholesky({GRAM})": lambda a: mpmath.cholesky(positive(a)),
    f"np.linalg.cholesky({GRAM}, upper=True)": lambda a: mpmath.cholesky(positive(a)).T,
    "np.linalg.qr(a / 3, mode='r')": lambda a: signed_qr(a)[1],
    "np.linalg.qr(a / 3).Q": lambda a: signed_qr(a)[0],
    "np.linalg.pinv(a / 3)": inverse,
    "np.linalg.svd(a / 3, compute_uv=False)": singular,
    "np.linalg.cond(a / 3)": lambda a: [singular(a)[0] / singular(a)[-1]],
    "np.linalg.cond(a / 3, -2)": lambda a: [singular(a)[-1] / singular(a)[0]],
    "np.linalg.norm(a / 3, 'nuc')": lambda a: [sum(singular(a))],
    "np.linalg.norm(a / 3, 2)": lambda a: [singular(a)[0]],
    "np.linalg.norm(a / 3, -1)": lambda a: [size(a, -1)],
    "np.linalg.norm(a[0] / 3, 3)": lambda a: [mpmath.norm(a[0, :], 3)],
    "np.linalg.matrix_rank(a / 3) / 3": lambda a: [mpmath.mpf(min(a.rows, a.cols)) / 3],
}
OF_SQUARE = {
    "np.linalg.cond(a / 3, 1)": lambda a: [size(a, 1) * size(a**-1, 1)],
    "np.linalg.cond(a / 3, -np.inf)": lambda a: [size(a, -mpmath.inf) * size(a**-1, -mpmath.inf)],
    "np.linalg.cond(a / 3, 'fro')": lambda a: [mpmath.mnorm(a, "f") * mpmath.mnorm(a**-1, "f")],
    "np.linalg.matrix_power(a / 3, -3)": lambda a: a**-3,
    "np.linalg.multi_dot([a / 3, a / 3, a / 3, a[0] / 3])": lambda a: a**3 * a[0, :].T,
}
ALL = [(text, shape) for text in CASES for shape in SHAPES if not ("qr" in text and shape == "wide")]
ALL += [(text, "square") for text in OF_SQUARE]


@pytest.fixture(scope="module")
def programs(tmp_path_factory):
    path = tmp_path_factory.mktemp("factors") / "texts_of_factors.py"
    return functions_of([*CASES, *OF_SQUARE], path, "a")


def entries(x):
    return list(x) if isinstance(x, list | mpmath.matrix) else np.ravel(x).tolist()


@pytest.mark.parametrize(("text", "shape"), ALL)
def test_every_entry_is_enclosed_and_its_error_shared_out(text, shape, programs):
    for _ in range(3):
        a = RANDOM.standard_normal(SHAPES[shape])
        trace = follow(programs[text], [a])
        with mpmath.workdps(DIGITS):
            truth = [mpmath.nstr(v, DIGITS - 10) for v in entries((CASES | OF_SQUARE)[text](exact(a)))]
        assert len(trace.results) == len(truth)
        for part, digits in zip(trace.results, truth, strict=True):
            found = account(trace, part)
            assert found.reason is None
            with precision(found.bits):
                assert found.exact.overlaps(arb(digits, arb(10) ** -45))
                assert found.exact.rad() < 1e-20
                assert not found.shares() or found.unattributed().contains(0)


SLOPES = {
    "cholesky": lambda n: ([Cholesky(n).entry(i, j) for i in range(n) for j in range(i + 1)], (n, n)),
    "svdvals": lambda n: ([Singular(n + 1, n).value(k) for k in range(n)], (n + 1, n)),
}


@pytest.mark.parametrize("name", SLOPES)
@pytest.mark.parametrize("off", [1e-12, 1e-2])
def test_secant_slopes_add_up(name, off):
    functions, shape = SLOPES[name](3)
    a = RANDOM.standard_normal(shape) + 4 * np.eye(*shape)
    with precision(200):
        floats = list(map(arb, a.ravel().tolist()))
        balls = list(map(arb, (a + off * RANDOM.standard_normal(shape)).ravel().tolist()))
        for function in functions:
            slopes = function.secants(floats, balls)
            risen = sum((s * (x - y) for s, x, y in zip(slopes, floats, balls, strict=True)), arb(0))
            rise = function.ball(*floats) - function.ball(*balls)
            assert (risen - rise).contains(0)
            assert (risen - rise).abs_upper() < 1e-40


def of_q_r(m, n):
    a = RANDOM.standard_normal((m, n))
    factors = Orthogonal(m, n, np.sign(np.diagonal(np.linalg.qr(a).R)).tolist())
    functions = [factors.orthogonal(i, j) for i in range(m) for j in range(n)]
    return a, functions + [factors.triangular(i, j) for i in range(n) for j in range(i, n)]


@pytest.mark.parametrize("k", range(18))
def test_slopes_of_q_r_enclose_those_that_add_up(k):
    """They vary over the hull: what they add up to is known but for what is of second order."""
    a, functions = of_q_r(4, 3)
    step, widths = RANDOM.standard_normal(a.shape), []
    for off in (2.0**-15, 2.0**-35):
        with precision(200):
            floats, balls = (list(map(arb, x.ravel().tolist())) for x in (a, a + off * step))
            slopes = functions[k].secants(floats, balls)
            risen = sum((s * (x - y) for s, x, y in zip(slopes, floats, balls, strict=True)), arb(0))
            rise = functions[k].ball(*floats) - functions[k].ball(*balls)
            assert risen.contains(rise)
            widths.append(risen.rad())
    assert widths[0] > widths[1] * 2**39 > 0


def turned(x):
    return np.linalg.qr(np.array([[x - x / 3 * 3, 1.0], [2.0, 3.0]])).R[0, 0]


def of_lower_rank(x):
    return np.linalg.pinv(np.array([[x, 2 * x], [2 * x, 4 * x]]))[0, 0]


def singular_to_working_precision(x):
    return np.linalg.matrix_rank(np.array([[0.1 + 0.2, 1.0], [0.3, 1.0]])) * x


def not_positive(x):
    """Positive definite in float64 alone."""
    return np.linalg.cholesky(np.array([[1.0, 1.0], [1.0, 1.0 + (0.1 + 0.2 - 0.3) * 8]]))[1, 1] * x


@pytest.mark.parametrize("program", [turned, of_lower_rank, not_positive])
def test_what_balls_do_not_tell_is_not_known(program):
    found = account(follow(program, [0.7]))
    assert found.exact is None


def test_a_rank_that_exact_arithmetic_has_not():
    found = account(follow(singular_to_working_precision, [0.7]))
    assert found.exact is None or found.branches
