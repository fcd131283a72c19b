"""numpy's // % fmod divmod modf frexp of followed arrays, number by number: their integers are decisions."""

from typing import Any

import numpy as np

from verify.inside.run.tape import CAST

# Python's own, which are numpy's of float64.
DIVIDED = {"remainder": "mod", "floor_divide": "floordiv", "fmod": "fmod", "divmod": "divmod"}
DIVIDED |= {"modf": "modf", "frexp": "frexp"}


def divided(arrays: Any, ufunc: np.ufunc, results: list[np.ndarray], nodes: list[np.ndarray]) -> Any:
    """The results, as numpy computed them, with their places; None where numpy's float is another."""
    recorder, tape, name = arrays.recorder, arrays.tape, ufunc.__name__
    exact_path = recorder.oracle is not None  # floats mean nothing there
    if any(v.dtype != np.float64 for v in results[: 1 if name == "frexp" else None]):
        return None
    operands = (np.broadcast_to(n, results[0].shape).ravel().tolist() for n in nodes)
    found: list[list[Any]] = [[] for _ in results]
    for k, places in enumerate(zip(*operands, strict=True)):
        if not all(np.isfinite(tape.values[i]) for i in places):
            return None
        if len(places) == 2 and not exact_path and not tape.values[places[1]]:
            return None
        numbers = (recorder.number(tape.values[i], i) for i in places)
        made = recorder.operators[DIVIDED[name]](*numbers, arrays.site)
        for one, v, kept in zip(made if len(results) > 1 else (made,), results, found, strict=True):
            if not exact_path and float(one if isinstance(one, int) else float.__pos__(one)) != v.flat[k]:
                return None
            kept.append(one)
    made = tuple(_of_numpys(arrays, kept, v) for kept, v in zip(found, results, strict=True))
    return made if len(made) > 1 else made[0]


def _of_numpys(arrays: Any, found: list[Any], values: np.ndarray) -> Any:
    if values.dtype != np.float64:  # exponents
        whole = np.array(found, dtype=values.dtype).reshape(values.shape)
        return whole if whole.ndim else whole[()]
    if arrays.recorder.oracle is not None:
        values = np.array([float.__pos__(v) for v in found]).reshape(values.shape)
    places = np.array([v.node for v in found], dtype=np.int64).reshape(values.shape)
    return arrays.made(values, arrays.block(CAST, places, np.int32(-1), values))
