"""The published table of float32: the largest errors are those of MPFR at the places that it names."""

import re
from pathlib import Path

import gmpy2
import numpy as np
import pytest

from verify.checking.stated import vector_instructions
from verify.checking.survey_page import MACHINE, _versions

PAGE = Path(__file__).parents[2] / "docs" / "survey-float32.md"
ROW = re.compile(r"^\| (\w+) \| `.*?` \| ([\d.]+) \|.*?`x=(\S+?)`", re.M)
WIDE = gmpy2.context(precision=300)
DEGREE = WIDE.div(WIDE.const_pi(), 180)
THEIRS = {f"arc{name}{h}": getattr(WIDE, f"a{name}{h}") for name in ("sin", "cos", "tan") for h in ("", "h")}
THEIRS |= {
    "deg2rad": lambda x: WIDE.mul(x, DEGREE),
    "rad2deg": lambda x: WIDE.div(x, DEGREE),
    "reciprocal": lambda x: WIDE.div(1, x),
}


def test_every_maximum_is_mpfr_s_where_it_is():
    text = PAGE.read_text(encoding="utf-8")
    if MACHINE.format(vectors=vector_instructions(), **_versions("numpy")) not in text:
        pytest.skip("another numpy, another C library, or another processor")
    rows = ROW.findall(text)
    assert len(rows) >= 20
    for name, told, place in rows:
        x = float.fromhex(place)
        y = float(getattr(np, name)(np.float32(x)))
        truth = (THEIRS.get(name) or getattr(WIDE, name))(gmpy2.mpfr(x))
        unit = gmpy2.exp2(max(gmpy2.get_exp(truth) - 1, -126) - 23)
        error = WIDE.div(abs(WIDE.sub(gmpy2.mpfr(y), truth)), unit)
        assert gmpy2.mpfr(told) <= error < gmpy2.mpfr(told) + 0.00101, name  # it is rounded down to 0.001
