"""The ways to compute it."""

from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.newton_kepler.problem import problem
from verify.catalogue.newton_kepler.truncation import residual_bound
from verify.catalogue.sources import COLWELL
from verify.core.model import Algorithm, Bound, Parameter

STEPS = Parameter("steps", 0, 60, (0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 40), shown=5)


def kepler_steps(R: Arithmetic[Number], M: Number, e: Number, x: Number, steps: int) -> Number:
    for _ in range(steps):
        x = x - (x - e * R.sin(x) - M) / (1 - e * R.cos(x))
    return x


def kepler_from_pi(R: Arithmetic[Number], M: Number, e: Number, steps: int) -> Number:
    return kepler_steps(R, M, e, 0 * M + R.pi(), steps)


def kepler_from_M(R: Arithmetic[Number], M: Number, e: Number, steps: int) -> Number:
    return kepler_steps(R, M, e, M, steps)


ALGORITHMS = tuple(
    Algorithm(
        name=name,
        problem=problem,
        says=says,
        source=COLWELL,
        body=body,
        parameters=(STEPS,),
        truncation=Bound(residual_bound(body), "mean value theorem"),
        basic=False,
    )
    for name, says, body in (
        ("from_pi", "from pi, where f and f'' have one sign: monotone for every M and e", kepler_from_pi),
        ("from_M", "from M itself, which may be far off for e near 1", kepler_from_M),
    )
)
