"""How the condition numbers (infinity norm) of the families grow, each constant derived; times u = 2^-53."""

from verify.core.theory import Quotient, Theory


def growth(claim: str, says: str, expression: str, low: str, high: str, near: Quotient) -> tuple[Theory, ...]:
    return (
        Theory(
            claim=claim,
            name="κ u",
            of="inherent_error",
            variable="n",
            expression=f"2^(-53)*{expression}",
            low=low,
            high=high,
            near=near,
            says=says,
        ),
    )


# Row k of V^-1 holds the coefficients of t^k in Lagrange's polynomials, whose signs alternate from one to
# the next: its size is that coefficient of the one polynomial with values 1, -1, ... at the nodes. At t = -1
# it is sum_(j<n) C(n+j, j) 2^j ~ 8^n/(3 sqrt(pi n)), the sum of all sizes; they spread about their largest
# with variance (log 2 - 1/2) n, of y log(1 + 1/y) at y = 1. The norm of V is n.
VANDERMONDE = growth(
    "T-11",
    "the condition number tends to 8^n/(3 pi sqrt(2 log 2 - 1)): 0.90 digits an equation",
    "8^n/(3*pi*sqrt(2*log(2) - 1))",
    "4",
    "40",
    Quotient("0.88", "1"),
)
# The norm of P is C(2n-1, n) ~ 4^n/(2 sqrt(pi n)); a row of |P^-1| adds up to sum_(k<n) C(k, i) 2^k, of which
# the largest, at i = n/2, tends to 4/3 C(n-1, n/2) 2^(n-1) ~ 4^n sqrt(2/(pi n))/3.
PASCAL = growth(
    "T-12",
    "the condition number tends to 16^n/(3 sqrt(2) pi n): 1.20 digits an equation",
    "16^n/(3*sqrt(2)*pi*n)",
    "3",
    "40",
    Quotient("0.96", "1.001"),
)
# The norm is n; the entries of the inverse are those of H^-1 times (1 - j)/i (see lotkin_inverse), which is
# -1 to first order where they are largest, i = j = n/sqrt(2). For H^-1 see hilbert_solve.
LOTKIN = growth(
    "T-13",
    "the condition number tends to sqrt(n) (1 + sqrt 2)^(4n)/(2^(13/4) pi^(3/2)): 1.53 digits an equation",
    "sqrt(n)*(1 + sqrt(2))^(4*n)/(2^(13/4)*pi^(3/2))",
    "4",
    "40",
    Quotient("0.75", "1"),
)
# Both norms are those of the first row: 1 + (n-1) c, and 1 + (c/s) (1 + 2 + ... + 2^(n-2)), (1+c)/s being 2.
KAHAN = growth(
    "T-14",
    "the condition number is (1 + 3(n-1)/5) (3 2^(n-1) + 1)/4: 0.30 digits an equation",
    "(1 + 3*(n - 1)/5)*(3*2^(n - 1) + 1)/4",
    "1",
    "100",
    Quotient("0.999999999999999999999999999999", "1.000000000000000000000000000001"),
)
# The norm of W is n, and each row of |W^-1| adds up to 1.
WILKINSON = growth(
    "T-15",
    "the condition number is n: the system is well-conditioned",
    "n",
    "1",
    "100",
    Quotient("1", "1"),
)
