"""numpy's functions on followed arrays: made of elementwise ones, moving entries, or judged at their edge."""

import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any

import numpy as np

from verify.inside.dispatch.callables import ARRAY_FUNCTION
from verify.inside.ndarrays import bodies
from verify.inside.ndarrays.array_class import AS_FUNCTIONS
from verify.inside.ndarrays.averages import Averages
from verify.inside.ndarrays.contractions import convolved, einsum
from verify.inside.ndarrays.moving import STRUCTURAL
from verify.inside.ndarrays.written_out import BODIES, body_of, by_program, written_out
from verify.inside.run.kinds import kind_of
from verify.inside.run.tape import CAST
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
# Where these have options that are not known here, numpy's own Python is followed.
IN_PYTHON = {np.linalg.norm}
MASKED = "numpy.ma."  # its classes are asked for by programs, whose own they then are not
OPTIONS = {"out", "dtype", "initial", "where", "keepdims", "mean", "correction"}


def _is_default(option: str, value: Any) -> bool:
    return value is None or value is np._NoValue or (option == "where" and value is True)


def public(function: Any) -> Any:
    """What numpy publishes, for what an instrumented copy of one of numpy's modules has in its place."""
    if type(function) is not ARRAY_FUNCTION:
        return function
    return getattr(sys.modules.get(function.__module__), function.__name__, function)


class Arrays(Averages):
    """`__array_function__` and calls of numpy's functions in one run."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__(recorder)
        self.within: set[tuple[Any, ...]] = set()  # calls that are followed in Python just now
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
            np.place: self.place,
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
            np.cumsum: lambda a, axis=None, dtype=None: self.accumulated(np.add, a, axis, dtype),
            np.cumprod: lambda a, axis=None, dtype=None: self.accumulated(np.multiply, a, axis, dtype),
            np.mean: self.mean,
            np.var: self.var,
            np.std: lambda a, axis=None, **named: self.call_ufunc(np.sqrt, (self.var(a, axis, **named),), {}),
            np.dot: lambda a, b: self.inner(a, b),
            np.inner: lambda a, b: self.inner(a, np.transpose(b), plain=lambda x, y: np.inner(x, y.T)),
            np.vdot: lambda a, b: self.inner(np.ravel(a), np.ravel(b), plain=np.vdot),
            np.outer: self.outer,
            np.linalg.norm: self.norm,
            np.linalg.solve: self.stacked(self.solve),
            np.linalg.inv: self.stacked(self.inverse),
            np.linalg.det: self.stacked(self.determinant),
            np.linalg.cholesky: self.stacked(self.cholesky),
            np.linalg.qr: self.orthogonal,
            np.linalg.pinv: self.pseudoinverse,
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
            np.argmax: lambda a, axis=None, **named: self.arg_extreme(a, np.argmax, ">", axis, **named),
            np.argmin: lambda a, axis=None, **named: self.arg_extreme(a, np.argmin, "<", axis, **named),
            np.partition: self.partition,
            np.argpartition: self.argpartition,
            np.fromiter: lambda items, dtype, count=-1: self.array(list(items), dtype)[: count % 2**63],
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
        function = public(function)
        in_plane = self.in_plane.function(function, x, named)
        if in_plane is not NotImplemented:
            return in_plane
        known = self.known.get(function)
        if known is not None and function not in OF_ANY and self.in_plane.holds((*x, *named.values())):
            return self.not_followed(function, function.__name__, x, named)
        if isinstance(function, np.vectorize):
            return self.vectorized(function, x, named)
        if known is not None or function in BODIES:
            found = self._known(function, known, x, named)
            if found is not NotImplemented:
                return found
            if known is not None and function not in IN_PYTHON:
                return self.not_followed(function, function.__name__, x, named)
        name = function.__name__
        if name in STRUCTURAL.split():
            return self.structural(function, x, named)
        if name in ABOUT_TYPES:
            return function(*(self.plain(v, []) for v in x), **named)
        found = self._in_python(function, x, named)
        return self.not_followed(function, name, x, named) if found is NotImplemented else found

    def _known(self, function: Any, known: Any, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """NotImplemented for options that are not followed. Integers made of integers are numpy's matter."""
        if (
            known is not None
            and not self.may_hold((x, named))
            and not self.holds_floats((*x, *named.values()))
        ):
            plain = function(*x, **named)
            if not self.holds_floats(plain) and not self.in_plane.holds(plain):
                return plain
        try:
            if known is None:
                return written_out(self, function, x, named)
            return known(*x, **{k: v for k, v in named.items() if k not in OPTIONS or not _is_default(k, v)})
        except (NotImplementedError, TypeError) as error:
            if by_program(error):
                raise
            return NotImplemented

    def _in_python(self, function: Any, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """By a copy of what numpy computes there; NotImplemented where that cannot be followed."""
        inner = getattr(function, "_implementation", function)
        call = (function, *map(id, x[:1]))  # what numpy does may be to ask the array, which asks again
        if not isinstance(inner, FunctionType) or self.recorder.instrumented is None or call in self.within:
            return NotImplemented
        self.within.add(call)
        try:
            followed = self.recorder.instrumented(inner)
            if followed is inner or MASKED in inner.__globals__["__name__"]:  # there is no copy
                return NotImplemented
            return self.recorder.elsewhere(self.site, followed, x, named)
        except Exception as error:  # it goes beyond followed arrays; or it raises by itself, too
            if by_program(error):
                raise
            return NotImplemented
        finally:
            self.within.discard(call)

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
