"""Direct solvers: in exact arithmetic each gives the solution itself."""

from verify.catalogue.hilbert_solve.problem import problem
from verify.catalogue.sources import HIGHAM, HOMEWORK, LAPACK
from verify.mathematics.systems import by_cholesky, by_elimination, by_numpy, by_pivoting

ALGORITHMS = (
    by_elimination(problem, HOMEWORK.at("section 3.4, GEM")),
    by_pivoting(problem, HIGHAM.at("section 9.1")),
    by_cholesky(problem, HOMEWORK.at("section 3.4, Cholesky")),
    by_numpy(problem, LAPACK.at("section 2.3.1")),
)
