"""Where arrays cross into code that is not followed, and what comes back."""

from collections.abc import Callable
from typing import Any

import numpy as np

from verify.inside.dispatch.set_orders import unordered
from verify.inside.ndarrays.arrays import Blocks
from verify.inside.run.kinds import kind_of

MADE_OF_NOTHING = {"zeros", "ones", "empty", "eye", "identity", "zeros_like", "ones_like", "tri"}
READ = {"load", "loadtxt", "genfromtxt", "fromfile", "frombuffer", "memmap"}  # data from outside


# What holds no number of the program beside those that are seen; of all else it is not known.
PLAIN: tuple[Any, ...] = (int, float, complex, str, bytes, range, slice, type, np.dtype, np.generic, np.ufunc)
PLAIN += (type(None), type(Ellipsis), type(np._NoValue))


def bare(x: Any) -> Any:
    """An array as numpy's own class."""
    return x.view(np.ndarray) if isinstance(x, np.ndarray) else x


class ArrayEdges(Blocks):
    """What is asked of operands, and the edge."""

    in_plane: Any  # what knows of arrays of complex numbers
    array: Any  # what makes arrays (array_making.py)

    def is_real(self, x: tuple[Any, ...]) -> bool:
        """Is every operand a real number or an array of a format that is followed, or of integers?"""
        for v in x:
            if isinstance(v, np.ndarray | np.generic):
                if not kind_of(v.dtype) and v.dtype.kind not in "iub":
                    return False
            elif not isinstance(v, float | int | list | tuple):
                return False
        return True

    def holds_floats(self, x: Any) -> bool:
        """Is it, or is there in it, a float?"""
        if isinstance(x, np.ndarray | np.generic):
            return bool(kind_of(x.dtype))
        if isinstance(x, list | tuple):
            return any(map(self.holds_floats, x))
        return isinstance(x, float)

    def of_numbers_in(self, x: Any) -> Any:
        """An array of a list with followed numbers: numpy would take them for mere floats."""
        known = type(x) in (list, tuple) and (self.holds_floats(x) or self.in_plane.holds(x))
        return self.array(x) if known else x

    def may_hold(self, x: Any) -> bool:
        """Is there a followed number in it, or an object that may hold one, such as a generator?"""
        if isinstance(x, dict):
            return any(map(self.may_hold, (*x, *x.values())))
        if isinstance(x, list | tuple | set | frozenset):
            return any(map(self.may_hold, unordered(x)))
        if isinstance(x, np.ndarray):
            return hasattr(x, "nodes") or x.dtype == object
        if type(x) is self.recorder.complexes.Complex or self.recorder.is_number(x):
            return True
        return not isinstance(x, PLAIN)

    def stored(self, value: Any, target: Any, site: int) -> Any:
        """What is stored in a part of an array that is not followed.

        Numbers go among integers by decisions; in what else is narrower, wider or text they are lost.
        """
        kind = getattr(target, "dtype", None)
        if kind is None or kind.kind == "O" or kind_of(kind) or hasattr(target, "nodes"):
            return value
        if not (self.holds_floats(value) or self.may_hold(value)):
            return value
        if kind.kind in "iu" and self.is_real((value,)):
            return self.at(site, lambda: self.as_type(self.whole(*self.parts(value)), kind))
        self.recorder.lose(site)
        return self.plain(value, [])

    def not_followed(
        self, function: Callable[..., Any], name: str, x: tuple[Any, ...], named: dict[str, Any]
    ) -> Any:
        """Computed on plain arrays; the result has no counterpart."""
        went_in: list[Any] = []
        with np.errstate(all="ignore"):
            found = function(
                *(self.plain(v, went_in) for v in x), **{k: self.plain(v, went_in) for k, v in named.items()}
            )
        nodes = (
            np.unique(np.concatenate([np.ravel(n) for n in went_in])) if went_in else np.array([], dtype=int)
        )
        held = bool(nodes.size) or self.may_hold((x, named))
        if held:
            self.tape.outside[self.site, name] += 1
            self.tape.escapes += 1
        lost = held or (self.tape.escapes > 0 and name not in MADE_OF_NOTHING)
        owner = type(getattr(function, "__self__", None)).__module__
        given = name in MADE_OF_NOTHING | READ or owner.startswith("numpy.random")
        if held and found is None:  # something that was given is another now
            self.recorder.lose(self.site)
        return self.came_out(found, lost, not given)

    def came_out(self, found: Any, lost: bool, rounded: bool = False) -> Any:
        """Floats without a counterpart if numbers went in, then what is not a float may hide them; or if they
        were computed, of integers or text, and are rounded.
        """
        if isinstance(found, tuple | list):
            parts = [self.came_out(v, lost, rounded) for v in found]
            return type(found)(*parts) if hasattr(found, "_fields") else type(found)(parts)
        if isinstance(found, np.ndarray) and type(found) not in (np.ndarray, self.Array):
            if lost:  # masked arrays and their like are more than their entries
                self.recorder.lose(self.site)
            return found
        if isinstance(found, float) or (isinstance(found, np.ndarray | np.generic) and kind_of(found.dtype)):
            values = np.asarray(found)
            if lost and values.ndim:  # how many there are may be made of the numbers, too
                self.recorder.lose(self.site)
            made = self.whole if isinstance(found, np.ndarray) else self.made
            return made(values, self.leaked(values) if lost or rounded else self.leaves(values))
        if found is not None and lost:
            self.recorder.lose(self.site)
        return found

    def plain(self, x: Any, went_in: list[Any]) -> Any:
        """Plain values for what is followed, however deep; their nodes go into the list."""
        if isinstance(x, self.Array):
            values, nodes = self.parts(x)
            went_in.append(nodes)
            return values
        if isinstance(x, np.ndarray) and hasattr(x, "nodes"):
            values, *both = self.in_plane.parts(x)
            went_in += both
            return values
        if self.recorder.is_scalar(x):
            went_in.append(np.asarray(x.node))
            return x.bare()
        if type(x) is self.recorder.Number:
            went_in.append(np.asarray(x.node))
            return float.__pos__(x)
        if type(x) in (list, tuple):
            return type(x)(self.plain(v, went_in) for v in x)
        if type(x) is self.recorder.complexes.Complex:
            went_in += [np.asarray(x.re.node), np.asarray(x.im.node)]
            return complex.__pos__(x)
        return x
