"""What is stored in a part of something: o[i] = v, in whatever statement, asks what stands for o."""

from collections.abc import Callable
from typing import Any

import numpy as np

from verify.inside.values.followed import Recorder

GUARDED = (np.ndarray, np.flatiter, np.void)  # what holds numbers and may change them as they are stored


class Guarded:
    """An array that is not followed, as the target of a store."""

    __slots__ = ("owner", "recorder", "site")
    owner: Any
    recorder: Recorder
    site: int

    def __init__(self, recorder: Recorder, owner: Any, site: int) -> None:
        for name, x in zip(self.__slots__, (owner, recorder, site), strict=True):
            object.__setattr__(self, name, x)

    def _stored(self, value: Any) -> Any:
        array = self.owner.base if isinstance(self.owner, np.flatiter) else self.owner
        return self.recorder.arrays.stored(value, array, self.site)

    def __setitem__(self, index: Any, value: Any) -> None:
        self.owner[index] = self._stored(value)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.owner, name, self._stored(value))


def owner_of(recorder: Recorder) -> Callable[[Any, int], Any]:
    """What a store goes to in place of an object: itself, unless it is an array that is not followed."""

    def owner(x: Any, site: int) -> Any:
        if type(x) is list or type(x) is dict or not isinstance(x, GUARDED):
            return x
        return x if hasattr(x, "nodes") else Guarded(recorder, x, site)

    return owner
