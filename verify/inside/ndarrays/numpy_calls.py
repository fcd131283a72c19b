"""numpy's functions on followed arrays: made of elementwise ones, moving entries, or judged at their edge."""

from collections.abc import Callable
from types import FunctionType
from typing import Any

import numpy as np

from verify.inside.ndarrays import bodies
from verify.inside.ndarrays.array_class import AS_FUNCTIONS
from verify.inside.ndarrays.contractions import convolved, einsum
from verify.inside.ndarrays.moving import STRUCTURAL, Moving
from verify.inside.ndarrays.written_out import BODIES, body_of, written_out
from verify.inside.run.kinds import kind_of
from verify.inside.run.tape import CAST, DIV, SUM
from verify.inside.values.followed import Recorder

ABOUT_TYPES = [
    "result_type",
    "iterable",
    "isscalar",
    "ndim",
    "shape",
    "size",
    "issubdtype",
    "isdtype",
    "can_cast",
    "isrealobj",
    "iscomplexobj",
    "may_share_memory",
    "min_scalar_type",
    "promote_types",
    "common_type",
    "broadcast_shapes",
    "shares_memory",
    "isMaskedArray",
    "isMA",
    "normalize_axis_index",
    "normalize_axis_tuple",
]
# These know what to do with complex numbers.
OF_ANY = {np.array, np.asarray, np.asanyarray, np.ascontiguousarray, np.shape, np.ndim, np.size}
OF_ANY |= {np.zeros_like, np.ones_like, np.empty_like, np.copyto, np.linalg.norm}


