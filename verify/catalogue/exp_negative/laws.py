"""What cancellation costs, by theory: the terms (-x)^k/k! grow to e^x/sqrt(2 pi x), and their sum is e^-x."""

from verify.core.theory import Difference, Quotient, Theory

BY_TERMS = ("direct", "recursion")
LARGEST = Theory(
    claim="T-1a",
    name="rounding of the largest term",
    of="rounding_error",
    algorithms=BY_TERMS,
    variable="x",
    # The largest term is x^n/n! with n the whole part of x: Stirling.
    expression="2^(-53)*exp(2*x)/sqrt(2*pi*x)",
    low="1",
    high="40",
    near=Quotient("0.9", "1.1"),
    says="rounding the largest term makes an error of about 2^(-53) e^(2x)/sqrt(2 pi x) relative to e^-x",
)
ALL_TERMS = Theory(
    claim="T-1b",
    name="half an ulp of every term",
    of="rounding_error",
    algorithms=BY_TERMS,
    variable="x",
    # Half an ulp of every term at once: the sum of |s_k| is e^x.
    expression="2^(-53)*exp(2*x)",
    low="2",
    high="36.7",
    near=Quotient("0", "1"),
    says="the rounding error of the recursion stays below 2^(-53) e^(2x), half an ulp of each term",
)
DIGITS_LEFT = Theory(
    claim="T-1c",
    name="digits left",
    of="digits",
    variable="b",
    title="bits cancelled",
    expression="log10(2^(53 - b))",
    low="0",
    high="53",
    near=Difference("0"),
    says="where b bits cancel, a rounding of half an ulp before them leaves (53 - b) log10(2) digits",
)
LAWS = (LARGEST, ALL_TERMS, DIGITS_LEFT)
