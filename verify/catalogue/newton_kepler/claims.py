"""What the source says about it, each statement with its proof."""

from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import every, less
from verify.catalogue.newton_kepler.methods import kepler_from_pi
from verify.catalogue.newton_kepler.problem import anomaly, problem
from verify.catalogue.sources import MITX
from verify.claims.declare import Claims
from verify.core.claim import Outcome, Reach
from verify.mathematics.roots import order_of

C6 = Claims(problem, MITX.at("convergence of Newton's method"), "C-6")


def measured_order() -> Outcome:
    """From the certified errors of the iterates for e = 1/2, M = 1 from pi."""
    M, e = arb(1), arb(0.5)
    errors = [kepler_from_pi(Ball(), M, e, n) - anomaly(M, e) for n in range(3, 7)]
    orders = [order_of(errors[k : k + 3]) for k in range(2)]
    told = ", ".join(order.str(8, radius=False) for order in orders)
    near = [less(abs(order - 2), fmpq(1, 1000)) for order in orders]
    return Outcome(every(near), f"for e = 1/2, M = 1 from pi it is {told} at n = 4, 5", orders[-1])


CLAIMS_C6 = (
    C6.finding(
        "f",
        says="Convergence is of second order",
        reading="Measured on certified errors: ln(e_(n+1)/e_n)/ln(e_n/e_(n-1)) is within 0.001 of 2 "
        "for Kepler's equation, e = 1/2, M = 1, from pi, n = 4, 5.",
        check=measured_order,
        reach=Reach.FIGURE,
        further=True,
    ),
)
