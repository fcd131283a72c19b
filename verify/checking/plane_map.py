"""A function of one complex number judged over a grid of its rectangle, and the branch cuts in it."""

import math
from collections.abc import Iterator, Mapping

from verify.checking.judging.judge import Judge
from verify.checking.one_input.samples import Failed, Judged, Outside, Sample
from verify.checking.subjects.plane import Formula
from verify.checking.subjects.subject import Subject, Where
from verify.language.cuts import Cut
from verify.language.nodes import Call, Variable, parts_of
from verify.language.plane_rows import PLANE
from verify.measure.limits import Limits
from verify.records.plain import Row

STEPS = 40  # along either side
MOST_DIGITS = 16


def plane_map(what: Subject, limits: Limits, worst: Mapping[str, str] | None = None) -> Row | None:
    """Digits cell by cell, from the lower left along the real side; None unless it is one rectangle.

    A cell is judged at one number, its middle as the format holds it: a sample, and no bound of the cell.

    worst: the inputs that were found to be worst, at which the variables beside the complex one are held
    """
    if len(what.rectangles) != 1 or (len(what.domain) > 2 and worst is None):
        return None
    held = {r.name: float.fromhex(worst[r.name]) for r in what.domain if worst is not None and not r.part}
    with Judge(what, limits) as judge:
        cells = [_told(sample) for sample in judge.samples([*_middles(what, held)])]
    sides = [list(r.pieces[0]) for r in what.rectangles[0]]
    cuts = [*_cuts(what, *sides)]
    return {
        "variable": what.rectangles[0][0].variable,
        "held": held,
        "sides": sides,
        "steps": STEPS,
        "cells": cells,
        "cuts": cuts,
    }


def _middles(what: Subject, held: Mapping[str, float]) -> Iterator[Where]:
    re_, im = what.rectangles[0]
    (a, b), (c, d) = re_.pieces[0], im.pieces[0]
    for j in range(STEPS):
        for k in range(STEPS):
            # Halves first: the sides may be as long as the format allows.
            shares = (2 * k + 1) / (2 * STEPS), (2 * j + 1) / (2 * STEPS)
            at = {re_.name: a * (1 - shares[0]) + b * shares[0], im.name: c * (1 - shares[1]) + d * shares[1]}
            yield what.fitted(tuple({**held, **at}[r.name] for r in what.domain))


def _told(sample: Sample) -> int | str | None:
    """Whole digits; failed or undecided; None where the truth is not a number."""
    match sample:
        case Judged():
            return math.floor(min(max(sample.digits, 0.0), MOST_DIGITS))
        case Failed():
            return "failed"
        case Outside():
            return None
    return "undecided"


def _cuts(what: Subject, re: list[float], im: list[float]) -> Iterator[Row]:
    """Those of functions of the variable itself, within the rectangle; what is made of it is not followed."""
    if not isinstance(what.truth, Formula):
        return
    for part in parts_of(what.truth.node):
        if isinstance(part, Call) and part.name in PLANE and isinstance(part.arguments[-1], Variable):
            for cut in PLANE[part.name].cuts:
                found = _within(cut, re, im)
                if found is not None:
                    yield {"of": part.name, "axis": cut.axis, "ends": found}


def _within(cut: Cut, re: list[float], im: list[float]) -> list[float] | None:
    along, across = (re, im) if cut.axis == "real" else (im, re)
    low, high = max(float(cut.low()), along[0]), min(float(cut.high()), along[1])
    return [low, high] if across[0] <= 0 <= across[1] and low < high else None
