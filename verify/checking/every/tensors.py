"""Functions of torch's and jax's tensors as functions of numpy's arrays.

What is loaded here is not used before it is called: jax starts threads with its first operation, and a
process that has them cannot be forked any more. So it is called in processes that do not fork.
"""

import importlib
from collections.abc import Callable
from typing import Any

import numpy as np

from verify.core.errors import BadInput

Evaluate = Callable[..., Any]


def of_tensors(name: str, function: Callable[..., Any]) -> Evaluate | None:
    """By the library that the target names; None where it is none of tensors."""
    made = MADE.get(name.partition(":")[0].partition(".")[0])
    return None if made is None else made(function)


def _torch(function: Callable[..., Any]) -> Evaluate:
    torch: Any = importlib.import_module("torch")
    torch.set_num_threads(1)  # a process is a core, and threads do not outlive a fork

    def many(*x: Any) -> Any:
        try:
            given = [torch.from_numpy(v.copy()) for v in x]
        except TypeError as error:
            raise BadInput(
                f"torch takes no numpy arrays of {x[0].dtype}; choose float32 or float16"
            ) from error
        return function(*given).numpy()

    return many


def _jax(function: Callable[..., Any]) -> Evaluate:
    jax: Any = importlib.import_module("jax")
    jax.config.update("jax_platforms", "cpu")

    def many(*x: Any) -> Any:
        count = len(x[0])
        # Each length is compiled anew: there are as many as powers of two.
        given = [np.concatenate([v, np.repeat(v[-1:], _padding(count))]) for v in x]
        return np.asarray(function(*given))[:count]

    return many


def _padding(count: int) -> int:
    """How many are lacking of a power of two."""
    return (1 << max(count - 1, 0).bit_length()) - count


MADE: dict[str, Callable[[Callable[..., Any]], Evaluate]] = {"torch": _torch, "jax": _jax}
