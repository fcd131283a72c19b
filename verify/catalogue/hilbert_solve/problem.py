"""The Hilbert system H_n x = b with b = H_n (1, ..., 1): elimination, Cholesky, and numpy's solver."""

from verify.arithmetic.arrays import Matrix
from verify.catalogue.hilbert_solve.quantities import BITS, QUANTITIES, hilbert
from verify.catalogue.sources import HOMEWORK
from verify.core.model import Parameter, Problem, Route, Sensitivity
from verify.core.theory import Quotient, Theory
from verify.mathematics.linear import solve_in_balls
from verify.mathematics.systems import EXACTLY, backward_errors, by_lu, condition, over_sizes, row_sums

SIZES = (*range(1, 26), *range(30, 101, 10))


def data(n: int) -> tuple[Matrix, Matrix]:
    H = hilbert(n)
    return H, row_sums(H)


problem = Problem(
    name="hilbert_solve",
    systems=("E3",),
    lesson="ill-conditioning",
    theory=(
        Theory(
            claim="T-10",
            name="κ u",
            of="inherent_error",
            variable="n",
            # The norm of H is the harmonic number; |H^-1|_ij = w_i w_j/(i+j-1) with w_i = (n+i-1)!/((i-1)!^2
            # (n-i)!). By Stirling w is largest at i = n/sqrt 2, where it is (1 + sqrt 2)^(2n)/(2 pi), and
            # falls off as exp(-2 sqrt 2 d^2/n) at a distance d: by Laplace's method the row there adds up to
            # w^2 sqrt(pi n/(2 sqrt 2))/(n sqrt 2).
            expression="2^(-53)*(log(n + 1/2) + euler)*(1 + sqrt(2))^(4*n)/(2^(13/4)*pi^(3/2)*sqrt(n))",
            low="3",
            high="60",
            near=Quotient("0.95", "1.09"),
            says="the condition number tends to log(n) (1 + sqrt 2)^(4n)/(2^(13/4) pi^(3/2) sqrt n): "
            "1.53 digits an equation",
        ),
    ),
    title="Solving a Hilbert system",
    formula="H x = b, h_ij = 1/(i + j - 1), b = H (1, ..., 1)",
    source=HOMEWORK.at("section 3"),
    parameters=(Parameter("n", 1, 100, SIZES, shown=10),),
    data=data,
    truth=EXACTLY,
    second=Route(solve_in_balls, "FLINT's preconditioned ball solver"),
    opinion=by_lu(BITS),
    sensitivity=Sensitivity(condition=condition, backward=backward_errors),
    sweep=over_sizes(SIZES),
    references=tuple({"n": n} for n in (1, 2, 3, 5, 8, 10, 12, 15, 20, 25, 50, 100)),
    quantities=QUANTITIES,
)
