"""Three ways to orthogonal columns; each is finite."""

from collections.abc import Callable
from typing import Any

import numpy as np

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.ball import Ball
from verify.arithmetic.kinds import Arithmetic
from verify.catalogue.gram_schmidt.problem import problem
from verify.catalogue.sources import HIGHAM
from verify.core.model import Algorithm, Finite, Source


def inner(u: Any, v: Any) -> Any:
    total = u[0] * v[0]
    for s, t in zip(u[1:], v[1:], strict=True):
        total = total + s * t
    return total


def classical(R: Arithmetic, A: Any) -> Any:
    found: list[Any] = []
    for a in A.T:
        v = a
        for q in found:
            v = v - inner(q, a) * q
        found.append(v / R.sqrt(inner(v, v)))
    return np.stack(found, axis=1)


def modified(R: Arithmetic, A: Any) -> Any:
    found, left = [], [*A.T]
    while left:
        q = left[0] / R.sqrt(inner(left[0], left[0]))
        found.append(q)
        left = [v - inner(q, v) * q for v in left[1:]]
    return np.stack(found, axis=1)


def householder(A: Matrix) -> Any:
    Q, R = np.linalg.qr(A)
    return Q * np.sign(np.diag(R))


def in_balls(A: Matrix) -> Any:
    return modified(Ball(), A)


def way(name: str, says: str, body: Callable[..., Any], source: Source) -> Algorithm:
    return Algorithm(name=name, problem=problem, says=says, source=source, body=body, truncation=Finite())


CLASSICAL = way(
    "classical", "each column less its parts along the earlier ones", classical, HIGHAM.at("section 19.8")
)
MODIFIED = way("modified", "what is left of all columns, after each", modified, HIGHAM.at("section 19.8"))
HOUSEHOLDER = Algorithm(
    name="numpy_qr",
    problem=problem,
    says="Householder's reflections (numpy.linalg.qr), signs so that r_ii > 0",
    source=HIGHAM.at("section 19.3"),
    float64=householder,
    ball=in_balls,
    truncation=Finite(),
    basic=False,
)
