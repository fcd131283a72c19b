"""The laws every algorithm obeys. A law finds at a point that it holds, or that it is broken and how, or that
nothing could be held against it; a planted fault must break it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.arrays import mapped
from verify.arithmetic.mpfr import FORMATS, Mpfr
from verify.arithmetic.precision import Unsettled, current_bits, precision
from verify.claims.independence import ELEMENTARY, calls
from verify.claims.slopes import gradient_is_the_slope, has_no_gradient
from verify.claims.trial import HELD, Finding, Law, Trial
from verify.core.claim import Verdict
from verify.core.model import Algorithm, Bound, Problem, Unknown
from verify.measure.budget import Breakdown, as_ball, entries, largest
from verify.measure.harness import measure_group
from verify.measure.limits import Limits
from verify.measure.point import for_truth
from verify.measure.run import run_ball, run_float64, run_mpfr
from verify.records import references

COARSE, FINE = 128, 512


def _meet(what: str, one: Sequence[arb], other: Sequence[arb]) -> Finding:
    """Do two enclosures of one value meet?"""
    if len(one) != len(other):
        return Finding(False, f"{what}: {len(one)} and {len(other)} entries")
    for x, y in zip(one, other, strict=True):
        if x.is_finite() and y.is_finite() and not x.overlaps(y):
            return Finding(False, f"{what}: {x} and {y} are apart")
    if not all(x.is_finite() for x in (*one, *other)):
        return Finding(None, f"{what}: a ball is not finite")
    return HELD


def _precisions_agree(trial: Trial) -> Finding:
    """Law 1: balls at two precisions overlap, the algorithm's and the truth's."""
    exact = [("F", trial.balls)] if trial.algorithm.has_exact_course else []
    for what, found in (*exact, ("the truth", trial.truth)):
        finding = _meet(f"{what} at {COARSE} and {FINE} bits", found(COARSE), found(FINE))
        if not finding.holds:
            return finding
    return HELD


def _bound_holds(trial: Trial) -> Finding:
    """Laws 1 and 3: F and f overlap after the truncation bound is added; |F - f| never exceeds it."""
    truncation, bound = trial.algorithm.truncation, arb(0)
    with precision(FINE):
        if isinstance(truncation, Bound):
            data = tuple(x if isinstance(x, int) else as_ball(x) for x in trial.where.rounded)
            bound = truncation.function(*data, **trial.parameters)
        pairs = zip(trial.balls(FINE), trial.truth(FINE), strict=True)
        distance = largest([abs(x - y) for x, y in pairs])
        if distance > bound:
            return Finding(False, f"|F - f| = {distance} exceeds the declared {bound}")
    if not (distance.is_finite() and bound.is_finite()):
        return Finding(None, f"|F - f| = {distance} and the bound {bound} are not finite")
    return HELD


def _widened(data: tuple[Any, ...], side: int | None) -> tuple[Any, ...]:
    """Each number with a relative radius of 2^-40, or moved 7/8 of it to one side."""
    radius = arb(2) ** -40

    def widened(b: arb) -> arb:
        return arb(b, abs(b) * radius) if side is None else b + side * abs(b) * radius * 7 / 8

    return tuple(_each(x if isinstance(x, int) else as_ball(x), widened) for x in data)


def _inclusion(trial: Trial) -> Finding:
    """Law 2: the ball of a wide input contains the ball of each point in it."""

    def values(side: int | None) -> list[arb]:
        return entries(run_ball(trial.algorithm, _widened(trial.where.rounded, side), trial.parameters))

    with precision(COARSE):
        outer = values(None)
    if not any(o.is_finite() for o in outer):
        return Finding(None, "the ball of a wide input is not finite")
    with precision(FINE):
        for side in (-1, 0, 1):
            for o, p in zip(outer, values(side), strict=True):
                if o.is_finite() and p.is_finite() and not o.contains(p):
                    return Finding(
                        False, f"the ball {o} of a wide input misses the value {p} of a point in it"
                    )
    return HELD


def _each(value: Any, function: Callable[[arb], arb]) -> Any:
    if isinstance(value, int):
        return value
    return mapped(function, value) if isinstance(value, np.ndarray) else function(value)


def _parts_add_up(trial: Trial) -> Finding:
    """Law 4: data + truncation + rounding encloses the total; without F, data + the algorithm's error."""
    m = measure_group(trial.algorithm, [trial.where], trial.parameters, Limits())[0]
    parts: tuple[arb | None, ...] = (m.data_error, m.truncation_error, m.rounding_error)
    missing = m.reason
    if not _has_exact_value(trial):
        parts, missing = (m.data_error, m.algorithm_error), ""
    if m.cause == "range":
        return Finding(None, "no finite result, or one lost to the range: there is no total to add up to")
    if missing or m.truth is None:
        return Finding(False, m.reason or "nothing was certified")
    if m.forward_error is None:
        return Finding(None, "a truth of zero was missed: there is no relative error")
    found = [x for x in parts if x is not None]
    if len(found) < len(parts):
        return Finding(False, "a part of the budget is missing")
    if m.forward_error_componentwise is not None:  # norms: the parts bound the total
        together = sum(map(abs, found), arb(0))
        holds = not together < m.forward_error
    else:
        together = abs(sum(found, arb(0)))
        holds = bool(together.overlaps(m.forward_error))
    return HELD if holds else Finding(False, f"the parts give {together}, the total is {m.forward_error}")


