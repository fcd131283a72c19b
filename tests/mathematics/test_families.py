"""What theorems give of a family, against exact elimination; that a drawn one has the kappa asked for."""

import numpy as np
import pytest
from flint import acb_mat, arb, arb_mat, fmpq, fmpq_mat

from verify.arithmetic.float64 import nearest
from verify.arithmetic.precision import precision
from verify.core.errors import BadInput
from verify.mathematics.families import drawn
from verify.mathematics.families.family import called, made
from verify.mathematics.families.table import FAMILIES

CALLS = [f"{name}({n})" for name in FAMILIES for n in (1, 2, 5, 6) if name not in ("rosser", "linspace")]
CALLS += ["rosser()", "kms(6, 1/3)", "pei(5, 3)", "forsythe(5, 1/8, 2)", "jordan(4, 3)"]
CALLS += [f"vandermonde(5, {nodes})" for nodes in ("symmetric", "harmonic", "integers", "chebyshev")]


def exact(A):
    return fmpq_mat(*A.shape, [fmpq(*v.as_integer_ratio()) if isinstance(v, float) else v for v in A.flat])


def declared(what):
    found = []
    for call in CALLS:
        try:
            family, arguments = called(call, FAMILIES)
        except BadInput:  # random(1) needs two sizes
            continue
        if getattr(family, what) is not None:
            found.append(pytest.param(family, arguments, id=call))
    return found


@pytest.mark.parametrize(("family", "arguments"), declared("inverse"))
def test_inverse(family, arguments):
    A, X = exact(family.make(**arguments)), exact(family.inverse(**arguments))
    n = A.nrows()
    assert fmpq_mat(n, n, [int(i == j) for i in range(n) for j in range(n)]) == A * X


@pytest.mark.parametrize(("family", "arguments"), declared("determinant"))
def test_determinant(family, arguments):
    assert exact(family.make(**arguments)).det() == family.determinant(**arguments)


@pytest.mark.parametrize(("family", "arguments"), declared("eigenvalues"))
def test_eigenvalues(family, arguments):
    """The characteristic polynomial has the coefficients of the product over the claimed roots."""
    with precision(400):
        p = exact(family.make(**arguments)).charpoly()
        product = [arb(1)]
        for root in family.eigenvalues(**arguments):
            product = [a - root * b for a, b in zip([arb(0), *product], [*product, arb(0)], strict=True)]
        assert len(product) == p.length()
        assert all(c.contains(arb(p[k])) for k, c in enumerate(product))
        assert all(c.rad() < 1e-50 * (1 + abs(c)) for c in product)


def test_growth():
    """The last pivot of partial pivoting on gfpp is 2^(n-1)."""
    assert np.linalg.det(made("gfpp(20)", FAMILIES).astype(float)) == pytest.approx(2.0**19)


@pytest.mark.parametrize("mode", drawn.MODES)
def test_singular_values(mode):
    A = made(f"random(12, 9, kappa=1e6, mode={mode})", FAMILIES)
    s = np.linalg.svd(A, compute_uv=False)
    assert A.shape == (12, 9)
    assert s[0] / s[-1] == pytest.approx(1e6, rel=1e-6)


@pytest.mark.parametrize("kappa", [1e3, 1e8, 1e20, 1e60])
def test_vector(kappa):
    x = [fmpq(*v.as_integer_ratio()) for v in made(f"vector(300, kappa={kappa:g})", FAMILIES).tolist()]
    whole, sizes = sum(x, fmpq(0)), sum(map(abs, x), fmpq(0))
    assert kappa / 3 < nearest(sizes / abs(whole)) < 3 * kappa


@pytest.mark.parametrize("kappa", [1e4, 1e12, 1e30])
def test_dot(kappa):
    pair = (made(f"dot_{side}(200, kappa={kappa:g})", FAMILIES).tolist() for side in ("left", "right"))
    terms = [fmpq(*a.as_integer_ratio()) * fmpq(*b.as_integer_ratio()) for a, b in zip(*pair, strict=True)]
    found = nearest(sum(map(abs, terms), fmpq(0)) / abs(sum(terms, fmpq(0))))
    assert kappa / 1e4 < found < kappa * 1e4


def test_cheb_differentiates():
    """Exactly x^3 to within the rounding of the entries."""
    n = 9
    x = np.cos(np.arange(n) * np.pi / (n - 1))
    assert np.abs(made(f"cheb({n})", FAMILIES) @ x**3 - 3 * x**2).max() < 1e-12


def test_nearly_equal():
    """W_21^+ has its famous pair, which agree to 14 digits and are not the same."""
    with precision(200):
        W = acb_mat(arb_mat(exact(made("wilkinson(21)", FAMILIES))))
        top = sorted((e.real for e in W.eig()), key=float)[-2:]
    assert 0 < top[1] - top[0] < 1e-13


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ("hilbrt(3)", "there is no family 'hilbrt'; near it: hilbert"),
        ("hilbert", "is not a family of arrays; write a call such as hilbert(10)"),
        ("hilbert()", "missing a required argument: 'n'; write hilbert(n)"),
        ("hilbert(0)", "n=0 is not a size"),
        ("hilbert(2.5)", "n=5/2 is not an integer"),
        ("hilbert(x)", "n=x is not an integer"),
        ("random(3, 3, mode=large)", "no mode large"),
        ("random(3, 3, kappa=0.5)", "is not a condition number"),
        ("random(3, kappa=2, 3)", "comes after a named argument"),
        ("hilbert(100000)", "has 10000000000 entries"),
        ("vandermonde(3, nodes=odd)", "no nodes odd"),
    ],
)
def test_bad_input(call, says):
    with pytest.raises(BadInput) as refused:
        made(call, FAMILIES)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
