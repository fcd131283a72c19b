"""What numpy's own Python turns its operand into an array with, and its result back into what is like it."""

import importlib
from collections.abc import Iterator
from typing import Any

import numpy as np

CONVERTER: Any = getattr(importlib.import_module("numpy._core._multiarray_umath"), "_array_converter", None)


class Converter:
    """`_array_converter` of one operand."""

    def __init__(self, arrays: Any, x: tuple[Any, ...]) -> None:
        if len(x) != 1:  # beside arrays Python's numbers stay what they are there
            raise NotImplementedError
        self.scalar_input = (not isinstance(x[0], np.ndarray | list | tuple),)
        self.made = arrays.as_array(x[0])

    def __iter__(self) -> Iterator[Any]:
        return iter((self.made,))

    def __len__(self) -> int:
        return 1

    def __getitem__(self, k: int) -> Any:
        return (self.made,)[k]

    def as_arrays(self, subok: bool = True, pyscalars: str = "convert") -> tuple[Any]:
        return (self.made,)

    def wrap(self, found: Any, to_scalar: bool | None = None) -> Any:
        as_scalar = all(self.scalar_input) if to_scalar is None else to_scalar
        return found[()] if as_scalar and not np.ndim(found) else found