def _has_exact_value(trial: Trial) -> bool:
    """Is there an F here? No where the algorithm breaks down in exact arithmetic."""
    if not trial.algorithm.has_exact_course:
        return False
    try:
        trial.balls(FINE)
    except Breakdown:
        return False
    except Unsettled:
        return True
    return True


def _formats_agree(trial: Trial) -> Finding:
    """Law 6: the body in MPFR's binary64 is numpy's float64 bit for bit, for + - * / and sqrt."""
    ours = np.ravel(run_float64(trial.algorithm, trial.where.floats, trial.parameters))
    binary64 = Mpfr(FORMATS["binary64"])
    theirs = run_mpfr(trial.algorithm, binary64, trial.where.rounded, trial.parameters)
    for x, y in zip(ours, np.ravel(np.array(theirs, dtype=object)), strict=True):
        if float(x).hex() != float(y).hex():
            return Finding(False, f"numpy gives {float(x).hex()}, MPFR {float(y).hex()}")
    return HELD


def _restores_precision(trial: Trial) -> Finding:
    """The truth and the body leave the precision as it was."""
    with precision(COARSE):
        if trial.algorithm.has_exact_course:
            run_ball(trial.algorithm, trial.where.rounded, trial.parameters)
        trial.where.problem.truth(*for_truth(trial.where.rounded))
        after = current_bits()
    return HELD if after == COARSE else Finding(False, f"the precision was {COARSE} and is now {after}")


def _says_nothing_of_F(algorithm: Algorithm) -> str:
    return "nothing is declared of |F - f|" if isinstance(algorithm.truncation, Unknown) else ""


def _has_no_exact_course(algorithm: Algorithm) -> str:
    return "" if algorithm.has_exact_course else "nothing is known of its course in exact arithmetic"


def _is_not_basic(algorithm: Algorithm) -> str:
    basic = algorithm.body is not None and algorithm.basic
    return "" if basic else "the float64 side is more than + - * / and sqrt of a body"


precisions_agree = Law("precisions_agree", _precisions_agree)
bound_holds = Law("bound_holds", _bound_holds, _says_nothing_of_F)
inclusion = Law("inclusion", _inclusion, _has_no_exact_course)
parts_add_up = Law("parts_add_up", _parts_add_up)
formats_agree = Law("formats_agree", _formats_agree, _is_not_basic)
restores_precision = Law("restores_precision", _restores_precision)
slopes = Law("gradient_is_the_slope", gradient_is_the_slope, has_no_gradient)
LAWS = (precisions_agree, bound_holds, inclusion, parts_add_up, formats_agree, restores_precision, slopes)
CHEAP = (precisions_agree, bound_holds, parts_add_up, slopes)


def truth_is_independent(algorithm: Algorithm) -> Finding:
    """Law 7: the truth and the body share no call."""
    body = algorithm.body or algorithm.ball
    if body is None:  # a library's routine, run in float64 alone: no ball of it is compared with the truth
        return HELD
    shared = (calls(algorithm.problem.truth) & calls(body)) - ELEMENTARY
    return (
        Finding(False, f"is broken: truth and body both call {', '.join(sorted(shared))}") if shared else HELD
    )


def verdict_is_declared(verdict: Verdict) -> str:
    """Law 5: a verdict is the one declared; better than declared fails too."""
    if verdict.as_declared:
        return ""
    claim = verdict.claim
    return f"{claim.id} is declared {claim.declared} but found {verdict.verdict}: {verdict.evidence}"


def second_opinion(problem: Problem, given: Mapping[str, Any]) -> str:
    """Law 7: mpmath, by a route of its own, agrees with the truth at 50 digits."""
    rows = references.certified(problem, given)
    return "; ".join(
        f"mpmath says {row['mpmath']['value']} of {row['quantity']}, the ball is {row['value']}"
        for row in rows
        if row["doubtful"]
    )
