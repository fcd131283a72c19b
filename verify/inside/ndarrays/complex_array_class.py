"""The class of followed arrays of complex numbers: ndarrays that know the places of both parts of entries."""

from typing import Any

import numpy as np

from verify.inside.ndarrays.array_class import (
    BITS,
    MEMORY,
    PARTITIONS,
    STRUCTURAL_METHODS,
    given_away,
    refused,
)


def _structural(name: str) -> Any:
    plain = getattr(np.ndarray, "copy" if name == "__copy__" else name)
    return lambda self, *x, **named: self.recorder.arrays.in_plane.moved(plain, (self, *x), named)


def _part(k: int, name: str) -> Any:
    def part(self: Any) -> Any:
        """A view: what is stored there is stored here."""
        plane = self.recorder.arrays.in_plane
        found = plane.parts(self)
        return self.recorder.arrays.whole(getattr(found[0], name), found[1 + k])

    return property(part, lambda self, value: part(self).__setitem__(Ellipsis, value))


def _methods() -> dict[str, Any]:
    names: dict[str, Any] = {
        "nodes": None,
        "__array_finalize__": lambda self, whole: None,
        "__array_priority__": 1000,
        "__array_ufunc__": lambda self, ufunc, method, *x, **named: self.recorder.arrays.ufunc(
            ufunc, method, x, named
        ),
        "__array_function__": lambda self, f, types, x, named: self.recorder.arrays.function(f, x, named),
        "__getitem__": lambda self, index: self.recorder.arrays.in_plane.moved(
            np.ndarray.__getitem__, (self, index), {}
        ),
        "__setitem__": lambda self, index, value: self.recorder.arrays.in_plane.set_item(self, index, value),
        "__iter__": lambda self: (self[k] for k in range(len(self))),  # as they are when it is their turn
        "__deepcopy__": lambda self, memo: self.copy(),
        "sum": lambda self, axis=None: self.recorder.arrays.in_plane.summed(self, axis),
        "mean": lambda self, axis=None: np.mean(self, axis=axis),
        "dot": lambda self, other: np.dot(self, other),
        "conj": lambda self: np.conjugate(self),
        "conjugate": lambda self: np.conjugate(self),
        "prod": lambda self, axis=None: np.prod(self, axis=axis),
        "tolist": lambda self: self.recorder.arrays.in_plane.listed(self),
        "real": _part(0, "real"),
        "imag": _part(1, "imag"),
        "T": property(lambda self: self.transpose()),
    }
    unknown = (
        *BITS,
        *PARTITIONS,
        "sort",
        "argsort",
        "astype",
        "__str__",
        "__repr__",
        "item",
        "cumsum",
        "var",
        "std",
    )
    names |= {name: refused(name) for name in unknown} | {name: given_away(name) for name in MEMORY}
    return names | {name: _structural(name) for name in STRUCTURAL_METHODS.split()}


_ComplexArray = type("ndarray", (np.ndarray,), _methods())


def complex_array_class(recorder: Any) -> Any:
    """The class of one run's arrays of complex numbers."""
    return type("ndarray", (_ComplexArray,), {"recorder": recorder})
