"""Direct solvers: in exact arithmetic each gives the solution itself."""

from verify.catalogue.matrix_families.problem import problem
from verify.catalogue.sources import HIGHAM, LAPACK
from verify.mathematics.systems import by_numpy, by_pivoting

ALGORITHMS = (
    by_pivoting(problem, HIGHAM.at("section 9.1")),
    by_numpy(problem, LAPACK.at("section 2.3.1")),
)
