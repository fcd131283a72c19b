"""Functions of torch's tensors as functions of numpy's arrays."""

import importlib
from collections.abc import Callable
from typing import Any

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


MADE: dict[str, Callable[[Callable[..., Any]], Evaluate]] = {"torch": _torch}
