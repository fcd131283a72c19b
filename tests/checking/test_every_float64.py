"""float64 over neighbouring floats: polynomials in double-double say what MPFR says, result by result."""

import gmpy2
import numpy as np
import pytest

from verify.arithmetic.mpfr import BINARY64
from verify.checking.every.outcome import exhaustive
from verify.checking.every.tasks import Asked
from verify.checking.gate import Gate
from verify.core.errors import BadInput
from verify.measure.limits import Limits

WIDE = gmpy2.context(precision=200)


@pytest.mark.parametrize(
    ("name", "truth", "theirs", "start"),
    [
        ("exp", "exp(x)", WIDE.exp, 0.7),
        ("log", "log(x)", WIDE.log, 1.0 - 2.0**-43),
        ("sin", "sin(x)", WIDE.sin, 3.0),
        ("reciprocal", "1/x", lambda x: WIDE.div(1, x), 1.0 - 2.0**-43),
    ],
)
def test_the_figures_are_those_of_mpfr(name, truth, theirs, start):
    first = BINARY64.ordinal(start)
    x = np.array([BINARY64.from_ordinal(first + k) for k in range(3000)])
    asked = Asked(f"numpy:{name}", truth, (f"x={x[0].hex()}:{x[-1].hex()}",), "float64", Limits())
    found = exhaustive(asked, Gate())["exhaustive"]
    largest, correct, counted = gmpy2.mpfr(0), 0, 0
    for v, y in zip(x.tolist(), getattr(np, name)(x).tolist(), strict=True):
        value = theirs(gmpy2.mpfr(v))
        unit = gmpy2.exp2((gmpy2.get_exp(value) if value else -1073) - 53)
        off = WIDE.div(abs(WIDE.sub(gmpy2.mpfr(y), value)), unit)
        largest, correct, counted = max(largest, off), correct + (y == float(value)), counted + 1
    assert (found["inputs"], found["correctly_rounded"]) == (counted, correct)
    assert found["max_ulps"]["low"] <= largest * (1 + 2.0**-40)
    assert largest <= found["max_ulps"]["high"] * (1 + 2.0**-40)
    assert found["max_ulps"]["high"] - found["max_ulps"]["low"] <= 1e-6


def test_a_domain_of_too_many_numbers_is_told():
    with pytest.raises(BadInput, match="at most 10,000,000,000"):
        exhaustive(Asked("numpy:exp", "exp(x)", ("x=1:2",), "float64", Limits()), Gate())
