"""Certified accuracy of float64 computations: how many digits are right, and why the others are wrong.

The public names; each is loaded when it is first asked for, so that a test run that merely has the
package installed does not pay for ball arithmetic.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from verify.arithmetic.ball import Ball
    from verify.arithmetic.float64 import Float64
    from verify.arithmetic.mpfr import FORMATS, Mpfr
    from verify.arithmetic.precision import decide
    from verify.checking.subjects.subject import Subject
    from verify.claims.declare import Claims
    from verify.core.claim import CONFIRMED, REFUTED, UNDECIDED, Claim, Outcome, Reach, Verdict
    from verify.core.errors import BadInput
    from verify.core.model import (
        Algorithm,
        Axis,
        Bound,
        Finite,
        Input,
        Measurement,
        Parameter,
        Problem,
        Quantity,
        Route,
        Sensitivity,
        Source,
        Sweep,
        Unknown,
    )
    from verify.interface.answers import Blame, Checks, Survey
    from verify.interface.functions import blame, check, survey
    from verify.measure.harness import judge, sweep
    from verify.measure.limits import Limits
    from verify.measure.point import point
    from verify.testing.assertions import assert_certified

__version__ = "0.2.0"

_PLACES = {
    "verify.arithmetic.ball": ("Ball",),
    "verify.arithmetic.float64": ("Float64",),
    "verify.arithmetic.mpfr": ("FORMATS", "Mpfr"),
    "verify.arithmetic.precision": ("decide",),
    "verify.measure.harness": ("judge", "sweep"),
    "verify.measure.limits": ("Limits",),
    "verify.core.errors": ("BadInput",),
    "verify.claims.declare": ("Claims",),
    "verify.core.claim": ("CONFIRMED", "REFUTED", "UNDECIDED", "Claim", "Outcome", "Reach", "Verdict"),
    "verify.core.model": (
        "Algorithm",
        "Axis",
        "Bound",
        "Finite",
        "Input",
        "Measurement",
        "Parameter",
        "Problem",
        "Quantity",
        "Route",
        "Sensitivity",
        "Source",
        "Sweep",
        "Unknown",
    ),
    "verify.interface.answers": ("Blame", "Checks", "Survey"),
    "verify.interface.functions": ("blame", "check", "survey"),
    "verify.measure.point": ("point",),
    "verify.checking.subjects.subject": ("Subject",),
    "verify.testing.assertions": ("assert_certified",),
}
_MODULES = {name: module for module, names in _PLACES.items() for name in names}

__all__ = [
    "CONFIRMED",
    "FORMATS",
    "REFUTED",
    "UNDECIDED",
    "Algorithm",
    "Axis",
    "BadInput",
    "Ball",
    "Blame",
    "Bound",
    "Checks",
    "Claim",
    "Claims",
    "Finite",
    "Float64",
    "Input",
    "Limits",
    "Measurement",
    "Mpfr",
    "Outcome",
    "Parameter",
    "Problem",
    "Quantity",
    "Reach",
    "Route",
    "Sensitivity",
    "Source",
    "Subject",
    "Survey",
    "Sweep",
    "Unknown",
    "Verdict",
    "assert_certified",
    "blame",
    "check",
    "decide",
    "judge",
    "point",
    "survey",
    "sweep",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"verify has no {name}")
    return getattr(importlib.import_module(_MODULES[name]), name)
