"""torch, where it is installed: every float16, by arrays at once."""

import gmpy2
import numpy as np
import pytest
from click.testing import CliRunner

from verify.checking import survey
from verify.checking.every.outcome import exhaustive
from verify.checking.every.tasks import Asked
from verify.checking.every.tensors import of_tensors
from verify.checking.gate import Gate
from verify.cli.main import cli
from verify.core.errors import BadInput
from verify.language.expressions import compiled
from verify.language.grammar import parse
from verify.language.tensor_libraries import TENSOR_TABLES
from verify.measure.limits import Limits

WIDE = gmpy2.context(precision=200)


def test_only_those_libraries_are_of_tensors():
    assert of_tensors("numpy:exp", np.exp) is None
    assert of_tensors("torchlike:exp", np.exp) is None


@pytest.mark.parametrize("library", sorted(TENSOR_TABLES))
def test_a_table_is_of_formulas_of_one_variable(library):
    for row in TENSOR_TABLES[library].splitlines():
        _, truth, domain = (part.strip() for part in row.split("|"))
        compiled(parse(truth, ("x",)))
        assert domain.startswith("x=")


@pytest.mark.parametrize("library", sorted(TENSOR_TABLES))
def test_a_survey_is_of_a_short_format(library):
    with pytest.raises(BadInput, match="add --format float32"):
        survey.lines(library, 1, 0, 64, "float64")
    assert isinstance(
        CliRunner().invoke(cli, ["survey", library, "--format", "complex64"]).exception, BadInput
    )


@pytest.mark.parametrize(("library", "target"), [("torch", "torch:exp"), ("jax", "jax:numpy.exp")])
def test_every_float16_is_judged(library, target):
    pytest.importorskip(library, reason=f"{library} is not installed: install verify-arb[{library}]")
    row = exhaustive(Asked(target, "exp(x)", (), "float16", Limits()), Gate())
    found = row["exhaustive"]
    assert found["inputs"] == 2 * 31744
    assert row["undecided"] == 0
    assert found["max_ulps"]["low"] >= 0.5 - 2**-5
    worst = row["worst"]
    truth = WIDE.exp(gmpy2.mpfr(float.fromhex(worst["inputs"]["x"])))
    unit = gmpy2.exp2(max(gmpy2.get_exp(truth) - 1, -14) - 10)
    off = abs(WIDE.sub(gmpy2.mpfr(float.fromhex(worst["computed"])), truth)) / unit
    assert abs(off - found["max_ulps"]["low"]) < 1e-6
