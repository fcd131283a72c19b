"""Complex functions against mpmath's by other routes, and their one-sided limits on the branch cuts.

mpmath shares no code with FLINT. What it computes is of another precision, and compared with the ball as a
ball: the difference has to hold zero up to what mpmath rounds.
"""

import cmath
import itertools
import math
from random import Random

import mpmath
import pytest
from by_mpmath import OTHERS
from flint import acb, arb

from verify.arithmetic.precision import Hopeless, Unsettled, precision
from verify.language import plane
from verify.language.expressions import Undefined
from verify.language.functions import FUNCTIONS
from verify.language.grammar import parse
from verify.language.plane import SignedZero
from verify.language.plane_rows import PLANE

BITS = 160
J = mpmath.mpc(0, 1)
POLYNOMIALS = ("legendre", "chebyt", "chebyu", "hermite", "laguerre", "genlaguerre", "gegenbauer", "jacobi")
PARAMETERS = (0.75, 1.25, 2.375)


def parameters(name):
    first = (2.0,) if name == "polygamma" else (4.0,) if name in POLYNOMIALS else ()
    return (*first, *PARAMETERS)[: PLANE[name].real]


def formula(name):
    """f(constants, z, ...) of one complex variable; the other complex arguments are not far from it."""
    count = len(FUNCTIONS[name].arguments) - PLANE[name].real
    given = [*map(repr, parameters(name)), "z", "z + 1.5", "2*z + 3"][: PLANE[name].real + count]
    return f"{name}({', '.join(given)})"


def jet(text, z, shape=(("z", True),)):
    x = [arb(v) if v else SignedZero.of(v) for v in (z.real, z.imag)]
    return plane.at(parse(text, tuple(n for n, _ in shape), plane=True), shape, x)


def by_mpmath(name, z):
    count = len(FUNCTIONS[name].arguments) - PLANE[name].real
    w = mpmath.mpc(z)
    return mpmath.mpmathify(OTHERS[name](*parameters(name), *(w, w + 1.5, 2 * w + 3)[:count]))


def ball_of(w, slack):
    """A ball about mpmath's number."""
    w, radius = mpmath.mpmathify(w), mpmath.mpf(2) ** -slack
    parts = [arb(mpmath.nstr(p, 60), mpmath.nstr(radius * (abs(w) + radius), 5)) for p in (w.real, w.imag)]
    return acb(*parts)


def points(name, count):
    """One at least in each quadrant, of moderate size."""
    random = Random(name)
    for k in range(count):
        yield cmath.rect(random.uniform(0.3, 2.7), (k + random.random()) * math.pi / 2)


def test_every_function_has_another_route():
    assert set(OTHERS) == set(PLANE)


@pytest.mark.parametrize("name", PLANE)
def test_values_are_those_of_another_route(name):
    with mpmath.workprec(BITS + 60), precision(BITS):
        for z in points(name, 4):
            found, other = jet(formula(name), z).value, by_mpmath(name, z)
            assert found.rel_accuracy_bits() > 60
            assert found.overlaps(ball_of(other, BITS - 10)), (z, found, other)


@pytest.mark.parametrize(
    "name", [n for n in PLANE if n not in ("zeta", "polylog", "elliprc", "elliprd", "elliprg")]
)
def test_slopes_are_those_of_a_difference(name):
    """By Cauchy-Riemann df/dy = i df/dx; f(z + h) - f(z - h) = 2 h f'(z) + O(h^3)."""
    h = mpmath.mpf(2) ** -60
    with mpmath.workprec(400), precision(BITS):
        for z in points(name, 4):
            by_x, by_y = map(acb, jet(formula(name), z).slopes())
            difference = (by_mpmath(name, mpmath.mpc(z) + h) - by_mpmath(name, mpmath.mpc(z) - h)) / (2 * h)
            assert by_x.overlaps(ball_of(difference, 90))
            assert by_y.overlaps(ball_of(J * difference, 90))


AXES = [(along, axis) for along in (2.34375, -2.34375, 0.40625, -0.40625) for axis in ("real", "imag")]


@pytest.mark.parametrize("name", [n for n in PLANE if not n.startswith("ellipr")])
def test_on_the_axes_there_are_no_other_cuts_than_are_told(name):
    """With a zero of either sign the value is mpmath's beside the axis, whether there is a cut or none."""
    near = mpmath.mpf(2) ** -150
    with mpmath.workprec(BITS + 100), precision(BITS):
        for (along, axis), sign in itertools.product(AXES, (1, -1)):
            zero = math.copysign(0.0, sign)
            z = complex(along, zero) if axis == "real" else complex(zero, along)
            beside = mpmath.mpc(along, sign * near) if axis == "real" else mpmath.mpc(sign * near, along)
            found, other = jet(formula(name), z).value, by_mpmath(name, beside)
            assert found.overlaps(ball_of(other, 110)), (z, found, other)


CUTS = [(name, k) for name, row in PLANE.items() for k in range(len(row.cuts))]


@pytest.mark.parametrize(("name", "which"), CUTS)
@pytest.mark.parametrize("sign", [1, -1])
def test_the_limit_on_a_cut_is_from_the_side_of_the_zero(name, which, sign):
    """mpmath beside the cut, where the function differs from its limit by about 2^-150."""
    cut = PLANE[name].cuts[which]
    with mpmath.workprec(BITS + 100), precision(BITS):
        along = (
            float((cut.low() + 2.34375).mid())
            if cut.low().is_finite()
            else float((cut.high() - 2.34375).mid())
        )
        across, near = sign * 0.0, sign * mpmath.mpf(2) ** -150
        z = complex(along, across) if cut.axis == "real" else complex(across, along)
        beside = mpmath.mpc(along, near) if cut.axis == "real" else mpmath.mpc(near, along)
        found, other = jet(formula(name), z).value, by_mpmath(name, beside)
        assert found.overlaps(ball_of(other, 120)), (z, found, other)
        opposite = by_mpmath(name, mpmath.conj(beside) if cut.axis == "real" else -mpmath.conj(beside))
        assert not found.overlaps(ball_of(opposite, 120)) or abs(opposite - other) < 1e-30


