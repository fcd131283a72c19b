"""Complex functions are judged normwise; what is certified is computed again by mpmath."""

import cmath
import json
import math

import mpmath
import numpy as np
import pytest
from click.testing import CliRunner

from verify.arithmetic.mpfr import FORMATS
from verify.checking import result as check
from verify.checking import result_row
from verify.checking.one_input.samples import Failed, Judged, Outside, Undecided
from verify.checking.sampling.drawing import draw
from verify.checking.sampling.inputs import given
from verify.checking.subjects.subject import subject
from verify.cli.main import cli
from verify.core import complexes
from verify.core.errors import BadInput
from verify.measure.limits import Limits

LIMITS = Limits(max_bits=4096)
SQUARE = "z=-2-2j:2+2j"
THIS = __file__


def ulps_by_mpmath(y, truth, bits=53, emin=-1022):
    """|y - truth| over 2^(e - 52) for 2^e <= |truth| < 2^(e + 1)."""
    size = abs(truth)
    exponent = int(mpmath.floor(mpmath.log(size, 2))) if size else emin
    unit = mpmath.mpf(2) ** (max(exponent, emin) - bits + 1)
    return abs(mpmath.mpmathify(y) - truth) / unit


def checked(name, truth, domain=SQUARE, count=60, **more):
    domain = [domain] if isinstance(domain, str) else domain
    return check.check(subject(name, truth, domain, **more), count, 1, LIMITS)


@pytest.mark.parametrize(
    ("name", "format", "bits", "emin"),
    [("exp", "complex128", 53, -1022), ("tanh", "complex64", 24, -126), ("arctan", "complex64", 24, -126)],
)
def test_the_ulps_are_those_of_the_modulus(name, format, bits, emin):
    other = {"exp": mpmath.exp, "tanh": mpmath.tanh, "arctan": mpmath.atan}[name]
    found = checked(f"numpy:{name}", {"arctan": "atan"}.get(name, name) + "(z)", format=format)
    judged = [s for s in found.samples if isinstance(s, Judged)]
    assert len(judged) > 40
    for s in judged:
        z = complex(*s.where)
        if name == "arctan" and z.real == 0:
            continue  # the cut: the sign of zero, which mpmath does not have
        with mpmath.workprec(
            2400
        ):  # |exp(z)| is 1 - 2^-1074 near the imaginary axis, and that halves its ulp
            right = ulps_by_mpmath(s.computed, other(mpmath.mpc(z)), bits, emin)
        assert s.at_least <= right * (1 + 2**-40)
        assert right <= s.ulps * (1 + 2**-40)
        of = np.complex64 if format == "complex64" else complex
        assert s.computed == complex(getattr(np, name)(of(z)))


def signless(z):
    """The logarithm of a program without signed zeros."""
    return cmath.log(complex(z.real, z.imag + 0.0))


def wrong_below(z):
    return -cmath.sqrt(z) if z.imag < 0 else cmath.sqrt(z)


def shifted(z):
    return cmath.exp(z) * (1 + 2**-50 * 1j)


@pytest.mark.parametrize("name", ["log", "sqrt", "asin", "acos", "atan", "asinh", "acosh", "atanh"])
def test_cmath_takes_the_side_of_the_zero(name):
    """Annex G, which CPython follows: at many inputs on the cuts the results are right."""
    found = checked(f"cmath:{name}", f"{name}(z)", "z=-3-3j:3+3j", 150)
    zeros = [s for s in found.samples if 0.0 in s.where and isinstance(s, Judged)]
    signs = {math.copysign(1, x) for s in zeros for x in s.where if x == 0}
    assert len(zeros) > 12
    assert signs == {1.0, -1.0}
    assert found.tally.most_ulps < 8
    assert not found.tally.undecided


def test_a_program_without_signed_zeros_is_found_out():
    found = checked(f"{THIS}:signless", "log(z)", count=150)
    wrong = [s for s in found.samples if isinstance(s, Judged) and s.ulps > 8]
    assert wrong
    assert all(s.where[0] < 0 and math.copysign(1, s.where[1]) < 0 and s.where[1] == 0 for s in wrong)
    assert "-0x0.0p+0j" in result_row.reproduction(found)


def test_a_wrong_side_is_found_out():
    found = checked(f"{THIS}:wrong_below", "sqrt(z)", count=20)
    assert found.tally.at_least > 2**52
    assert found.tally.worst.where[1] < 0


