"""What Stirling's formula for the terms says of each series: where to stop it, and what is left there.

A term with the factorial of about p n in it is least where its quotient by the one before passes 1, and
n! ~ sqrt(2 pi n) (n/e)^n leaves e^(-pn) of it and a power of n.
"""

from verify.core.theory import Quotient, stopping

# k!/x^k: the quotient k/x passes 1 at k = x, and x!/x^x ~ sqrt(2 pi x) e^-x.
E1 = stopping("T-4", "e1_series", "x", "x", "sqrt(2*pi*x)*exp(-x)", "1", "40", Quotient("0.95", "1.1"))
EI = stopping("T-5", "ei_series", "x", "x", "sqrt(2*pi*x)*exp(-x)", "1", "40", Quotient("0.95", "1.1"))
# (1/2)_k/x^(2k) with (1/2)_k ~ sqrt 2 (k/e)^k: the quotient (k - 1/2)/x^2 passes 1 at k = x^2.
ERFC = stopping("T-3", "plain", "x", "x^2", "sqrt(2)*exp(-x^2)", "1", "6", Quotient("0.93", "1.08"))
# |B_2k|/(2k (2k-1) x^(2k-1)) with |B_2k| ~ 2 (2k)!/(2 pi)^(2k): the quotient (2k)^2/(2 pi x)^2 passes 1 at
# k = pi x.
STIRLING = stopping(
    "T-2",
    "stirling",
    "x",
    "pi*x",
    "exp(-2*pi*x)/(pi*sqrt(x)*lgamma(x))",
    "3",
    "6",
    Quotient("0.95", "1.1"),
)
# a_k ~ (k-1)!/(pi 2^k) for the orders 0, 1, ...: the quotient k/(2x) passes 1 at k = 2x. Here of order 0.
HANKEL = ("x", "2*x", "exp(-2*x)/sqrt(pi*x)", "1", "20", Quotient("0.85", "1.05"), {"twice_order": 0})
K = stopping("T-6", "k_series", *HANKEL)
J = stopping("T-7", "plain", *HANKEL)
