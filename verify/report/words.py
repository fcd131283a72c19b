"""What the words on a page mean."""

WORDS = {
    "error budget": "y^ - f(x) = [y^ - F(fl x)] + [F(fl x) - f(fl x)] + [f(fl x) - f(x)]: rounding error, "
    "truncation error and data error of the computed y^, with f the mathematical function, F the algorithm "
    "in exact arithmetic and fl(x) the data as float64 receives them. Every part is a ball that contains "
    "the true value; errors are relative to the size of the truth.",
    "cause": "the part certified to dominate: data, truncation or rounding; none for at most 2 ulps in all; "
    "algorithm where rounding and truncation cannot be told apart, because F is not known; range where "
    "overflow, underflow or NaN replaced the result; undecided where the balls did not settle it.",
    "condition number κ": "how much a relative change of the data changes the truth; it belongs to the "
    "problem, stability to the algorithm. u = 2^-53 is the unit roundoff.",
    "envelope": "the error that data good to half an ulp can cause in any algorithm: "
    "max(1/2, Σ |∂f/∂xᵢ| ulp(xᵢ)/2 / ulp(y)) ulps, with the ulps of the inputs and of the truth; for arrays "
    "normwise max(1, κ) u, in units of 2u of the norm.",
    "inherent": "yes if the error is certainly within the envelope: then the problem is its cause. If no, "
    "the algorithm is.",
    "ulps": "|y^ - y| / ulp(y), ulp(y) = 2^(max(e, -1022) - 52) for 2^e <= |y| < 2^(e+1); for arrays the "
    "largest over the entries. Rounded up; – where it is beyond float64 or there is no finite result.",
    "digits": "correct significant decimal digits, -log10 of the forward error, certified and rounded down.",
    "verdict": "CONFIRMED and REFUTED are proved by balls at the bits shown; UNDECIDED means that the "
    "precision limit was reached first.",
    "claim": "a statement of a source in its fairest reading, the principal one, which alone is counted; "
    "parts, neighbouring readings and further statements are listed beside it. Reach says how far the "
    "evidence goes.",
}
