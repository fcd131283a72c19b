"""What the methods leave out: bounds of |F - f|."""

from flint import arb

from verify.arithmetic.ball import Ball
from verify.catalogue.newton_cubic.iteration import cubic
from verify.catalogue.newton_cubic.problem import positive_root


def fourier(p: arb, q: arb, x0: arb, steps: int) -> arb:
    # Let x_j > sqrt(p/3), so that f' > 0, f'' = 6x > 0 from there on. Then x_(j+1) >= r, for the tangent lies
    # below f; and from x_n >= r Newton falls monotonically to r (Fourier), with
    #     0 <= x_(n+1) - r = f''(xi)/(2 f'(x_n)) (x_n - r)^2 <= K (x_n - r)^2, K = 3x_(j+1)/(3r^2 - p),
    # as xi and x_n lie between r and x_(j+1). Before that nothing is known: infinity.
    r, x = positive_root(p, q, x0), x0
    for n in range(1, steps + 1):
        convex = x > 0 and 3 * x * x > p
        x = cubic(Ball(), p, q, x, 1)
        if convex:
            off, K = abs(x - r), 3 * x / (3 * r * r - p)
            for _ in range(n, steps):
                off = off.min(K * off * off)
            return off.upper()
    return arb.pos_inf()
