"""Followed arrays: numpy's own floats bit for bit, and exact counterparts by Fractions and mpmath."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow

RANDOM = np.random.default_rng(7)


X = RANDOM.standard_normal(50) * 1e3 + 1e6


MATRIX = RANDOM.standard_normal((4, 4))


def total(x):
    return np.sum(x) - x.sum() / 3


def mean_square(x):
    return np.mean(x * x) - np.mean(x) ** 2


def variances(x):
    return np.var(x) + x.var(ddof=1)


def products(x):
    return np.dot(x, x[::-1]) + x @ x - (x.reshape(10, 5).T @ x.reshape(10, 5))[1, 2]


def sliced(x):
    y = x.copy()
    y[1:-1] = (y[2:] + y[:-2]) / 2
    y[::2] *= 3
    y -= y[0]
    z = y.reshape(5, 10)
    z[2] += 1
    return y[25] + z[1, 3] + np.where(y > 0, y, -y)[7] + np.concatenate([y, z[3]])[-1]


def running(x):
    return np.cumsum(x)[-1] - np.diff(x)[3] + np.cumprod(x[:3])[2]


def broadcast(x):
    table = np.outer(x[:3], x[:4]) + x[:4] - np.ones(4)
    return table[2, 1] + table.sum(axis=0)[1] + table.mean(axis=1)[2] + np.max(table) - table.min()


def elementary(x):
    y = x / 1e6
    return float(
        (np.exp(-y) * np.sin(y) + np.sqrt(y) - np.arctan2(y, 2) + np.log1p(y) + np.hypot(y, 1)).sum()
    )


def built(x):
    grid = np.linspace(x[0], x[1], 5)
    made = np.array([[x[2], 1], [2, x[3]]])
    return grid[3] + made[0, 0] * made[1, 1] - made[0, 1] * made[1, 0] + np.full(3, x[4])[1]


def ordered(x):
    return np.sort(x)[3] * np.argmax(x) + x[np.argsort(x)[-1]]


def in_python(x):
    return (
        np.polyval([1.0, -3.0, 3.0, -1.0], x[0] / 1e6)
        + np.trapezoid(x[:4] / 1e6, x[4:8] / 1e6)
        + np.clip(x, 1e6, 2e6)[3]
    )


def masked(x):
    return x[x > 1e6].sum() + x[[0, 3, 5]].sum() + np.abs(x - 1e6).max()


def normed(x):
    return np.linalg.norm(x) - np.sqrt(np.sum(x**2))


def triangles(x):
    table = np.triu(x[:9].reshape(3, 3)) + np.diag(x[:3]) - np.eye(3)
    return table.sum() + np.tril(table)[2, 0] + table.trace()


def chosen(x):
    positive = np.where(x > 1e6, 1, 0).astype(np.float64)
    return np.where(x > 0, x, np.nan)[3] + np.where(x[:3] > 0, 2, x[:3]).sum() + (positive * x).sum()


def loops(x):
    best = 0.0
    for v in x:
        best = max(best, v - 1e6)
    return best + sum(x) / len(x)


def exact(x):
    return [mpmath.mpf(v) for v in x.tolist()]


def judge_total(x):
    return sum(x) - sum(x) / 3


def judge_mean_square(x):
    return sum(v * v for v in x) / 50 - (sum(x) / 50) ** 2


def judge_variances(x):
    m = sum(x) / 50
    s = sum((v - m) ** 2 for v in x)
    return s / 50 + s / 49


def judge_products(x):
    column = sum(x[5 * k + 1] * x[5 * k + 2] for k in range(10))
    return sum(a * b for a, b in zip(x, x[::-1], strict=True)) + sum(v * v for v in x) - column


def judge_sliced(x):
    y = [x[0], *[(a + b) / 2 for a, b in zip(x[2:], x[:-2], strict=True)], x[-1]]
    y = [3 * v if k % 2 == 0 else v for k, v in enumerate(y)]
    y = [v - y[0] for v in y]
    y = [v + 1 if 20 <= k < 30 else v for k, v in enumerate(y)]
    return y[25] + y[13] + abs(y[7]) + y[39]


def judge_running(x):
    return sum(x) - (x[4] - x[3]) + x[0] * x[1] * x[2]


def judge_broadcast(x):
    table = [[a * b + b - 1 for b in x[:4]] for a in x[:3]]
    flat = [v for row in table for v in row]
    return table[2][1] + sum(row[1] for row in table) + sum(table[2]) / 4 + max(flat) - min(flat)


def judge_elementary(x):
    y = [v / 10**6 for v in x]
    return sum(
        mpmath.exp(-v) * mpmath.sin(v)
        + mpmath.sqrt(v)
        - mpmath.atan2(v, 2)
        + mpmath.log1p(v)
        + mpmath.hypot(v, 1)
        for v in y
    )


def judge_built(x):
    return x[0] + (x[1] - x[0]) * 3 / 4 + x[2] * x[3] - 2 + x[4]


def judge_ordered(x):
    return sorted(x)[3] * x.index(max(x)) + max(x)


def judge_in_python(x):
    y = [v / 10**6 for v in x]
    area = sum((y[k] + y[k + 1]) * (y[k + 5] - y[k + 4]) / 2 for k in range(3))
    return (y[0] - 1) ** 3 + area + min(max(x[3], 10**6), 2 * 10**6)


def judge_masked(x):
    return sum(v for v in x if v > 10**6) + x[0] + x[3] + x[5] + max(abs(v - 10**6) for v in x)


def judge_normed(x):
    return 0 * x[0]


def judge_triangles(x):
    table = [[x[3 * i + j] * (j >= i) + (i == j) * (x[i] - 1) for j in range(3)] for i in range(3)]
    return sum(map(sum, table)) + sum(table[i][i] for i in range(3))


def judge_chosen(x):
    return x[3] + sum(2 if v > 0 else v for v in x[:3]) + sum(v for v in x if v > 10**6)


def judge_loops(x):
    return max(0, max(v - 10**6 for v in x)) + sum(x) / 50


CASES = [
    (total, judge_total),
    (mean_square, judge_mean_square),
    (variances, judge_variances),
    (products, judge_products),
    (sliced, judge_sliced),
    (running, judge_running),
    (broadcast, judge_broadcast),
    (elementary, judge_elementary),
    (built, judge_built),
    (ordered, judge_ordered),
    (in_python, judge_in_python),
    (masked, judge_masked),
    (triangles, judge_triangles),
    (chosen, judge_chosen),
    (loops, judge_loops),
]


@pytest.mark.parametrize(("function", "judge"), CASES, ids=lambda f: f.__name__)
def test_the_exact_value_is_what_mpmath_finds(function, judge):
    trace = follow(function, [X])
    found = account(trace)
    assert trace.computed() == function(X)
    assert not found.reason
    assert found.certified, found.branches
    with mpmath.workdps(120), precision(600):
        truth = judge(exact(X))
        assert found.exact.overlaps(arb(mpmath.nstr(truth, 110)) + arb(0, 1e-90))
        assert found.exact.rel_accuracy_bits() > 60
    if found.shares():
        assert abs(found.unattributed()) < 1e-9


def test_a_difference_that_is_zero_exactly_has_its_shares():
    found = account(follow(normed, [X]), max_bits=1024)
    assert found.along.contains(0)


def solved(a, b):
    return np.linalg.solve(a, b)[2]


def determined(a):
    return np.linalg.det(a)


def test_a_solution_is_judged_at_its_edge():
    b = X[:4]
    found = account(follow(solved, [MATRIX, b]))
    rows = [[Fraction(v) for v in row] for row in MATRIX.tolist()]
    x = cramer(rows, [Fraction(v) for v in b.tolist()], 2)
    with precision(400):
        assert found.exact.overlaps(arb(fmpq(x.numerator, x.denominator)))
    assert found.certified


def cramer(rows, right, k):
    replaced = [[*row[:k], b, *row[k + 1 :]] for row, b in zip(rows, right, strict=True)]
    return determinant(replaced) / determinant(rows)


def determinant(rows):
    if not rows:
        return Fraction(1)
    minors = ([r[:j] + r[j + 1 :] for r in rows[1:]] for j in range(len(rows)))
    return sum((-1) ** j * rows[0][j] * determinant(m) for j, m in enumerate(minors))


def test_the_inputs_are_left_as_they_were():
    before = X.copy()
    follow(sliced, [X])
    assert np.array_equal(X, before)
    assert type(X) is np.ndarray
