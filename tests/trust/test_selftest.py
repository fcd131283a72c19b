"""The self-test says yes where all is well, and no to every fault that is planted."""

import ctypes
import json
import platform
import subprocess
import sys

import pytest
from click.testing import CliRunner
from flint import arb
from mpmath import mp

from verify.cli.main import cli
from verify.language.functions import FUNCTIONS
from verify.measure.limits import Limits
from verify.trust import bounds, functions, processor, selftest
from verify.trust.opinions import OPINIONS, ROUNDED
from verify.trust.parts import Found

# fenv_t of glibc on this processor: the control word of SSE is the last of its eight words.
SET = """
import ctypes
libm = ctypes.CDLL("libm.so.6")
state = (ctypes.c_uint32 * 8)()
libm.fegetenv(state)
state[7] |= {bits}
from verify.trust import processor
libm.fesetenv(state)
wrong = [part.name for part in processor.arithmetic(1, 200) if part.wrong]
print(wrong)
"""
ON_X86 = platform.machine() == "x86_64" and sys.platform == "linux"


def test_all_is_well_here():
    outcome = CliRunner().invoke(cli, ["selftest", "--checks", "600", "--seed", "3", "--json"])
    found = json.loads(outcome.stdout)
    assert (outcome.exit_code, found["believed"], found["wrong"], found["lost"]) == (0, True, 0, [])
    assert found["checks"] == sum(part["checks"] for part in found["parts"]) >= 600
    names = {part["name"] for part in found["parts"]}
    assert {f"{name} by mpmath" for name in OPINIONS} | {f"{name} by MPFR" for name in ROUNDED} <= names
    assert set(OPINIONS) == set(FUNCTIONS)


@pytest.mark.parametrize("opinion", [functions.by_mpmath, functions.by_mpfr])
@pytest.mark.parametrize("name", ["exp", "sin", "gamma", "atan2"])
def test_a_ball_that_misses_the_truth_is_found(monkeypatch, opinion, name):
    row = FUNCTIONS[name]

    def shifted(*x):
        ball = row.ball(*x)
        return ball + 3 * ball.rad() * (1 if ball.rad() > 0 else 0) + abs(ball) * arb(2) ** -40

    monkeypatch.setitem(FUNCTIONS, name, row.__class__(**{**row.__dict__, "ball": shifted}))
    found = opinion(name, 0, 12)
    assert found.wrong >= 8  # a zero is where it was
    assert found.says[0].startswith(f"{name}(")


@pytest.mark.skipif(not ON_X86, reason="the control word is that of x86")
@pytest.mark.parametrize(
    ("bits", "what"), [(0x8040, "subnormal numbers are taken for zero"), (0x4000, "rounding upwards")]
)
def test_a_processor_in_another_mode_is_found(bits, what):
    done = subprocess.run(
        [sys.executable, "-c", SET.format(bits=bits)], capture_output=True, text=True, check=True
    )
    assert "* of float64 arrays" in done.stdout, what
    assert "* of Python's floats" in done.stdout, what
    assert ctypes.sizeof(ctypes.c_uint32) == 4


def test_products_that_are_fused_are_found(monkeypatch):
    """With more bits than float64 has between a product and its sum, results differ."""
    multiply = processor.np.multiply

    def fused(x, y, out):
        multiply(x, y, out=out)
        out *= 1 + 2.0**-52

    monkeypatch.setattr(processor.np, "multiply", fused)
    found = processor.arithmetic(0, 100)
    assert [part.name for part in found if part.wrong] == ["products and sums rounded one by one"]


@pytest.mark.parametrize("formula", ["exp(x)", "sin(x)"])
def test_a_value_beyond_its_bound_is_found(monkeypatch, formula):
    evaluated = bounds.approximated

    def off(piece, x):
        value, bound = evaluated(piece, x)
        return value + 1.5 * bound, bound

    monkeypatch.setattr(bounds, "approximated", off)
    assert any(part.wrong for part in bounds.polynomials(formula, 0, 200))


def test_what_nobody_else_answers_is_not_believed():
    assert not Found.of("f", [None, None]).is_sound
    assert Found.of("f", [None, ""]).is_sound
    assert not Found.of("f", ["", "wrong"]).is_sound


def test_what_was_lost_is_not_believed(monkeypatch):
    def crashing(seed, count):
        raise RuntimeError("no arithmetic")

    monkeypatch.setattr(processor, "arithmetic", crashing)
    found = selftest.selftest(200, 0, Limits(), 1)
    assert not found["believed"]
    assert "no arithmetic" in found["lost"][0]


@pytest.mark.parametrize("why", [mp.NoConvergence, ZeroDivisionError, NotImplementedError])
def test_an_opinion_that_fails_is_none(monkeypatch, why):
    def fails(x):
        raise why

    monkeypatch.setitem(OPINIONS, "exp", (fails, OPINIONS["exp"][1]))
    found = functions.by_mpmath("exp", 0, 3)
    assert (found.checks, found.unanswered, found.wrong) == (3, 3, 0)
