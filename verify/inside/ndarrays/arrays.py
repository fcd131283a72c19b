"""Followed arrays: ndarrays that know the place on the tape of each of their entries.

`nodes` is an integer array of the same shape. Indexing, slicing and reshaping are done to both alike, so
that views and in-place operations work as numpy's do. What numpy computes is computed by numpy on the plain
floats: the result is bit for bit the program's. An array that numpy made of one behind our back has no
nodes; its numbers are not followed, and said to be so when they are used.
"""

from typing import Any

import numpy as np

from verify.inside.ndarrays.array_class import array_class
from verify.inside.run.kinds import is_narrow, kind_of
from verify.inside.run.tape import CAST, KIND, LEAF, LONG, SHIFT
from verify.inside.values.followed import CONSTANTS, LARGE, Recorder


class Blocks:
    """Recording of many numbers at once; the parts of arrays and of what may stand beside them."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.tape = recorder.tape
        self.Array = array_class(recorder)

    def known_array(self, x: Any) -> Any:
        """An array of plain floats becomes one that is known not to be followed; the rest stays."""
        if type(x) is np.ndarray and kind_of(x.dtype):
            return self.made(*self.parts(x))
        return x

    # --- parts ----------------------------------------------------------------------------------------

    def made(self, values: Any, nodes: Any) -> Any:
        """A followed array, or number where there are no axes."""
        if np.ndim(values):
            return self.whole(values, nodes)
        if is_narrow(values.dtype):
            return self.recorder.scalar(values[()], int(nodes))
        number = self.recorder.number(float(values), int(nodes))
        # A list's float is numpy's now.
        return number if self.recorder.is_numpys(number.node) else self.recorder.numpys(self.site, number)

    def like_numpys(self, values: Any, nodes: Any) -> Any:
        """A followed array, of no axes too, where numpy returned an array; a number where it returned one."""
        return (self.whole if isinstance(values, np.ndarray) else self.made)(values, nodes)

    def whole(self, values: Any, nodes: Any) -> Any:
        """A followed array, of no axes too."""
        new = np.asarray(values).view(self.Array)
        new.nodes = np.asarray(nodes)
        return new

    def parts(self, x: Any) -> tuple[np.ndarray, np.ndarray]:
        """Plain values and nodes of a real operand."""
        if isinstance(x, self.Array):
            values = x.view(np.ndarray)
            if x.nodes is None or x.nodes.shape != values.shape or not self.agree(values, x.nodes):
                # Made, or written into, by code that does not know of places.
                x.nodes = self.leaked(values)
            return values, x.nodes
        if self.recorder.is_scalar(x):
            return x.bare(), np.asarray(x.node)
        if isinstance(x, np.generic) and is_narrow(x.dtype):
            value = np.asarray(x)
            return value, self.leaves(value) if id(x) in CONSTANTS else self.leaked(value)
        if isinstance(x, float | int | np.bool_ | np.integer):
            number = self.recorder.lift(int(x) if isinstance(x, np.bool_ | np.integer) else x, self.site)
            return np.float64(float.__pos__(number)), np.asarray(number.node)  # type: ignore[return-value]
        if isinstance(x, np.ndarray) and x.dtype != object:
            if x.dtype.kind in "iub":
                # An integer beyond 2^53 is rounded on its way among floats: not followed.
                small = x.dtype.kind == "b" or not x.size or max(-int(x.min()), int(x.max())) <= LARGE
                floats = x.astype(np.float64)
                return x, self.leaves(floats) if small else self.leaked(floats)
            return x, self.leaked(x)
        return self.of_sequence(x)

    def agree(self, values: np.ndarray, nodes: np.ndarray) -> bool:
        """Are these, bit for bit, the numbers at those places of the tape?"""
        kept = np.frombuffer(self.tape.values, dtype=np.int64)[nodes]  # a copy: the tape stays free to grow
        floats = np.ascontiguousarray(values, dtype=np.float64)
        return np.array_equal(kept, floats.view(np.int64).reshape(kept.shape))

    def of_sequence(self, x: Any) -> tuple[np.ndarray, np.ndarray]:
        """Nested lists of numbers, arrays among them."""
        found = [self.parts(v) for v in x]
        values = np.array([v for v, _ in found])
        if not kind_of(values.dtype):
            values = values.astype(np.float64)
        return values, np.array([n for _, n in found], dtype=np.int64).reshape(values.shape)

    @property
    def site(self) -> int:
        current = self.recorder.current
        return self.recorder.frame_site(3) if current is None else current

    def leaked(self, values: np.ndarray) -> np.ndarray:
        """Plain floats that turned up: they have no counterpart."""
        self.tape.leaks[self.site] += 1
        return self.unknown(values)

    def unknown(self, values: np.ndarray) -> np.ndarray:
        """Numbers that have no counterpart."""
        places = self.leaves(values, known=False)
        self.tape.leaves.update(dict.fromkeys(places.ravel().tolist()))
        return places

    def given_by(self, site: int, value: np.generic, known: bool) -> Any:
        """A scalar of numpy's that came from outside."""
        place = self.tape.leaf(site, float(value), kind_of(value.dtype))
        if not known:
            self.tape.leaves[place] = None
        return self.made(np.asarray(value), place)

    # --- blocks on the tape ---------------------------------------------------------------------------

    def leaves(self, values: np.ndarray, known: bool = True) -> np.ndarray:
        """Numbers that are exactly their floats."""
        places = self.block(LEAF, np.int32(-1), np.int32(-1), values)
        if known and values.size:
            start = int(places.flat[0])
            self.tape.blocks.append((start, start + values.size))
        return places

    def data(self, values: np.ndarray) -> np.ndarray:
        """Numbers from outside: data, unless numbers went out before."""
        return self.leaked(values) if self.tape.escapes else self.leaves(values)

    def block(self, operation: int, left: Any, right: Any, values: np.ndarray) -> np.ndarray:
        """One operation for every entry; returns their places, in the shape of the values."""
        tape, count = self.tape, values.size
        start = tape.reserve(count)
        code = self.site << SHIFT | kind_of(values.dtype) << KIND | operation
        tape.instructions.frombytes(np.full(count, code, dtype=np.int64).view(np.uint8).data)
        for column, operand in ((tape.left, left), (tape.right, right)):
            whole = np.broadcast_to(operand, values.shape).astype(np.int32).ravel()
            column.frombytes(whole.view(np.uint8).data)
        tape.values.frombytes(np.ascontiguousarray(values, dtype=np.float64).ravel().view(np.uint8).data)
        if operation != LEAF and count >= LONG:
            tape.steps.append((start, start + count))
        return np.arange(start, start + count).reshape(values.shape)

    def pooled(
        self, operation: int, operands: np.ndarray, values: np.ndarray, function: Any = None
    ) -> np.ndarray:
        """One sum or function of several for every entry: operands has one more axis, the last."""
        tape = self.tape
        rows = operands.reshape(values.size, operands.shape[-1])
        width = rows.shape[1]
        if function is not None:
            tape.functions.append(function)
            rows = np.column_stack([np.full(values.size, len(tape.functions) - 1), rows])
        start = len(tape.pool)
        tape.pool.frombytes(np.ascontiguousarray(rows, dtype=np.int32).ravel().view(np.uint8).data)
        places = start + np.arange(values.size).reshape(values.shape) * rows.shape[1]
        return self.block(operation, places, np.full(values.shape, width), values)

    # --- indexing -------------------------------------------------------------------------------------

    def item(self, array: Any, index: Any) -> Any:
        values, nodes = self.parts(array)
        index = self._plain_index(index)
        return self.made(values[index], nodes[index])

    def set_item(self, array: Any, index: Any, value: Any) -> None:
        values, nodes = self.parts(array)
        new_values, new_nodes = self.converted(*self.parts(value), values.dtype)
        index = self._plain_index(index)
        values[index], nodes[index] = new_values, new_nodes

    def _plain_index(self, index: Any) -> Any:
        if isinstance(index, tuple):
            return tuple(self._plain_index(k) for k in index)
        return index.view(np.ndarray) if isinstance(index, self.Array) else index

    # --- formats --------------------------------------------------------------------------------------

    def converted(self, values: Any, nodes: Any, dtype: Any) -> tuple[Any, Any]:
        """The same in another format: what it does not hold is rounded, which is an operation."""
        if values.dtype == dtype:
            return values, nodes
        with np.errstate(all="ignore"):
            made = np.asarray(values).astype(dtype)
        rounded = made.astype(np.float64) != np.asarray(values).astype(np.float64)
        rounded &= ~np.isnan(made)
        if not rounded.any():
            return made, nodes
        nodes = np.array(np.broadcast_to(nodes, made.shape))
        nodes[rounded] = self.block(CAST, nodes[rounded], np.int32(-1), made[rounded])
        return made, nodes

    def cast(self, x: Any, dtype: Any, site: int) -> Any:
        """One number in another format."""
        return self.at(site, lambda: self.made(*self.converted(*self.parts(x), np.dtype(dtype))))

    def at(self, site: int, function: Any, *x: Any) -> Any:
        """What a function makes, as made at a site."""
        before, self.recorder.current = self.recorder.current, site
        try:
            return function(*x)
        finally:
            self.recorder.current = before

    def scalar(self, array: Any, index: tuple[Any, ...]) -> Any:
        values, nodes = self.parts(array)
        return self.recorder.pythons(self.site, float(values.item(*index)), nodes.item(*index))

    def listed(self, array: Any) -> Any:
        return [v.tolist() if isinstance(v, np.ndarray | np.generic) else v.item() for v in array]

    def truth(self, array: Any) -> bool:
        values, _ = self.parts(array)
        return bool(self.scalar(array, ())) if values.size == 1 else bool(values)

    def from_integers(self, owner: np.ndarray, found: Any) -> Any:
        """What a method of a plain array gave: integers and truth values are exact as floats too."""
        same = type(found) is np.ndarray and kind_of(found.dtype) and found.shape == owner.shape
        if not same or owner.dtype.kind not in "iub" or not np.array_equal(found, owner):
            return found
        return self.whole(found, self.parts(owner)[1])

    def as_type(self, array: Any, dtype: Any, copy: bool = True, **_: Any) -> Any:
        """To another format each number is rounded; integers are decisions; anything else is not followed."""
        kind = np.dtype(dtype)
        values, nodes = self.parts(array)
        if kind == values.dtype and not copy:
            return array
        if kind_of(kind):
            made, nodes = self.converted(values, nodes, kind)
            return self.made(np.array(made), np.array(nodes))
        with np.errstate(all="ignore"):
            whole = values.astype(kind)
        # Beyond what the type holds, and at NaN, it is not the integer part.
        if kind.kind not in "iu" or not np.array_equal(whole, np.trunc(values)):
            self.recorder.lose(self.site)
            return whole
        found = [
            self.recorder.rounds(self.site, "trunc", self.recorder.number(value, place), int(value))
            for value, place in zip(values.ravel().tolist(), nodes.ravel().tolist(), strict=True)
        ]
        # On the path of an oracle they are others, which the type may not hold.
        return np.array(found, dtype=object).astype(kind).reshape(values.shape)
