"""Operations along one axis, as numpy's axis=: on every row, column or longer slice by itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.arrays import Matrix
from verify.mathematics.arrays.operation import Moves, Operation, Value, shape_text
from verify.mathematics.linear import array
from verify.measure.budget import largest


@dataclass(frozen=True)
class _Slices:
    """The slices of an operation's first argument, and what is made of each of them put together."""

    operation: Operation
    axis: int
    keepdims: bool = False

    def apart(self, x: Any) -> list[Matrix]:
        whole = np.moveaxis(np.asarray(x), self.axis, -1)
        return [whole[place].copy() for place in np.ndindex(whole.shape[:-1])]

    def joined(self, found: Sequence[Value], x: Any) -> Value:
        outer = np.moveaxis(np.empty(np.shape(x), dtype=bool), self.axis, -1).shape[:-1]
        if np.ndim(found[0]) == 0:
            if self.keepdims:
                return np.expand_dims(array(list(found), outer), self.axis)
            return array(list(found), outer) if outer else found[0]
        made = np.stack([np.asarray(v) for v in found]).reshape(*outer, -1)
        return np.moveaxis(made, -1, self.axis)

    def fits(self, x: Any, *rest: Any) -> str | None:
        if not -np.ndim(x) <= self.axis < np.ndim(x):
            return f"there is no axis {self.axis} of {shape_text(x)}"
        return self.operation.fits(self.apart(x)[0], *rest) if np.size(x) else "it takes at least one number"

    def truth(self, x: Any, *rest: Any) -> Value:
        return self.joined([self.operation.truth(part, *rest) for part in self.apart(x)], x)

    def moving(self, make: Callable[..., Moves]) -> Callable[..., Moves]:
        """What is made of each slice takes the slices of its own argument."""

        def whole(x: Any, *rest: Any) -> Moves:
            made = [make(part, *rest) for part in self.apart(x)]

            def applied(steps: Sequence[Matrix]) -> Value:
                parts = self.apart(steps[0])
                return self.joined([f([s, *steps[1:]]) for f, s in zip(made, parts, strict=True)], x)

            return applied

        return whole

    def backward(self, *given: Any) -> tuple[arb, arb]:
        """The largest of all slices: the least change of each, relative to itself. Those operations that have
        a backward error give one number of a slice."""
        assert self.operation.backward is not None
        *arguments, computed = given
        x, *rest = arguments
        results = np.asarray(computed).ravel().tolist()
        pairs = [self.operation.backward(p, *rest, y) for p, y in zip(self.apart(x), results, strict=True)]
        return largest([a for a, _ in pairs]), largest([b for _, b in pairs])


def along(operation: Operation, axis: int, keepdims: bool = False) -> Operation:
    """The operation applied to each slice of its first argument. What gives one number of a slice gives
    entries each of which stands for itself."""
    slices = _Slices(operation, axis, keepdims)
    return replace(
        operation,
        truth=slices.truth,
        fits=slices.fits,
        moved=operation.moved and slices.moving(operation.moved),
        backward=operation.backward and slices.backward,
        entrywise=operation.entrywise or operation.is_number,
        tangent=operation.tangent and slices.moving(operation.tangent),
    )
