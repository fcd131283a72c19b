"""What the methods leave out: bounds of |F - f|."""

from flint import arb


def forward_truncation(x: arb, k: int) -> arb:
    # f(x + h) = f(x) + h f'(x) + h^2 f''(t)/2 with t in [x, x + h] (Taylor); |f''| = x^(-3/2)/4 falls.
    return arb(2) ** -k / (8 * x * x.sqrt())


def central_truncation(x: arb, k: int) -> arb:
    # (f(x + h) - f(x - h))/(2h) - f'(x) = h^2 f'''(t)/6 with t in [x - h, x + h]; f''' = 3/8 x^(-5/2) falls.
    h = arb(2) ** -k
    least = x - h
    return h * h / (16 * least * least * least.sqrt())
