"""The ways to compute it."""

from typing import Any

import numpy as np

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.rotation.problem import problem
from verify.catalogue.rotation.truncation import remainder
from verify.catalogue.sources import MURRAY, WEBLOG
from verify.core.model import Algorithm, Bound, Finite, Parameter
from verify.mathematics.linear import times


def wedge(R: Arithmetic[Number], a: Number, b: Number, c: Number) -> Matrix:
    zero = R(0)
    return np.asarray([[zero, -c, b], [c, zero, -a], [-b, a, zero]])


def series(R: Arithmetic[Number], phi: Matrix, terms: int) -> Matrix:
    K = wedge(R, *phi)
    total = term = 0 * K + np.eye(3)
    for n in range(1, terms):
        term = times(term, K) / n
        total = total + term
    return total


def rodrigues(R: Arithmetic[Number], phi: Matrix) -> Any:
    a, b, c = phi
    theta = R.sqrt(a * a + b * b + c * c)
    K = wedge(R, a / theta, b / theta, c / theta)
    return np.eye(3) + R.sin(theta) * K + (1 - R.cos(theta)) * times(K, K)


def half_angle(R: Arithmetic[Number], phi: Matrix) -> Any:
    a, b, c = phi
    theta = R.sqrt(a * a + b * b + c * c)
    K = wedge(R, a, b, c)
    sine = R.sin(theta / 2) / theta
    return np.eye(3) + R.sin(theta) / theta * K + 2 * sine * sine * times(K, K)


TERMS = Parameter("terms", 1, 300, (3, 5, 10, 20, 50, 100, 200), shown=20)
ALGORITHMS = (
    Algorithm(
        name="series",
        problem=problem,
        says="I + phi^ + (phi^)^2/2! + ..., each term from the one before",
        source=WEBLOG.at("on exp(phi^)"),
        body=series,
        parameters=(TERMS,),
        truncation=Bound(remainder, "Taylor's theorem for e^(it), by the spectral theorem"),
    ),
    Algorithm(
        name="rodrigues",
        problem=problem,
        says="I + sin(theta) K + (1 - cos(theta)) K^2, K = phi^/theta",
        source=MURRAY.at("section 2.2"),
        body=rodrigues,
        basic=False,
        truncation=Finite(),
    ),
    Algorithm(
        name="half_angle",
        problem=problem,
        says="the same with 1 - cos(theta) as 2 sin^2(theta/2)",
        source=MURRAY.at("section 2.2, rewritten"),
        body=half_angle,
        basic=False,
        truncation=Finite(),
    ),
)