class Arrays(Moving):
    """`__array_function__` and calls of numpy's functions in one run."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__(recorder)
        self.known: dict[Any, Callable[..., Any]] = {
            np.array: self.array,
            np.asarray: self.as_array,
            np.asanyarray: self.as_array,
            np.ascontiguousarray: self.as_array,
            np.float64: self.of_type(np.float64),
            np.float32: self.of_type(np.float32),
            np.float16: self.of_type(np.float16),
            np.zeros_like: self.like(np.zeros_like),
            np.ones_like: self.like(np.ones_like),
            np.empty_like: self.like(np.empty_like),
            np.copyto: self.copy_to,
            np.full: self.full,
            np.arange: self.ranged,
            np.sum: self._reduction(np.add),
            np.prod: self._reduction(np.multiply),
            np.max: self._reduction(np.maximum),
            np.min: self._reduction(np.minimum),
            np.amax: self._reduction(np.maximum),
            np.amin: self._reduction(np.minimum),
            np.any: self._reduction(np.logical_or),
            np.all: self._reduction(np.logical_and),
            np.cumsum: lambda a, axis=None: self.accumulated(np.add, a, axis),
            np.cumprod: lambda a, axis=None: self.accumulated(np.multiply, a, axis),
            np.mean: self.mean,
            np.var: self.var,
            np.std: lambda a, axis=None, **named: self.call_ufunc(np.sqrt, (self.var(a, axis, **named),), {}),
            np.dot: lambda a, b: self.inner(a, b),
            np.inner: lambda a, b: self.inner(a, np.transpose(b), plain=lambda x, y: np.inner(x, y.T)),
            np.vdot: lambda a, b: self.inner(np.ravel(a), np.ravel(b), plain=np.vdot),
            np.outer: self.outer,
            np.linalg.norm: self.norm,
            np.linalg.solve: self.solve,
            np.linalg.inv: self.inverse,
            np.linalg.det: self.determinant,
            np.linalg.slogdet: self.log_determinant,
            np.linalg.lstsq: self.least_squares,
            np.linalg.eigvalsh: self.eigenvalues,
            np.linalg.eigh: self.symmetric,
            np.linalg.eig: self.general(np.linalg.eig),
            np.linalg.eigvals: self.general(np.linalg.eigvals),
            np.linalg.svd: self.singular_values,
            np.linalg.svdvals: lambda a: self.singular_values(a, compute_uv=False),
            np.sort: self.sort,
            np.argsort: self.argsort,
            np.argmax: lambda a, axis=None: self.arg_extreme(a, np.argmax, ">", axis),
            np.argmin: lambda a, axis=None: self.arg_extreme(a, np.argmin, "<", axis),
            np.linspace: self.linspace,
            np.clip: self.clip,
            np.round: self.round_entries,
            np.around: self.round_entries,
            np.convolve: lambda a, v, mode="full": convolved(self, np.convolve, a, v, mode),
            np.correlate: lambda a, v, mode="valid": convolved(self, np.correlate, a, v, mode),
            np.einsum: lambda *x, **named: einsum(self, *x, **named),
            np.ndenumerate: lambda a: body_of(self, bodies.ndenumerate, (a,), {}),
            np.shape: lambda a: np.shape(self.plain(a, [])),
            np.ndim: lambda a: np.ndim(self.plain(a, [])),
            np.size: lambda a, axis=None: np.size(self.plain(a, []), axis),
        }

    def _reduction(self, ufunc: Any) -> Callable[..., Any]:
        def reduce(a: Any, axis: Any = None, **named: Any) -> Any:
            if isinstance(a, bool | np.bool_):
                return np.bool_(a)
            return self.ufunc(ufunc, "reduce", (a,), {"axis": axis, **named})

        return reduce

    def call(self, site: int, function: Any, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """A call that the dispatcher met."""
        before, self.recorder.current = self.recorder.current, site
        try:
            if isinstance(function, np.ufunc):
                found = self.ufunc(function, "__call__", x, dict(named))
            else:
                found = self.function(function, x, named)
            return self._received(found, (x, named))
        finally:
            self.recorder.current = before

    def of_integers(self, site: int, method: Any, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """A method of an array of integers: what makes floats of them is that of their floats; else None."""
        owner, name = method.__self__, method.__name__
        if owner.dtype.kind not in "iub" or (name not in AS_FUNCTIONS.split() and name != "astype"):
            return None
        if name == "astype":
            kind = np.dtype(x[0] if x else named["dtype"])
            if kind.kind in "iub":
                return owner.astype(*x, **named)
            return self.at(site, self._as_floats, owner, kind) if kind_of(kind) else None
        return None if name == "sort" else self.call(site, getattr(np, name), (owner, *x), named)

    def _as_floats(self, owner: np.ndarray, dtype: Any) -> Any:
        found = owner.astype(dtype)
        return self.whole(found, self.kept(owner, found))

    def _received(self, found: Any, given: Any) -> Any:
        """Plain floats in a result are data if no followed number went in, and else are not known."""
        if type(found) in (list, tuple):
            return type(found)(self._received(v, given) for v in found)
        may_hold = self.may_hold(given)
        if type(found) is np.ndarray and found.dtype == np.complex128:
            return self.in_plane.made_of(found, self.leaked if may_hold else self.data)
        plain = type(found) is np.ndarray or (
            isinstance(found, np.generic) and not self.recorder.is_scalar(found)
        )
        if type(found) is not float and not (plain and kind_of(found.dtype)):
            return found
        values = np.asarray(found)
        made = self.whole if type(found) is np.ndarray else self.made
        return made(values, self.leaked(values) if may_hold else self.data(values))

    def function(self, function: Any, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        in_plane = self.in_plane.function(function, x, named)
        if in_plane is not NotImplemented:
            return in_plane
        known = self.known.get(function)
        if known is not None and function not in OF_ANY and self.in_plane.holds((*x, *named.values())):
            return self.not_followed(function, function.__name__, x, named)
        if isinstance(function, np.vectorize):
            return self.vectorized(function, x, named)
        if known is not None or function in BODIES:
            try:
                return written_out(self, function, x, named) if known is None else known(*x, **named)
            except (NotImplementedError, TypeError):  # options that are not followed
                return self.not_followed(function, function.__name__, x, named)
        name = function.__name__
        if name in STRUCTURAL.split():
            return self.structural(function, x, named)
        inner = getattr(function, "_implementation", None)
        if name in ABOUT_TYPES:
            return function(*(self.plain(v, []) for v in x), **named)
        in_python = isinstance(inner, FunctionType) and "linalg" not in function.__module__
        if in_python and self.recorder.instrumented is not None:
            try:
                followed = self.recorder.instrumented(inner)
                return self.recorder.elsewhere(self.site, followed, x, named)
            except Exception:  # what numpy does there goes beyond followed arrays; or it raises by itself too
                return self.not_followed(function, name, x, named)
        return self.not_followed(function, function.__name__, x, named)

    def vectorized(self, function: Any, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """np.vectorize: the Python function of one entry after the other."""
        if named or function.otypes or function.excluded or function.signature:
            return self.not_followed(function, "vectorize", x, named)
        if not all(np.size(self.plain(v, [])) for v in x):  # numpy raises
            return self.not_followed(function, "vectorize", x, named)
        # What the function itself raises is the program's matter.
        assert self.recorder.instrumented is not None
        body = self.recorder.instrumented(bodies.vectorized)
        return self.recorder.elsewhere(self.site, body, (function.pyfunc, *x), {})

    # --- what is made of sums -------------------------------------------------------------------------

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

    def of_type(self, kind: Any) -> Callable[..., Any]:
        """np.float32(x) and its like: a number in that format, or an array."""

        def convert(x: Any = 0.0) -> Any:
            if isinstance(x, str) or not (isinstance(x, bool | int | np.integer) or self.holds_floats(x)):
                raise NotImplementedError
            values, nodes = self.parts(x)
            if kind is np.float64 and type(x) is self.recorder.Number and not self.is_numpys_own(x.node):
                return self.made(values, self.block(CAST, nodes, np.int32(-1), np.asarray(values)))
            return self.made(*self.converted(values, nodes, np.dtype(kind)))

        return convert

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
