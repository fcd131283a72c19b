"""The ways to compute it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flint import fmpq

from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.error_propagation.problem import (
    PLACE,
    RESULTS,
    Measured,
    deviation,
    drawn,
    relative_error,
    slopes,
)
from verify.catalogue.error_propagation.truncation import dropped
from verify.core.model import Algorithm, Axis, Bound, Input, Problem, Route, Sensitivity, Sweep


def first_order(m: Measured) -> Callable[..., Any]:
    def body(R: Arithmetic[Number], *values: Number) -> Any:
        half = len(values) // 2
        slopes_at_x = m.derivatives(R, *values[:half])
        terms = [abs(slope) * e for slope, e in zip(slopes_at_x, values[half:], strict=True)]
        total = terms[0]
        for term in terms[1:]:
            total = total + term
        return total

    return body


def declared(m: Measured) -> tuple[Problem, Algorithm]:
    names = [*m.quantities, *(f"{name}_error" for name in m.quantities)]
    highest = [high for _, high in m.quantities.values()] * 2
    problem = Problem(
        name=m.name,
        title=m.title,
        formula=f"the largest |f(x') - f(x)| with |x'_i - x_i| <= error_i, f = {m.formula}",
        source=PLACE,
        systems=("C3",),
        inputs=tuple(
            Input(name, fmpq(0), high, above=True) for name, high in zip(names, highest, strict=True)
        ),
        truth=Route(
            deviation(m),
            "branch and bound over the box, values of f in balls; the algorithm uses derivatives at x",
        ),
        opinion=Route(m.opinion, "the corner, or the inner maximum, that a theorem names, in mpmath"),
        sensitivity=Sensitivity(gradient=partial(slopes, m)),
        sweep=Sweep(
            axis=Axis("largest relative error of measurement", partial(relative_error, m), log=True),
            points=drawn(m),
            count=60,
        ),
        references=tuple(dict(zip(names, row.split(), strict=True)) for row in m.references),
    )
    algorithm = Algorithm(
        name="first_order",
        problem=problem,
        says="sum of |df/dx_i| error_i; products of errors are dropped",
        source=PLACE,
        body=first_order(m),
        truncation=Bound(partial(dropped, m), "Taylor's theorem in several variables, Lagrange's remainder"),
        applies=m.allowed,
        basic=m.basic,
    )
    return problem, algorithm


DECLARED = tuple(declared(m) for m in RESULTS)
