"""What the methods leave out: bounds of |F - f|."""

from flint import arb

from verify.arithmetic.arrays import Matrix


def remainder(phi: Matrix, terms: int) -> arb:
    # phi^ is normal with eigenvalues 0, +-i theta, so the 2-norm of what is left out is at most that of
    # e^(i theta) - sum of (i theta)^n/n! over n < N, which is theta^N/N! (Taylor with integral remainder, for
    # |e^(it)| = 1). Infinity norm <= sqrt 3 times 2-norm.
    theta = sum((x * x for x in phi), arb(0)).sqrt()
    return arb(3).sqrt() * theta**terms / arb(terms).fac()
