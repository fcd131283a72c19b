"""Formulas of several operations, and operations along an axis: what they move against differences of the
truth in rationals at 1600 bits, values against numpy's on integers, which are exact."""

import numpy as np
import pytest
import rational_arrays as exactly
from flint import acb, arb, fmpq

from verify.arithmetic.precision import Hopeless, Unsettled, precision
from verify.checking.arrays.truth import truth_of
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
    "p": np.array([-1.0, 0.5, 1.25, 3.0]),
    "L": draws.standard_normal((4, 3)),
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
    "M/norm(M, axis=1, keepdims=True)",
    "M - mean(M, axis=-2, keepdims=True)",
    "x/median(x)",
    "log(svdvals(M)) - cond(A)",
    "cov(M)*corrcoef(M)",
    "dct(x) @ y",
    "interp(t, p, x)*t",
    "pinv(M) @ b",
    "lstsq(M, b)[0] + x",
    "lstsq(L, x)[1]*t",
    "polyfit(x, y, 2)*b",
    "slogdet(A)[1]*b",
    "qr(L)[1] @ b",
    "qr(L)[0] @ b - x",
    "expm(A) @ b",
    "svd(A)[0]*A",
    "A @ svd(A)[2]",
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
    [
        ("median(x*0 + 1)*t", "equal numbers"),
        ("abs(x - x)", "abs|derivative"),
        ("interp(p, p, x)*t", "slope on either side"),
        ("sum(roots(p*0 + q))*t", "multiple root"),
        ("svd(M)[2]*t", "complete a basis"),
        ("svd(ones)[0]*t", "singular value 0"),
        ("eigh(ones)[1]*t", "multiple eigenvalue"),
    ],
)
def test_what_is_not_known_is_said(formula, says):
    arrays = ARRAYS | {"q": np.array([1.0, -2, 1, 0]), "ones": np.ones((3, 3))}
    with pytest.raises((Unsettled, Hopeless, BadInput), match=says), precision(100):
        moved(node(formula, tuple(arrays)), arrays)


def test_what_moves_a_convolution_by_transforms():
    """ifft(fft(x) fft(y)) is the circular convolution: each part has the size of the other's entry."""
    x, y = ARRAYS["x"][:3], ARRAYS["y"][:3]
    with precision(200):
        found = moved(node("ifft(fft(x)*fft(y))"), {"x": x, "y": y})([STEPS["x"][:3], STEPS["y"][:3]])
    for k in range(3):
        turned = [
            abs(float(y[(k - j) % 3])) * STEPS["x"][j] + abs(float(x[(k - j) % 3])) * STEPS["y"][j]
            for j in range(3)
        ]
        assert float(found[k].upper()) == pytest.approx(sum(turned))
        assert float(found[k].lower()) == pytest.approx(sum(turned) * 2 / np.pi)


def test_what_moves_the_product_of_roots():
    """It is -x_3/x_0 of a cubic, up to the sign. Some roots are complex, so it is known within pi/2."""
    x, s = ARRAYS["x"], STEPS["x"]
    with precision(200):
        found = moved(node("prod(roots(x))"), {"x": x})([s])
    assert float(found.upper()) == pytest.approx(s[3] / abs(x[0]) + abs(x[3]) * s[0] / x[0] ** 2)
    assert float(found.lower()) == pytest.approx(float(found.upper()) * 2 / np.pi)


def test_what_moves_eigenvectors_within_a_formula():
    """Of a symmetric matrix, which moves as its lower triangle says: here by differences of the whole."""
    S, h = ARRAYS["A"] + ARRAYS["A"].T, fmpq(1, 2**300)
    tree = node("eigh(S)[1]*b + eigvalsh(S)", ("S", "b"))
    whole, still = np.abs(STEPS["A"]) + np.eye(3), np.zeros(3)
    with precision(1600):
        found = moved(tree, {"S": S, "b": ARRAYS["b"]})([np.tril(whole), still])
        base, total = evaluate(tree, {"S": S, "b": ARRAYS["b"]}), 0
        for p in range(3):
            for q in range(p + 1):
                near = exactly.rationals(S)
                near[p, q] = near[p, q] + h
                near[q, p] = near[p, q]
                slope = (evaluate(tree, {"S": near, "b": ARRAYS["b"]}) - base) / arb(h)
                total = total + np.vectorize(abs, otypes=[object])(slope) * arb(float(whole[p, q]))
    assert exactly.same(found, total, 40)


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


