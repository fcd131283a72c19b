"""The result of checking a function of arrays, as a row under the contract's names."""

import math
import shlex
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from flint import acb, arb

from verify.arithmetic.arrays import mapped
from verify.arithmetic.precision import lower, precision, upper
from verify.checking.arrays.check import ArraySubject, Judged
from verify.checking.arrays.results import NoNumbers, Numbers, Returned, near
from verify.checking.gate import Gate
from verify.checking.nothing import nothing_found
from verify.checking.subjects.target import fixed_text
from verify.core import formats
from verify.core.model import Measurement
from verify.measure.budget import as_ball, norm
from verify.measure.distance import Distance
from verify.measure.envelope import is_infinite
from verify.measure.run import is_finite
from verify.records import write
from verify.records.plain import Row
from verify.records.summary import distribution

MOST_SHOWN = 10_000  # entries of a result; of a larger one the worst alone is in the row


def row(found: Judged, gate: Gate) -> Row:
    """One result under the contract's names, with the fields that arrays have beside."""
    what, m = found.subject, found.measurement
    finite = _is_finite(found.returned)
    # Of a truth that is zero there is no relative error, and the distance in ulps all the same.
    told = m.forward_error is not None or m.ulps is not None
    certified = finite and found.outside is None and told
    failed = not finite and found.outside is None and m.truth is not None
    ulps, worst = _entries(found) if certified else ([], None)
    multiple = _multiple(found) if certified else None
    shown = _shown(m, worst)
    reason = [] if certified or failed or found.outside else [m.reason or "nothing was certified"]
    notes = [*filter(None, (found.unsteady, _format_told(found))), *found.remarks, *_refused(found)]
    most = max(ulps, default=math.inf)
    return {
        **_unknown(what),
        "result_format": formats.name_of(found.scalar.format),
        "arrays": {
            d.name: {"spec": d.spec, "shape": list(np.shape(d.given)), "exact": d.exact is d.rounded}
            for d in what.data
        },
        "points": int(found.outside is None),
        "worst": write.measurement_row(shown) if certified else None,
        "worst_failure": write.measurement_row(shown) if failed else None,
        "entry": None if worst is None else [int(k) for k in worst],
        "entries": len(ulps),
        "ulps": {key: _number(value) for key, value in distribution(sorted(ulps)).items()},
        "found": _found(found) if certified else None,
        "envelope": multiple,
        "envelope_kind": "componentwise" if what.truth.entrywise else "normwise",
        "failed": int(failed),
        "failed_reasons": {_why(found.returned): 1} if failed else {},
        "undecided": len(reason),
        "undecided_reasons": reason,
        "outside_domain": int(found.outside is not None),
        "outside_reasons": {} if found.outside is None else {found.outside: 1},
        "notes": notes,
        "passed": certified and found.unsteady is None and _reached(gate, most, multiple),
    }


def _unknown(what: ArraySubject) -> Row:
    """A row that says what was asked, and nothing of what was found."""
    return {
        "target": what.name,
        "truth": what.truth.says,
        "format": what.scalar.name,
        "result_format": what.scalar.name,
        "arrays": {},
        "points": 1,
        **nothing_found(),
        "entry": None,
        "entries": 0,
        "envelope_kind": "normwise",
        "exhaustive": None,
        "complete": True,
        "command": reproduction(what),
    }


def lost(what: Sequence[ArraySubject], why: str) -> list[Row]:
    """Rows of subjects of which nothing can be said, and why."""
    return [_unknown(w) | {"undecided": 1, "undecided_reasons": [why]} for w in what]


def _is_finite(returned: Returned) -> bool:
    return isinstance(returned, Numbers) and is_finite(returned.value)


def _why(returned: Returned) -> str:
    if isinstance(returned, NoNumbers):
        return returned.why
    values = np.atleast_1d(returned.value)
    place = [int(k) for k in np.argwhere(~np.isfinite(values))[0]]
    at = f" at {place}" if np.ndim(returned.value) else ""
    return f"a result is not finite: {values[tuple(place)]}{at}"


