"""Three ways to orthogonal columns; each is finite."""

from functools import partial
from typing import Any

import numpy as np

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.ball import Ball
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.gram_schmidt.problem import problem
from verify.catalogue.sources import HIGHAM
from verify.core.model import Algorithm, Finite
from verify.mathematics.linear import inner


def classical(R: Arithmetic[Number], A: Matrix) -> Matrix:
    found: list[Any] = []
    for a in A.T:
        v = a
        for q in found:
            v = v - inner(q, a) * q
        found.append(v / R.sqrt(inner(v, v)))
    return np.stack(found, axis=1)


def modified(R: Arithmetic[Number], A: Matrix) -> Matrix:
    found, left = [], [*A.T]
    while left:
        q = left[0] / R.sqrt(inner(left[0], left[0]))
        found.append(q)
        left = [v - inner(q, v) * q for v in left[1:]]
    return np.stack(found, axis=1)


def householder(A: Matrix) -> Matrix:
    Q, R = np.linalg.qr(A)
    return Q * np.sign(np.diag(R))


def in_balls(A: Matrix) -> Matrix:
    return modified(Ball(), A)


finite = partial(Algorithm, problem=problem, truncation=Finite())
CLASSICAL = finite(
    name="classical",
    says="each column less its parts along the earlier ones",
    body=classical,
    source=HIGHAM.at("section 19.8"),
)
MODIFIED = finite(
    name="modified",
    says="what is left of all columns, after each",
    body=modified,
    source=HIGHAM.at("section 19.8"),
)
HOUSEHOLDER = finite(
    name="numpy_qr",
    says="Householder's reflections (numpy.linalg.qr), signs so that r_ii > 0",
    source=HIGHAM.at("section 19.3"),
    float64=householder,
    ball=in_balls,
    basic=False,
)
