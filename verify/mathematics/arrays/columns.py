"""What data move where the tangent is known: its columns, one for each number that goes in."""

from collections.abc import Callable
from typing import Any

import numpy as np
from flint import acb, arb

from verify.arithmetic.arrays import Matrix, mapped
from verify.arithmetic.precision import Unsettled
from verify.mathematics.arrays.operation import Moves, Steps, Value, balls, of_complex


def by_columns(tangent: Callable[..., Moves], most: int, of: str) -> Callable[..., Moves]:
    """|J| of an operation on one matrix by its tangent, for so many rows or columns at most."""

    def moved(A: Matrix, **like: Any) -> Moves:
        if max(np.shape(A)) > most:
            raise Unsettled(f"the derivatives of {of} of {max(np.shape(A))} rows are not enclosed")
        along, units = tangent(A, **like), np.eye(np.size(A))
        columns = [np.asarray(along([unit.reshape(np.shape(A))]), dtype=object) for unit in units]
        return moves_of(np.stack(columns))

    return moved


def moves_of(columns: Matrix) -> Moves:
    """|J| steps from the columns of J, in the first axis: of an entry that they move in the plane, only to
    within the direction that each goes."""
    sizes = mapped(abs, columns)
    in_plane = np.array([isinstance(v, acb) and not v.imag.is_zero() for v in columns.flat], dtype=bool)
    spread = in_plane.reshape(columns.shape).any(axis=0)

    def moves(steps: Steps) -> Value:
        s = np.concatenate([balls(step).ravel() for step in steps])
        whole = np.asarray(np.tensordot(s, sizes.reshape(len(s), -1), 1)).reshape(spread.shape)
        found = [
            of_complex(arb(v)) if wide else arb(v) for v, wide in zip(whole.flat, spread.flat, strict=True)
        ]
        made = np.empty(spread.shape, dtype=object)
        made.ravel()[:] = found
        return made if made.shape else made.item()

    return moves


def mirrored(D: Matrix) -> Matrix:
    """The symmetric matrix of a lower triangle: what routines read of one."""
    D = balls(D)
    low = mapped(lambda v: v, D) * np.tril(np.ones(D.shape, dtype=int))
    found: Matrix = low + np.ascontiguousarray((low * (1 - np.eye(len(D), dtype=int))).T)
    return found
