"""What the methods leave out: bounds of |F - f|."""

from typing import Any

from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.kinds import Number
from verify.catalogue.resummation.approximants import (
    LEFT,
    RIGHT,
    STEP,
    borel_pade,
    coefficients,
    fraction,
)


def first_omitted(t: arb, terms: int) -> arb:
    # |e^-u - sum of (-u)^k/k! over k < N| <= u^N/N! for u >= 0 (Taylor, Lagrange's remainder); with u = t y^4
    # under e^(-y^2) that is sqrt(pi) (1/2)_(2N)/N! t^N.
    return arb.pi().sqrt() * arb(fmpq(1, 2)).rising(2 * terms) / arb(terms).fac() * t**terms


def next_approximant(t: Number, terms: int) -> Any:
    # g/sqrt(pi) = f is a Stieltjes function, the integral of d phi(s)/(1 + ts) with phi >= 0 (claim P-1).
    # Then f = 1/(1 + g_1 t r_1), f = 1/(1 + g_1 t/(1 + g_2 t r_2)), ... with Stieltjes functions r_k,
    # r_k(0) = 1, and g_k > 0 (Stieltjes 1894). f is monotone in r_k; the approximant of g_1 to g_k takes
    # r_k = 1, the next one r_k = 1/(1 + g_(k+1) t), and r_k = 1/(1 + g_(k+1) t r_(k+1)) lies between, as
    # r_(k+1) <= 1. So f lies between the two. Hypothesis: t > 0.
    g = [arb(c) for c in coefficients(False)[:terms]]
    return arb.pi().sqrt() * abs(fraction(g, t) - fraction(g[:-1], t))


def next_borel(t: arb, terms: int) -> arb:
    # g/sqrt(pi) is the integral of e^-s B(ts), B = 2F1(1/4, 3/4; 1; -4z) a Stieltjes function (claim P-1), so
    # between those of two consecutive approximants of B. Each is computed to within quadrature_left().
    apart = abs(borel_pade(Ball(), t, terms) - borel_pade(Ball(), t, terms + 1))
    return apart + 3 * arb.pi().sqrt() * quadrature_left()


def quadrature_left() -> arb:
    """A bound of the trapezoidal rule's error for the integral of e^-s P(ts) over s > 0."""
    # With s = e^v the integrand is p(v) = e^v e^(-e^v) P(t e^v), 0 <= P <= 1, P = sum of r_j/(1 + x_j z) with
    # r_j, x_j >= 0, sum of r_j 1 (Pade approximants of a Stieltjes function). On Im v = +-d, d < pi/2,
    # |1 + x z| >= (1 + x|z|) cos(d/2), so |P| <= 1/cos(d/2), and the rest integrates to 1/cos d. Hence
    # |h sum p(kh) - integral| <= 2M/(e^(2 pi d/h) - 1), M = 1/(cos d cos(d/2)), for any d; p -> 0 there.
    h, d = arb(STEP), arb(1.5)
    step = 2 / (d.cos() * (d / 2).cos()) / (2 * arb.pi() * d / h).expm1()
    # Left of -L: p <= e^v, a geometric series. Right of W > 0: e^(v - e^v) falls, and integrates to e^(-e^W).
    left = h * (-(LEFT + 1) * h).exp() / -(-h).expm1()
    return step + left + (-((RIGHT * h).exp())).exp()
