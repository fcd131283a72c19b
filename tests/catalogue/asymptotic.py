"""The asymptotic series: their problems, orders and places."""

import pytest

from verify.catalogue.asymptotic_series import problem as problems
from verify.catalogue.asymptotic_series import (
    problem_bessel,
)

ORDERS = {"bessel_k": (0, 1, 2, 5, 20, 41), "bessel_j": (0, 1, 2, 5, 20, 41)}


PLACES = ["1/10", "1", "37/10", "11", "29", "103"]


def orders(problem):
    return [(q,) for q in ORDERS.get(problem.name, ())] or [()]


PROBLEMS = (
    problems.log_gamma_problem,
    problems.erfc_problem,
    problems.e1_problem,
    problems.ei_problem,
    problem_bessel.k_problem,
    problem_bessel.j_problem,
)


names = pytest.mark.parametrize("problem", PROBLEMS, ids=lambda p: p.name)