def _reached(gate: Gate, ulps: float, multiple: float | None) -> bool:
    if gate.max_ulps is not None and not ulps <= gate.max_ulps:
        return False
    return gate.max_envelope is None or (multiple is not None and multiple <= gate.max_envelope)


def _number(x: float | None) -> float | None:
    return x if x is None or math.isfinite(x) else None


def _multiple(found: Judged) -> float | None:
    """How many times its envelope the error is, from above: of the worst entry, or of the norm."""
    m = found.measurement
    if isinstance(m.truth, np.ndarray) and (found.subject.truth.entrywise or norm(m.truth).is_zero()):
        ball = m.details.get("envelope_multiple_componentwise")
        return None if ball is None else _number(upper(ball))
    if m.envelope is None:
        return None
    if is_infinite(m.envelope):
        return 0.0
    if not isinstance(m.truth, np.ndarray):
        (ulps,) = _distances(found)
        return _number(upper(ulps / m.envelope.lower())) if ulps.is_finite() else None
    if m.forward_error is None or m.inherent_error is None or m.inherent_error.is_zero():
        return None
    return _number(upper(m.forward_error / m.inherent_error))


def _distances(found: Judged) -> list[arb]:
    """The distance of every entry in ulps; NaN where its truth cannot be distinguished from zero."""
    m, format = found.measurement, found.scalar.format
    with precision(m.bits):
        truth, computed = np.atleast_1d(m.truth), np.atleast_1d(as_ball(m.computed))
        return [
            arb.nan() if t.contains(0) and not t.is_zero() else Distance.of(y - t, t, format).ulps
            for y, t in zip(computed.flat, truth.flat, strict=True)
        ]


def _entries(found: Judged) -> tuple[list[float], tuple[int, ...] | None]:
    """The ulps of every entry from above, and the place of the worst; of a number no place."""
    m = found.measurement
    ulps = [upper(d) if d.is_finite() else math.inf for d in _distances(found)]
    if not isinstance(m.truth, np.ndarray):
        return ulps, None
    place = np.unravel_index(int(np.argmax(ulps)), m.truth.shape)
    return ulps, tuple(int(k) for k in place)


def _found(found: Judged) -> float | None:
    distances = [d for d in _distances(found) if d.is_finite()]
    return max((lower(d) for d in distances), default=None)


def _shown(m: Measurement, worst: tuple[int, ...] | None) -> Measurement:
    """With complex numbers as pairs, and of very many entries the worst alone."""
    computed, truth = near(m.computed), m.truth
    if isinstance(truth, np.ndarray) and truth.size > MOST_SHOWN:
        place = worst or (0,) * truth.ndim
        computed, truth = np.asarray(computed)[place], truth[place]
    return replace(m, computed=_real(computed), truth=_real(truth))


def _real(value: Any) -> Any:
    """Complex numbers as pairs in one more axis."""
    first = value.flat[0] if isinstance(value, np.ndarray) and value.size else value
    if isinstance(first, acb):
        whole = mapped(acb, np.asarray(value))
        return np.stack([mapped(lambda v: v.real, whole), mapped(lambda v: v.imag, whole)], axis=-1)
    if isinstance(first, complex | np.complexfloating):
        return np.stack([np.real(value), np.imag(value)], axis=-1)
    return value.item() if isinstance(value, np.generic) else value


def _format_told(found: Judged) -> str | None:
    """What is said where results are of another format than was asked for."""
    if found.scalar.format == found.subject.scalar.format:
        return None
    return f"the results are {found.scalar.name} and are judged in its ulps"


def _refused(found: Judged) -> list[str]:
    if found.outside is None:
        return []
    if _is_finite(found.returned):
        return ["the function returned finite numbers all the same"]
    return [f"the function {found.returned.why}"] if isinstance(found.returned, NoNumbers) else []


def reproduction(what: ArraySubject) -> str:
    """The command that asks this again."""
    name = what.name.removesuffix(what.place) if what.place else what.name
    words = ["verify", "check", name + what.place, "--truth", what.truth.says]
    for d in what.data:
        words += ["--array", f"{d.name}={d.spec}"]
    words += ["--format", what.scalar.name] if what.scalar.name != "float64" else []
    for option in fixed_text(what.fixed):
        words += ["--fix", option]
    return shlex.join(words)
