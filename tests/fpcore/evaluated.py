"""Cores in floats, and the float that a direction of rounding asks for."""

import math
from fractions import Fraction

import gmpy2
import ieee
import mpmath

from verify.arithmetic.mpfr import Format
from verify.fpcore.contexts import Context
from verify.fpcore.core_parser import parse
from verify.fpcore.evaluate import Evaluator
from verify.fpcore.machine import Machine, as_result


def run(body: str, *x: float, arguments: str | None = None, properties: str = "") -> float:
    """The float side of one core, given floats."""
    names = arguments if arguments is not None else " ".join("xyz"[: len(x)])
    cores = parse(f"(FPCore ({names}) {properties} {body})")
    context = Context().updated(cores[0].properties)
    program = Evaluator({}, Machine()).program(cores[0], cores[0].body, context)
    return as_result(program(*(gmpy2.mpfr(v) for v in x)))


# --- rounding in rationals ------------------------------------------------------------------------------


def rounded(exact: Fraction, format: Format, mode: str) -> float:
    """The number of the format that a direction of rounding asks for."""
    found = ieee.rounded(exact, format.bits, format.emax, mode)
    return float(found.exact) if found.kind == "finite" else -math.inf if found.negative else math.inf


def rational(value: mpmath.mpf) -> Fraction:
    sign, mantissa, exponent, _ = value._mpf_
    return (-1) ** sign * int(mantissa) * Fraction(2) ** exponent
