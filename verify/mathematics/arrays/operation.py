"""An operation on arrays, and the arithmetic that operations share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import acb, arb, arb_mat, fmpq, fmpq_mat

from verify.arithmetic.arrays import Matrix, mapped
from verify.arithmetic.float64 import exact
from verify.arithmetic.sums import exact_dot, exact_sum
from verify.core.errors import BadInput
from verify.mathematics.linear import array

Value = Any  # a ball (arb or acb), or an array of balls
Steps = Sequence[Matrix]  # for every argument, how far each of its numbers may move: none below 0
Moves = Callable[[Steps], Value]


@dataclass(frozen=True)
class Operation:
    """What a function of arrays computes.

    says        the call, with the names of its arguments: those after `numbers` are integers or words
    truth       (*arrays) -> balls; `like=` the result, where there are several right answers (`nearest`)
    fits        (*arrays) -> what is wrong with their shapes; None where they fit
    moved       (*arrays) -> (steps -> |J| steps); None: not known; `like=` as for the truth
    backward    (*arrays, computed) -> (normwise, componentwise) backward error
    conditions  (*arrays) -> condition numbers by norm
    figures     (*arrays, computed) -> further figures of the result: residuals, orthogonality
    remarks     (*arrays) -> sentences that are proved: a rank, clusters of eigenvalues
    entrywise   the entries are judged each by its own envelope; else all by that of the norm
    optional    so many of the last arguments may be left out
    nearest     the truth is the right answer that is nearest to the result
    tangent     (*arrays) -> (directions -> J directions), with their signs; None: not known
    is_number   one number is made of all that goes in, so that it can be made along an axis
    by_slices   it can be made along an axis, of each slice
    """

    says: str
    truth: Callable[..., Value]
    fits: Callable[..., str | None] = lambda *x: None
    moved: Callable[..., Moves] | None = None
    backward: Callable[..., tuple[arb, arb]] | None = None
    conditions: Callable[..., Mapping[str, arb]] | None = None
    figures: Callable[..., Mapping[str, arb]] | None = None
    remarks: Callable[..., Sequence[str]] | None = None
    entrywise: bool = False
    optional: int = 0
    nearest: bool = False
    tangent: Callable[..., Moves] | None = None
    is_number: bool = False
    by_slices: bool = False

    @property
    def has_axis(self) -> bool:
        return self.is_number or self.by_slices

    @property
    def name(self) -> str:
        """With the place of the result among several, as slogdet[1]."""
        head, _, rest = self.says.partition("(")
        return head + rest.partition(")")[2]

    @property
    def arguments(self) -> tuple[str, ...]:
        return tuple(self.says.partition("(")[2].partition(")")[0].split(", "))


def given(operation: Operation, values: Sequence[Any]) -> list[Any]:
    """The arguments as the operation takes them. BadInput where they do not fit."""
    values = [int(v.p) if isinstance(v, fmpq) and v.q == 1 else v for v in values]
    wrong = operation.fits(*values)
    if wrong:
        raise BadInput(f"{operation.says}: {wrong}")
    return values


def linear(function: Callable[..., Value]) -> Callable[..., Moves]:
    """The tangent of what is linear in all that moves it: itself; integers stand after the first argument."""
    return lambda x, *rest: lambda directions: function(directions[0], *rest)


# --- shapes ---------------------------------------------------------------------------------------------


def shape_text(x: Any) -> str:
    return " by ".join(map(str, np.shape(x))) or "a number"


def vector(x: Any, *_: Any) -> str | None:
    if np.ndim(x) != 1:
        return f"it takes a vector, not {shape_text(x)}"
    return None if np.size(x) else "it takes at least one number"


def anything(x: Any, *_: Any) -> str | None:
    return None if np.size(x) else "it takes at least one number"


def vectors(x: Any, y: Any, *_: Any) -> str | None:
    """Two of one length."""
    if found := vector(x) or vector(y):
        return found
    return None if len(x) == len(y) else f"{len(x)} and {len(y)} numbers do not go together"


def matrix(A: Any, *_: Any) -> str | None:
    if np.ndim(A) != 2:
        return f"it takes a matrix, not {shape_text(A)}"
    return None if np.size(A) else "it takes at least one number"


def square(A: Any, *_: Any) -> str | None:
    if found := matrix(A):
        return found
    return None if len(A) == len(A.T) else f"it takes a square matrix, not {shape_text(A)}"


# --- numbers --------------------------------------------------------------------------------------------


def balls(x: Any) -> Matrix:
    """An array (or a number) as an array of balls."""
    x = np.asarray(x)
    if x.dtype == object:
        return mapped(lambda v: v if isinstance(v, arb | acb) else arb(v), x)
    kind = acb if x.dtype.kind == "c" else arb
    return array([*map(kind, x.ravel().tolist())], x.shape)


def is_exact(x: Any) -> bool:
    """Floats, or rationals and integers."""
    x = np.asarray(x)
    return x.dtype != object or all(isinstance(v, fmpq | int) for v in x.flat)


def rationals(x: Any) -> Matrix:
    """Exact numbers as rationals."""
    x = np.asarray(x)
    if x.dtype == object:
        return mapped(fmpq, x)
    return array([exact(v) for v in x.ravel().tolist()], x.shape)


def rational_matrix(A: Any) -> fmpq_mat:
    return fmpq_mat(len(A), np.size(A) // len(A), list(rationals(A).flat))


def ball_matrix(A: Any) -> arb_mat:
    """A vector as a column, or a matrix."""
    A = np.asarray(A)
    numbers = A.ravel().tolist() if A.dtype != object else list(balls(A).flat)
    return arb_mat(len(A), A.size // len(A), numbers)


def from_matrix(found: Any, shape: tuple[int, ...] | None = None) -> Matrix:
    return array(found.entries(), (found.nrows(), found.ncols()) if shape is None else shape)


def size(x: Any) -> Matrix:
    """|x| entry by entry."""
    x = np.asarray(x)
    return np.abs(x) if x.dtype != object else mapped(abs, x)


def total(x: Any) -> arb:
    """The sum of all entries: exact to the precision in force, however they cancel."""
    x = np.asarray(x)
    if x.dtype != object:
        return exact_sum(np.ascontiguousarray(x, dtype=np.float64).ravel())
    return arb(sum(x.flat, arb(0) if not is_exact(x) else fmpq(0)))


def inner(x: Any, y: Any) -> arb:
    """x_1 y_1 + x_2 y_2 + ..., the same."""
    x, y = np.asarray(x), np.asarray(y)
    if x.dtype != object and y.dtype != object:
        return exact_dot(x.astype(np.float64).ravel(), y.astype(np.float64).ravel())
    if is_exact(x) and is_exact(y):
        x, y = rationals(x), rationals(y)
    else:
        x, y = balls(x), balls(y)
    return arb(sum((a * b for a, b in zip(x.flat, y.flat, strict=True)), fmpq(0) if is_exact(x) else arb(0)))


def product(A: Any, B: Any) -> Matrix:
    """A B; a vector is a row on the left and a column on the right."""
    A, B = np.asarray(A), np.asarray(B)
    left = ball_matrix(A) if A.ndim == 2 else ball_matrix(A).transpose()
    return from_matrix(left * ball_matrix(B), (*A.shape[:-1], *B.shape[1:]))


def relative(part: arb, whole: arb) -> arb:
    """part / whole, where nothing over nothing is nothing."""
    if part.is_zero():
        return arb(0)
    return arb.pos_inf() if whole.is_zero() else part / whole


def of_linear(moves: Moves, arrays: Sequence[Matrix], error: Any) -> tuple[arb, arb]:
    """The backward errors of what is linear in its data: the least eta with |error| <= eta |J| |x|, entry by
    entry where one change serves each entry alone, which is so for a single number."""
    eta = relative(abs(error), moves([size(x) for x in arrays]))
    return eta, eta
