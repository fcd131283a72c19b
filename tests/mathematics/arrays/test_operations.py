"""Truths of operations against fractions and mpmath, and what they move against differences of the truth."""

from fractions import Fraction
from itertools import product

import mpmath
import numpy as np
import pytest
import rational_arrays as exactly
from flint import arb

from verify.arithmetic.precision import Unsettled, precision
from verify.core.errors import BadInput
from verify.language.expressions import Undefined
from verify.language.grammar import parse_known
from verify.language.known import Known
from verify.mathematics.arrays.expressions import evaluate
from verify.mathematics.arrays.table import CALLS, OPERATIONS

draws = np.random.default_rng(5)
X, Y = draws.standard_normal(6), draws.standard_normal(6)
A, B = draws.standard_normal((4, 4)), draws.standard_normal((3, 5))
S = A + A.T
P = np.diag([1.0, 4, 9, 16]) + A / 8  # real, well separated and positive eigenvalues
C = np.poly([1.0, -2, 4, -8])
XP = np.sort(draws.standard_normal(5))
F, G = exactly.fractions(X), exactly.fractions(Y)


def mp(function, *arrays):
    with mpmath.workdps(80):
        return function(*([mpmath.mpf(v.numerator) / v.denominator for v in a] for a in arrays))


def mean(x):
    return sum(x) / len(x)


def variance(x, ddof=0):
    return sum((v - mean(x)) ** 2 for v in x) / (len(x) - ddof)


VALUES = {
    "sum": ((X,), sum(F)),
    "prod": ((X,), np.prod(np.array(F, dtype=object))),
    "mean": ((X,), mean(F)),
    "var": ((X,), variance(F)),
    "std": ((X,), mp(lambda x: mpmath.sqrt(variance(x)), F)),
    "median": ((X,), mean(sorted(F)[2:4])),
    "norm": ((X,), mp(lambda x: mpmath.sqrt(sum(v * v for v in x)), F)),
    "logsumexp": ((X,), mp(lambda x: mpmath.log(sum(map(mpmath.exp, x))), F)),
    "dot": ((X, Y), sum(a * b for a, b in zip(F, G, strict=True))),
    "trapezoid": (
        (X, Y),
        sum((F[k] + F[k + 1]) * (G[k + 1] - G[k]) for k in range(5)) / 2,
    ),
    "polyval": ((X, Y[0]), sum(c * G[0] ** (5 - k) for k, c in enumerate(F))),
}


@pytest.mark.parametrize("name", VALUES)
def test_value(name):
    arrays, value = VALUES[name]
    with precision(192):
        assert exactly.agrees(OPERATIONS[name].truth(*arrays), value)


def test_arrays_of_values():
    with precision(192):
        found = OPERATIONS["cumsum"].truth(X)
        assert all(exactly.agrees(found[k], sum(F[: k + 1])) for k in range(6))
        found = OPERATIONS["softmax"].truth(X)
        for k in range(6):
            value = mp(lambda x, k=k: mpmath.exp(x[k]) / sum(map(mpmath.exp, x)), F)
            assert exactly.agrees(found[k], value)
        found = OPERATIONS["convolve"].truth(X, Y)
        for k in range(11):
            assert exactly.agrees(found[k], sum(F[i] * G[k - i] for i in range(6) if 0 <= k - i < 6))
        found = OPERATIONS["cov"].truth(B)
        rows = [exactly.fractions(row) for row in B]
        for i in range(3):
            for j in range(3):
                pairs = zip(rows[i], rows[j], strict=True)
                value = sum((a - mean(rows[i])) * (b - mean(rows[j])) for a, b in pairs) / 4
                assert exactly.agrees(found[i, j], value)


def test_interp():
    """Each side of each node, at the nodes, and beyond the ends."""
    x = np.concatenate([XP, XP + 1e-3, XP - 1e-3])
    with precision(192):
        found = OPERATIONS["interp"].truth(x, XP, Y[:5])
    p, y = exactly.fractions(XP), exactly.fractions(Y[:5])
    for v, ball in zip(exactly.fractions(x), found, strict=True):
        right = sum(a <= v for a in p)
        if right in (0, 5):
            value = y[0] if right == 0 else y[-1]
        else:
            value = y[right - 1] + (v - p[right - 1]) * (y[right] - y[right - 1]) / (p[right] - p[right - 1])
        assert exactly.agrees(ball, value)


