"""gmpy2's global context is nobody's: nothing that the package computes may depend on it."""

import ast
from pathlib import Path

import gmpy2
import pytest
from flint import fmpq
from hostile import hostile

import verify
from verify.arithmetic.mpfr import FORMATS, Format, Mpfr
from verify.catalogue.exp_negative import methods
from verify.measure import ladder

ROOT = Path(verify.__file__).parent
# Of gmpy2's functions: what looks at one number without rounding or comparing, and what makes a context.
ASKED_OF_ONE_NUMBER = {
    "is_finite",
    "is_infinite",
    "is_integer",
    "is_nan",
    "is_regular",
    "is_signed",
    "get_exp",
}
MADE = {"context", "get_emax_max", "get_emin_min", "version", "mpfr_version"}
ROUNDINGS = {"RoundToNearest", "RoundToZero", "RoundUp", "RoundDown"}
NUMBERS = {"mpfr", "mpq"}


def misuses(source: str) -> list[str]:
    """Where a source lets gmpy2 use its global context, as far as names tell."""
    tree = ast.parse(source)
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module="gmpy2", names=names):
                found += [f"line {node.lineno}: {n.name}" for n in names if n.name not in NUMBERS]
            case ast.Attribute(value=ast.Name(id="gmpy2"), attr=name):
                if name not in ASKED_OF_ONE_NUMBER | MADE | ROUNDINGS:
                    found.append(f"line {node.lineno}: gmpy2.{name}")
            case ast.Call(func=ast.Name(id="mpfr"), keywords=keywords):
                if "context" not in {k.arg for k in keywords}:
                    found.append(f"line {node.lineno}: mpfr without a context")
            case ast.Import(names=names) if any(n.name == "gmpy2" and n.asname for n in names):
                found.append(f"line {node.lineno}: gmpy2 under another name")
    return found


def test_no_source_calls_what_uses_the_global_context() -> None:
    sources = {str(p.relative_to(ROOT)): p.read_text(encoding="utf-8") for p in ROOT.rglob("*.py")}
    found = {name: misuses(text) for name, text in sources.items() if "gmpy2" in text or "mpfr" in text}
    # One module looks at the context, to put back what foreign code has changed in it.
    assert {name for name, lines in found.items() if lines} <= {"runs/surroundings.py"}, found


@pytest.mark.parametrize(
    "source",
    [
        "import gmpy2\ny = gmpy2.sqrt(x)\n",
        "import gmpy2\ngmpy2.get_context().precision = 9\n",
        "from gmpy2 import set_sign\n",
        "from gmpy2 import mpfr\ny = mpfr(x)\n",
        "from gmpy2 import mpfr\ny = mpfr(x, 53)\n",
        "import gmpy2 as g\n",
    ],
)
def test_a_use_of_the_global_context_is_seen(source: str) -> None:
    assert misuses(source)


@pytest.mark.parametrize("format", FORMATS.values(), ids=lambda f: f.name)
def test_an_arithmetic_rounds_in_its_own_context(format: Format) -> None:
    unit = 2 ** (format.bits + 1)  # the nearest to 1/3 with b bits is (2^(b+1) + 1 or - 1)/3 of 2^-(b+1)
    with hostile():
        R = Mpfr(format)
        third = R(fmpq(1, 3))
        root, pi = R.sqrt(R(4)), R.pi()
        with R.rounding():
            twice, negative = third + third, -third
        assert gmpy2.get_context().precision == 2
    n, d = third.as_integer_ratio()
    assert (unit // d * n * 3 - unit) ** 2 == 1
    assert root == 2
    assert {x.precision for x in (third, pi, twice, negative)} == {format.bits}
    assert twice.as_integer_ratio() == (2 * n, d) or (n, 2 * (d // 4)) == twice.as_integer_ratio()


def test_the_nearest_of_a_format_is_told_exactly() -> None:
    narrow = Format("(float 9 80)", 71, 255)
    with hostile():
        assert FORMATS["binary32"].nearest(0.1) == float.fromhex("0x1.99999ap-4")
        assert FORMATS["binary16"].nearest(1e-8) == 0.0
        assert narrow.nearest(0.1) == 0.1
        assert narrow.nearest(-1e300) == float("-inf")


def test_a_ladder_does_not_depend_on_it() -> None:
    (algorithm,) = (a for a in methods.ALGORITHMS if a.body is methods.recursion)
    where = ladder.places(algorithm)[0]
    parameters = ladder.shown(algorithm)
    plain = ladder.climb(algorithm, where, parameters)
    with hostile():
        again = ladder.climb(algorithm, where, parameters)
    assert [r.error and r.error.str() for r in plain.rungs] == [
        r.error and r.error.str() for r in again.rungs
    ]
