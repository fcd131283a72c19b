"""Formulas of several operations, and operations along an axis: what they move against differences of the
truth in rationals at 1600 bits, values against numpy's on integers, which are exact."""

import numpy as np
import pytest
import rational_arrays as exactly

from verify.arithmetic.precision import Unsettled, precision
from verify.core.errors import BadInput
from verify.language.grammar import parse_known
from verify.language.known import Known
from verify.language.nodes import text
from verify.mathematics.arrays.expressions import evaluate, operation_of
from verify.mathematics.arrays.table import CALLS, OPERATIONS
from verify.mathematics.arrays.tangents import moved

draws = np.random.default_rng(3)
ARRAYS = {
    "x": draws.standard_normal(4),
    "y": draws.standard_normal(4),
    "A": draws.standard_normal((3, 3)),
    "b": draws.standard_normal(3),
    "M": draws.standard_normal((3, 4)),
    "t": np.array(0.75),
}
STEPS = {name: np.abs(draws.standard_normal(np.shape(x))) for name, x in ARRAYS.items()}
FORMULAS = [
    "(x - mean(x))/std(x)",
    "exp(x)/sum(exp(x))",
    "x @ x",
    "b @ A @ b",
    "inv(A) @ b - solve(A, b)",
    "det(A)*norm(b)",
    "log(sum(exp(x))) - logsumexp(x)",
    "sqrt(var(x, ddof=1)/3) + x[2]",
    "softmax(x)*y - prod(y)",
    "polyval(x, t) + trapezoid(y, x)",
    "cumsum(x)^2 + convolve(x, y)[2]",
    "A @ inv(A)",
    "sum(M, axis=0) @ x",
    "softmax(M, axis=1) @ y",
    "M @ x + b",
]


def node(formula, names=tuple(ARRAYS)):
    return parse_known(formula, Known(tuple(names), CALLS))


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_moves_as_differences_of_it_do(formula):
    tree = node(formula)
    names = [name for name in ARRAYS if name in formula]
    arrays = [ARRAYS[name] for name in names]
    with precision(400):
        found = moved(tree, dict(zip(names, arrays, strict=True)))([STEPS[name] for name in names])

    def truth(*given):
        return evaluate(tree, dict(zip(names, given, strict=True)))

    assert exactly.same(found, exactly.slopes_moved(truth, arrays, [STEPS[n] for n in names]), 40)


def test_what_cancels_is_not_counted_twice():
    with precision(200):
        found = moved(node("sum(x) - sum(x)"), {"x": ARRAYS["x"]})([STEPS["x"]])
    assert found.is_zero()


@pytest.mark.parametrize(
    ("formula", "says"),
    [("x/median(x)", "median"), ("abs(x - x)", "abs|derivative"), ("sum(roots(x))*t", "roots")],
)
def test_what_is_not_known_is_said(formula, says):
    with pytest.raises((Unsettled, BadInput), match=says), precision(100):
        moved(node(formula), ARRAYS)


@pytest.mark.parametrize("axis", [0, 1, -1])
@pytest.mark.parametrize(
    ("name", "of_numpy"),
    [("sum", np.sum), ("prod", np.prod), ("cumsum", np.cumsum), ("median", np.median), ("mean", np.mean)],
)
def test_an_axis_is_numpys(name, of_numpy, axis):
    whole = np.arange(24.0).reshape(2, 3, 4)[::-1] - 7
    with precision(100):
        found = evaluate(node(f"{name}(x, axis={axis})"), {"x": whole})
    wanted = of_numpy(whole, axis=axis)
    assert np.shape(found) == wanted.shape
    assert all(abs(a - b) < 1e-13 for a, b in zip(np.ravel(found), wanted.ravel().tolist(), strict=True))


def test_a_backward_error_along_an_axis_is_the_largest_of_all():
    x = np.array([[1.0, 2.0], [3.0, -3.0 + 2**-20]])
    along = operation_of(node("sum(x, axis=1)"))[0]
    with precision(100):
        both = along.backward(x, np.array([3.0, 2**-20 + 2**-30]))
        alone = OPERATIONS["sum"].backward(x[1], 2**-20 + 2**-30)
    assert [str(b) for b in both] == [str(b) for b in alone]


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("sum(x, axis=1)", "there is no axis 1 of 4"),
        ("sum(x, 0)", r"sum takes 1 arguments"),
        ("sum(x, axis=0.5)", "axis=0.5 is not an integer"),
        ("solve(A, b, axis=0)", r"solve takes no axis= there: solve\(A, b\)"),
        ("var(x, axis=0, dof=1)", "var takes no dof= there"),
        ("exp(axis=x)", "exp takes no axis="),
    ],
)
def test_a_wrong_axis_is_one_line(formula, says):
    with pytest.raises(BadInput, match=says):
        evaluate(node(formula), ARRAYS)


def test_an_axis_is_written_as_it_is_read():
    formula = "var(x, 1, axis=-1)"
    assert text(node(formula)) == formula
    assert node(text(node(formula))) == node(formula)
