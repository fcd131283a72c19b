"""numpy's elementwise functions, reductions and accumulations on followed arrays."""

from collections.abc import Callable
from typing import Any

import numpy as np
from flint import fmpq

from verify.inside.dispatch import functions
from verify.inside.dispatch.calls import COMPARED
from verify.inside.dispatch.other_operators import POWER
from verify.inside.dispatch.truths import truth_of
from verify.inside.ndarrays.array_edges import bare
from verify.inside.ndarrays.complex_arrays import LAMBERT, ComplexArrays
from verify.inside.ndarrays.promotion import Promotion
from verify.inside.ndarrays.remainders import DIVIDED, divided
from verify.inside.run.kinds import FLOAT64, is_narrow, kind_of
from verify.inside.run.products import DOT
from verify.inside.run.tape import ABS, ADD, DIV, FUN, KIND, MUL, NEG, SUB, SUM, Function
from verify.inside.values.followed import Recorder

ELEMENTWISE = {"add": ADD, "subtract": SUB, "multiply": MUL, "divide": DIV, "negative": NEG, "absolute": ABS}
ELEMENTWISE["fabs"] = ABS
EXTREME = {np.maximum: "max", np.minimum: "min"}
SPECIAL = {"sign", "square", "reciprocal", "isnan", "isinf", "isfinite", "matmul", "positive", "conjugate"}
SPECIAL |= {"nextafter"}
ROUNDED = {"floor": "floor", "ceil": "ceil", "trunc": "trunc", "rint": "nearest"}


