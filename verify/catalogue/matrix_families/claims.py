"""What theorems say of each family, held against exact elimination at the orders 1 to 8."""

from functools import partial
from typing import Any

from flint import arb, fmpq, fmpq_mat, fmpq_poly

from verify.catalogue.matrix_families.problem import NAMES, ORDER, SETTLED, arguments, matrix, problem
from verify.catalogue.sources import US
from verify.claims.declare import Claims
from verify.claims.forms import identity
from verify.core.claim import Reach
from verify.mathematics.linear import rational_matrix

Pairs = list[tuple[Any, Any]]
POWERS = (1, 2, 4, 8)
INTEGERS = ("pei", "clement", "jordan", "companion")  # families whose eigenvalues are


def orders(name: str) -> tuple[int, ...]:
    return POWERS if name == "hadamard" else tuple(range(1, ORDER + 1))


def equations(name: str) -> Pairs:
    """A X = 1, det A, and the characteristic polynomial where the eigenvalues are integers."""
    family, found = SETTLED[name], Pairs()
    for n in orders(name):
        A, given = rational_matrix(matrix(name, n)), arguments(name, n)
        if family.inverse is not None:
            one = fmpq_mat(n, n, [fmpq(i == j) for i in range(n) for j in range(n)])
            found.append((A * rational_matrix(family.inverse(*given)), one))
        if family.determinant is not None:
            found.append((A.det(), family.determinant(*given)))
        if family.eigenvalues is not None and name in INTEGERS:
            found.append((A.charpoly(), from_roots(family.eigenvalues(*given))))
    return found


def from_roots(roots: list[arb]) -> fmpq_poly:
    """The product of t - r over integers r."""
    found = fmpq_poly([1])
    for root in roots:
        integer = root.unique_fmpz()
        assert integer is not None
        found *= fmpq_poly([-fmpq(integer), 1])
    return found


def told(name: str) -> str:
    family = SETTLED[name]
    known = {
        "inverse": family.inverse is not None,
        "determinant": family.determinant is not None,
        "characteristic polynomial": family.eigenvalues is not None and name in INTEGERS,
    }
    *first, last = [what for what, is_known in known.items() if is_known]
    return f"{', '.join(first)} and {last}" if first else last


FAM = Claims(problem, US.at("families of test matrices"), "FAM-", further=True)
CLAIMS = tuple(
    FAM.law(
        name,
        says=f"The {told(name)} of {name} ({SETTLED[name].says.removeprefix('matrix ')}) by a formula.",
        reading=f"At the orders {', '.join(map(str, orders(name)))}, exactly.",
        check=identity(partial(equations, name), f"the {told(name)} by the formula"),
        reach=Reach.FINITE_SET,
    )
    for name in NAMES
)
