"""Lattice points counted: shell by shell against brute force and theta polynomials, sums against sums."""

import numpy as np
import pytest
from flint import arb

from verify.arithmetic.precision import precision
from verify.mathematics import lattice


def by_brute_force(size, dimension):
    counts, reach = np.zeros(size, int), int(size**0.5) + 1
    axis = np.arange(-reach, reach + 1) ** 2
    norms = sum(np.meshgrid(*[axis] * dimension, indexing="ij"))
    inside, number = np.unique(norms[norms < size], return_counts=True)
    counts[inside] = number
    return counts.tolist()


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 9, 64, 65, 1000])
def test_r3_by_brute_force(size):
    assert lattice.r3(size).tolist() == by_brute_force(size, 3)


def test_r2_by_brute_force():
    assert lattice._r2(700).tolist() == by_brute_force(700, 2)
    assert dict(lattice.two_squares(699)) == {k: r for k, r in enumerate(by_brute_force(700, 2)) if r}


def test_r3_by_theta_polynomials_across_blocks():
    size = lattice.BLOCK * 3 // 2
    counts = dict(lattice.shells(int(size**0.5) + 1))
    assert lattice.r3(size).tolist() == [counts.get(k, 0) for k in range(size)]


def test_points_in_spheres_as_published():
    # OEIS A000605: the points of Z^3 with norm at most n, n = 0..10
    known = [1, 7, 33, 123, 257, 515, 925, 1419, 2109, 3071, 4169]
    assert [int(lattice.r3(200)[: n * n + 1].sum()) for n in range(11)] == known


def test_three_squares_is_where_r3_is_not_zero():
    assert [lattice.three_squares(k) for k in range(-3, 5000)] == [False] * 3 + (
        lattice.r3(5000) > 0
    ).tolist()


def test_shells_hold_the_box():
    for n in (1, 2, 5):
        assert sum(r for _, r in lattice.shells(n)) == (2 * n + 1) ** 3


@pytest.mark.parametrize("end", [1, 7, 1024, 1025, 5000, 1 << 16])
@pytest.mark.parametrize("x", ["0.5", "-73.25", "99.9"])
def test_shell_sum_is_the_sum(x, end):
    with precision(256):
        x, size = arb(x), 1 << 16
        plain = sum((r / (k - x) for k, r in enumerate(lattice.r3(size)[:end].tolist()) if r), arb(0))
        blocks = lattice.shell_sum(x, end, size)
        assert blocks.overlaps(plain)
        assert blocks.rel_accuracy_bits() > 120


def test_shell_sum_of_a_wide_ball():
    with precision(128):
        wide = lattice.shell_sum(arb(0.5, 0.01), 5000, 1 << 16)
        for x in (0.4921875, 0.5, 0.5078125):
            assert wide.contains(lattice.shell_sum(arb(x), 5000, 1 << 16))


def test_a_wrong_moment_is_caught(monkeypatch):
    def off_by_one(*args):
        half, length, count, blocks = right(*args)
        return half, length, count, [(c, moments + 1) for c, moments in blocks]

    right = lattice._moments
    with precision(128):
        before = lattice.shell_sum(arb(0.5), 5000, 1 << 16)
        monkeypatch.setattr(lattice, "_moments", off_by_one)
        assert not before.overlaps(lattice.shell_sum(arb(0.5), 5000, 1 << 16))
