"""What the methods leave out: bounds of |F - f|."""

from typing import Any

from flint import arb

from verify.arithmetic.arrays import Matrix
from verify.measure.budget import norm


def remainder(A: Matrix, terms: int) -> arb:
    # ||sum of A^k/k! from k = N on|| <= a^N/N! (1 + a/(N+1) + a^2/((N+1)(N+2)) + ...), a = ||A||. The bracket
    # is at most 1/(1 - a/(N+1)) if a < N + 1 (a geometric series), and at most e^a always.
    return _tail(norm(A), terms)


def _tail(a: arb, terms: int) -> arb:
    bracket = a.exp()
    if a < terms + 1:
        bracket = bracket.min(1 / (1 - a / (terms + 1)))
    return a**terms / arb(terms).fac() * bracket


def squared_remainder(A: Matrix, terms: int, squarings: int) -> Any:
    # With B = A/m, m = 2^s, T its partial sum, E = e^B: E^m - T^m = sum of E^k (E - T) T^(m-1-k) over k < m,
    # and ||E||, ||T|| <= e^||B||. So the norm is at most m e^((m-1)||B||) ||E - T||.
    m = 2**squarings
    b = norm(A) / m
    return m * ((m - 1) * b).exp() * _tail(b, terms)
