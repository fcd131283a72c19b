"""The law that a declared gradient is the derivative of the truth: what condition numbers rest on."""

from flint import arb

from verify.arithmetic.precision import precision
from verify.claims.trial import HELD, Finding, Trial
from verify.core.model import Algorithm
from verify.measure.point import for_truth, real_arguments

BITS = 512
STEP = arb(2) ** -40  # of the size of a number; of 1 at zero


def gradient_is_the_slope(trial: Trial) -> Finding:
    """Where f is differentiable from x to x + h, (f(x + h) - f(x))/h = f'(c) for a c between them (mean value
    theorem): so the gradient over that interval encloses the quotient, for each number of the data."""
    problem = trial.algorithm.problem
    assert problem.sensitivity.gradient is not None, "the law is silent without one"
    compared = False
    with precision(BITS):
        numbers, of_numbers = real_arguments(for_truth(trial.where.rounded))
        truth, gradient = of_numbers(problem.truth), of_numbers(problem.sensitivity.gradient)
        for i, x in enumerate(numbers):
            h = STEP if x.is_zero() else abs(x) * STEP
            slope = (truth(*_with(numbers, i, x + h)) - truth(*numbers)) / h
            found = gradient(*_with(numbers, i, arb(x + h / 2, h / 2)))[i]
            if not (slope.is_finite() and found.is_finite()):
                continue
            compared = True
            if not found.overlaps(slope):
                return Finding(False, f"derivative {i + 1} is {found.str(8)}, the slope there {slope.str(8)}")
    return HELD if compared else Finding(None, "no derivative over a small interval is finite")


def _with(numbers: list[arb], i: int, x: arb) -> list[arb]:
    return [*numbers[:i], x, *numbers[i + 1 :]]


def has_no_gradient(algorithm: Algorithm) -> str:
    return "" if algorithm.problem.sensitivity.gradient is not None else "no gradient is declared"
