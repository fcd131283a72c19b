"""Means, variances and what else numpy makes of sums, products and extremes."""

from typing import Any

import numpy as np

from verify.inside.ndarrays.moving import Moving
from verify.inside.run.kinds import kind_of
from verify.inside.run.tape import DIV, SUM


class Averages(Moving):
    """Made of the operations that are followed, if they come out as numpy's own."""

    def mean(self, a: Any, axis: Any = None, *rest: Any, keepdims: Any = False, **named: Any) -> Any:
        self._only_axis(named | dict(enumerate(rest)))
        if not self.is_real((a,)):
            raise NotImplementedError
        values, nodes = self.parts(a)
        # As numpy does: integers are added in float64, float16 in float32.
        among = (
            np.float32
            if values.dtype == np.float16
            else values.dtype
            if kind_of(values.dtype)
            else np.float64
        )
        total = np.asarray(np.add.reduce(values, axis=axis, dtype=among))
        operands = self._to_the_end(nodes, axis).reshape(*total.shape, -1)
        count = operands.shape[-1]
        made = np.asarray(np.mean(values, axis=axis))
        if not np.array_equal((total / count).astype(made.dtype), made, equal_nan=True):
            raise NotImplementedError
        sums = self.pooled(SUM, operands, total)
        divisor = self.recorder.integer(count, self.site).node
        means = self.made(made, self.block(DIV, sums, divisor, made))
        return self.with_axes(means, values, axis) if keepdims and keepdims is not np._NoValue else means

    def with_axes(self, found: Any, of: np.ndarray, axis: Any) -> Any:
        """What was made of entries, with axes of length 1 where they lay."""
        axes = range(of.ndim) if axis is None else np.atleast_1d(axis).tolist()
        shape = [1 if k in {i % of.ndim for i in axes} else n for k, n in enumerate(of.shape)]
        values, nodes = self.parts(found)
        return self.whole(np.reshape(values, shape), np.reshape(nodes, shape))

    def var(
        self, a: Any, axis: Any = None, *rest: Any, ddof: int = 0, keepdims: Any = False, **named: Any
    ) -> Any:
        """As numpy has it: the mean, the deviations, their squares, their sum over n - ddof."""
        self._only_axis(named | dict(enumerate(rest)))
        values, _ = self.parts(a)
        array = self.array(a) if not isinstance(a, self.Array) else a
        center = self.mean(array, axis, keepdims=True)
        deviations = self.call_ufunc(np.subtract, (array, center), {})
        squares = self.call_ufunc(np.multiply, (deviations, deviations), {})
        total = self.reduced(np.add, "reduce", (squares,), {"axis": axis})
        count = values.size // max(np.size(total), 1)
        found = self.call_ufunc(np.divide, (total, max(count - ddof, 0)), {})
        if not np.array_equal(self.parts(found)[0], np.var(values, axis=axis, ddof=ddof), equal_nan=True):
            raise NotImplementedError
        return self.with_axes(found, values, axis) if keepdims and keepdims is not np._NoValue else found

    def clip(self, a: Any, low: Any = None, high: Any = None, out: Any = None, **named: Any) -> Any:
        self._only_axis(named)
        if isinstance(out, self.Array):
            out[...] = self.clip(a, low, high)
            return out
        for bound, ufunc in ((low, np.maximum), (high, np.minimum)):
            a = a if bound is None else self.call_ufunc(ufunc, (a, bound), {})
        return a

    def outer(self, a: Any, b: Any) -> Any:
        return self.call_ufunc(
            np.multiply, (self.array(a).ravel()[:, None], self.array(b).ravel()[None, :]), {}
        )
