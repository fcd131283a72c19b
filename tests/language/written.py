"""Shared texts of the truth language."""

from flint import fmpq
from hypothesis import strategies as st

from verify.arithmetic.float64 import exact
from verify.language.functions import FUNCTIONS
from verify.language.nodes import Call, Number, Variable

NAMES = ("x", "y")


NUMBERS = st.one_of(
    st.integers(0, 10**30).map(fmpq),
    st.floats(0, allow_nan=False, allow_infinity=False).map(exact),
    st.tuples(st.integers(0, 10**25), st.integers(-330, 330)).map(lambda t: fmpq(t[0]) * fmpq(10) ** t[1]),
).map(Number)


FEW = [
    f for f in FUNCTIONS.values() if f.name in ("sin", "exp", "atan2", "hypot", "fma", "lgamma", "besselj")
]


def joined(inner):
    two = st.tuples(inner, inner)
    calls = [st.tuples(*[inner] * len(f.arguments)).map(lambda a, n=f.name: Call(n, a)) for f in FEW]
    return st.one_of(
        st.sampled_from("+-*/^").flatmap(lambda s: two.map(lambda a: Call(s, a))),
        inner.map(lambda a: Call("neg", (a,))),
        *calls,
    )


NODES = st.recursive(
    st.one_of(NUMBERS, st.sampled_from([Variable("x"), Variable("y"), Call("pi"), Call("e")])),
    joined,
    max_leaves=12,
)
