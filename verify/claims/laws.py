"""The laws every algorithm obeys. Each takes an algorithm, a point and parameters and returns what is
wrong, empty where nothing is; a planted fault must make it speak."""

import ast
import dataclasses
import functools
import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic import FORMATS, Mpfr, mapped
from verify.arithmetic.precision import Unsettled, current_bits, precision
from verify.core.claim import Verdict
from verify.core.model import Algorithm, Bound, Problem, Unknown
from verify.measure.budget import Breakdown, Budget, as_ball, entries, largest
from verify.measure.harness import measure_group
from verify.measure.limits import Limits
from verify.measure.point import Point, applies, for_truth, sweep_points
from verify.measure.run import run_ball, run_float64, run_mpfr
from verify.records import references

COARSE, FINE = 128, 512
# Correctly rounded in every arithmetic and without a method of their own to get wrong.
ELEMENTARY = {"sqrt", "pi"}
Parameters = Mapping[str, int]
Law = Callable[[Algorithm, Point, Parameters], str]


def where_defined(law: Law) -> Law:
    """A law about F says nothing where the algorithm breaks down in exact arithmetic (no F exists)."""

    @functools.wraps(law)
    def checked(algorithm: Algorithm, where: Point, parameters: Parameters) -> str:
        try:
            return law(algorithm, where, parameters)
        except Breakdown:
            return ""

    return checked


def _balls(algorithm: Algorithm, where: Point, parameters: Parameters, bits: int) -> list[arb]:
    with precision(bits):
        return entries(run_ball(algorithm, where.rounded, parameters))


def _truth(where: Point, bits: int) -> list[arb]:
    with precision(bits):
        return entries(where.problem.truth(*for_truth(where.rounded)))


def _overlap(one: Sequence[arb], other: Sequence[arb]) -> bool:
    """Do two enclosures of one value meet? A ball that is not finite claims nothing."""
    return len(one) == len(other) and all(
        not (x.is_finite() and y.is_finite()) or x.overlaps(y) for x, y in zip(one, other, strict=True)
    )


@where_defined
def precisions_agree(algorithm: Algorithm, where: Point, parameters: Parameters) -> str:
    """Law 1: balls at two precisions overlap, the algorithm's and the truth's."""
    coarse, fine = (_balls(algorithm, where, parameters, bits) for bits in (COARSE, FINE))
    if not _overlap(coarse, fine):
        return f"F at {COARSE} and {FINE} bits: {coarse[0]} and {fine[0]} are apart"
    coarse, fine = (_truth(where, bits) for bits in (COARSE, FINE))
    if not _overlap(coarse, fine):
        return f"the truth at {COARSE} and {FINE} bits: {coarse[0]} and {fine[0]} are apart"
    return ""


@where_defined
def bound_holds(algorithm: Algorithm, where: Point, parameters: Parameters) -> str:
    """Laws 1 and 3: F and f overlap after the truncation bound is added; |F - f| never exceeds it."""
    with precision(FINE):
        if isinstance(algorithm.truncation, Unknown):
            return ""
        bound = arb(0)
        if isinstance(algorithm.truncation, Bound):
            data = tuple(x if isinstance(x, int) else as_ball(x) for x in where.rounded)
            bound = algorithm.truncation.function(*data, **parameters)
        truth, value = _truth(where, FINE), _balls(algorithm, where, parameters, FINE)
        distance = largest([abs(x - y) for x, y in zip(value, truth, strict=True)])
        return f"|F - f| = {distance} exceeds the declared {bound}" if distance > bound else ""


def _widened(data: tuple[Any, ...], side: int | None) -> tuple[Any, ...]:
    """Each number with a relative radius of 2^-40, or moved 7/8 of it to one side."""
    radius = arb(2) ** -40

    def widened(b: arb) -> arb:
        return arb(b, abs(b) * radius) if side is None else b + side * abs(b) * radius * 7 / 8

    return tuple(_each(x if isinstance(x, int) else as_ball(x), widened) for x in data)


@where_defined
def inclusion(algorithm: Algorithm, where: Point, parameters: Parameters) -> str:
    """Law 2: the ball of a wide input contains the ball of each point in it."""
    with precision(COARSE):
        outer = entries(run_ball(algorithm, _widened(where.rounded, None), parameters))
    with precision(FINE):
        for side in (-1, 0, 1):
            points = entries(run_ball(algorithm, _widened(where.rounded, side), parameters))
            for o, p in zip(outer, points, strict=True):
                if o.is_finite() and p.is_finite() and not o.contains(p):
                    return f"the ball {o} of a wide input misses the value {p} of a point in it"
    return ""


def _each(value: Any, function: Callable[[arb], arb]) -> Any:
    if isinstance(value, int):
        return value
    return mapped(function, value) if isinstance(value, np.ndarray) else function(value)