def test_an_error_in_the_angle_is_one_of_the_modulus():
    """(1 + 2^-50 i) e^z is off by 4 to 8 ulps of |e^z|, though its modulus is right."""
    found = checked(f"{THIS}:shifted", "exp(z)", count=20)
    assert 4 <= found.tally.at_least <= 10
    details = found.worst.details
    assert found.worst.cause == "truncation"  # in exact arithmetic it is as wrong
    assert {"ulps_real", "ulps_imag"} <= set(details)


def test_the_envelope_is_from_the_derivative():
    """kappa of z^2 in its parts: (|x| + |y|) |2 z|/|z|^2; the floor is that of two roundings."""
    found = checked("numpy:square", "z^2")
    m = found.worst
    x, y = m.inputs["z.real"], m.inputs["z.imag"]
    assert float(m.condition_number.mid()) == pytest.approx(2 * (abs(x) + abs(y)) / abs(complex(x, y)))
    assert float(m.envelope.mid()) >= math.sqrt(0.5) * (1 - 1e-12)
    for s in found.samples:
        if isinstance(s, Judged) and s.envelope:
            assert s.envelope <= s.ulps / math.sqrt(0.5) * (1 + 1e-6)


@pytest.mark.parametrize("part", ["real", "imag"])
def test_parts_are_judged_in_their_own_ulps(part):
    for truth in ("log(z)", f"{part}(log(z))"):
        found = checked(f"cmath:log.{part}", truth, "z=0.5-2j:2+2j", 40)
        for s in found.samples:
            if isinstance(s, Judged) and s.computed:
                with mpmath.workprec(300):
                    right = ulps_by_mpmath(s.computed, getattr(mpmath.log(mpmath.mpc(*s.where)), part))
                assert s.at_least <= right * (1 + 2**-40)
                assert right <= s.ulps * (1 + 2**-40)


def test_real_results_of_complex_numbers():
    found = checked("cmath:phase", "arg(z)", count=200)
    assert found.tally.most_ulps < 2
    assert result_row._formats(found.subject) == {"format": "complex128", "result_format": "float64"}


def test_preconditions_are_of_complex_numbers():
    found = checked("cmath:log", "log(z)", given=["abs(z - 1) < 0.5 and imag(z) != 0"])
    counted = [complex(*s.where) for s in found.samples if isinstance(s, Judged)]
    assert len(counted) > 20
    assert all(abs(z - 1) < 0.5 and z.imag for z in counted)


def test_what_is_infinite():
    found = checked("numpy:exp", "exp(z)", "z=700-4j:720+4j", 200)
    assert any(isinstance(s, Outside) and "beyond" in s.why for s in found.samples)
    assert not any(isinstance(s, Failed) for s in found.samples)
    assert checked(f"{THIS}:infinite", "exp(z)", count=20).tally.failed
    assert checked("cmath:log", "log(z)").tally.outside  # the pole


def infinite(z):
    return complex(cmath.exp(z).real, math.inf)


def square(z):
    """A truth in complex balls."""
    return z * z


def test_a_truth_of_ones_own_over_complex_balls():
    found = checked("numpy:square", f"{THIS}:square")
    assert found.tally.certified > 40
    assert all(x for s in found.samples for x in s.where)  # no zeros, whose sign it is not told
    what = subject("numpy:square", f"{THIS}:square", [SQUARE])
    (sample,) = check.check(what, 1, 0, LIMITS, {"z": "1+0j"}).samples
    assert isinstance(sample, Undecided)
    assert "sign of a zero" in sample.why


def test_real_and_complex_variables_go_together():
    found = checked("scipy.special:jv", "besselj(v, z)", ["v=0:3", "z=0.5-2j:2+2j"])
    assert found.tally.certified > 40
    assert found.tally.most_ulps < 1e6


def test_inputs_lie_where_functions_are_hard():
    what = subject("cmath:log", "log(z)", ["z=-3-3j:3+3j"])
    drawn = [complex(*w) for w in draw(what, 1000, 0)]
    assert all(abs(z.real) <= 3 and abs(z.imag) <= 3 for z in drawn)
    zeros = {(math.copysign(1, z.imag), z.real > 0) for z in drawn if z.imag == 0}
    assert len(zeros) == 4
    assert {(a, b) for a in (-3, 3) for b in (-3, 3)} <= {(z.real, z.imag) for z in drawn}
    for point in (1, -1, 1j, -1j, math.pi / 2, 1j * math.pi / 2):
        assert any(0 < abs(z - point) < 1e-6 for z in drawn), point
    quarter = [z for z in drawn if z.real and abs(abs(z.real) - abs(z.imag)) < 1e-9]
    assert len(quarter) > 10  # angles of pi/4


