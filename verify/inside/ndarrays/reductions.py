"""numpy's reductions, accumulations and products of matrices on followed arrays."""

from collections.abc import Callable
from typing import Any

import numpy as np

from verify.inside.dispatch import functions
from verify.inside.ndarrays.array_edges import bare
from verify.inside.ndarrays.promotion import Promotion
from verify.inside.run.kinds import is_narrow, kind_of
from verify.inside.run.products import DOT
from verify.inside.run.tape import ADD, FUN, MUL, SUM, Function

RUNNING = {"add": ADD, "multiply": MUL}
EXTREME = {np.maximum: "max", np.minimum: "min"}
RUN_OVER = {np.add, np.multiply, *EXTREME}
LOGICAL = {np.logical_and, np.logical_or}


def _is_all(option: Any) -> bool:
    """Are all entries meant, from none on?"""
    return option is True or option is np._NoValue


class Reductions(Promotion):
    """What is made of many entries at once."""

    call_ufunc: Any  # what two entries make of each other (ufuncs.py)
    applied: Any

    def reduced(self, ufunc: Any, method: str, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        name, (array, *rest) = ufunc.__name__, x
        keys = set(named) - {"axis", "keepdims"} if named.get("dtype") is None else {"dtype"}
        axis = rest[0] if rest else named.get("axis", 0)
        chosen = {k: named[k] for k in ("initial", "where") if not _is_all(named.get(k, True))}
        known = ufunc in (RUN_OVER if chosen else RUN_OVER | LOGICAL)
        known &= method == "reduce" or named.get("dtype") is None
        if keys - {"dtype", "initial", "where"} or not known or len(rest) > 1 or not self.is_real((array,)):
            return self.not_followed(getattr(ufunc, method), f"{name}.{method}", x, named)
        if chosen:
            found = self._chosen(ufunc, array, axis, named, **chosen) if method == "reduce" else None
            return (
                self.not_followed(getattr(ufunc, method), f"{name}.{method}", x, named)
                if found is None
                else found
            )
        if not self.holds_floats(array):
            whole = getattr(ufunc, method)(*map(bare, x), **named)
            if not kind_of(whole.dtype):
                return whole
        if method == "accumulate":
            return self.accumulated(ufunc, array, axis)
        if ufunc in LOGICAL:  # is each one other than 0?
            keep = named.get("keepdims", False)
            return ufunc.reduce(self.call_ufunc(np.not_equal, (array, 0), {}), axis=axis, keepdims=keep)
        values, nodes = self.parts(array)
        with np.errstate(all="ignore"):
            keep = named.get("keepdims", False)
            made = np.asarray(ufunc.reduce(values, axis=axis, dtype=named.get("dtype"), keepdims=keep))
        if is_narrow(made.dtype) and not np.can_cast(values.dtype, made.dtype):
            values, nodes = self.converted(values, nodes, made.dtype)
        if not kind_of(made.dtype):  # each entry is cut to an integer before the next one comes
            return self.not_followed(getattr(ufunc, method), f"{name}.{method}", x, named)
        width = nodes.size // made.size if made.size else 0
        operands = self._to_the_end(nodes, axis).reshape(*made.shape, width)
        if name == "add":
            return self.made(made, self.pooled(SUM, operands, made))
        return self.made(made, self._chained(ufunc, operands, made))

    def _chosen(
        self, ufunc: Any, array: Any, axis: Any, named: dict[str, Any], initial: Any = None, where: Any = True
    ) -> Any:
        """Of some of the entries, or from a first one on; None where it is not followed.

        What is not chosen becomes what changes nothing: 0, 1, or of extremes the first one.
        """
        values, nodes = self.parts(array)
        start = ufunc.identity if initial is None else initial
        if (
            start is None
            or named.get("dtype") is not None
            or not (self.is_real((start,)) and kind_of(values.dtype))
        ):
            return None
        first, node = self.converted(*self.parts(start), values.dtype)
        options = {"axis": axis, "keepdims": named.get("keepdims", False), "where": where}
        with np.errstate(all="ignore"):
            made = np.asarray(ufunc.reduce(values, initial=first, **options))
        idle = int(node) if ufunc in EXTREME else self.recorder.integer(ufunc.identity, self.site).node
        nodes = np.where(np.broadcast_to(np.asarray(where), nodes.shape), nodes, idle)
        operands = self._to_the_end(nodes, axis).reshape(*made.shape, -1)
        operands = np.concatenate([np.broadcast_to(node, (*made.shape, 1)), operands], axis=-1)
        if ufunc is np.add:
            return self.made(made, self.pooled(SUM, operands, made))
        return self.made(made, self._chained(ufunc, operands, made))

    def _to_the_end(self, nodes: np.ndarray, axis: Any) -> np.ndarray:
        """The axes that are reduced, last."""
        axes = range(nodes.ndim) if axis is None else (axis,) if isinstance(axis, int) else axis
        axes = tuple(k % nodes.ndim for k in axes)
        kept = [k for k in range(nodes.ndim) if k not in axes]
        return nodes.transpose(*kept, *axes)

    def _chained(self, ufunc: Any, operands: np.ndarray, made: np.ndarray) -> np.ndarray:
        """Extremes at once; products one after the other, or at once if numpy multiplies in another order."""
        if ufunc in EXTREME:
            return self.pooled(FUN, operands, made, functions.MANY[EXTREME[ufunc]])
        if not operands.shape[-1]:  # of nothing: 1
            return self.leaves(made)
        total = self.made(*self._column(operands, 0, made.dtype))
        for k in range(1, operands.shape[-1]):
            total = self.call_ufunc(ufunc, (total, self.made(*self._column(operands, k, made.dtype))), {})
        values, nodes = self.parts(total)
        if np.array_equal(values, made, equal_nan=True):
            return nodes
        return self.pooled(FUN, operands, made, Function("prod", functions.product))

    def _column(self, operands: np.ndarray, k: int, dtype: Any) -> tuple[np.ndarray, np.ndarray]:
        nodes = operands[..., k]
        values = np.array([self.tape.values[i] for i in nodes.ravel().tolist()]).reshape(nodes.shape)
        return values.astype(dtype), nodes

    def accumulated(self, ufunc: Any, array: Any, axis: Any, dtype: Any = None) -> Any:
        """cumsum and cumprod: each entry is the one before, and one operation."""
        if dtype is not None and np.dtype(dtype) != self.parts(array)[0].dtype:
            raise NotImplementedError
        values, nodes = (part.ravel() if axis is None else part for part in self.parts(array))
        axis = 0 if axis is None else axis
        with np.errstate(all="ignore"):
            made = ufunc.accumulate(values, axis=axis)
        if ufunc.__name__ not in RUNNING and ufunc not in EXTREME:
            return self.not_followed(ufunc.accumulate, f"{ufunc.__name__}.accumulate", (array,), {})
        if not made.size:
            return self.made(made, nodes)
        columns, results = np.moveaxis(nodes, axis, 0), np.moveaxis(made, axis, 0)
        found = [columns[0]]
        for k in range(1, len(columns)):
            if ufunc in EXTREME:
                extreme = functions.EXTREMES[EXTREME[ufunc]]
                found.append(self.applied(extreme, [found[-1], columns[k]], results[k]))
            else:
                found.append(self.block(RUNNING[ufunc.__name__], found[-1], columns[k], results[k]))
        return self.made(made, np.moveaxis(np.array(found), 0, axis))

    def of_rows(self, ufunc: Any, x: tuple[Any, ...], axis: int) -> Any:
        """np.vecdot: the inner products along an axis, whatever order they are added in."""
        parts = [self.parts(v) for v in x]
        made = np.asarray(ufunc(*(values for values, _ in parts), axis=axis))
        if not kind_of(made.dtype):  # of integers
            return made
        last = [np.moveaxis(nodes, axis, -1) for _, nodes in parts]
        rows = [np.broadcast_to(n, (*made.shape, n.shape[-1])) for n in last]
        return self.made(made, self.pooled(FUN, np.concatenate(rows, axis=-1), made, DOT))

    def inner(self, a: Any, b: Any, plain: Callable[..., Any] = np.dot) -> Any:
        """Dot products and products of matrices: whatever order BLAS takes, one step for each entry."""
        if not (self.holds_floats(a) or self.holds_floats(b)):
            return plain(bare(a), bare(b))
        (x, p), (y, q) = self.parts(a), self.parts(b)
        if x.ndim > 2 or y.ndim > 2 or not self.is_real((a, b)):
            return self.not_followed(plain, "dot", (a, b), {})
        if not (x.ndim and y.ndim):
            return self.call_ufunc(np.multiply, (a, b), {})
        made = np.asarray(plain(x, y))
        rows, columns = np.atleast_2d(p), np.atleast_2d(q.T)
        pairs = [np.concatenate([r, c]) for r in rows for c in columns]
        return self.made(made, self.pooled(FUN, np.array(pairs), made, DOT))