MOVED = {
    **{name: arrays for name, (arrays, _) in VALUES.items()},
    "cumsum": (X,),
    "softmax": (X,),
    "convolve": (X, Y[:3]),
    "cov": (B,),
    "corrcoef": (B,),
    "matmul": (A, A[:, :2]),
    "solve": (A, Y[:4]),
    "inv": (A,),
    "det": (A,),
    "slogdet[1]": (A,),
    "interp": (XP[:-1] + 1e-3, XP, Y[:5]),
    "lstsq[0]": (B.T, Y[:5]),
    "lstsq[1]": (B.T, Y[:5]),
    "pinv": (B,),
    "svdvals": (B,),
    "cond": (B,),
    "polyfit": (X, Y),
    "eigvalsh": (S,),
    "eigvals": (P,),
    "svd[1]": (B,),
    "eigh[0]": (S,),
    "eig[0]": (P,),
    "expm": (A[:3, :3],),
    "logm": (P[:3, :3],),
    "sqrtm": (P[:3, :3],),
    "roots": (C,),
    "qr[0]": (B.T,),
    "qr[1]": (B.T,),
    "svd[0]": (A,),
    "svd[2]": (A,),
}
WITH = {"polyfit": (2,)}


@pytest.mark.parametrize("name", MOVED)
def test_moved(name):
    """|J| s is what differences of the truth say, for steps of very different sizes."""
    arrays = MOVED[name]
    steps = [2.0 ** draws.integers(-8, 8, np.shape(x)) for x in arrays]
    with precision(400):
        found = OPERATIONS[name].moved(*arrays, *WITH.get(name, ()))(steps)

    def truth(*arrays):
        return OPERATIONS[name].truth(*arrays, *WITH.get(name, ()))

    assert exactly.same(found, exactly.slopes_moved(truth, arrays, steps))


def test_an_underdetermined_system_moves():
    arrays, steps = (B, Y[:3]), [np.ones((3, 5)), 2 * np.ones(3)]
    with precision(400):
        found = OPERATIONS["lstsq[0]"].moved(*arrays)(steps)
    assert exactly.same(found, exactly.slopes_moved(OPERATIONS["lstsq[0]"].truth, arrays, steps))


def test_every_operation_is_tested():
    """A value or a test of its own, and moves where it has them."""
    elsewhere = {
        "fft",
        "ifft",
        "rfft",
        "fft2",
        "dct",
        "vdot",
        "slogdet[0]",
        "matrix_rank",
        "eigh[1]",
        "eig[1]",
        "cholesky",
        "lstsq[2]",  # those of matrix_rank and of svdvals
        "lstsq[3]",
    }
    assert {name for name, o in OPERATIONS.items() if o.moved} - set(MOVED) <= elsewhere


def formula(text, **arrays):
    with precision(128):
        return evaluate(parse_known(text, Known(tuple(arrays), CALLS)), arrays)


def test_formulas():
    """Operations within formulas, with numpy's broadcasting; what is exact stays so."""
    found = formula("x @ y - dot(x, y) + sum(x*y - 2*x) - sum(x)*0", x=X, y=Y)
    assert exactly.agrees(found, sum(a * b - 2 * a for a, b in zip(F, G, strict=True)))
    assert formula("matrix_rank(A - A)", A=A) == 0
    assert formula("matrix_rank(3*A - 2*A)", A=A) == 4
    assert formula("x[2] * 2", x=X) == arb(2 * X[2])
    found = formula("(x - mean(x)) / std(x)", x=X)
    with precision(128):
        assert abs(sum(found)) < 1e-30
        assert all(abs(v) < 1e-30 for v in formula("softmax(x) - exp(x)/sum(exp(x))", x=X))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("solve(A, x)", "solve(A, b): a matrix of 4 by 4 and a right-hand side of 6 do not fit together"),
        ("det(x)", "det(A): it takes a matrix, not 6"),
        ("inv(B)", "inv(A): it takes a square matrix, not 3 by 5"),
        ("A @ x", "matmul(A, B): 4 by 4 and 6 do not fit together"),
        ("A + B", "arrays of the shapes (4, 4) and (3, 5) cannot be combined"),
        ("slogdet(A)", "slogdet gives 2 results; name one, as in slogdet(...)[0]"),
        ("slogdet(A)[2]", "slogdet has 2 results, numbered from 0; there is no [2]"),
        ("x[6]", "there is no entry 6 of an array of 6"),
        ("var(x, 6)", "6 numbers are too few for ddof 6"),
        ("solv(A, x)", "unknown function 'solv'; near it: solve"),
        ("solve(A)", "solve takes 2 arguments: solve(A, b)"),
        ("interp(x, x, y)", "its points xp have to increase"),
    ],
)
def test_bad_input(text, says):
    with pytest.raises(BadInput) as refused:
        formula(text, x=X, y=Y, A=A, B=B)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_singular():
    """That a matrix is singular is proved, never read off a small number."""
    C = np.outer(X[:4], Y[:4])
    C[:, 3] = C[:, 2] * 2 - C[:, 1]
    exact = np.array([[1.0, 2, 3], [4, 5, 6], [7, 8, 9]])
    with precision(1024):
        for name, given in (("solve", (exact, X[:3])), ("inv", (exact,)), ("slogdet[1]", (exact,))):
            with pytest.raises(Undefined):
                OPERATIONS[name].truth(*given)
        assert OPERATIONS["det"].truth(exact).is_zero()
        assert OPERATIONS["matrix_rank"].truth(exact) == 2
        exact[2, 2] = np.nextafter(9, 10)
        assert OPERATIONS["matrix_rank"].truth(exact) == 3
        d = OPERATIONS["det"].truth(exact)
        assert exactly.agrees(d, -3 * (Fraction(float(exact[2, 2])) - 9))


