"""e^-x for x >= 0 by three summations: direct powers and factorials, a recursion, a reciprocal."""

from flint import arb, fmpq

from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.exp_negative.laws import LAWS
from verify.catalogue.sources import HOMEWORK
from verify.core.model import Axis, Input, Problem, Route, Sensitivity, Sweep
from verify.mathematics.sampling import in_shares
from verify.measure.envelope import by_series


def truth(x: arb) -> arb:
    return (-x).exp()


def opinion(mp: Mpmath, x: Mpf) -> Mpf:
    # A continued fraction by Lentz's rule, not mpmath's exp: e^x = 1 + 2x/(2 - x + x^2/(6 + x^2/(10 + ...))).
    # 2 - x + ... comes to 2x/(e^x - 1): some 3x/2 bits cancel.
    with mp.extraprec(int(3 * x) + 20):
        terms = int(mp.prec + 4 * x + 20)
        tail = mp.mpf(4 * terms + 2)
        for k in range(terms - 1, 0, -1):
            tail = 4 * k + 2 + x * x / tail
        return 1 / (1 + 2 * x / (2 - x + x * x / tail))


problem = Problem(
    name="exp_negative",
    lesson="cancellation",
    theory=LAWS,
    title="The exponential of a negative number",
    formula="y = exp(-x), x >= 0",
    source=HOMEWORK.at("section 1"),
    inputs=(Input("x", fmpq(0), fmpq(750)),),
    truth=Route(
        truth, "arb's exp, by argument reduction and bit-burst; the algorithms only add, multiply and divide"
    ),
    opinion=Route(opinion, "a continued fraction in mpmath"),
    sensitivity=Sensitivity(gradient=by_series(truth), monotone=True),
    # Half where the three ways differ most, half out to where e^-x itself leaves float64's range.
    sweep=Sweep(axis=Axis("x", lambda x: x), points=in_shares("x", (0, 50), (50, 750), digits=3), count=280),
    systems=("E1",),
    references=tuple({"x": x} for x in (0, "1/10", 1, "5/2", 10, 17, "184/5", 50, 100, 700, 750)),
)
