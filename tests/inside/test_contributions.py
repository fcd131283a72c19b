"""What sites contribute to an error, of many numbers at once, against a reverse sweep in exact rationals."""

from collections import defaultdict
from fractions import Fraction as F

import pytest
from flint import arb, fmpq
from inside.long_loop import STEPS, decaying

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow
from verify.inside.run.adjoint import FEW, Sweep

FEW_STEPS, LONG_STEPS = 20, 500


class Exactly:
    """A tape of our own: floats, rationals, and E = delta + sum s_i E_i with secant slopes as rationals."""

    def __init__(self) -> None:
        self.numbers: list[tuple[float, F]] = []
        self.rows: list[tuple[str, F, list[tuple[int, F]]]] = []

    def add(self, site: str, value: float, exact: F, rounded: F, slopes: list[tuple[int, F]]) -> int:
        self.numbers.append((value, exact))
        self.rows.append((site, F(value) - rounded, slopes))
        return len(self.numbers) - 1

    def leaf(self, site: str, value: float, exact: F) -> int:
        return self.add(site, value, exact, exact, [])

    def made(self, site: str, operation: str, i: int, j: int) -> int:
        (a, A), (b, B) = self.numbers[i], self.numbers[j]
        value, of_floats, of_exact, one, two = {
            "+": lambda: (a + b, F(a) + F(b), A + B, F(1), F(1)),
            "-": lambda: (a - b, F(a) - F(b), A - B, F(1), F(-1)),
            "*": lambda: (a * b, F(a) * F(b), A * B, B, F(a)),
            "/": lambda: (a / b, F(a) / F(b), A / B, 1 / F(b), -(A / B) / F(b)),
        }[operation]()
        return self.add(site, value, of_exact, of_floats, [(i, one), (j, two)])

    def contributions(self) -> dict[str, F]:
        adjoints, found = [F(0)] * len(self.rows), defaultdict[str, F](F)
        adjoints[-1] = F(1)
        for g, (site, delta, slopes) in zip(reversed(adjoints), reversed(self.rows), strict=True):
            found[site] += g * delta
            for i, slope in slopes:
                adjoints[i] += g * slope
        return dict(found)


def on_rationals(x: float, steps: int) -> Exactly:
    tape = Exactly()
    place, total = tape.leaf("x", x, F(x)), tape.leaf("0.0", 0.0, F(0))
    ninety, hundredth = tape.leaf("0.9", 0.9, F(9, 10)), tape.leaf("0.01", 0.01, F(1, 100))
    three = tape.leaf("3", 3.0, F(3))
    for _ in range(steps):
        place = tape.made("x * 0.9 + 0.01", "+", tape.made("x * 0.9", "*", place, ninety), hundredth)
        more = tape.made("total + x / 3", "+", total, tape.made("x / 3", "/", place, three))
        total = tape.made("total + x / 3 - x * x", "-", more, tape.made("x * x", "*", place, place))
    return tape


def test_few_are_told_by_balls_and_many_by_floats() -> None:
    assert 6 * FEW_STEPS < FEW < 6 * STEPS


@pytest.mark.parametrize("steps", [FEW_STEPS, STEPS])
def test_contributions_hold_the_exact_ones(steps: int) -> None:
    tape, found = on_rationals(0.7, steps), account(follow(decaying, [0.7, steps]))
    value, exact = tape.numbers[-1]
    assert found.error is not None
    assert found.trace.computed() == value
    with precision(found.bits):
        assert found.error.contains(fmpq(*(F(value) - exact).as_integer_ratio()))
        assert found.swept is not None
        parts = {found.trace.site(k).code: part for k, part in found.swept.by_site.items()}
        for site, part in tape.contributions().items():
            assert part == 0 or parts[site].contains(fmpq(*part.as_integer_ratio())), site
            assert part == 0 or parts[site].rel_accuracy_bits() > 20


def test_a_long_run_is_swept_at_fewer_bits_where_they_do() -> None:
    """What is lost on the way there is lost on the way back: the shares are as good as at all bits."""
    a = account(follow(decaying, [0.3, LONG_STEPS]))
    assert a.swept is not None
    assert a.swept.bits < a.bits
    with precision(a.bits):
        weights = {a.place: arb(1)}
        full = Sweep(a.found, a.trace.local, weights)
        assert full.bits == a.bits
        for site, share in a.shares().items():
            assert share.overlaps(full.by_site[site] / a.error)
            assert share.rad() <= arb(2) ** -30 * abs(share).max(arb(1))


def test_where_fewer_bits_do_not_do_all_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verify.inside.account.FINE_BITS", 100)
    a = account(follow(decaying, [0.3, LONG_STEPS]))
    assert a.swept is not None
    assert a.swept.bits == a.bits
    assert a.reason is None
