"""Measurements, verdicts and declarations as plain data, and back.

Floats that carry a result are hex strings, balls decimal strings `[m +/- r]` that contain the value,
sizes for reading plain numbers. Whoever reads plain data needs no ball arithmetic.
"""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from flint import acb, arb, fmpq

from verify.arithmetic.float64 import exact, nearest
from verify.arithmetic.precision import precision
from verify.core import complexes
from verify.core.claim import Verdict
from verify.core.errors import BadInput
from verify.core.literals import rational
from verify.core.model import Algorithm, Bound, Finite, Measurement, Parameter, Problem, Unknown
from verify.measure.envelope import is_infinite
from verify.measure.ladder import WANTED, Ladder
from verify.records.plain import Row, readable
from verify.records.shapes import COMPONENTWISE
from verify.records.theory import theory_row

TRUTH_DIGITS, PART_DIGITS, RUNG_DIGITS = 40, 12, 4
INFINITE = "inf"
BALL = re.compile(r"\[([+-]?\d+(?:\.\d*)?(?:e[+-]?\d+)?) \+/- (\d+(?:\.\d*)?(?:e[+-]?\d+)?)\]", re.ASCII)


def ball_text(ball: arb | acb, digits: int = TRUTH_DIGITS) -> str:
    """`[m +/- r]` with every point of the ball in it; `[m +/- r] + [m +/- r]j` of a complex one. ValueError
    where it is not finite."""
    if isinstance(ball, acb):
        return f"{ball_text(ball.real, digits)} + {ball_text(ball.imag, digits)}j"
    if not ball.is_finite():
        raise ValueError("a ball that is not finite has no decimal text")
    text = ball.str(digits)
    if text.startswith("[+/-"):
        return text.replace("[+/-", "[0 +/-")
    return text if text.startswith("[") else f"[{text} +/- 0]"


def size_text(ball: arb | None) -> str | None:
    """A size that may be infinite, which is a value: the ball, or inf. None where nothing is known."""
    if ball is None:
        return None
    return INFINITE if is_infinite(ball) else ball_text(ball, PART_DIGITS) if ball.is_finite() else None


def parse_ball(text: str) -> Any:
    """A ball that contains all that the text says, and hardly more. BadInput where it is malformed."""
    if text.endswith("]j"):
        return acb(*map(parse_ball, text[:-1].split(" + ", 1)))
    match = BALL.fullmatch(text)
    if match is None:
        raise BadInput(f"{text!r} is not a ball; write [m +/- r]")
    with precision(64 + 4 * len(text)):
        return arb(match[1], match[2])


def number_text(x: fmpq | float) -> str:
    """The hex float where the rational is one, else p/q."""
    if isinstance(x, float):  # a zero may have a sign
        return x.hex()
    near = nearest(x)
    return near.hex() if math.isfinite(near) and exact(near) == x else f"{x.p}/{x.q}"


def result_text(y: Any) -> str:
    return complexes.hexadecimal(complex(y)) if isinstance(y, complex) else float(y).hex()


def result_of(text: str) -> float | complex:
    return complexes.value(text) if complexes.is_complex(text) else float.fromhex(text)


def _each(value: Any, text: Any) -> Any:
    return [_each(v, text) for v in value] if isinstance(value, np.ndarray) else text(value)


def measurement_row(m: Measurement) -> Row:
    """The measurement under the contract's names."""

    def part(ball: arb | None) -> str | None:
        return ball_text(ball, PART_DIGITS) if ball is not None and ball.is_finite() else None

    row: Row = {
        "problem": m.problem,
        "algorithm": m.algorithm,
        "inputs": {name: number_text(x) for name, x in m.inputs.items()},
        "parameters": dict(m.parameters),
        "axis": m.axis if m.axis is not None and math.isfinite(m.axis) else None,
        "computed": _each(m.computed, result_text),
        "truth": None if m.truth is None else _each(m.truth, ball_text),
        "forward_error": part(m.forward_error),
        "algorithm_error": part(m.algorithm_error),
        "rounding_error": part(m.rounding_error),
        "truncation_error": part(m.truncation_error),
        "data_error": part(m.data_error),
        "backward_error": part(m.backward_error),
        "condition_number": size_text(m.condition_number),
        "envelope": size_text(m.envelope),
        "inherent_error": size_text(m.inherent_error),
        "ulps": m.ulps if m.ulps is None or math.isfinite(m.ulps) else None,
        "digits": m.digits,
        "cause": m.cause,
        "inherent": m.inherent,
        "cancelled_bits": m.cancelled_bits,
        "cancelled_in_all": m.cancelled_in_all,
        "cancelled_at": m.cancelled_at,
        "bits": m.bits,
    }
    for name in COMPONENTWISE:
        if getattr(m, name) is not None:
            row[name] = part(getattr(m, name))
    if m.details:
        sizes = {name: size_text(ball) for name, ball in m.details.items()}
        row["details"] = {name: size for name, size in sizes.items() if size is not None}
    if m.broken is not None:
        row["broken"] = readable(m.broken)
    if m.reason is not None:
        row["reason"] = readable(m.reason)
    return row


