"""Arrays made of numbers, and put in order."""

from collections.abc import Callable
from typing import Any

import numpy as np
from flint import fmpq

from verify.inside.dispatch import functions
from verify.inside.ndarrays.ufuncs import Ufuncs
from verify.inside.run.kinds import kind_of


class ArrayMaking(Ufuncs):
    """np.array, np.linspace, np.sort and their like."""

    def _only_axis(self, named: dict[Any, Any]) -> None:
        if any(v is not None and v is not np._NoValue for v in named.values()):
            raise NotImplementedError

    # --- making arrays --------------------------------------------------------------------------------

    def array(self, x: Any = 0.0, dtype: Any = None, ndmin: int = 0, **named: Any) -> Any:
        """np.array, with as many axes as are asked for at least."""
        found = self._array(x, dtype, **named)
        more = ndmin - np.ndim(found)
        return found if more <= 0 else found[(None,) * more]

    def _array(self, x: Any, dtype: Any, **named: Any) -> Any:
        if self.in_plane.holds(x):
            if dtype not in (None, complex, np.complex128):
                raise NotImplementedError
            return self.in_plane.made(*map(np.array, self.in_plane.parts(x)))
        if isinstance(x, self.Array):
            return x.copy() if dtype is None else self.as_type(x, dtype)
        if isinstance(x, np.ndarray) or not self.holds_floats(x):
            found = np.array(x, dtype=dtype, **named)
            if not kind_of(found.dtype):
                return found
            return self.whole(found, self.leaked(found) if self.may_hold(x) else self.kept(x, found))
        made = self.whole(*self.parts(x))
        return made if dtype is None or np.dtype(dtype) == made.dtype else self.as_type(made, dtype)

    def kept(self, x: Any, found: np.ndarray) -> np.ndarray:
        """Nodes of the floats that plain numbers became: a float that does not hold its number is rounded."""
        given = np.asarray(x)
        # Python compares integers with floats exactly, as numpy does not.
        pairs = zip(given.ravel().tolist(), found.astype(np.float64).ravel().tolist(), strict=True)
        if all(a == b or (a != a and b != b) for a, b in pairs):
            return self.leaves(found)
        if given.dtype.kind not in "iu":
            return self.leaked(found)
        values, nodes = self.parts(given)
        made, nodes = self.converted(values.astype(np.float64), nodes, found.dtype)
        return nodes if np.array_equal(made, found) else self.leaked(found)

    def ranged(self, *x: Any, dtype: Any = None, **named: Any) -> Any:
        """arange: of integers, in whatever format, or of floats."""
        x, dtype = x[:3], x[3] if len(x) > 3 else dtype
        if self.may_hold((x, named)):
            return self._floats_ranged(*x, dtype=dtype, **named)
        found = np.arange(*x, dtype=dtype, **named)
        if not kind_of(found.dtype):
            return found
        whole = np.arange(*x, **named)
        exact = whole.dtype.kind in "iu" and whole.shape == found.shape
        return self.whole(found, self.kept(whole, found) if exact else self.leaked(found))

    def _floats_ranged(self, *x: Any, dtype: Any = None, **named: Any) -> Any:
        """start + k step; how many there are, the ceiling of (stop - start)/step, is a decision."""
        if named or dtype not in (None, float, np.float64) or not all(isinstance(v, float | int) for v in x):
            raise NotImplementedError
        start, stop, step = (*x, 1) if len(x) == 2 else (0, x[0], 1) if len(x) == 1 else x
        operators, site, recorder = self.recorder.operators, self.site, self.recorder
        values = np.arange(*(float.__pos__(v) if isinstance(v, float) else v for v in (start, stop, step)))
        gap = operators["sub"](stop, start, site)
        ratio = operators["truediv"](gap, step, site)
        count = recorder.rounds(site, "ceil", recorder.lift(ratio, site), len(values))
        if recorder.oracle is not None:
            values = float(start) + np.arange(max(count, 0)) * float(step)
        ends = [recorder.lift(v, site).node for v in (start, step)]
        places = [
            self.tape.applied(functions.linear("arange", 1, k), site, ends, v, kind_of(values.dtype))
            for k, v in enumerate(values.tolist())
        ]
        return self.whole(values, np.array(places, dtype=np.int64))

    def as_array(self, x: Any, dtype: Any = None, **named: Any) -> Any:
        """asarray: an array stays itself."""
        same = isinstance(x, self.Array) and (dtype is None or np.dtype(dtype) == x.dtype)
        return x if same else self.array(x, dtype, **named)

    def like(self, plain: Callable[..., Any]) -> Callable[..., Any]:
        """zeros_like and the like: of the values alone."""

        def make(a: Any, *x: Any, **named: Any) -> Any:
            found = plain(self.plain(a, []), *x, **named)
            return self.in_plane.leaves(found) if self.in_plane.holds(found) else self.array(found)

        return make

    def full(self, shape: Any, fill_value: Any, dtype: Any = None) -> Any:
        if not (isinstance(fill_value, float) or self.recorder.is_number(fill_value)):
            if self.may_hold(fill_value):
                raise NotImplementedError
            return self.array(np.full(shape, fill_value), dtype)
        value, node = self.parts(fill_value)
        found = self.whole(np.full(shape, value), np.full(shape, node))
        return found if dtype is None else self.as_type(found, dtype)

    def copy_to(self, target: Any, source: Any, casting: Any = "same_kind", where: Any = True) -> None:
        if not isinstance(target, self.Array) or self.in_plane.holds(source):
            raise NotImplementedError
        mask = np.broadcast_to(np.asarray(where), target.shape)
        values, nodes = (np.broadcast_to(part, target.shape) for part in self.parts(source))
        target[mask] = self.whole(values[mask], nodes[mask])

    def place(self, target: Any, mask: Any, values: Any) -> None:
        """Where the mask is true, the values one after the other, from the first again after the last."""
        if not isinstance(target, self.Array):
            raise NotImplementedError
        chosen = np.asarray(mask).astype(bool).reshape(target.shape)
        new, count = self.array(values).ravel(), int(chosen.sum())
        if count:
            target[chosen] = new[np.arange(count) % new.size]

    def linspace(
        self,
        start: Any,
        stop: Any,
        num: int = 50,
        endpoint: bool = True,
        retstep: bool = False,
        dtype: Any = None,
    ) -> Any:
        """start + k (stop - start)/(num - 1)."""
        if retstep or dtype is not None:
            alone = retstep and endpoint and num == 1  # between one number there is no step
            if alone or (dtype is not None and not kind_of(np.dtype(dtype))):  # these are floors
                raise NotImplementedError
            made = self.linspace(start, stop, num, endpoint)
            made = made if dtype is None else self.as_type(made, dtype)
            gap = self.call_ufunc(np.subtract, (stop, start), {})
            steps = num - 1 if endpoint else num
            return (made, self.call_ufunc(np.divide, (gap, steps), {})) if retstep else made
        (_, p), (_, q) = both = self.parts(start), self.parts(stop)
        plain: Any = np.linspace
        values = plain(*self.given((start, stop), list(both)), num, endpoint)
        steps = num - 1 if endpoint else num
        places = []
        for k, value in enumerate(values.tolist()):
            part = fmpq(k, max(steps, 1))
            function = functions.linear("linspace", 1 - part, part)
            places.append(
                self.tape.applied(function, self.site, [int(p), int(q)], value, kind_of(values.dtype))
            )
        return self.made(values, np.array(places, dtype=np.int64))

    # --- order ----------------------------------------------------------------------------------------

    def argsort(self, a: Any, axis: int = -1, kind: Any = None, **named: Any) -> Any:
        self._only_axis(named)
        return self._ordered(a, axis, kind, places=True)

    def _ordered(self, a: Any, axis: int, kind: Any, places: bool) -> np.ndarray:
        """The order of the entries; where the places themselves are asked for, equal ones stay in theirs."""
        values, nodes = self.parts(a)
        order = np.argsort(values, axis=axis, kind=kind)
        taken = (np.take_along_axis(nodes, order, axis), order)
        rows, at = (np.moveaxis(part, axis, -1) for part in taken)
        forward = (at[..., :-1] < at[..., 1:]).ravel().tolist()
        pairs = zip(rows[..., :-1].ravel().tolist(), rows[..., 1:].ravel().tolist(), forward, strict=True)
        for low, high, stays in pairs:
            self._decided("<=" if stays or not places else "<", low, high)
        return order

    def sort(self, a: Any, axis: int = -1, kind: Any = None, **named: Any) -> Any:
        self._only_axis(named)
        order = self._ordered(a, axis, kind, places=False)
        values, nodes = self.parts(a)
        return self.made(np.take_along_axis(values, order, axis), np.take_along_axis(nodes, order, axis))

    def partition(self, a: Any, kth: Any, axis: int = -1, kind: str = "introselect") -> Any:
        """Where the entries come to lie is made of comparisons of whichever of them."""
        order = self.argpartition(a, kth, axis, kind)
        parts = [part.ravel() if axis is None else part for part in self.parts(a)]
        axis = -1 if axis is None else axis
        values, nodes = (np.take_along_axis(part, order, axis) for part in parts)
        if not np.array_equal(values, np.partition(parts[0], kth, axis), equal_nan=True):
            raise NotImplementedError
        return self.made(values, nodes)

    def argpartition(self, a: Any, kth: Any, axis: int = -1, kind: str = "introselect") -> np.ndarray:
        """All comparisons come out as they did where exact arithmetic has this very order."""
        values, nodes = (part.ravel() if axis is None else part for part in self.parts(a))
        axis = -1 if axis is None else axis
        if kind != "introselect" or np.isnan(values).any():
            raise NotImplementedError
        order = np.argsort(values, axis=axis)
        rows = np.moveaxis(np.take_along_axis(nodes, order, axis), axis, -1)
        for low, high in zip(rows[..., :-1].ravel().tolist(), rows[..., 1:].ravel().tolist(), strict=True):
            self._decided("==" if self.tape.values[low] == self.tape.values[high] else "<", low, high)
        return np.argpartition(values, kth, axis)

    def arg_extreme(
        self, a: Any, plain: Callable[..., Any], symbol: str, axis: Any = None, keepdims: bool = False
    ) -> Any:
        """The first of the largest (least) entries: strictly beyond those before it. `symbol`: > or <."""
        values, nodes = self.parts(a)
        if keepdims:
            places = np.asarray(self.arg_extreme(a, plain, symbol, axis))
            return places.reshape((1,) * values.ndim) if axis is None else np.expand_dims(places, axis)
        if axis is None or values.ndim == 1:
            return np.intp(self._extreme_of(values, nodes.ravel().tolist(), plain, symbol))
        rows = (np.moveaxis(part, axis, -1) for part in (values, nodes))
        values, nodes = (part.reshape(-1, part.shape[-1]) for part in rows)
        found = [self._extreme_of(v, n.tolist(), plain, symbol) for v, n in zip(values, nodes, strict=True)]
        return np.array(found).reshape(np.delete(self.parts(a)[0].shape, axis))

    def _extreme_of(
        self, values: np.ndarray, places: list[int], plain: Callable[..., Any], symbol: str
    ) -> int:
        best = 0 if self.recorder.oracle is not None else int(plain(values))
        if self.recorder.oracle is not None and any(map(self.tape.is_given_nan, places)):
            raise NotImplementedError  # the first of these is the extreme, which no comparison tells
        if self.recorder.oracle is not None:  # floats mean nothing there: one entry after the other is asked
            for k in range(1, len(places)):
                one, two = (self.recorder.number(self.tape.values[places[i]], places[i]) for i in (k, best))
                best = k if self.recorder.decided(self.site, symbol, one, two, False) else best
            return best
        for k, other in enumerate(places):
            if k != best:
                self._decided(symbol if k < best else f"{symbol}=", places[best], other)
        return best

    def _decided(self, symbol: str, a: int, b: int) -> None:
        left, right = (self.recorder.number(self.tape.values[k], k) for k in (a, b))
        if not self.recorder.decided(self.site, symbol, left, right, True):
            self.recorder.needs_exact(self.site, left, right)  # another order: not followed

    # --- to decimal places ----------------------------------------------------------------------------

    def round_entries(self, a: Any, decimals: int = 0, out: Any = None) -> Any:
        """np.round: the integer nearest to each x 10^decimals is a decision."""
        if not self.holds_floats(a):
            return np.round(a, decimals)
        if out is not None or not self.is_real((a,)):
            raise NotImplementedError
        values, nodes = self.parts(a)
        made = np.asarray(np.round(values, decimals))
        if not decimals:
            return self._rounded("nearest", made, nodes)
        round_one, kind = self.recorder.operators["decimal"], kind_of(made.dtype)
        pairs = zip(nodes.ravel().tolist(), made.ravel().tolist(), strict=True)
        places = [round_one(self.site, k, value, int(decimals), kind) for k, value in pairs]
        taken = [self.tape.values[k] for k in places]  # others on the path of an oracle
        return self.made(
            np.array(taken, made.dtype).reshape(made.shape), np.array(places).reshape(made.shape)
        )