@pytest.mark.parametrize("text", ["1+2j", "-0x1.8p-1-0.0j", "2j", "-3", "1e-3-2.5e+4j", "+.5+0x1p-1074j"])
def test_numbers_are_read_as_they_are_written(text):
    what = subject("cmath:exp", "exp(z)", ["z=-1e9-1e9j:1e9+1e9j"])
    z = complex(*given(what, {"z": text}))
    if "0x" not in text:
        assert repr(z) == repr(complex(text))
    again = complex(*given(what, {"z": complexes.hexadecimal(z)}))
    assert repr(again) == repr(z)
    assert repr(complexes.value(complexes.hexadecimal(z))) == repr(z)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--domain", "z=1+1j:-1-1j"], "is empty"),
        (["--domain", "z=-1-1j:1+1j,2:3+1j"], "is not one rectangle"),
        (["--domain", "z=-1-1jj:1+1j"], "is not a complex number"),
        (["--domain", "z=-1-1j:1+1j", "--at", "z=2+1j"], "outside --domain z"),
        (["--domain", "z=-1-1j:1+1j", "--given", "z < 1"], "compares complex numbers"),
        (["--domain", "z=-1-1j:1+1j", "--format", "bfloat16"], "complex128 or complex64"),
        (["--domain", "z=-1-1j:1+1j", "--format", "float32", "--exhaustive"], "of one real variable"),
        (["--domain", "z=-1-1j:1+1j", "--format", "complex64", "--exhaustive"], "one real variable"),
        (["--domain", "z=0:1"], "1j is complex"),
    ],
)
def test_bad_input_is_told(words, told):
    outcome = CliRunner().invoke(
        cli, ["check", "cmath:exp", "--truth", "exp(z)*1j/1j", "--points", "9", *words]
    )
    assert isinstance(outcome.exception, BadInput)
    assert told in str(outcome.exception)


def test_the_json_and_the_command_that_reproduces_it():
    words = ["check", "cmath:log", "--truth", "log(z)", "--domain", SQUARE, "--at", "z=-1-0.0j", "--json"]
    (row,) = json.loads(CliRunner().invoke(cli, words).stdout)["results"]
    worst = row["worst"]
    assert row["format"] == row["result_format"] == "complex128"
    assert worst["inputs"] == {"z.real": (-1.0).hex(), "z.imag": (-0.0).hex()}
    assert complexes.value(worst["computed"]) == complex(0, -math.pi)
    assert worst["truth"].startswith("[0 +/- 0] + [-3.14159265358979")
    assert worst["inherent"]
    assert row["command"].endswith("--at z=-0x1.0000000000000p+0-0x0.0p+0j")


def test_results_of_another_type_are_told():
    found = checked(f"{THIS}:widened", "z*z", format="complex64")
    assert "the results are complex128, not complex64: ulps are those of complex128" in found.notes
    assert found.subject.format == FORMATS["binary64"]


def widened(z):
    return complex(z) * complex(z)


def test_a_search_finds_more():
    outcome = CliRunner().invoke(
        cli,
        [
            "check",
            "cmath:tan",
            "--truth",
            "tan(z)",
            "--domain",
            "z=-2-1j:2+1j",
            "--search",
            "--budget",
            "1500",
        ],
    )
    assert outcome.exit_code == 0, outcome.output
    assert "not of complex ones" in outcome.output


def cancels(z):
    w = cmath.exp(z)
    return w - 1


def by_parts(z):
    return complex(math.expm1(z.real), 0.0) * 1j


@pytest.mark.parametrize("part", ["", ".real"])
def test_the_lines_of_a_complex_function_are_told(part):
    """(1 + d) e^z - 1 loses what e^z was rounded by, and F is expm1 itself: all of the error is rounding."""
    found = checked(f"{THIS}:cancels{part}", "expm1(z)", "z=1e-9+1e-9j:1e-3+1e-3j", 20)
    assert found.worst.cause == "rounding"
    assert found.worst.truncation_error.contains(0)
    assert cancels.__code__.co_firstlineno + 1 in {row["line"] for row in found.at_worst.guilty}
    assert found.at_worst.not_followed is None


def test_what_is_exact_of_both_parts():
    """F is 1j*expm1(x), and the truth 1j*expm1(x) + 1: their difference is no rounding."""
    found = checked(f"{THIS}:by_parts", "1j*expm1(real(z)) + 1", "z=0.5+0.5j:1+1j", 20)
    m = found.worst
    assert m.cause == "truncation"
    with mpmath.workprec(200):
        x = mpmath.mpf(m.inputs["z.real"])
        size = 1 / abs(mpmath.mpc(1, mpmath.expm1(x)))
        assert float(m.truncation_error.mid()) == pytest.approx(float(size))
