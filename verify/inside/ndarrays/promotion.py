"""In which format numpy computes: its rules of promotion, and the roundings on the way there."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from verify.inside.dispatch.other_operators import POWER
from verify.inside.ndarrays.array_edges import ArrayEdges
from verify.inside.run.kinds import PYTHONS, is_narrow
from verify.inside.run.tape import ABS, ADD, DIV, FUN, LEAF, MUL, NEG, SUB, SUM
from verify.inside.values.followed import Recorder

BASIC = (ADD, SUB, MUL, DIV, NEG, ABS)


class Promotion(ArrayEdges):
    """The formats of operands."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__(recorder)
        self.is_own: dict[int, bool] = {}  # numpy's float64 or not, of numbers that were asked about

    def given(self, x: tuple[Any, ...], parts: list[Any], weak: bool = False) -> list[Any]:
        """The plain operands. Ints stay ints: SciPy has other code for them. Beside narrower formats Python's
        numbers are Python's: there they are `weak`.
        """
        if not weak and not any(is_narrow(plain.dtype) for plain, _ in parts):
            return [v if type(v) is int else plain for v, (plain, _) in zip(x, parts, strict=True)]
        found: list[Any] = []
        for v, (plain, node) in zip(x, parts, strict=True):
            if isinstance(v, int | np.integer | np.bool_):
                found.append(int(v) if type(v) is bool else v)
            elif isinstance(v, float) and not (isinstance(v, np.float64) or self.is_numpys_own(int(node))):
                found.append(float(plain))
            else:
                found.append(plain)
        return found

    def is_numpys_own(self, place: int) -> bool:
        """Is a number numpy's float64, and not Python's float: by itself, or by what it was made of?"""
        waiting, known = [place], self.is_own
        while waiting:
            k = waiting[-1]
            missing = next((i for i in self._by_operators(k) if i not in known), None)
            if self.tape.kind(k) != PYTHONS or any(known.get(i) for i in self._by_operators(k)):
                known[waiting.pop()] = True
            elif missing is not None:
                waiting.append(missing)
            else:
                known[waiting.pop()] = False
        return known[place]

    def _by_operators(self, place: int) -> Sequence[int]:
        """What a number was made of by operators and `sum`: math's functions give Python's floats."""
        tape, operation = self.tape, self.tape.operation(place)
        if operation == SUM:
            return [] if place in tape.edges.get((tape.site(place), "fsum"), ()) else tape.operands(place)
        if operation == FUN:
            function = tape.function(place)
            if function.name in ("min", "max"):
                return [k for k in tape.operands(place) if tape.values[k] == tape.values[place]][:1]
            return tape.operands(place) if function is POWER or function.name in ("%", "*", "/") else []
        if operation == LEAF:
            return tape.quotients.get(place, ())
        return tape.operands(place) if operation in BASIC else []

    def promoted(self, ufunc: Any, given: list[Any], parts: list[Any], named: dict[str, Any]) -> Any:
        """The operands' places in the format in which the function is computed.

        None where numpy's rules do not say in which it is, or where another one was asked for.
        """
        if not any(is_narrow(plain.dtype) for plain, _ in parts) and named.get("dtype") is None:
            return [n for _, n in parts]
        types = [type(v) if type(v) in (int, float) else v.dtype for v in given]
        dtype = named.get("dtype")
        asked = {} if dtype is None else {"signature": (*[None] * ufunc.nin, *[np.dtype(dtype)] * ufunc.nout)}
        try:
            loop = ufunc.resolve_dtypes((*types, *[None] * ufunc.nout), **asked)
        except TypeError:
            return None
        if dtype is not None and np.dtype(dtype) != loop[-1]:
            return None
        return [
            self.converted(plain, node, dtype)[1] if is_narrow(dtype) else node
            for (plain, node), dtype in zip(parts, loop[: ufunc.nin], strict=True)
        ]
