"""What the methods leave out: bounds of |F - f|."""

from flint import arb

from verify.catalogue.error_propagation.problem import (
    Measured,
    split,
)


def dropped(m: Measured, *values: arb) -> arb:
    # |f(x') - f(x) - sum f_i(x) (x'_i - x_i)| <= 1/2 sum max |f_ij| d_i d_j over the box (Taylor, Lagrange's
    # remainder on the segment), and the largest |sum f_i(x) (x'_i - x_i)| is sum |f_i(x)| d_i.
    x, d = split(values)
    box = [v + e * arb(0, 1) for v, e in zip(x, d, strict=True)]
    total = arb(0)
    for row, e in zip(m.hessian(*box), d, strict=True):
        for second, other in zip(row, d, strict=True):
            total = total + abs(second) * e * other
    return total / 2