def test_backward_errors():
    """Of a perturbed system the perturbation is no smaller than the backward error, which is attained."""
    solve, b = OPERATIONS["solve"], Y[:4]
    moved = A * (1 + 1e-6 * np.sign(draws.standard_normal((4, 4))))
    with precision(192):
        x = np.array([float(v.mid()) for v in solve.truth(moved, b)])
        normwise, componentwise = solve.backward(A, b, x)
    assert normwise <= componentwise < 1.0001e-6
    # Rigal and Gaches: E = r x~^T sign.. attains it: one row of A alone is changed, by the least that serves.
    r = b - A @ x
    assert float(normwise) == pytest.approx(
        np.abs(r).max() / (np.abs(A).sum(1).max() * np.abs(x).max() + np.abs(b).max()), rel=1e-6
    )


def test_backward_errors_are_the_least_changes():
    """Each by the change that attains it, in fractions: data moved by eta of themselves give the result."""
    x, y = np.array([2.0, -3.0, 0.5]), np.array([1.0, 4.0, -2.0])
    M = np.array([[1.0, 2.0, -1.0], [0.5, -4.0, 3.0]])
    with precision(200):
        # All three factors times 1 - 2^-20.
        found = OPERATIONS["prod"].backward(x, float(-3 * (1 - Fraction(1, 2**20)) ** 3))
        assert abs(found[0] - arb(2) ** -20) < 1e-15
        found = OPERATIONS["norm"].backward(np.array([3.0, 4.0]), 5.0 * (1 + 2**-30))
        assert abs(found[1] - arb(2) ** -30) < 1e-30
        # |e| over sum |x_i y_i| = 2 + 12 + 1, and for a matrix row by row.
        found = OPERATIONS["dot"].backward(x, y, -11.0 + 2**-40)
        assert abs(found[1] - arb(2) ** -40 / 15) < 1e-30
        rows = M @ y
        norm_, entries = OPERATIONS["matmul"].backward(M, y, rows + np.array([2**-20, 2**-30]))
        assert abs(entries - arb(2) ** -20 / 11) < 1e-30
        assert abs(norm_ - arb(2) ** -20 / (arb(7.5) * 4)) < 1e-30
        with pytest.raises(Unsettled):
            OPERATIONS["matmul"].backward(M, np.ones((3, 2)), M @ np.ones((3, 2)))
        # (1 + 4)/2 2 + (4 - 2)/2 1 = 6; |slopes| |y| = 1 + 1.5 4 + 0.5 2 = 8
        found = OPERATIONS["trapezoid"].backward(y, np.array([0.0, 2.0, 3.0]), 6.0 + 2**-20)
        assert abs(found[0] - arb(2) ** -20 / 8) < 1e-30


@pytest.mark.parametrize("numbers", [2, 3, 5])
@pytest.mark.parametrize("ddof", [0, 1])
def test_equal_numbers_have_a_deviation_that_moves(numbers, ddof):
    """By the corner of the box around them that is furthest apart: the slope of the variance is zero."""
    x, s = np.full(numbers, 0.1), np.full(numbers, 2.0**-60)
    furthest = max(np.std(s * signs, ddof=ddof) for signs in product((-1, 1), repeat=numbers))
    with precision(200):
        found = OPERATIONS["std"].moved(x, ddof)([s])
    assert float(found.lower()) == pytest.approx(furthest)
    assert furthest <= float(found.upper()) <= furthest * 1.2
