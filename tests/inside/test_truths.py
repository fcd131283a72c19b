"""Compiled functions at their edge: what the tables say of them, against mpmath and the floats themselves."""

import math

import mpmath
import numpy as np
import pytest
import scipy.special as sp
from flint import arb

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.dispatch.truths import of_library, truth_of
from verify.inside.follow import follow
from verify.language.libraries import TABLES


def bessel(x):
    return sp.jv(0, x) + sp.j1(x)


def incomplete(x):
    return sp.gammainc(1.5, x) - sp.betainc(x, 2.5, 0.25)


def several(x):
    return sp.sici(x)[1] * sp.airy(x)[0]


def polynomials(x):
    return sp.eval_legendre(5, x / 4) + sp.eval_hermite(3, x)


def logarithms(x):
    return sp.log_ndtr(-x) + sp.xlogy(x, 3.0) + sp.loggamma(x)


CASES = [
    (bessel, lambda x: mpmath.besselj(0, x) + mpmath.besselj(1, x)),
    (
        incomplete,
        lambda x: (
            mpmath.gammainc(1.5, 0, x, regularized=True) - mpmath.betainc(x, 2.5, 0, 0.25, regularized=True)
        ),
    ),
    (several, lambda x: mpmath.ci(x) * mpmath.airyai(x)),
    (polynomials, lambda x: mpmath.legendre(5, x / 4) + mpmath.hermite(3, x)),
    (logarithms, lambda x: mpmath.log(mpmath.ncdf(-x)) + x * mpmath.log(3) + mpmath.log(mpmath.gamma(x))),
]


@pytest.mark.parametrize(("program", "judge"), CASES, ids=[case[0].__name__ for case in CASES])
def test_what_is_exact_is_what_mpmath_says(program, judge):
    x = 1.3
    trace = follow(program, {"x": x})
    assert trace.computed() == program(x)
    assert not trace.stopped
    with precision(200), mpmath.workdps(60):
        ball, truth = trace.exact(), judge(mpmath.mpf(x))
        assert ball is not None
        assert abs(ball - arb(mpmath.nstr(truth, 50))) < 1e-40
    found = account(trace)
    with precision(found.bits):
        assert all(share.is_finite() for share in found.shares().values())


def rows():
    for line in TABLES["scipy.special"].strip().splitlines():
        name, _, domain = (part.strip() for part in line.split("|"))
        yield pytest.param(name, [part.split("=")[1] for part in domain.split()], id=name)


def within(domain):
    if ".." in domain:
        return int(domain.split("..")[0]) + 2
    low, high = map(float, domain.split(",")[-1].split(":"))
    return max(low, min(high, 0.7)) if low <= 0.7 else low + min(high - low, 1.0) / 2


@pytest.mark.parametrize(("name", "domains"), list(rows()))
def test_the_truth_of_each_function_is_near_its_float(name, domains):
    """The other way round: a formula that stands beside the wrong name is far off."""
    plain, _, output = name.partition("[")
    ufunc = getattr(sp, plain)
    if not isinstance(ufunc, np.ufunc):
        return  # Python, followed inside
    x = [within(d) for d in domains]
    computed = ufunc(*x)
    computed = float(computed[int(output[:-1])] if output else computed)
    known = truth_of(ufunc, int(output[:-1]) if output else 0)
    with precision(200):
        ball = known.ball(*map(arb, x))
        assert ball.is_finite()
        assert abs(ball - computed) < 1e-10 * max(1, abs(computed))


def test_beyond_the_domain_of_the_table_nothing_is_claimed():
    with precision(100):
        assert not of_library("scipy.special", "loggamma").ball(arb(-0.5)).is_finite()  # lgamma has a value
        assert not of_library("scipy.special", "yn").ball(arb(1.5), arb(2)).is_finite()  # of whole orders
        assert not of_library("scipy.special", "bdtr").ball(arb(2, 0.1), arb(10), arb(0.5)).is_finite()


def test_a_function_of_the_same_name_is_another():
    theirs = np.frompyfunc(math.sqrt, 1, 1)
    assert truth_of(sp.jv) is not None
    assert truth_of(theirs) is None


def test_steps_are_no_functions():
    assert all(of_library("numpy", name) is None for name in ("floor", "floor_divide", "remainder", "sign"))


def smoothed(x):
    from scipy.special import logsumexp

    return logsumexp([x, 2.0])


def test_scipys_python_is_followed():
    trace = follow(smoothed, {"x": 1.25})
    assert account(trace).certified
    with precision(200), mpmath.workdps(60):
        truth = mpmath.log(mpmath.exp(mpmath.mpf(1.25)) + mpmath.exp(2))
        assert abs(trace.exact() - arb(mpmath.nstr(truth, 50))) < 1e-40


def lambert(x):
    return sp.lambertw(x).real


def lower_branch(x):
    return sp.lambertw(-x / 10, -1).real


def zetas(x):
    return sp.zeta(x) + sp.zeta(x, 2.5)


def softmax(x):
    return sp.softmax(np.array([x, 2 * x, -1.0]))[1]


def log_sum(x):
    return sp.logsumexp(np.array([x, 2.0, -1.0]))


BY_SCIPYS_PYTHON = {
    lambert: mpmath.lambertw,
    lower_branch: lambda x: mpmath.lambertw(-x / 10, -1).real,
    zetas: lambda x: mpmath.zeta(x) + mpmath.zeta(x, 2.5),
    softmax: lambda x: mpmath.exp(2 * x) / (mpmath.exp(x) + mpmath.exp(2 * x) + mpmath.exp(-1)),
    log_sum: lambda x: mpmath.log(mpmath.exp(x) + mpmath.exp(2) + mpmath.exp(-1)),
}


@pytest.mark.parametrize("function", BY_SCIPYS_PYTHON, ids=lambda f: f.__name__)
def test_functions_that_scipy_hands_on(function):
    x = 1.3125
    found = account(follow(function, {"x": x}))
    assert found.reason is None
    with mpmath.workdps(40):
        opinion = mpmath.nstr(BY_SCIPYS_PYTHON[function](mpmath.mpf(x)), 35)
    with precision(300):
        assert abs(found.exact - arb(opinion)) < arb(10) ** -30


def test_on_the_cut_of_lamberts_function_nothing_is_said():
    def beyond(x):
        return sp.lambertw(-x).real

    assert not account(follow(beyond, {"x": 1.5})).certified