def same(text, z, other, digits=14):
    with precision(BITS):
        found = complex(jet(text, z).value)
    return cmath.isclose(found, other, rel_tol=10.0**-digits)


@pytest.mark.parametrize("y", [0.0, -0.0])
@pytest.mark.parametrize(
    ("text", "x", "other"),
    [
        # C99 (annex G) gives what a formula of these functions returns: CPython's cmath follows it
        ("log(conj(z))", -2.5, lambda z: cmath.log(z.conjugate())),
        ("log(z/2)", -2.5, lambda z: cmath.log(complex(z.real / 2, z.imag / 2))),
        ("sqrt(-z)", 2.5, lambda z: cmath.sqrt(-z)),
        ("asin(1j*z)", 0.0, lambda z: 0.0),
        ("log(-z*z)", 2.5, lambda z: cmath.log(-z * z)),
        ("z^0.5", -2.5, cmath.sqrt),
        ("arg(z)", -2.5, cmath.phase),
        ("log(z - 3)", 1.0, lambda z: cmath.log(complex(z.real - 3, z.imag))),
    ],
)
def test_a_zero_keeps_its_side_in_a_formula(text, x, other, y):
    z = complex(x, y)
    assert same(text, z, other(z))


@pytest.mark.parametrize("y", [0.0, -0.0])
def test_zeros_of_both_parts_push_each_for_its_own(y):
    """On the cut of log(-1 + (1 + i) z) at zero the parts push to one side only where their signs agree."""
    agreeing = jet("log((1 + 1j)*z - 1)", complex(y, y)).value
    assert math.copysign(1, float(agreeing.imag.mid())) == math.copysign(1, y)
    with pytest.raises(Hopeless, match="on which side"):
        jet("log((1 + 1j)*z - 1)", complex(y, -y))


def test_on_a_cut_without_a_sign_nothing_is_claimed():
    for text in ("log(z - 1j)", "asin(z + 1 - 1j)", "sqrt(z - 1j - 2)"):
        with pytest.raises(Hopeless, match="on which side"):
            jet(text, 2j - 1j - 1 + 0.0 if "asin" not in text else 1 + 1j)


def test_a_ball_that_meets_a_cut_wants_more_bits():
    for text in ("log(exp(z)*exp(-z) - 2)", "sqrt(sin(z)^2 + cos(z)^2 - 3)"):
        with pytest.raises(Unsettled, match="branch cut"):
            jet(text, 1 + 1j)


@pytest.mark.parametrize(
    ("text", "z"),
    [
        ("1/z", 0j),
        ("log(z)", 0j),
        ("gamma(z)", -2 + 0j),
        ("atanh(z)", 1 + 0j),
        ("z^(-2)", 0j),
        ("atan(z)", 1j),
        ("arg(z)", 0j),
        ("sqrt(real(z))", -1 + 1j),
        ("zeta(z)", 1 + 0j),
    ],
)
def test_poles_are_not_in_the_domain(text, z):
    with pytest.raises(Undefined):
        jet(text, z)


def test_where_a_slope_is_infinite_nothing_is_made_of_it():
    assert [acb(s).is_zero() for s in jet("z^1.5", 0j).slopes()] == [True, True]
    assert not any(s.is_finite() for s in jet("z^0.5", 0j).slopes())
    for text in ("log(sqrt(z) - 1)", "log(z^0.5 - 1)"):  # on the cut, and nothing says on which side
        with pytest.raises((Hopeless, Unsettled)):
            jet(text, 0j)


def test_parts_and_their_slopes():
    z = 3 + 4j
    for text, value, slopes in [
        ("abs(z)", 5, (0.6, 0.8)),
        ("real(z*z)", -7, (6, -8)),
        ("imag(z*z)", 24, (8, 6)),
        ("arg(z)", math.atan2(4, 3), (-4 / 25, 3 / 25)),
        ("conj(z)", 3 - 4j, (1, -1j)),
        ("complex(imag(z), real(z))", 4 + 3j, (1j, 1)),
    ]:
        found = jet(text, z)
        assert cmath.isclose(complex(acb(found.value)), value)
        assert all(cmath.isclose(complex(acb(s)), t) for s, t in zip(found.slopes(), slopes, strict=True))


def test_a_real_function_of_a_complex_number_is_told():
    with pytest.raises(Hopeless, match="floor is not evaluated for complex arguments"):
        jet("floor(z)", 1 + 1j)
    assert jet("floor(real(z))", 1.5 + 1j).value == 1


def test_real_variables_are_real():
    shape = (("v", False), ("z", True))
    node = parse("besselj(v, z)*sqrt(v)", ("v", "z"), plane=True)
    found = plane.at(node, shape, [arb(2), arb(1), arb(0.5)]).value
    other = mpmath.besselj(2, mpmath.mpc(1, 0.5)) * mpmath.sqrt(2)
    assert cmath.isclose(complex(found), complex(other))
    with pytest.raises(Undefined):
        plane.at(node, shape, [arb(-2), arb(1), arb(0.5)])
