"""numpy's // and % on followed arrays, one number after the other: each quotient's floor is a decision."""

from typing import Any

import numpy as np

from verify.inside.run.tape import CAST

DIVIDED = {"remainder": "mod", "floor_divide": "floordiv"}


def divided(arrays: Any, name: str, values: np.ndarray, nodes: list[np.ndarray]) -> Any:
    """Python's own operators, which are numpy's of float64; None where numpy's float is another."""
    recorder, tape, found = arrays.recorder, arrays.tape, []
    if values.dtype != np.float64 or recorder.oracle is not None:
        return None
    operands = (np.broadcast_to(n, values.shape).ravel().tolist() for n in nodes)
    for a, b, value in zip(*operands, values.ravel().tolist(), strict=True):
        if not tape.values[b]:
            return None
        left, right = (recorder.number(tape.values[k], k) for k in (a, b))
        made = recorder.operators[DIVIDED[name]](left, right, arrays.site)
        if float.__pos__(made) != value:
            return None
        found.append(made.node)
    nodes_of_pythons = np.array(found, dtype=np.int64).reshape(values.shape)
    return arrays.made(values, arrays.block(CAST, nodes_of_pythons, np.int32(-1), values))