def measurement(row: Mapping[str, Any]) -> Measurement:
    """A measurement from its row; its balls contain those it was written from."""

    def part(name: str) -> arb | None:
        text = row.get(name)
        return None if text is None else parse_ball(text)

    def size(text: str | None) -> arb | None:
        return arb.pos_inf() if text == INFINITE else None if text is None else parse_ball(text)

    def array(value: Any, read: Any) -> Any:
        if not isinstance(value, list):
            return read(value)
        flat = [array(v, read) for v in value]
        if read is result_of:
            return np.array(flat)
        result = np.empty(np.shape(value), dtype=object)
        result[...] = flat
        return result

    try:
        return Measurement(
            problem=row["problem"],
            algorithm=row["algorithm"],
            inputs={name: rational(x) for name, x in row["inputs"].items()},
            parameters=dict(row["parameters"]),
            axis=math.inf if row["axis"] is None else row["axis"],
            computed=array(row["computed"], result_of),
            truth=None if row["truth"] is None else array(row["truth"], parse_ball),
            forward_error=part("forward_error"),
            algorithm_error=part("algorithm_error"),
            rounding_error=part("rounding_error"),
            truncation_error=part("truncation_error"),
            data_error=part("data_error"),
            backward_error=part("backward_error"),
            condition_number=size(row.get("condition_number")),
            envelope=size(row.get("envelope")),
            inherent_error=size(row.get("inherent_error")),
            ulps=row["ulps"],
            digits=row["digits"],
            cause=row["cause"],
            inherent=row["inherent"],
            cancelled_bits=row.get("cancelled_bits"),
            cancelled_in_all=row.get("cancelled_in_all"),
            cancelled_at=row.get("cancelled_at"),
            bits=row["bits"],
            reason=row.get("reason"),
            broken=row.get("broken"),
            **{name: part(name) for name in COMPONENTWISE},
            details={
                name: ball for name, x in row.get("details", {}).items() if (ball := size(x)) is not None
            },
        )
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
        raise BadInput(f"a measurement in the record is malformed: {error!r}") from error


def ladder_row(ladder: Ladder) -> Row:
    """The rungs of one algorithm at one input, and what follows from them."""
    return {
        "problem": ladder.where.problem.name,
        "algorithm": ladder.algorithm.name,
        "inputs": {name: number_text(x) for name, x in ladder.where.inputs.items()},
        "parameters": {**ladder.where.parameters, **ladder.parameters},
        "rungs": [
            {
                "format": rung.format,
                "bits": rung.bits,
                "error": None if rung.error is None else ball_text(rung.error, RUNG_DIGITS),
                "digits": round(math.floor(rung.digits * 100) / 100, 2),
            }
            for rung in ladder.rungs
        ],
        "floor": None if ladder.floor is None else ball_text(ladder.floor, PART_DIGITS),
        "slope": ladder.slope,
        "takes_over": ladder.takes_over,
        "reaching": {str(digits): ladder.reaching(digits) for digits in WANTED},
    }


def verdict_row(v: Verdict) -> Row:
    """The claim and its verdict under the contract's names."""
    claim = v.claim
    row = {
        "id": claim.id,
        "problem": claim.problem.name,
        "kind": claim.kind,
        "says": claim.says,
        "reading": claim.reading,
        "principal": claim.principal,
        "standing": claim.standing.value,
        "source": str(claim.source),
        "verdict": v.verdict,
        "evidence": v.evidence,
        "reach": claim.reach.value,
        "bits": v.bits,
        "declared": claim.declared,
    }
    if v.ball is not None and v.ball.is_finite():
        row["ball"] = ball_text(v.ball)
        if v.figure:
            row["figure"] = v.figure
    if v.pieces:
        row["pieces"] = list(v.pieces)
    return dict(readable(row))


def truncation_text(truncation: Finite | Bound | Unknown) -> str:
    """finite, bound or unknown."""
    return type(truncation).__name__.lower()


def problem_row(problem: Problem, algorithms: Sequence[Algorithm]) -> Row:
    """What a reader of the record has to know of a problem and its algorithms."""

    def parameters(declared: tuple[Parameter, ...]) -> list[Row]:
        return [
            {"name": p.name, "domain": p.domain(), "shown": p.shown}
            | ({"low": p.low, "names": list(p.names)} if p.names else {})
            for p in declared
        ]

    return {
        "name": problem.name,
        "title": problem.title,
        "lesson": problem.lesson,
        "systems": list(problem.systems),
        "formula": problem.formula,
        "source": str(problem.source),
        "truth": problem.truth.says,
        "inputs": [{"name": i.name, "domain": i.domain()} for i in problem.inputs],
        "parameters": parameters(problem.parameters),
        "theory": [theory_row(t, problem.sweep.axis) for t in problem.theory],
        "axis": {"title": problem.sweep.axis.title, "log": problem.sweep.axis.log},
        "algorithms": [
            {
                "name": a.name,
                "says": a.says,
                "source": str(a.source),
                "parameters": parameters(a.parameters),
                "truncation": truncation_text(a.truncation),
                "theorem": a.truncation.theorem if isinstance(a.truncation, Bound) else "",
                "grid": a.grid,
            }
            | ({} if a.installed else {"not_installed": a.needs})
            for a in algorithms
        ],
    }
