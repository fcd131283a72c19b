"""numpy's elementwise functions on followed arrays."""

from collections.abc import Callable
from typing import Any

import numpy as np
from flint import fmpq

from verify.inside.dispatch import functions
from verify.inside.dispatch.calls import COMPARED
from verify.inside.dispatch.other_operators import POWER
from verify.inside.dispatch.truths import truth_of
from verify.inside.ndarrays import bodies
from verify.inside.ndarrays.array_edges import bare
from verify.inside.ndarrays.complex_arrays import LAMBERT, ComplexArrays
from verify.inside.ndarrays.reductions import Reductions
from verify.inside.ndarrays.remainders import DIVIDED, divided
from verify.inside.ndarrays.written_out import BODIES, body_of, written_out
from verify.inside.run.kinds import FLOAT64, kind_of
from verify.inside.run.tape import ABS, ADD, DIV, FUN, KIND, MUL, NEG, SUB, Function
from verify.inside.values.followed import Recorder

ELEMENTWISE = {"add": ADD, "subtract": SUB, "multiply": MUL, "divide": DIV, "negative": NEG, "absolute": ABS}
ELEMENTWISE["fabs"] = ABS
SPECIAL = {"sign", "square", "reciprocal", "isnan", "isinf", "isfinite", "matmul", "positive", "conjugate"}
SPECIAL |= {"nextafter"}
VECDOT = getattr(np, "vecdot", None)  # from numpy 2 on
METHODS: dict[str, Callable[..., Any]] = {"outer": bodies.outer, "at": bodies.at, "reduceat": bodies.reduceat}
IN_PLACE = [(-2, -1)] * 3  # the axes that a @= b names: those of two stacks of matrices
ROUNDED = {"floor": "floor", "ceil": "ceil", "trunc": "trunc", "rint": "nearest"}


def holds_kinds(found: Any) -> bool:
    """Are there floats in the result, or the results, of a ufunc?"""
    return any(kind_of(v.dtype) for v in (found if isinstance(found, tuple) else (found,)))


