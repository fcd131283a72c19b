"""The terms of the nine series."""

from collections.abc import Iterable, Iterator
from typing import Any

from verify.arithmetic.kinds import Arithmetic, Number


# --- the terms, each from the one before, in any arithmetic -------------------------------------------
def exp_terms(R: Arithmetic[Number], x: Number, terms: int) -> Iterator[Any]:
    term = R(1)
    for n in range(terms):
        yield term
        term = term * x / (n + 1)


def power_terms(R: Arithmetic[Number], a: Number, x: Number, terms: int) -> Iterator[Any]:
    yield from exp_terms(R, x * R.log(a), terms)


def sin_terms(R: Arithmetic[Number], x: Number, terms: int) -> Iterator[Any]:
    term, square = x, x * x
    for n in range(terms):
        yield term
        term = -term * square / ((2 * n + 2) * (2 * n + 3))


def cos_terms(R: Arithmetic[Number], x: Number, terms: int) -> Iterator[Any]:
    term, square = R(1), x * x
    for n in range(terms):
        yield term
        term = -term * square / ((2 * n + 1) * (2 * n + 2))


def geometric_terms(R: Arithmetic[Number], x: Number, terms: int) -> Iterator[Any]:
    term = R(1)
    for _ in range(terms):
        yield term
        term = term * x


def alternating_terms(R: Arithmetic[Number], x: Number, terms: int) -> Iterator[Any]:
    yield from geometric_terms(R, -x, terms)


def log1p_terms(R: Arithmetic[Number], x: Number, terms: int) -> Iterator[Any]:
    power = x
    for n in range(terms):
        yield power / (n + 1)
        power = power * -x


def log_terms(R: Arithmetic[Number], x: Number, terms: int) -> Iterator[Any]:
    yield from log1p_terms(R, x - 1, terms)


def binomial_terms(R: Arithmetic[Number], x: Number, alpha: Number, terms: int) -> Iterator[Any]:
    term = R(1)
    for n in range(terms):
        yield term
        term = term * (alpha - n) * x / (n + 1)


def added(terms: Iterable[Any]) -> Any:
    total: Any = None
    for term in terms:
        total = term if total is None else total + term
    return total


def cancellation(terms: Iterable[Any]) -> Any:
    """The condition number of the sum: the magnitudes of its terms together over that of the sum."""
    kept = list(terms)
    return added(map(abs, kept)) / abs(added(kept))
