"""Five ways to a variance, one text each for every arithmetic."""

from functools import partial
from typing import Any

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.sample_variance.problem import problem
from verify.catalogue.sources import CHAN, HIGHAM, WELFORD
from verify.core.model import Algorithm, Finite


def total(R: Arithmetic[Number], x: Matrix) -> Any:
    found = x[0]
    for v in x[1:]:
        found = found + v
    return found


def textbook(R: Arithmetic[Number], x: Matrix) -> Any:
    n, s = len(x), total(R, x)
    return (total(R, x * x) - s * s / n) / (n - 1)


def two_passes(R: Arithmetic[Number], x: Matrix) -> Any:
    z = x - total(R, x) / len(x)
    return total(R, z * z) / (len(x) - 1)


def corrected(R: Arithmetic[Number], x: Matrix) -> Any:
    """Two passes, less what the rounding of the mean leaves of the sum of the distances."""
    n = len(x)
    z = x - total(R, x) / n
    left = total(R, z)
    return (total(R, z * z) - left * left / n) / (n - 1)


def shifted(R: Arithmetic[Number], x: Matrix) -> Any:
    """The textbook's formula of the distances from the first number."""
    return textbook(R, x - x[0])


def welford(R: Arithmetic[Number], x: Matrix) -> Any:
    mean, squares = x[0], x[0] - x[0]
    for k, value in enumerate(x[1:], 2):
        step = value - mean
        mean = mean + step / k
        squares = squares + step * (value - mean)
    return squares / (len(x) - 1)


finite = partial(Algorithm, problem=problem, truncation=Finite())
TEXTBOOK = finite(
    name="textbook",
    says="(sum x^2 - (sum x)^2 / n)/(n - 1), in one pass",
    body=textbook,
    source=CHAN.at("section 1"),
)
TWO_PASSES = finite(
    name="two_passes",
    says="the mean, then squared distances from it",
    body=two_passes,
    source=CHAN.at("section 1"),
)
CORRECTED = finite(
    name="corrected_two_passes", says="with the sum of the distances taken off", body=corrected, source=CHAN
)
SHIFTED = finite(
    name="shifted", says="the textbook's formula of x_i - x_1", body=shifted, source=HIGHAM.at("section 1.9")
)
UPDATED = finite(
    name="welford", says="mean and sum of squares updated by each number", body=welford, source=WELFORD
)
ALGORITHMS = (TEXTBOOK, TWO_PASSES, CORRECTED, SHIFTED, UPDATED)
