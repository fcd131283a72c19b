"""What functions of tensors compute entry by entry, in the truth language, as `libraries` has it."""

_SHARED = """
acos(x) acosh(x) asin(x) asinh(x) atan(x) atanh(x) cos(x) cosh(x) exp(x) exp2(x) expm1(x) log(x) log10(x)
log1p(x) log2(x) sin(x) sinh(x) sqrt(x) tan(x) tanh(x)
"""
_OWN = {
    "torch": """
erf               | erf(x)            | x=-7:7
erfc              | erfc(x)           | x=-7:28
lgamma            | lgamma(x)         | x=-100:1e30
reciprocal        | 1/x               | x=-1e30:1e30
rsqrt             | rsqrt(x)          | x=0:1e30
sigmoid           | expit(x)          | x=-745:745
square            | x^2               | x=-1e15:1e15
""",
    "jax": """
lax.lgamma        | lgamma(x)         | x=-100:1e30
lax.rsqrt         | rsqrt(x)          | x=0:1e30
nn.sigmoid        | expit(x)          | x=-745:745
numpy.cbrt        | cbrt(x)           | x=-1e30:1e30
numpy.reciprocal  | 1/x               | x=-1e30:1e30
numpy.square      | x^2               | x=-1e15:1e15
scipy.special.erf | erf(x)            | x=-7:7
scipy.special.erfc | erfc(x)          | x=-7:28
""",
}
_WITHIN = {"torch": "", "jax": "numpy."}  # where the shared functions are


def _table(library: str) -> str:
    lines = (f"{_WITHIN[library]}{t.partition('(')[0]} | {t} | x=-1e30:1e30" for t in _SHARED.split())
    return "\n".join([*lines, _OWN[library].strip()])


TENSOR_TABLES = {library: _table(library) for library in _OWN}
