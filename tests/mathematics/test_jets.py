"""Jets against mpmath's derivatives; stationary points against roots in closed form; planted faults."""

import mpmath
import numpy as np
import pytest
from flint import arb, arb_mat

from verify.arithmetic.precision import precision
from verify.mathematics.jets import Jets, variables
from verify.mathematics.linear import array
from verify.mathematics.stationary import krawczyk, stationary_point

MP = mpmath.mp.clone()
MP.dps = 60
AT = (0.7, 1.3, 0.4)


class Mp:
    def __getattr__(self, name):
        return getattr(MP, name)


FUNCTIONS = {
    "sum": lambda R, u, v, w: u + 2 * v - w + 3,
    "product": lambda R, u, v, w: u * v * w * u,
    "quotient": lambda R, u, v, w: (u + 1) / (v * w) + 2 / u - v / 4,
    "powers": lambda R, u, v, w: (u - v) ** 3 + w**4 - u**5 + (u * w) ** 1,
    "exponential": lambda R, u, v, w: R.exp(u * v) * R.exp(-w),
    "logarithm": lambda R, u, v, w: R.log(u + v * w) * R.log(v),
    "circular": lambda R, u, v, w: R.sin(u * v) + R.cos(w / u) - R.sin(2 * w),
    "arc tangent": lambda R, u, v, w: R.atan(u / (v - w)),
    "reversed": lambda R, u, v, w: 1 - u + (2 - v) * (3 / (1 - w)),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_slopes_and_curvatures_are_those_that_mpmath_finds(name):
    function = FUNCTIONS[name]
    with precision(200):
        found = function(Jets(), *variables([arb(v) for v in AT]))
        values = [MP.mpf(v) for v in AT]

        def derivative(*orders):
            return arb(MP.nstr(MP.diff(lambda *a: function(Mp(), *a), values, orders), 40))

        unit = np.eye(3, dtype=int)
        for j in range(3):
            assert abs(found.slopes.get(j, arb(0)) - derivative(*map(int, unit[j]))) < 1e-12
            for k in range(j, 3):
                said = derivative(*map(int, unit[j] + unit[k]))
                assert abs(found.curvatures.get((j, k), arb(0)) - said) < 1e-12


def test_many_points_at_once_are_the_points_one_by_one():
    x = array([arb(k) / 7 for k in range(1, 6)], (5,))
    u, v = variables([arb(0.3), arb(1.7)])
    R = Jets()
    whole = x * R.exp(-u * x) / (v + x) - x
    for k, t in enumerate(x):
        one = t * R.exp(-u * t) / (v + t) - t
        assert one.value.overlaps(whole.value[k])
        for key, part in one.curvatures.items():
            assert part.overlaps(whole.curvatures[key][k])


def rosenbrock(b):
    """(1 - u)^2 + 100 (v - u^2)^2: its only stationary point is (1, 1)."""
    u, v = variables(b)
    f = (1 - u) ** 2 + 100 * (v - u**2) ** 2
    gradient = arb_mat(2, 1, [f.slopes[0], f.slopes[1]])
    bent = {key: f.curvatures.get(key, arb(0)) for key in ((0, 0), (0, 1), (1, 1))}
    return gradient, arb_mat([[bent[0, 0], bent[0, 1]], [bent[0, 1], bent[1, 1]]])


def test_a_stationary_point_is_enclosed():
    with precision(128):
        found = stationary_point(rosenbrock, [arb(1.1), arb(1.2)])
    assert all(b.contains(1) for b in found)
    assert all(b.rad() < 1e-30 for b in found)


def test_a_box_without_a_stationary_point_is_not_proved():
    with precision(128):
        C = rosenbrock([arb(1), arb(1)])[1].inv().mid()
        assert krawczyk(rosenbrock, [arb(1), arb(1)], [arb(1e-9)] * 2, C) is not None
        assert krawczyk(rosenbrock, [arb(1.001), arb(1)], [arb(1e-9)] * 2, C) is None


def test_a_double_root_is_not_proved():
    def flat(b):
        (u,) = variables(b)
        f = u**4
        return arb_mat([[f.slopes[0]]]), arb_mat([[f.curvatures[0, 0]]])

    with precision(128):
        assert stationary_point(flat, [arb(0.1)]) is None


def test_where_there_is_no_zero_none_is_found():
    def steep(b):
        (u,) = variables(b)
        f = Jets().exp(u)
        return arb_mat([[f.slopes[0]]]), arb_mat([[f.curvatures[0, 0]]])

    with precision(128):
        assert stationary_point(steep, [arb(0)]) is None
