"""The roots of polynomials."""

from typing import Any

from flint import acb, acb_poly, arb, fmpq_poly

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.precision import Unsettled
from verify.mathematics.arrays.operation import (
    Moves,
    Operation,
    Value,
    balls,
    is_exact,
    of_complex,
    rationals,
    vector,
)
from verify.mathematics.arrays.pairing import paired
from verify.mathematics.arrays.spectra import roots_of
from verify.mathematics.linear import array


def leading(p: Any) -> str | None:
    if found := vector(p):
        return found
    if not is_exact(p):
        return "its coefficients are given as an array, not computed"
    return (
        None if len(p) > 1 and p[0] != 0 else "its first coefficient is not zero, and there are two at least"
    )


def roots(p: Matrix, like: Any = None) -> Matrix:
    found = roots_of(_polynomial(p))
    return array([found[k] for k in paired(found, like, closed=True)], (len(found),))


def _polynomial(p: Matrix) -> fmpq_poly:
    return fmpq_poly(list(rationals(p))[::-1])


def roots_moved(p: Matrix, like: Any = None) -> Moves:
    # dx = -sum dp_k x^(n-k) / p'(x) at a simple root; at a multiple one the slope is infinite.
    slope = acb_poly([acb(v) for v in balls(p)[::-1]]).derivative()
    found: list[acb] = list(map(acb, roots(p, like)))
    known: Any = _polynomial(p).numer().complex_roots()  # FLINT's stubs do not say that these are pairs
    multiple = [acb(root) for root, count in known if count > 1]
    n = len(p)

    def one(root: acb, steps: Matrix) -> arb:
        if any(root.overlaps(other) for other in multiple):
            return arb.pos_inf()
        speed = slope(root)
        bound = sum((abs(root) ** (n - 1 - k) * s for k, s in enumerate(steps)), arb(0)) / abs(speed)
        return bound if root.imag.is_zero() else of_complex(bound)

    def moved(steps: Any) -> Value:
        s = balls(steps[0])
        return array([one(r, s) for r in found], (len(found),))

    return moved


def roots_tangent(p: Matrix, like: Any = None) -> Moves:
    """dx = -dp(x)/p'(x) at simple roots. Unsettled where one is multiple."""
    whole = _polynomial(p)
    known: Any = whole.numer().complex_roots()
    if any(count > 1 for _, count in known):
        raise Unsettled("a multiple root has no derivative by its coefficients")
    slope = acb_poly([acb(v) for v in balls(p)[::-1]]).derivative()
    found = list(map(acb, roots(p, like)))

    def tangent(directions: Any) -> Value:
        change = acb_poly([acb(v) for v in balls(directions[0])[::-1]])
        moved = [-change(r) / slope(r) for r in found]
        return array(
            [m.real if r.imag.is_zero() else m for m, r in zip(moved, found, strict=True)], (len(found),)
        )

    return tangent


OPERATIONS = (Operation("roots(p)", roots, leading, roots_moved, nearest=True, tangent=roots_tangent),)
