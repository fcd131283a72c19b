"""Known remedies for lines that magnify: what is written, what is better, and why the two are equal.

Every row is a theorem of the real numbers: where both sides are defined and `holds` is true, they are equal.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Remedy:
    """`before` and `after` are patterns; minus(a, b) is a - b with the terms that both have left out. `holds`
    is a condition on the letters beyond both sides being defined, if there is one; `why` is the theorem."""

    name: str
    before: str
    after: str
    why: str
    holds: str | None = None


SUM_TO_PRODUCT = "sum-to-product identity"
CONJUGATE = "multiplied and divided by the conjugate"

TABLE = (
    # exponentials and logarithms
    Remedy("expm1", "exp(a) - 1", "expm1(a)", "expm1(a) is exp(a) - 1 by definition"),
    Remedy(
        "difference of exponentials",
        "exp(a) - exp(b)",
        "exp(b)*expm1(minus(a, b))",
        "exp(a) = exp(b) exp(a - b)",
    ),
    Remedy("log1p", "log(1 + a)", "log1p(a)", "log1p(a) is log(1 + a) by definition"),
    Remedy(
        "logarithm of a quotient",
        "log(a/b)",
        "log1p(minus(a, b)/b)",
        "a/b = 1 + (a - b)/b",
    ),
    Remedy(
        "difference of logarithms",
        "log(a) - log(b)",
        "log1p(minus(a, b)/b)",
        "log a - log b = log(a/b) for positive a and b",
    ),
    Remedy("log2", "log(a)/log(2)", "log2(a)", "log2(a) is log(a)/log(2) by definition"),
    Remedy("log10", "log(a)/log(10)", "log10(a)", "log10(a) is log(a)/log(10) by definition"),
    Remedy("power by logarithms", "exp(a*log(b))", "b**a", "b^a = exp(a log b) for positive b", "b > 0"),
    Remedy(
        "growth factor", "(1 + a)**b", "exp(b*log1p(a))", "x^b = exp(b log x) for positive x", "1 + a > 0"
    ),
    Remedy(
        "interest", "(1 + a)**b - 1", "expm1(b*log1p(a))", "x^b = exp(b log x) for positive x", "1 + a > 0"
    ),
    Remedy("logistic function", "exp(a)/(1 + exp(a))", "1/(1 + exp(-a))", "divided through by exp(a)"),
    Remedy("tail of the logistic function", "1 - 1/(1 + exp(a))", "1/(1 + exp(-a))", "s(a) + s(-a) = 1"),
    Remedy(
        "softplus",
        "log(1 + exp(a))",
        "max(a, 0) + log1p(exp(-abs(a)))",
        "exp(max(a, 0)) taken out of the logarithm",
    ),
    Remedy(
        "logarithm of a sum of two exponentials",
        "log(exp(a) + exp(b))",
        "max(a, b) + log1p(exp(-abs(minus(a, b))))",
        "exp(max(a, b)) taken out of the logarithm",
    ),
    Remedy(
        "log-sum-exp",
        "log(sum(exp(each) for each in s))",
        "max(s) + log(sum(exp(each - max(s)) for each in s))",
        "exp(max s) taken out of the sum",
    ),
    # circular functions
    Remedy("versine", "1 - cos(a)", "2*sin(a/2)**2", "half-angle formula: cos a = 1 - 2 sin(a/2)^2"),
    Remedy("coversine", "1 - sin(a)", "cos(a)**2/(1 + sin(a))", "sin^2 + cos^2 = 1, and " + CONJUGATE),
    Remedy("difference of sines", "sin(a) - sin(b)", "2*cos((a + b)/2)*sin(minus(a, b)/2)", SUM_TO_PRODUCT),
    Remedy(
        "difference of cosines", "cos(a) - cos(b)", "-2*sin((a + b)/2)*sin(minus(a, b)/2)", SUM_TO_PRODUCT
    ),
    Remedy(
        "difference of tangents",
        "tan(a) - tan(b)",
        "sin(minus(a, b))/(cos(a)*cos(b))",
        "sin(a - b) = sin a cos b - cos a sin b",
        "cos(a) != 0 and cos(b) != 0",
    ),
    Remedy(
        "difference of arc tangents",
        "atan(a) - atan(b)",
        "atan2(minus(a, b), 1 + a*b)",
        "arg((1 + ia)(1 - ib)), and |atan a - atan b| < pi",
    ),
    Remedy(
        "tangent of a complement",
        "tan(pi/2 - a)",
        "cos(a)/sin(a)",
        "sin(pi/2 - a) = cos a, cos(pi/2 - a) = sin a",
        "sin(a) != 0",
    ),
    Remedy("sine of a supplement", "sin(pi - a)", "sin(a)", "sin(pi - a) = sin a"),
    Remedy("cosine of a complement", "cos(pi/2 - a)", "sin(a)", "cos(pi/2 - a) = sin a"),
    Remedy("turns in degrees", "sin(radians(a))", "sin(radians(fmod(a, 360)))", "360 degrees are a period"),
    Remedy("turns in degrees", "cos(radians(a))", "cos(radians(fmod(a, 360)))", "360 degrees are a period"),
    Remedy(
        "small angle by its cosine",
        "acos(1 - a)",
        "2*asin(sqrt(a/2))",
        "1 - cos t = 2 sin(t/2)^2, 0 <= t <= pi",
    ),
    Remedy(
        "cosine rule",
        "a*a + b*b - 2*a*b*cos(c)",
        "(a - b)**2 + 4*a*b*sin(c/2)**2",
        "half-angle formula: cos c = 1 - 2 sin(c/2)^2",
    ),
    # hyperbolic functions
    Remedy(
        "hyperbolic sine", "exp(a) - exp(-a)", "2*sinh(a)", "sinh(a) is (exp(a) - exp(-a))/2 by definition"
    ),
    Remedy("hyperbolic sine", "exp(a) - 1/exp(a)", "2*sinh(a)", "exp(-a) = 1/exp(a)"),
    Remedy("hyperbolic versine", "cosh(a) - 1", "2*sinh(a/2)**2", "cosh a = 1 + 2 sinh(a/2)^2"),
    Remedy(
        "tail of the hyperbolic tangent", "1 - tanh(a)", "2/(1 + exp(2*a))", "tanh a = 1 - 2/(1 + exp(2a))"
    ),
    Remedy("inverse hyperbolic cosine", "acosh(1 + a)", "2*asinh(sqrt(a/2))", "cosh t - 1 = 2 sinh(t/2)^2"),
    Remedy(
        "inverse hyperbolic tangent",
        "log((1 + a)/(1 - a))",
        "2*atanh(a)",
        "definition of atanh",
        "-1 < a and a < 1",
    ),
    # roots and powers
    Remedy("difference of squares", "a*a - b*b", "minus(a, b)*(a + b)", "third binomial formula"),
    Remedy("complement of a square", "1 - a*a", "(1 - a)*(1 + a)", "third binomial formula"),
    Remedy("difference of cubes", "a*a*a - b*b*b", "minus(a, b)*(a*a + a*b + b*b)", "factored polynomial"),
    Remedy("square of a difference", "a*a - 2*a*b + b*b", "(a - b)**2", "second binomial formula"),
    Remedy(
        "difference of roots",
        "sqrt(a) - sqrt(b)",
        "minus(a, b)/(sqrt(a) + sqrt(b))",
        CONJUGATE,
        "sqrt(a) + sqrt(b) != 0",
    ),
    Remedy("root near one", "sqrt(1 + a) - 1", "a/(sqrt(1 + a) + 1)", CONJUGATE),
    Remedy(
        "root near a number",
        "sqrt(a*a + b) - a",
        "b/(sqrt(a*a + b) + a)",
        CONJUGATE,
        "sqrt(a*a + b) + a != 0",
    ),
    Remedy(
        "reciprocal root near one",
        "1/sqrt(1 - a) - 1",
        "a/(sqrt(1 - a)*(1 + sqrt(1 - a)))",
        CONJUGATE,
    ),
    Remedy(
        "the other root by Vieta",
        "(-b + sqrt(b*b - 4*a*c))/(2*a)",
        "2*c/(-b - sqrt(b*b - 4*a*c))",
        "the product of the roots is c/a",
        "a != 0 and b + sqrt(b*b - 4*a*c) != 0",
    ),
    Remedy(
        "the other root by Vieta",
        "(-b - sqrt(b*b - 4*a*c))/(2*a)",
        "2*c/(-b + sqrt(b*b - 4*a*c))",
        "the product of the roots is c/a",
        "a != 0 and b - sqrt(b*b - 4*a*c) != 0",
    ),
    Remedy("hypot", "sqrt(a*a + b*b)", "hypot(a, b)", "hypot(a, b) is that root by definition"),
    Remedy(
        "Euclidean norm",
        "sqrt(sum(each*each for each in s))",
        "hypot(*s)",
        "hypot is that root by definition",
    ),
    Remedy(
        "root of a product", "sqrt(a*b)", "sqrt(a)*sqrt(b)", "sqrt is multiplicative", "a >= 0 and b >= 0"
    ),
    Remedy("half power", "a**0.5", "sqrt(a)", "sqrt(a) is a^(1/2) by definition"),
    Remedy("third power", "a**(1/3)", "cbrt(a)", "cbrt(a) is a^(1/3) for a >= 0", "a >= 0"),
    # fractions
    Remedy("difference of reciprocals", "1/a - 1/b", "minus(b, a)/(a*b)", "common denominator", "a*b != 0"),
    Remedy("quotient near one", "a/b - 1", "minus(a, b)/b", "common denominator"),
    # special functions
    Remedy("erfc", "1 - erf(a)", "erfc(a)", "erfc(a) is 1 - erf(a) by definition"),
    Remedy("erf", "1 - erfc(a)", "erf(a)", "erfc(a) is 1 - erf(a) by definition"),
    Remedy("lgamma", "log(gamma(a))", "lgamma(a)", "lgamma(a) is log gamma(a) for a > 0", "a > 0"),
    # sums
    Remedy("mean", "sum(s)/len(s)", "fmean(s)", "the mean, rounded once"),
    Remedy("fsum", "sum(s)", "fsum(s)", "the same sum, rounded once"),
    Remedy(
        "variance",
        "sum(each*each for each in s)/len(s) - (sum(s)/len(s))**2",
        "pvariance(s)",
        "the mean of squares less the square of the mean is the mean square about the mean",
    ),
)
