"""The sums as float64 adds them: what is measured for the claims."""

from typing import Any

from flint import arb, fmpq

from verify.arithmetic.float64 import exact
from verify.arithmetic.precision import every, less, negated
from verify.catalogue.rectangle_sums.methods import ON
from verify.core.claim import Outcome
from verify.core.model import Algorithm
from verify.measure.harness import measure


def off(algorithm: Algorithm, **values: Any) -> arb:
    """|y^ - y|/|y| of what float64 gives."""
    m = measure(algorithm, **values)
    assert m.forward_error is not None, "the sums are finite"
    return abs(m.forward_error)


def short_interval() -> Outcome:
    a = exact(16 / 3)
    b = a + fmpq(1, 2**36)
    difference = off(ON["distance_from_velocity", "antiderivative"], a=a, b=b)
    one_cell = off(ON["distance_from_velocity", "midpoint_plain"], a=a, b=b, cells=1)
    return Outcome(
        less(difference, one_cell),
        f"for 2x on [a, a + 2^-36], a the float64 next to 16/3, the difference is off by "
        f"{difference.str(3, radius=False)} of the integral, one rectangle by "
        f"{one_cell.str(3, radius=False)}: b^2 and a^2 agree in their leading digits, and what is left of "
        "them was rounded",
        difference,
    )


def orders() -> Outcome:
    """Between n and 2n cells, n = 10^6, on [1, 6], in exact arithmetic."""
    found = {}
    for rule, declared in (("left", 1), ("midpoint", 2), ("right", 1)):
        order = ON["definite_integral", f"{rule}_plain"].diagnostics["order"]
        found[rule] = (order(None, arb(1), arb(6), 10**6), declared)
    close = [less(abs(order - declared), fmpq(1, 10**6)) for order, declared in found.values()]
    listed = ", ".join(f"{rule} {order.str(10)}" for rule, (order, _) in found.items())
    return Outcome(every(close), f"log2 |E_n/E_2n| at n = 10^6: {listed}")


def finer_is_nearer(n: int) -> bool | None:
    coarse, fine = (off(ON["definite_integral", "midpoint_plain"], a=1, b=6, cells=k) for k in (n, 10 * n))
    return less(fine, coarse)


def finer_is_no_nearer() -> Outcome:
    sums = ON["distance_from_velocity", "midpoint_plain"]
    coarse, fine = (off(sums, a=0, b=5, cells=n) for n in (1, 10**6))
    return Outcome(
        less(fine, coarse),
        f"for 2x on [0, 5] one rectangle gives 25 itself, 10^6 of them are off by "
        f"{fine.str(3, radius=False)} of it",
        fine,
    )


def crossover() -> Outcome:
    """On [0, 1/64]: where rounding exceeds truncation, and that the other two sums are better there."""
    rounded = rounding_leads("plain", 10**6, 2)
    truncated = [negated(rounding_leads(name, 10**5, fmpq(1, 2))) for name in ("neumaier", "pairwise")]
    return Outcome(
        every([rounded, *truncated]),
        "on [0, 1/64] rounding is more than twice truncation at 10^6 cells with plain addition, and less "
        "than half of it at 10^5 cells with Neumaier's and with pairwise addition",
    )


def rounding_leads(summation: str, cells: int, factor: Any) -> bool | None:
    """Is the rounding error more than `factor` times the truncation error?"""
    m = measure(ON["definite_integral", f"midpoint_{summation}"], a=0, b="1/64", cells=cells)
    assert m.rounding_error is not None, "the sums are finite"
    assert m.truncation_error is not None, "the sums are finite"
    return less(abs(m.truncation_error) * factor, abs(m.rounding_error))
