"""Calls of numpy that are followed by way of what it computes, written out (bodies.py)."""

import os
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import verify
from verify.inside.ndarrays import bodies

BODIES: dict[Any, Callable[..., Any]] = {
    np.median: bodies.median,
    np.percentile: bodies.percentile,
    np.quantile: bodies.quantile,
    np.average: bodies.average,
    np.ptp: bodies.ptp,
    np.trace: bodies.trace,
    np.interp: bodies.interp,
    np.bincount: bodies.bincount,
    np.linalg.matrix_power: bodies.matrix_power,
    np.linalg.cond: bodies.cond,
    np.cross: bodies.cross,
    np.angle: bodies.angle,
    np.signbit: bodies.signbit,
    np.logspace: bodies.logspace,
    np.geomspace: bodies.geomspace,
    np.nansum: bodies.nansum,
    np.nanmean: bodies.nanmean,
    np.nanmax: bodies.nanmax,
    np.nanmin: bodies.nanmin,
    np.searchsorted: bodies.searchsorted,
    np.digitize: bodies.digitize,
    np.unique: bodies.unique,
    np.asarray_chkfinite: bodies.asarray_chkfinite,
    np.count_nonzero: bodies.count_nonzero,
    np.nonzero: bodies.nonzero,
    np.flatnonzero: bodies.flatnonzero,
    np.copysign: bodies.copysign,
    np.heaviside: bodies.heaviside,
    np.ldexp: bodies.ldexp,
}
# These know what to do with a NaN.
OF_NANS = {np.nansum, np.nanmean, np.nanmax, np.nanmin}
FAILED = (TypeError, ValueError, IndexError, AttributeError, ZeroDivisionError)
OURS = tuple(str(Path(where).parent) + os.sep for where in (verify.__file__, np.__file__))


def by_program(error: BaseException) -> bool:
    """Did it come from the program's own code: was other Python than this package's and numpy's at work?

    What the program raises is its own matter. To call numpy again would call the program again, too.
    """
    frames = traceback.walk_tb(error.__traceback__)
    return any(not frame.f_code.co_filename.startswith(OURS) for frame, _ in frames)


def body_of(arrays: Any, body: Callable[..., Any], x: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """What a body makes of them, as code of another file."""
    recorder = arrays.recorder
    try:
        return recorder.elsewhere(arrays.site, recorder.instrumented(body), x, named)
    except FAILED as error:  # another form of the call, or numpy raises as well
        if by_program(error):
            raise
        raise NotImplementedError from error


def _any_nan(arrays: Any, x: tuple[Any, ...]) -> bool:
    plain = (np.asarray(arrays.plain(v, [])) for v in x)
    return any(v.dtype.kind == "f" and np.isnan(v).any() for v in plain)


def written_out(arrays: Any, function: Any, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """NotImplementedError where it does not come out as numpy's own."""
    if (
        arrays.recorder.oracle is not None
        and function not in OF_NANS
        and _any_nan(arrays, (*x, *named.values()))
    ):
        raise NotImplementedError  # its order is numpy's own, and nothing there compares with numpy's own
    if not any(map(arrays.holds_floats, (*x, *named.values()))) and not arrays.may_hold((x, named)):
        plain = function(*x, **named)
        if not arrays.holds_floats(plain):  # of integers, or of truth values
            return plain
    found, recorder = body_of(arrays, BODIES[function], x, named), arrays.recorder
    if type(found) is recorder.Number and not recorder.is_numpys(found.node):
        found = recorder.numpys(arrays.site, found)
    if arrays.recorder.oracle is not None:  # floats mean nothing there
        return found
    with np.errstate(all="ignore"):
        given = {k: arrays.plain(v, []) for k, v in named.items()}
        own = function(*(arrays.plain(v, []) for v in x), **given)
    if type(found) is int and isinstance(own, np.integer):  # which of the two is a matter of numpy's version
        found = type(own)(found)
    made, own = np.asarray(arrays.plain(found, [])), np.asarray(own)
    if made.dtype != own.dtype or not np.array_equal(made, own, equal_nan=True):
        raise NotImplementedError
    return found
