"""Is an expression of one variable odd or even: f(-x) = -f(x) or f(x), wherever either is defined?"""

from verify.language.nodes import Call, Node, Number, folded

ODD = {
    "neg", "sin", "tan", "cot", "csc", "sinpi", "tanpi", "asin", "atan", "sinh", "tanh", "coth", "csch",
    "asinh", "atanh", "cbrt", "sign", "trunc", "erf", "erfi", "erfinv", "dawson", "si", "shi", "fresnels",
    "fresnelc",
}  # fmt: skip
# Of a whole order or degree n, which comes first: of n's own parity.
ORDERED = {"besselj", "besseli", "besselie", "chebyt", "chebyu"}
# The same of n >= 0 alone: P_-1 is P_0 (DLMF 14.9.5), and H_-1 is a multiple of e^(x^2) erfc(x).
OF_A_DEGREE = {"legendre", "hermite"}
EVEN = {"cos", "sec", "cospi", "sinc", "cosh", "sech", "abs"}
NEITHER = 0


def parity(node: Node) -> int:
    """1 for even, -1 for odd, 0 where neither is known. By the real functions themselves, whose domains are
    symmetric: the identity is one of real numbers, and holds wherever a side of it has a value.
    """

    def join(part: Node, of: list[int]) -> int:
        if isinstance(part, Number):
            return 1
        if not isinstance(part, Call):
            return -1  # the variable
        if all(p == 1 for p in of):
            return 1  # whatever is made of even parts (of none, too) is even
        match part.name, of:
            case (("+" | "-"), (p, q)):
                return p if p == q else NEITHER
            case (("*" | "/"), (p, q)):
                return p * q
            case "^", (-1, 1):
                found = _whole(part.arguments[1])
                return NEITHER if found is None else _of(found)
            case name, (1, -1) if name in ORDERED | OF_A_DEGREE:
                found = _whole(part.arguments[0])
                return NEITHER if found is None or (found < 0 and name in OF_A_DEGREE) else _of(found)
            case name, (-1,):
                return -1 if name in ODD else 1 if name in EVEN else NEITHER
        return NEITHER

    return folded(node, join)


def _whole(number: Node) -> int | None:
    if isinstance(number, Call) and number.name == "neg":
        found = _whole(number.arguments[0])
        return None if found is None else -found
    return int(number.value.p) if isinstance(number, Number) and number.value.q == 1 else None


def _of(n: int) -> int:
    return 1 if n % 2 == 0 else -1