class Ufuncs(Reductions):
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
        if method == "__call__" and len(x) > ufunc.nin:  # the outputs may stand last
            more = (None,) * (ufunc.nin + ufunc.nout - len(x))
            x, out = x[: ufunc.nin], (*x[ufunc.nin :], *more)
        if out is Ellipsis or (isinstance(out, tuple) and out[0] is Ellipsis):  # an array is wanted
            found = self.ufunc(ufunc, method, x, named)
            return self.whole(*self.parts(found)) if self.recorder.is_number(found) else found
        if named.get("axes") == IN_PLACE and all(np.ndim(self.plain(v, [])) > 1 for v in x):
            named = {k: v for k, v in named.items() if k != "axes"}
        if where is not True and where is not np._NoValue:  # which is true
            return self._masked(ufunc, x, named, out, where)
        in_plane = self.in_plane.holds(x) or ufunc.__name__ == LAMBERT
        in_place = any(v is x[0] for v in (out if isinstance(out, tuple) else (out,)))
        found = self.in_plane.asked(ufunc, method, x, named, in_place) if in_plane else NotImplemented
        if found is NotImplemented:
            found = self._of_real(ufunc, method, x, named)
        if out is None:
            return found
        targets = out if isinstance(out, tuple) else (out,)
        made = tuple(map(self._put, targets, found if isinstance(found, tuple) else (found,)))
        return made if len(made) > 1 else made[0]

    def _of_real(self, ufunc: Any, method: str, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        if ufunc is VECDOT and method == "__call__" and self.is_real(x) and not set(named) - {"axis"}:
            return self.of_rows(ufunc, x, named.get("axis", -1))
        if method == "__call__":
            return self.call_ufunc(ufunc, x, named)
        if method in ("reduce", "accumulate"):
            return self.reduced(ufunc, method, x, named)
        if method in METHODS and not named and isinstance(x[0], self.Array):
            return self._method(ufunc, method, x)
        return self.not_followed(getattr(ufunc, method), f"{ufunc.__name__}.{method}", x, named)

    def _put(self, target: Any, found: Any) -> Any:
        """An output that was given is filled."""
        if target is None or target is Ellipsis:
            return found
        target[...] = self.stored(found, target, self.site)
        return target

    def _method(self, ufunc: Any, method: str, x: tuple[Any, ...]) -> Any:
        try:
            found = body_of(self, METHODS[method], (ufunc, *x), {})
            # Another order of a sum has other floats; on exact arithmetic's path floats mean nothing.
            if method == "reduceat" and self.recorder.oracle is None:
                own = ufunc.reduceat(*map(bare, x))
                if found.dtype != own.dtype or not np.array_equal(bare(found), own, equal_nan=True):
                    raise NotImplementedError
            return found
        except NotImplementedError:
            return self.not_followed(getattr(ufunc, method), f"{ufunc.__name__}.{method}", x, {})

    def _masked(self, ufunc: Any, x: tuple[Any, ...], named: dict[str, Any], out: Any, where: Any) -> Any:
        """Only where the mask is true; elsewhere the output is what it was."""
        target = out[0] if isinstance(out, tuple) else out
        if ufunc.nout > 1 or not isinstance(target, self.Array) or not self.is_real(x):
            return self.not_followed(ufunc, ufunc.__name__, x, {**named, "where": where, "out": out})
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
        if not any(map(self.holds_floats, x)) and not holds_kinds(whole := ufunc(*map(bare, x), **named)):
            return whole
        if ufunc.nout > 1 or ufunc is np.ldexp:
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
            return self._by_body(ufunc, x, named)
        return self.made(values, self.applied(function, nodes, values))

    def _by_body(self, ufunc: Any, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """What is made of others (written_out.py); not followed, if it is not known."""
        try:
            if ufunc in BODIES and not named:
                return written_out(self, ufunc, x, named)
        except NotImplementedError:
            pass
        return self.not_followed(ufunc, ufunc.__name__, x, named)

    def _several(self, ufunc: Any, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """A function with several results (sici, airy), each of which the tables know; or divmod."""
        if ufunc is np.ldexp:  # which takes no floats for exponents
            return self._by_body(ufunc, x, named)
        name, known = ufunc.__name__, [truth_of(ufunc, k) for k in range(ufunc.nout)]
        if named or (any(f is None for f in known) and name not in DIVIDED):
            return self.not_followed(ufunc, name, x, named)
        parts = [self.parts(v) for v in x]
        given = self.given(x, parts)
        nodes = self.promoted(ufunc, given, parts, {})
        if nodes is None:
            return self.not_followed(ufunc, ufunc.__name__, x, named)
        with np.errstate(all="ignore"):
            results = list(map(np.asarray, ufunc(*given)))
        if name in DIVIDED:
            found = divided(self, ufunc, results, nodes)
            return self.not_followed(ufunc, name, x, named) if found is None else found
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
            return divided(self, ufunc, [values], nodes)
        if name in ROUNDED:
            return self._rounded(ROUNDED[name], values, nodes[0])
        if name == "sign":
            zero = np.broadcast_to(self.recorder.integer(0, self.site).node, nodes[0].shape)
            answers = {"<": np.less(values, 0), ">": np.greater(values, 0)}
            below, above = (self._compared(k, v, [nodes[0], zero]) for k, v in answers.items())
            if self.recorder.oracle is not None:  # the floats' signs mean nothing there
                nans = np.reshape([*map(self.tape.is_given_nan, nodes[0].ravel().tolist())], nodes[0].shape)
                signs = np.subtract(above, below, dtype=values.dtype)
                values = np.where(nans, values.dtype.type(np.nan), signs)
            return self.made(values, self.leaves(values))
        if name == "square":
            return self.made(values, self.block(MUL, nodes[0], nodes[0], values))
        if name == "reciprocal":
            one = self.recorder.integer(1, self.site).node
            return self.made(values, self.block(DIV, one, nodes[0], values))
        if name in ("isnan", "isinf", "isfinite"):
            self._ask_finite(nodes[0], self.parts(x[0])[0])
            return values if values.ndim else np.bool_(values)
        return self.inner(x[0], x[1], ufunc) if name == "matmul" else None

    def _ask_finite(self, nodes: np.ndarray, floats: np.ndarray) -> None:
        """Exact arithmetic makes no infinity and no NaN: what floats say is right only of data."""
        if not all(map(self.tape.is_given, nodes[~np.isfinite(floats)].ravel().tolist())):
            self.recorder.lose(self.site)
        for place in nodes.ravel().tolist():
            self.recorder.needs_number(self.site, place)

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
