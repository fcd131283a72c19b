"""The law of the condition number, judged on the matrices themselves."""

from flint import fmpq

from verify.catalogue.hilbert_solve.problem import problem
from verify.catalogue.hilbert_solve.quantities import condition_inf_second
from verify.catalogue.sources import TODD
from verify.claims.declare import Claims
from verify.claims.theory import at_whole, claimed
from verify.core.claim import Reach

(CONDITION,) = problem.theory
CLAIMS_THEORY = (
    claimed(
        CONDITION,
        Claims(problem, TODD, "T-10", further=True),
        at_whole(CONDITION, lambda n: condition_inf_second(n) * fmpq(1, 2**53)),
        Reach.FINITE_SET,
        "2^-53 times the condition number in the infinity norm, for every whole number",
    ),
)
