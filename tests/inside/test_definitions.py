"""Names replaced by their formulas, and so the known faults whose lines get the remedy that repairs them."""

import ast
from fractions import Fraction

import pytest
from flint import arb
from inside.judge import GOOD, as_mpfr, ulps
from inside.shadow import PROGRAMS, declared, plain
from mpmath import mp

from verify.inside.hinting.definitions import definitions
from verify.inside.hinting.formulas import computed
from verify.inside.hinting.hints import expression, propose, verified


def parsed(source: str) -> ast.FunctionDef:
    (function,) = ast.parse(source).body
    assert isinstance(function, ast.FunctionDef)
    return function


def test_a_name_stands_for_its_formula_only_where_it_has_one_value():
    source = """def f(x, h, n):
    c = math.cos(x)
    d = 1 - c
    y = x
    y = y + 1
    z = y
    for k in range(n):
        w = x * k
    v = w + x
    n += 1
    m = n
    q = g[0]
    p = h * 0.10
    return d
"""
    assert definitions(parsed(source), source) == {
        "c": "math.cos(x)",
        "d": "1 - math.cos(x)",
        "p": "h * 0.10",
    }


REPAIRED = {
    "one_minus_cos": "versine",
    "kahan_expm1": "expm1",
    "quadratic_roots": "the other root by Vieta",
    "difference_of_squares": "difference of squares",
    "sinh_small": "hyperbolic sine",
    "logarithm_of_one_plus": "log1p",
    "sterbenz": "",
    "tan_near_pole": "tangent of a complement",
    "degrees": "turns in degrees",
    "hypot_scaling": "hypot",
    "geometric_mean": "root of a product",
    "compound_interest": "growth factor",
    "annuity": "interest",
    "kinetic_energy": "reciprocal root near one",
    "cosine_rule": "cosine rule",
    "forward_difference": "difference of exponentials",
}


@pytest.mark.parametrize(("name", "remedy"), REPAIRED.items())
def test_the_known_faults_get_their_remedy(name, remedy):
    """The line that magnifies, with its definitions, at the inputs of the fault: as good as the repair."""
    path = PROGRAMS / f"{name}.py"
    source, module, said = path.read_text(), plain(path), declared(path)
    (function,) = [n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef) and n.name == "f"]
    guilty = said["magnifies"] or said["makes"]
    lines = [n for n in function.body if n.lineno in guilty and isinstance(n, ast.Return)]
    values = {k: float(v) for k, v in module.AT.items()}
    constants = {"periods": float(365 * 24 * 3600)} if "periods" not in values else {}
    values |= constants
    balls = {name: arb(value) for name, value in values.items()}
    code = ast.get_source_segment(source, lines[0])
    hints = propose(code, values, definitions(function, source), vars(module))
    proofs = [p for h in hints if (p := verified(h, balls, values))]
    if not remedy:
        assert not proofs  # log10 of a ratio: no row of the table
        return
    best = next(p for p in proofs if p.hint.name == remedy)
    truth = module.truth(**module.AT)
    result = computed(expression(best.hint.after), values)
    assert ulps_of(result, truth) <= GOOD


def ulps_of(result, truth):
    return ulps(as_mpfr(result), as_mpfr(truth if isinstance(truth, Fraction) else mp.mpf(truth)))