def parts_add_up(algorithm: Algorithm, where: Point, parameters: Parameters) -> str:
    """Law 4: data + truncation + rounding encloses the total; without F, data + the algorithm's error.

    Where nothing was certified nothing was held against the law, and it has not passed.
    """
    m = measure_group(algorithm, [where], parameters, Limits())[0]
    if m.cause == "range":  # no finite result, or lost to the range: there is no total to add up to
        return ""
    parts: tuple[arb | None, ...]
    if _has_exact_value(algorithm, where, parameters):
        parts, missing = (m.data_error, m.truncation_error, m.rounding_error), m.reason
    else:
        parts, missing = (m.data_error, m.algorithm_error), ""
    found = [x for x in parts if x is not None]
    if missing or m.truth is None:
        return m.reason or "nothing was certified"
    if m.forward_error is None:  # a truth of zero was missed: no relative error
        return ""
    if len(found) < len(parts):
        return "a part of the budget is missing"
    together = sum((abs(x) if m.forward_error_componentwise is not None else x for x in found), arb(0))
    if m.forward_error_componentwise is not None:  # norms: the parts bound the total
        return f"{together} < {m.forward_error}" if together < m.forward_error else ""
    return "" if abs(together).overlaps(m.forward_error) else f"{together} is not {m.forward_error}"


def _has_exact_value(algorithm: Algorithm, where: Point, parameters: Parameters) -> bool:
    """Is there an F here? None where the algorithm breaks down in exact arithmetic."""
    try:
        with precision(FINE):
            run_ball(algorithm, where.rounded, parameters)
    except Breakdown:
        return False
    except Unsettled:
        return True
    return True


def formats_agree(algorithm: Algorithm, where: Point, parameters: Parameters) -> str:
    """Law 6: the body in MPFR's binary64 is numpy's float64 bit for bit, for + - * / and sqrt."""
    if algorithm.body is None or not algorithm.basic:
        return ""
    ours = np.ravel(run_float64(algorithm, where.floats, parameters))
    theirs = run_mpfr(algorithm, Mpfr(FORMATS["binary64"]), where.rounded, parameters)
    for x, y in zip(ours, np.ravel(np.array(theirs, dtype=object)), strict=True):
        if float(x).hex() != float(y).hex():
            return f"numpy gives {float(x).hex()}, MPFR {float(y).hex()}"
    return ""


@where_defined
def restores_precision(algorithm: Algorithm, where: Point, parameters: Parameters) -> str:
    """The truth and the body leave the precision as it was."""
    with precision(COARSE):
        run_ball(algorithm, where.rounded, parameters)
        where.problem.truth(*for_truth(where.rounded))
        after = current_bits()
    return "" if after == COARSE else f"the precision was {COARSE} and is now {after}"


ALGORITHM_LAWS = (
    precisions_agree,
    bound_holds,
    inclusion,
    parts_add_up,
    formats_agree,
    restores_precision,
)


def sample(algorithm: Algorithm, count: int = 12, largest: int = 20) -> Iterator[tuple[Point, Parameters]]:
    """Points of the natural sweep, each with the least, the shown and the greatest parameters.

    Structured data grow costly with their size: they are taken up to `largest` only.
    """
    swept = sweep_points(algorithm.problem, count, seed=1)
    if swept and not swept[0].is_scalar:
        swept = [p for p in swept if max(p.parameters.values(), default=0) <= largest]
    ends = [{p.name: getattr(p, end) for p in algorithm.parameters} for end in ("low", "shown", "high")]
    for where in swept:
        for parameters in ends if algorithm.parameters else [{}]:
            if applies(algorithm, where, parameters):
                yield where, parameters


def faults(algorithm: Algorithm, laws: Sequence[Law] = ()) -> list[str]:
    """What is wrong with an algorithm at its sample, by law and place; empty where nothing is."""
    found = [] if laws else [truth_is_independent(algorithm)]
    for where, parameters in sample(algorithm):
        for law in laws or ALGORITHM_LAWS:
            if fault := law(algorithm, where, parameters):
                at = {**where.inputs, **where.parameters, **parameters}
                found.append(f"{law.__name__} at {at}: {fault}")
    return [fault for fault in found if fault]


def verdict_is_declared(verdict: Verdict) -> str:
    """Law 5: a verdict is the one declared; better than declared fails too."""
    if verdict.as_declared:
        return ""
    claim = verdict.claim
    return f"{claim.id} is declared {claim.declared} but found {verdict.verdict}: {verdict.evidence}"


def truth_is_independent(algorithm: Algorithm) -> str:
    """Law 7: the truth and the body share no call."""
    body = algorithm.body or algorithm.ball
    assert body is not None, "an algorithm has a body or a ball side"
    shared = (calls(algorithm.problem.truth.function) & calls(body)) - ELEMENTARY
    return f"truth and body both call {', '.join(sorted(shared))}" if shared else ""


def calls(function: Callable[..., Any], seen: frozenset[str] = frozenset()) -> set[str]:
    """Names of the functions and methods called by a function and by what it calls in its package."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            target = getattr(function, "__globals__", {}).get(name)
            if inspect.isfunction(target) and name not in seen:
                found |= {name} | calls(target, seen | {name})
            elif isinstance(node.func, ast.Attribute):
                found.add(name)
    return found


def second_opinion(problem: Problem, given: Mapping[str, Any]) -> str:
    """Law 7: mpmath, by a route of its own, agrees with the truth at 50 digits."""
    rows = references.certified(problem, given)
    return "; ".join(
        f"mpmath says {row['mpmath']['value']} of {row['quantity']}, the ball is {row['value']}"
        for row in rows
        if row["doubtful"]
    )


def budget_is_consistent(budget: Budget) -> str:
    """What the harness asserts of every budget it fills in."""
    return "" if budget.adds_up() else "the parts do not add up to the total"


def with_body(algorithm: Algorithm, body: Callable[..., Any]) -> Algorithm:
    """The algorithm with another body: how a fault is planted."""
    return dataclasses.replace(algorithm, body=body)