def test_an_axis_that_stays_has_length_1():
    whole = np.arange(24.0).reshape(2, 3, 4) + 1
    for axis in (0, 1, -1):
        with precision(100):
            found = evaluate(node(f"sum(x, axis={axis}, keepdims=True)"), {"x": whole})
            shares = evaluate(node(f"x/sum(x, axis={axis}, keepdims=True)"), {"x": whole})
            assert all(abs(v - 1) < 1e-20 for v in shares.sum(axis=axis).flat)
        assert np.array_equal(found.astype(float), whole.sum(axis=axis, keepdims=True))
    assert evaluate(node("sum(x, axis=0, keepdims=True)"), {"x": whole[0, 0]}).shape == (1,)
    assert text(node("mean(x, axis=-1, keepdims=True)")) == "mean(x, axis=-1, keepdims=True)"
    assert evaluate(node("sum(x, axis=1, keepdims=False)"), {"x": whole}).shape == (2, 4)


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
        ("sum(x, axis=0, keepdims=2)", "keepdims=2 is neither True nor False"),
        ("cumsum(x, axis=0, keepdims=True)", "cumsum takes no keepdims= there"),
        ("sum(x, keepdims=True)", "sum takes no keepdims= there"),
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


S = np.array([[2.0, 1, 0], [1, -3, 2], [0, 2, 5]])
# The squares of two of its singular values are the same float64.
NEAR = np.array([[1.0, 0, 0], [2.0**-29, 1, 2.0**-30], [2.0**-29, 2.0**-30, 1]])
TURNING = np.array([[1.0, 2, 0], [-3, 1, 1], [0, 1, 4]])  # a pair of its eigenvalues is complex


@pytest.mark.parametrize(
    ("formula", "of"),
    [
        ("(svd(A)[0]*svd(A)[1]) @ svd(A)[2]", TURNING),
        ("(svd(A)[0]*svd(A)[1]) @ svd(A)[2]", S),
        ("(svd(A)[0]*svd(A)[1]) @ svd(A)[2]", NEAR),
        ("qr(A)[0] @ qr(A)[1]", TURNING),
        ("(eigh(A)[1]*eigh(A)[0]) @ inv(eigh(A)[1])", S),
        ("(eig(A)[1]*eig(A)[0]) @ inv(eig(A)[1])", TURNING),
        ("(eig(A)[1]*eigvals(A)) @ inv(eig(A)[1])", np.array([[3.0, 1, 0], [0, -1, 2], [0, 0, 1]])),
    ],
)
def test_the_results_of_one_decomposition_are_one_choice(formula, of):
    """Put together again they are the matrix, and move as it does."""
    tree, steps = node(formula, "A"), np.array([[1.0, 2, 4], [2, 3, 5], [4, 5, 1]])
    with precision(400):
        found = evaluate(tree, {"A": of})
        told = [(found, of)]
        if "eig(" not in formula:  # the phases of whose vectors are any
            told.append((moved(tree, {"A": of})([steps]), steps))
        for balls, true in told:
            assert all(v.contains(arb(a)) for v, a in zip(balls.flat, true.flat, strict=True))
            assert all(acb(v).real.rad() < 1e-40 for v in balls.flat)


@pytest.mark.parametrize(
    ("formula", "of", "times"),
    [
        ("2*std(x)", "std(x)", 2),
        ("1 - std(x)/3", "std(x)", fmpq(1, 3)),
        ("-(2*median(x) - 1/7)*3", "median(x)", 6),
        ("pi*softmax(x)/pi", "softmax(x)", 1),
    ],
)
def test_a_multiple_of_an_operation_moves_as_that(formula, of, times):
    """Of equal numbers too, about which a deviation and a median have no derivative."""
    x, s = np.array([2.0, 2, 2]), [np.array([1.0, 2, 4])]
    with precision(100):
        found, alone = (truth_of(f, node(f, "x"), ["x"]).moved(x)(s) for f in (formula, of))
        pairs = [*zip(np.ravel(found), np.ravel(alone), strict=True)]
    assert all(float(a.upper()) == pytest.approx(float(times * b.upper())) for a, b in pairs)
    assert all(float(a.lower()) == pytest.approx(float(times * b.lower())) for a, b in pairs)