class Ufuncs(Promotion):
    """`__array_ufunc__` of one run's arrays."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__(recorder)
        self.in_plane = ComplexArrays(self)
        self.of_scalars: dict[Any, int | Function | None] = {}
        self.by_name: dict[str, Function] = {"power": POWER, "float_power": POWER}
        for numpys, ours in (("maximum", "max"), ("fmax", "max"), ("minimum", "min"), ("fmin", "min")):
            self.by_name[numpys] = functions.EXTREMES[ours]

    def of_numbers(self, site: int, ufunc: Any, x: tuple[Any, ...]) -> Any:
        """A ufunc of followed numbers alone, a short way; else NotImplemented."""
        Number = self.recorder.Number
        if type(ufunc) is not np.ufunc or not all(type(v) is Number for v in x):
            return NotImplemented
        if ufunc not in self.of_scalars:
            self.of_scalars[ufunc] = self._of_scalars(ufunc)
        found = self.of_scalars[ufunc]
        if found is None or len(x) != ufunc.nin:
            return NotImplemented
        with np.errstate(all="ignore"):
            value = float(ufunc(*map(float.__pos__, x)))
        if isinstance(found, int):
            right = x[1].node if len(x) > 1 else -1
            code = found | FLOAT64 << KIND
            return self.recorder.number(value, self.tape.add(code, site, x[0].node, right, value))
        place = self.tape.applied(found, site, [v.node for v in x], value, FLOAT64)
        self.tape.edges.setdefault((site, found.name), []).append(place)
        return self.recorder.number(value, place)

    def _of_scalars(self, ufunc: Any) -> int | Function | None:
        """The operation or the function; None for what `_special` knows, or has several results."""
        name = ufunc.__name__
        if ufunc.nout > 1 or name in SPECIAL or name in COMPARED or name in ROUNDED:
            return None
        return ELEMENTWISE.get(name) or self.by_name.get(name) or truth_of(ufunc)

    def ufunc(self, ufunc: Any, method: str, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        out = named.pop("out", None)
        where = named.pop("where", True) if method == "__call__" else True
        if method == "__call__" and len(x) == ufunc.nin + 1:  # the output may stand last
            x, out = x[:-1], x[-1]
        if out is Ellipsis or (isinstance(out, tuple) and out[0] is Ellipsis):  # an array is wanted
            out = None
        if where is not True:
            return self._masked(ufunc, x, named, out, where)
        in_plane = self.in_plane.holds(x) or ufunc.__name__ == LAMBERT
        found = self.in_plane.asked(ufunc, method, x, named) if in_plane else NotImplemented
        if found is NotImplemented and method == "__call__":
            found = self.call_ufunc(ufunc, x, named)
        elif found is NotImplemented and method in ("reduce", "accumulate"):
            found = self.reduced(ufunc, method, x, named)
        elif found is NotImplemented:
            found = self.not_followed(getattr(ufunc, method), f"{ufunc.__name__}.{method}", x, named)
        if out is None:
            return found
        (target,) = out if isinstance(out, tuple) else (out,)
        target[...] = self.stored(found, target, self.site)
        return target

    def _masked(self, ufunc: Any, x: tuple[Any, ...], named: dict[str, Any], out: Any, where: Any) -> Any:
        """Only where the mask is true; elsewhere the output is what it was."""
        target = out[0] if isinstance(out, tuple) else out
        if not isinstance(target, self.Array) or not self.is_real(x):
            return self.not_followed(ufunc, ufunc.__name__, x, {**named, "where": where, "out": target})
        mask = np.broadcast_to(np.asarray(where), target.shape)
        chosen = []
        for v in x:
            values, nodes = (np.broadcast_to(part, target.shape) for part in self.parts(v))
            kept = values if kind_of(values.dtype) else values.astype(np.float64)
            chosen.append(self.whole(kept[mask], nodes[mask]))
        target[mask] = self.call_ufunc(ufunc, tuple(chosen), named)
        return target

    def call_ufunc(self, ufunc: Any, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        name = ufunc.__name__
        if not self.is_real(x) or set(named) - {"casting", "dtype", "order", "subok"}:
            return self.not_followed(ufunc, name, x, named)
        if not any(map(self.holds_floats, x)) and not kind_of((whole := ufunc(*map(bare, x), **named)).dtype):
            return whole
        if ufunc.nout > 1:
            return self._several(ufunc, x, named)
        parts = [self.parts(v) for v in x]
        if name in ("positive", "conjugate"):
            return self.made(*(part.copy() for part in parts[0]))
        given = self.given(x, parts)
        with np.errstate(all="ignore"):
            values = np.asarray(ufunc(*given, **named))
        nodes = self.promoted(ufunc, given, parts, named)
        if nodes is None:
            return self.not_followed(ufunc, name, x, named)
        special = self._special(ufunc, name, values, nodes, x)
        if special is not None:
            return special
        if name in ELEMENTWISE:
            right = nodes[1] if len(nodes) > 1 else np.asarray(-1)
            return self.made(values, self.block(ELEMENTWISE[name], nodes[0], right, values))
        function = self.by_name.get(name) or truth_of(ufunc)
        if name == "nextafter" and not values.ndim and np.isfinite(values):
            # To the next float is a step of the format: the one that it has at this float.
            step = fmpq(*float(values).as_integer_ratio()) - fmpq(*float(parts[0][0]).as_integer_ratio())
            function, nodes = functions.shifted(name, step), nodes[:1]
        if function is None:
            return self.not_followed(ufunc, name, x, named)
        return self.made(values, self.applied(function, nodes, values))

    def _several(self, ufunc: Any, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """A function with several results (sici, airy), each of which the tables know."""
        known = [truth_of(ufunc, k) for k in range(ufunc.nout)]
        if named or any(f is None for f in known):
            return self.not_followed(ufunc, ufunc.__name__, x, named)
        parts = [self.parts(v) for v in x]
        given = self.given(x, parts)
        nodes = self.promoted(ufunc, given, parts, {})
        if nodes is None:
            return self.not_followed(ufunc, ufunc.__name__, x, named)
        with np.errstate(all="ignore"):
            results = list(map(np.asarray, ufunc(*given)))
        return tuple(
            self.made(v, self.applied(f, nodes, v))
            for f, v in zip(known, results, strict=True)
            if f is not None
        )

    def applied(self, function: Function, nodes: list[np.ndarray], values: np.ndarray) -> np.ndarray:
        operands = np.stack([np.broadcast_to(n, values.shape) for n in nodes], axis=-1)
        places = self.pooled(FUN, operands, values, function)
        self.tape.edges.setdefault((self.site, function.name), []).extend(places.ravel().tolist())
        return places

    def _special(self, ufunc: Any, name: str, values: Any, nodes: list[Any], x: tuple[Any, ...]) -> Any:
        """What is a decision, or made of others."""
        if name in COMPARED:
            return self._compared(COMPARED[name], values, nodes)
        if name in DIVIDED:
            return divided(self, name, values, nodes)
        if name in ROUNDED:
            return self._rounded(ROUNDED[name], values, nodes[0])
        if name == "sign":
            zero = np.broadcast_to(self.recorder.integer(0, self.site).node, nodes[0].shape)
            answers = {"<": np.less(values, 0), ">": np.greater(values, 0)}
            below, above = (self._compared(k, v, [nodes[0], zero]) for k, v in answers.items())
            if self.recorder.oracle is not None:  # the floats' signs mean nothing there
                values = np.subtract(above, below, dtype=values.dtype)
            return self.made(values, self.leaves(values))
        if name == "square":
            return self.made(values, self.block(MUL, nodes[0], nodes[0], values))
        if name == "reciprocal":
            one = self.recorder.integer(1, self.site).node
            return self.made(values, self.block(DIV, one, nodes[0], values))
        if name in ("isnan", "isinf", "isfinite"):
            strange = nodes[0][~np.isfinite(self.parts(x[0])[0])]
            if not all(map(self.tape.is_given, strange.ravel().tolist())):
                self.recorder.lose(self.site)
            return values if values.ndim else bool(values)
        return self.inner(x[0], x[1], ufunc) if name == "matmul" else None

    def _compared(self, symbol: str, values: Any, nodes: list[Any]) -> Any:
        pairs = (np.broadcast_to(n, values.shape).ravel().tolist() for n in nodes)
        taken = []
        for a, b, answer in zip(*pairs, values.ravel().tolist(), strict=True):
            left, right = (self.recorder.number(self.tape.values[k], k) for k in (a, b))
            taken.append(self.recorder.decided(self.site, symbol, left, right, answer))
        return np.array(taken, dtype=bool).reshape(values.shape) if values.ndim else np.bool_(taken[0])

    def _rounded(self, kind: str, values: Any, nodes: Any) -> Any:
        found = []
        for place, value in zip(nodes.ravel().tolist(), values.ravel().tolist(), strict=True):
            number = self.recorder.number(self.tape.values[place], place)
            found.append(self.recorder.rounds(self.site, kind, number, int(value)))
        whole = np.array(found, dtype=np.float64).astype(values.dtype).reshape(values.shape)
        whole = np.where(whole == 0, np.copysign(whole, values), whole)  # an integer has no -0.0
        return self.made(whole, self.leaves(whole))

    # --- reductions -----------------------------------------------------------------------------------

    def reduced(self, ufunc: Any, method: str, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        name, (array, *rest) = ufunc.__name__, x
        keys = set(named) - {"axis", "keepdims"} if named.get("dtype") is None else {"dtype"}
        axis = rest[0] if rest else named.get("axis", 0)
        known = name in ("add", "multiply", "maximum", "minimum", "logical_and", "logical_or")
        known &= named.get("initial", np._NoValue) is np._NoValue and named.get("where", True) is True
        if keys - {"dtype", "initial", "where"} or not known or len(rest) > 1 or not self.is_real((array,)):
            return self.not_followed(getattr(ufunc, method), f"{name}.{method}", x, named)
        if not self.holds_floats(array):
            whole = getattr(ufunc, method)(*map(bare, x), **named)
            if not kind_of(whole.dtype):
                return whole
        if method == "accumulate" and named.get("dtype") is not None:
            return self.not_followed(ufunc.accumulate, f"{name}.accumulate", x, named)
        if method == "accumulate":
            return self.accumulated(ufunc, array, axis)
        values, nodes = self.parts(array)
        with np.errstate(all="ignore"):
            keep = named.get("keepdims", False)
            made = np.asarray(ufunc.reduce(values, axis=axis, dtype=named.get("dtype"), keepdims=keep))
        if is_narrow(made.dtype) and not np.can_cast(values.dtype, made.dtype):
            values, nodes = self.converted(values, nodes, made.dtype)
        if name.startswith("logical"):
            self.recorder.lose(self.site)
            return made if made.ndim else bool(made)
        if not kind_of(made.dtype):  # each entry is cut to an integer before the next one comes
            return self.not_followed(getattr(ufunc, method), f"{name}.{method}", x, named)
        width = nodes.size // made.size if made.size else 0
        operands = self._to_the_end(nodes, axis).reshape(*made.shape, width)
        if name == "add":
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

    def accumulated(self, ufunc: Any, array: Any, axis: Any) -> Any:
        """cumsum and cumprod: each entry is the one before, and one operation."""
        values, nodes = (part.ravel() if axis is None else part for part in self.parts(array))
        axis = 0 if axis is None else axis
        with np.errstate(all="ignore"):
            made = ufunc.accumulate(values, axis=axis)
        if ufunc.__name__ not in ELEMENTWISE:
            return self.not_followed(ufunc.accumulate, f"{ufunc.__name__}.accumulate", (array,), {})
        columns, results = np.moveaxis(nodes, axis, 0), np.moveaxis(made, axis, 0)
        found = [columns[0]]
        for k in range(1, len(columns)):
            found.append(self.block(ELEMENTWISE[ufunc.__name__], found[-1], columns[k], results[k]))
        return self.made(made, np.moveaxis(np.array(found), 0, axis))

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
