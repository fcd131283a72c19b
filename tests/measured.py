"""Measurements of any shape and size, drawn and made on the spot."""

import dataclasses
import math

import numpy as np
from exactly import as_fmpq
from flint import arb
from hypothesis import strategies as st

from verify.arithmetic.precision import precision
from verify.core.model import Measurement

radii = st.one_of(st.just((0, 0)), st.tuples(st.integers(1, 2**30), st.integers(-5000, 300)))


@st.composite
def balls(draw):
    """Any size and any radius: exact, narrow, wide, about zero, far beyond float64."""
    m, e = draw(st.integers(-(2**120), 2**120)), draw(st.integers(-5000, 5000))
    r, f = draw(radii)
    with precision(200):
        return arb(m * arb(2) ** e, r * arb(2) ** (e + f))


@st.composite
def measurements(draw):
    """A measurement of a number, vector or matrix, of the shape drawn."""
    shape = draw(st.sampled_from([(), (1,), (3,), (2, 2), (1, 3)]))

    def array(entries):
        if not shape:
            return draw(entries)
        made = np.empty(math.prod(shape), dtype=object)
        made[:] = [draw(entries) for _ in range(made.size)]
        return made.reshape(shape)

    computed = array(st.floats())
    part = st.one_of(st.none(), balls())
    parts = {
        name: draw(part)
        for name in (
            *("forward_error", "rounding_error", "truncation_error", "data_error"),
            *(
                "backward_error",
                "condition_number",
                "forward_error_componentwise",
                "data_error_componentwise",
            ),
        )
    }
    return Measurement(
        problem="toy",
        algorithm="way",
        inputs={"x": as_fmpq(draw(st.fractions())), "y": as_fmpq(draw(st.floats(-1e300, 1e300)))},
        parameters={"n": draw(st.integers(0, 10**6))},
        axis=draw(st.floats()),
        computed=computed.astype(float) if shape else computed,
        bits=draw(st.integers(0, 16384)),
        truth=array(balls()) if draw(st.booleans()) else None,
        **parts,
        ulps=draw(st.one_of(st.none(), st.floats(0, allow_nan=False))),
        digits=draw(st.one_of(st.none(), st.floats(0, 17))),
        cause=draw(st.sampled_from(["none", "data", "undecided"])),
        inherent=draw(st.sampled_from([True, False, None])),
        reason=draw(st.text()),
        details={name: draw(balls()) for name in draw(st.sampled_from([(), ("growth", "kappa_2")]))},
    )


def measured(**more):
    blank = Measurement("toy", "way", {"x": as_fmpq(0.5)}, {}, 0.5, 1.0, 128, cause="none", ulps=0.0)
    return dataclasses.replace(blank, **more)
