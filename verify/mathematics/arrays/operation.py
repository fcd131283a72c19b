"""An operation on arrays, and the arithmetic that operations share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import acb, acb_mat, arb, arb_mat, fmpq, fmpq_mat

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
    in_plane    it takes complex numbers too
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
    in_plane: bool = False

    @property
    def has_axis(self) -> bool:
        return self.is_number or self.by_slices

    @property
    def call(self) -> str:
        """How it is called: var(x, ddof, axis=)."""
        more = ", axis=, keepdims=)" if self.is_number else ", axis=)"
        return self.says.replace(")", more, 1) if self.has_axis else self.says

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
    if not operation.in_plane and any(map(is_complex, values)):
        raise BadInput(f"{operation.says}: it takes real numbers here, not complex ones")
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
    return None if len(x) == len(y) else f"{len(x)} and {len(y)} numbers do not fit together"


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


def is_complex(x: Any) -> bool:
    x = np.asarray(x)
    return x.dtype.kind == "c" or (x.dtype == object and any(isinstance(v, acb) for v in x.flat))


def is_exact(x: Any) -> bool:
    """Real floats, or rationals and integers."""
    x = np.asarray(x)
    return x.dtype.kind in "fiub" or (x.dtype == object and all(isinstance(v, fmpq | int) for v in x.flat))


def rationals(x: Any) -> Matrix:
    """Exact numbers as rationals."""
    x = np.asarray(x)
    if x.dtype == object:
        return mapped(fmpq, x)
    return array([exact(v) for v in x.ravel().tolist()], x.shape)


def rational_matrix(A: Any) -> fmpq_mat:
    return fmpq_mat(len(A), np.size(A) // len(A), list(rationals(A).flat))


def ball_matrix(A: Any) -> Any:
    """A vector as a column, or a matrix, of arb or of acb."""
    A = np.asarray(A)
    if is_complex(A):
        return acb_mat(len(A), A.size // len(A), [acb(v) for v in balls(A).flat])
    numbers = A.ravel().tolist() if A.dtype != object else list(balls(A).flat)
    return arb_mat(len(A), A.size // len(A), numbers)


def from_matrix(found: Any, shape: tuple[int, ...] | None = None) -> Matrix:
    return array(found.entries(), (found.nrows(), found.ncols()) if shape is None else shape)


def size(x: Any) -> Matrix:
    """|x| entry by entry: of real floats exactly, else in balls."""
    x = np.asarray(x)
    if x.dtype.kind == "c":
        return mapped(abs, balls(x))
    return np.abs(x) if x.dtype != object else mapped(abs, x)


def total(x: Any) -> Any:
    """The sum of all entries: exact to the precision in force, however they cancel."""
    x = np.asarray(x)
    if x.dtype.kind == "c":
        return acb(total(x.real), total(x.imag))
    if is_complex(x):
        return sum(x.flat, acb(0))
    if x.dtype != object:
        return exact_sum(np.ascontiguousarray(x, dtype=np.float64).ravel())
    return arb(sum(x.flat, arb(0) if not is_exact(x) else fmpq(0)))


def inner(x: Any, y: Any) -> Any:
    """x_1 y_1 + x_2 y_2 + ..., the same; without conjugates."""
    x, y = np.asarray(x), np.asarray(y)
    if is_complex(x) or is_complex(y):
        return sum((a * b for a, b in zip(balls(x).flat, balls(y).flat, strict=True)), acb(0))
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
    left, right = ball_matrix(A) if A.ndim == 2 else ball_matrix(A).transpose(), ball_matrix(B)
    if isinstance(left, acb_mat) or isinstance(right, acb_mat):
        left, right = acb_mat(left), acb_mat(right)
    return from_matrix(left * right, (*A.shape[:-1], *B.shape[1:]))


def relative(part: arb, whole: arb) -> arb:
    """part / whole, where nothing over nothing is nothing."""
    if part.is_zero():
        return arb(0)
    return arb.pos_inf() if whole.is_zero() else part / whole


# Steps with free signs move a complex number c_1 s_1 + c_2 s_2 + ... by at most sum |c_j| s_j, and in some
# direction by at least the mean of the largest real parts over all directions, 2/pi of that.
SHARE = 2


def of_complex(bound: arb) -> arb:
    """What a complex result moves at most, from a sum of moduli: that, or down to 2/pi of it."""
    return bound.union(bound * SHARE / arb.pi())


def of_linear(moves: Moves, arrays: Sequence[Matrix], error: Any) -> tuple[arb, arb]:
    """The backward errors of what is linear in its data: the least eta with |error| <= eta |J| |x|, entry by
    entry where one change serves each entry alone, which is so for a single number."""
    eta = relative(abs(error), moves([size(x) for x in arrays]))
    return eta, eta
