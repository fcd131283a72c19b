"""A subject as what is measured: the measurand of a function or a core, and its case at an input.

A first look, the certified ulps and the whole budget are asked of the same case.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.float64 import exact
from verify.checking.subjects.subject import Subject, Where
from verify.language.plane import SignedZero
from verify.measure.envelope import condition_number, conditions
from verify.measure.measurand import Case, Measurand
from verify.measure.point import for_truth
from verify.measure.run import as_numpy


def measurand(what: Subject, known: Callable[..., Any] | None = None) -> Measurand:
    """What results of the subject are held against; `known`: F where the function was followed."""
    ball = what.ball

    def flagged(*floats: float) -> bool:
        # numpy's floats in place of Python's: their operations tell what the hardware flagged.
        try:
            with np.errstate(over="raise", under="raise", divide="raise", invalid="ignore"):
                what.function(*map(as_numpy, what.arguments(floats)))
        except FloatingPointError:
            return True
        except Exception:  # it was called before, and what it raised is reported
            return False
        return False

    return Measurand(
        problem=what.says,
        algorithm=what.name,
        truth=what.truth,
        exact=known if ball is None else lambda *x: ball(*for_truth(x)),
        gradient=what.gradient,
        format=what.format,
        formats=what.formats,
        signed=what.in_plane,
        flagged=flagged,
    )


def case(of: Measurand, names: tuple[str, ...], where: Where, computed: Any, raised: str | None) -> Case:
    """The result at an input: the floats are the data, so that there is no data error."""
    # On a branch cut the sign of a zero says on which side the input lies.
    data = tuple(SignedZero.of(x) if of.signed and x == 0 else exact(x) for x in where)

    def kappa() -> dict[str, arb]:
        if of.gradient is None:
            return {}
        x = for_truth(data)
        return {"inf": condition_number(x, of.gradient(*x), of.truth(*x))}

    return Case(
        of,
        inputs=dict(zip(names, where if of.signed else map(_told, where, data), strict=True)),
        parameters={},
        data=data,
        rounded=data,
        floats=where,
        computed=computed,
        raised=raised,
        axis=where[0] if where else None,
        conditions=lambda: conditions(kappa),
    )


def _told(x: float, number: Any) -> Any:
    """The number; of a zero the float, which has a sign: functions may tell the two apart."""
    return x if x == 0 else number
