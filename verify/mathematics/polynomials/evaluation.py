"""What is known of the truth at floats of a piece: values, and how far off they may be."""

import numpy as np

from verify.mathematics.polynomials.pieces import Floats, Polynomial, Reduced, evaluate
from verify.mathematics.polynomials.reduction import evaluate_reduced


def approximated(piece: Polynomial | Reduced, x: Floats) -> tuple[Floats, float | Floats]:
    """Values with |value - f(x)| <= bound, and the bound, of all or of each."""
    if isinstance(piece, Polynomial):
        return evaluate(piece, x, np.empty_like(x), np.empty_like(x)), piece.bound
    value = evaluate_reduced(piece, x)
    # |value - f| <= r |f| gives |f| <= |value|/(1 - r); r < 2^-40. Two products are rounded. Nothing is
    # subnormal: of a float of 24 bits the circular functions have values in [2^-160, 2^160], or zero.
    return value, np.abs(value) * (piece.relative * (1 + 2.0**-30))
