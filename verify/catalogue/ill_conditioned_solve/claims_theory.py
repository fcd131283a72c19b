"""The laws of the condition numbers, judged on the matrices themselves, inverted in exact rationals."""

from collections.abc import Callable, Iterator

from flint import arb, fmpq

from verify.catalogue.ill_conditioned_solve.problem import FAMILIES
from verify.catalogue.sources import US
from verify.claims.declare import Claims
from verify.claims.theory import at_whole, claimed
from verify.core.claim import Claim, Reach
from verify.core.model import Quantity

U = fmpq(1, 2**53)


def inherent(condition: Quantity) -> Callable[[int], arb]:
    assert condition.second is not None, "every family has two routes to it"
    second = condition.second
    return lambda n: second(n) * U


def judged() -> Iterator[Claim]:
    for problem in FAMILIES:
        (law,), (condition,) = problem.theory, problem.quantities
        yield claimed(
            law,
            Claims(problem, US.at("how condition numbers grow"), law.claim, further=True),
            at_whole(law, inherent(condition)),
            Reach.FINITE_SET,
            "2^-53 times the condition number in the infinity norm, for every whole number",
        )


CLAIMS_THEORY = tuple(judged())
