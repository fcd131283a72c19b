"""numpy's functions that only move entries: done to the values and to their places alike."""

from collections.abc import Callable
from typing import Any

import numpy as np

from verify.inside.ndarrays.factor_edges import FactorEdges
from verify.inside.run.kinds import is_narrow, kind_of

STRUCTURAL = """reshape ravel transpose swapaxes moveaxis rollaxis squeeze expand_dims broadcast_to
concatenate stack vstack hstack dstack column_stack block split array_split hsplit vsplit repeat tile flip
fliplr flipud roll rot90 take take_along_axis compress diag diagonal atleast_1d atleast_2d atleast_3d append
delete copy tril triu where choose select diagflat resize pad sliding_window_view broadcast_arrays meshgrid"""
# What these return is the array itself seen otherwise: what is stored there is stored in it.
VIEWS = """reshape ravel transpose swapaxes moveaxis rollaxis squeeze expand_dims split array_split hsplit
vsplit flip fliplr flipud rot90 atleast_1d atleast_2d atleast_3d diagonal broadcast_to
sliding_window_view broadcast_arrays"""
# From which operand on whole numbers are entries, and no axes or counts.
ENTRIES = {"where": 1, "select": 1, "choose": 1, "append": 0}
NAMED_ENTRIES = ("default", "values")
Layers = tuple[Any, ...]  # what numpy is given, and the places of it


def _moves(x: tuple[Any, ...], named: dict[str, Any]) -> bool:
    """Does np.pad fill with zeros or with entries, without comparing or computing any?"""
    mode = x[2] if len(x) > 2 else named.get("mode", "constant")
    return mode in ("constant", "edge", "wrap", "reflect", "symmetric") and not set(named) - {"mode"}


class Moving(FactorEdges):
    """Entries that are moved."""

    shift = 1  # what is added to places while they are moved

    def structural(self, function: Callable[..., Any], x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """The same done to values and to places; plain numbers among the operands are lifted."""
        name = function.__name__
        if (function is np.where and len(x) == 1) or (name == "pad" and not _moves(x, named)):
            return self.not_followed(function, name, x, named)
        first = ENTRIES.get(name, len(x)) if self.holds_floats(x) or self.in_plane.holds(x) else len(x)
        count = 3 if self.in_plane.holds((*x, *named.values())) else 2
        of_matrix = name == "diag" and np.ndim(x[0]) == 2  # of a vector it is a matrix
        self.shift = int(name not in VIEWS.split() and not of_matrix)

        def layers(dtype: Any) -> tuple[list[Layers], dict[str, Layers]]:
            given = [self._layers(v, count, k >= first, dtype) for k, v in enumerate(x)]
            also = {k: self._layers(v, count, k in NAMED_ENTRIES, dtype) for k, v in named.items()}
            return given, also

        given, also = layers(None)
        values = function(*(v[0] for v in given), **{k: v[0] for k, v in also.items()})
        if all(v[0] is v[1] for v in (*given, *also.values())):  # nothing in it is followed
            return values
        if isinstance(values, np.ndarray) and is_narrow(values.dtype):  # what is wider is rounded on its way
            given, also = layers(values.dtype)
        try:
            moved = [
                function(*(v[k] for v in given), **{name: v[k] for name, v in also.items()})
                for k in range(1, count)
            ]
        except (IndexError, TypeError, ValueError):  # a followed number that is an index
            return self.not_followed(function, name, x, named)
        if isinstance(values, list | tuple):
            return [self._moved(*parts) for parts in zip(values, *moved, strict=True)]
        return self._moved(values, *moved)

    def _moved(self, values: Any, *moved: Any) -> Any:
        """Where places count from 1, a 0 is one that was filled in, as above a triangle."""
        in_plane = len(moved) == 2 and np.asarray(values).dtype == np.complex128
        if not in_plane and not kind_of(np.asarray(values).dtype):
            if not all(np.array_equal(values, part) for part in moved):  # else the operand was not followed
                self.recorder.lose(self.site)
            return values
        nodes = [np.asarray(n) for n in moved]
        if self.shift:
            zero = self.recorder.integer(0, self.site).node + 1
            nodes = [np.where(n == 0, zero, n) - 1 for n in nodes]
        if in_plane:
            return self.in_plane.checked(np.asarray(values), *nodes)
        if not self.agree(np.asarray(values), nodes[0]):
            return self.like_numpys(values, self.leaked(np.asarray(values)))
        return self.like_numpys(values, nodes[0])

    def _layers(self, x: Any, count: int, entry: bool, dtype: Any) -> Layers:
        """Of one operand. `dtype`: what the entries become, where that is narrower than float64."""
        if isinstance(x, list | tuple) and (entry or any(map(self._has_entries, x))):
            columns = zip(*(self._layers(v, count, True, dtype) for v in x), strict=True)
            return tuple(map(type(x), columns)) if type(x) in (list, tuple) else tuple(map(list, columns))
        if count == 3 and self.in_plane.holds(x):
            values, *nodes = self.in_plane.parts(x)
            return values, *map(self._shifted, nodes)
        if not (self._is_entry(x) or (entry and self.is_real((x,)))):
            return (x,) * count
        values, nodes = self.parts(x)
        given = self.given((x,), [(values, nodes)], True)[0]
        if dtype is not None and kind_of(values.dtype):
            nodes = self.converted(values, nodes, dtype)[1]
        zero = self.recorder.integer(0, self.site).node if count == 3 else 0
        return given, self._shifted(nodes), *([np.full(np.shape(nodes), zero + self.shift)] * (count - 2))

    def _shifted(self, nodes: np.ndarray) -> np.ndarray:
        return nodes + 1 if self.shift else nodes

    def _has_entries(self, x: Any) -> bool:
        """Is it, or is there in it, an entry? Then whole numbers beside it are entries, too."""
        if isinstance(x, list | tuple):
            return any(map(self._has_entries, x))
        return self._is_entry(x) or self.in_plane.holds(x)

    def _is_entry(self, x: Any) -> bool:
        return isinstance(x, self.Array | float) or (
            isinstance(x, np.ndarray | np.generic) and bool(kind_of(x.dtype))
        )
