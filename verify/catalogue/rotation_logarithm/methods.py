"""The ways to compute it."""

from typing import Any

import numpy as np

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.ball import Ball
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.rotation_logarithm.problem import PLACES, problem, vector
from verify.catalogue.rotation_logarithm.truncation import (
    arccosine_distance,
    half_tangent_distance,
    quaternion_distance,
    series_remainder,
)
from verify.catalogue.sources import MURRAY, SHEPPERD, WEBLOG
from verify.core.model import Algorithm, Bound, Parameter
from verify.mathematics.linear import times
from verify.measure.budget import Breakdown


def series(R: Arithmetic[Number], X: Matrix, terms: int) -> Matrix:
    Z = X - np.eye(3)
    total = power = Z
    for n in range(1, terms):
        power = -times(power, Z)
        total = total + power / (n + 1)
    return vector(total)


def arccosine(R: Arithmetic[Number], X: Matrix) -> Any:
    w = vector(X)
    cosine = (X[0, 0] + X[1, 1] + X[2, 2] - 1) / 2
    theta = 2 * R.atan(R.sqrt((1 - cosine) / (1 + cosine)))  # arccos
    return theta / R.sin(theta) * w


def half_tangent(R: Arithmetic[Number], X: Matrix) -> Any:
    w = vector(X)
    sine = R.sqrt(w[0] * w[0] + w[1] * w[1] + w[2] * w[2])
    theta = 2 * R.atan(2 * sine / (1 + X[0, 0] + X[1, 1] + X[2, 2]))
    return theta / sine * w


def quaternion(R: Arithmetic[Number], X: Matrix) -> Any:
    # The unit quaternion q has 4 q q^T linear in R; of its rows 4 q_i q the one with the largest q_i is used.
    trace = X[0, 0] + X[1, 1] + X[2, 2]
    squares = [1 + trace, *(1 + 2 * X[i, i] - trace for i in range(3))]
    x, y, z = (X[i, j] - X[j, i] for i, j in PLACES)
    xy, xz, yz = X[0, 1] + X[1, 0], X[0, 2] + X[2, 0], X[1, 2] + X[2, 1]
    rows = ((x, y, z), (squares[1], xy, xz), (xy, squares[2], yz), (xz, yz, squares[3]))
    row = R.pivot(np.asarray(squares))
    w, k = np.asarray(rows[row]), (squares[0], x, y, z)[row]
    sine = R.sqrt(w[0] * w[0] + w[1] * w[1] + w[2] * w[2])
    return 2 * R.atan(sine / k) / sine * w


def arccosine_in_balls(X: Matrix) -> Any:
    trace = X[0, 0] + X[1, 1] + X[2, 2]
    if trace >= 3 or trace <= -1:
        raise Breakdown(
            f"the matrix as rounded has the trace {trace.str(20)}: 0/0, or no angle has its cosine"
        )
    return arccosine(Ball(), X)


def half_tangent_in_balls(X: Matrix) -> Any:
    if (1 + X[0, 0] + X[1, 1] + X[2, 2]).is_zero():
        raise Breakdown("the matrix as rounded has the trace -1: a division by zero")
    return half_tangent(Ball(), X)


def quaternion_in_balls(X: Matrix) -> Any:
    found = quaternion(Ball(), X)
    if not any(v.is_finite() for v in found) and any((X[i, j] - X[j, i]).is_zero() for i, j in PLACES):
        raise Breakdown("the matrix as rounded has a symmetric entry: a division by zero")
    return found


TERMS = Parameter("terms", 1, 1000, (5, 10, 20, 50, 100, 300), shown=20)
ALGORITHMS = (
    Algorithm(
        name="series",
        problem=problem,
        says="Z - Z^2/2 + Z^3/3 - ..., Z = R - I",
        source=WEBLOG.at("on ln(R)"),
        body=series,
        parameters=(TERMS,),
        truncation=Bound(
            series_remainder, "integral remainder of the logarithm, resolvent of a normal matrix"
        ),
    ),
    Algorithm(
        name="arccosine",
        problem=problem,
        says="theta = arccos((tr R - 1)/2), theta/(2 sin theta) (R - R^T)",
        source=MURRAY.at("section 2.2"),
        body=arccosine,
        ball=arccosine_in_balls,
        truncation=Bound(
            arccosine_distance, "mean value theorem from the nearest rotation (polar decomposition)"
        ),
        basic=False,
    ),
    Algorithm(
        name="half_tangent",
        problem=problem,
        says="theta = 2 atan(|w|/(1 + tr R)), theta w/|w|, w^ = R - R^T",
        source=MURRAY.at("section 2.2, with the tangent of half the angle"),
        body=half_tangent,
        ball=half_tangent_in_balls,
        truncation=Bound(
            half_tangent_distance, "mean value theorem from the nearest rotation (polar decomposition)"
        ),
        basic=False,
    ),
    Algorithm(
        name="quaternion",
        problem=problem,
        says="the unit quaternion of R from its largest component, then 2 atan(|w|/k) w/|w|",
        source=SHEPPERD,
        body=quaternion,
        ball=quaternion_in_balls,
        truncation=Bound(
            quaternion_distance, "mean value theorem from the nearest rotation (polar decomposition)"
        ),
        basic=False,
    ),
)
