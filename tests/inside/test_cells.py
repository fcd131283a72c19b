"""Functions of a notebook or a prompt: followed where linecache has what was typed."""

import linecache
from fractions import Fraction

import pytest
from flint import arb, fmpq

import verify
from verify.arithmetic.precision import precision
from verify.inside.follow import follow

CELLS = (
    "import math\nimport numpy as np\nk = 0.1\ncalls = []\n",
    "def cosine(x):\n    calls.append(x)\n    return math.cos(x)\n",
    "def f(x):\n    c = cosine(x)\n    return (1 - c) / (x * x)\n",
    "def scaled(x):\n    return k * x\n",
    "def even(n, x):\n    return x if n == 0 else odd(n - 1, x + k)\n",
    "def odd(n, x):\n    return even(n - 1, x * 3)\n",
    "def outer(a):\n    def inner(x):\n        return np.sqrt(x + a) - np.sqrt(x)\n    return inner\n",
    "g = outer(1.0); h = lambda x: g(x) / 3\n",
    "class Scale:\n    by = 3.0\n",
    """class Walk:
    step = 0.1

    def __init__(self, count):
        self.count = count

    @staticmethod
    def over(x):
        return x / 3

    @property
    def half(self):
        return self.step / 2

    def go(self, x):
        return x + self.count * self.step
""",
    """class Longer(Walk):
    def go(self, x):
        return self.over(super().go(x)) + self.half
""",
    "longer = Longer(2)\n",
    "def walked(x):\n    return Longer(2).go(x) - Walk.over(x)\n",
    "def kept(x):\n    return longer.go(x) - Walk.over(x)\n",
)


@pytest.fixture
def typed(monkeypatch):
    """The names of a notebook in which these cells were run."""
    names = {"__name__": "__main__"}
    for number, cell in enumerate(CELLS):
        path = f"<cell {number}>"
        monkeypatch.setitem(linecache.cache, path, (len(cell), None, cell.splitlines(True), path))
        exec(compile(cell, path, "exec"), names)
    return names


def test_blame_names_the_lines_of_cells(typed):
    found = verify.blame(typed["f"], x=1e-8)
    lines = [(line["file"], line["line"], line["magnifies"]) for line in found.guilty]
    assert lines == [("<cell 2>", 2, False), ("<cell 2>", 3, True)]
    assert found.guilty[0]["within"] == ["<cell 1>, line 3: math.cos(x)"]
    assert "  >     3 |     return (1 - c) / (x * x)" in str(found)
    assert typed["calls"] == []  # in a process of its own


def test_a_check_names_them_too(typed):
    (row,) = verify.check(typed["f"], "(1 - cos(x))/x^2", x=(1e-6, 1), points=5).rows
    assert [line["file"] for line in row["guilty"]] == ["<cell 2>", "<cell 2>"]


def contains(function, inputs, truth):
    """Is the exact counterpart a ball about this fraction, to 100 bits?"""
    trace = follow(function, inputs)
    with precision(256):
        ball, wanted = trace.exact(), arb(fmpq(truth.numerator, truth.denominator))
        return trace.stopped is None and bool(ball.overlaps(wanted)) and ball.rel_accuracy_bits() > 100


def test_a_name_of_the_notebook_is_the_number_it_is(typed):
    assert contains(typed["scaled"], {"x": 0.7}, Fraction(0.1) * Fraction(0.7))
    assert not contains(typed["scaled"], {"x": 0.7}, Fraction(1, 10) * Fraction(0.7))
    assert typed["k"] == 0.1


def test_functions_that_lead_back_to_each_other_end(typed):
    assert contains(typed["even"], [4, 0.5], ((Fraction(0.5) + Fraction(0.1)) * 3 + Fraction(0.1)) * 3)


def test_closures_and_lambdas_of_cells(typed):
    (line,) = [line for line in verify.blame(typed["h"], x=1e12).guilty if line["magnifies"]]
    assert (line["file"], line["line"]) == ("<cell 7>", 1)
    assert "<cell 6>, line 3: np.sqrt(x + a) - np.sqrt(x)" in line["within"]


@pytest.mark.parametrize("name", ["walked", "kept"])
def test_classes_of_cells(typed, name):
    """(x + 2 step)/3 + step/2 - x/3"""
    assert contains(typed[name], [0.7], Fraction(0.1) * Fraction(7, 6))
    assert typed["Longer"].go.__code__.co_names == ("over", "super", "go", "half")


def test_what_was_typed_and_is_gone_is_refused(typed, monkeypatch):
    monkeypatch.delitem(linecache.cache, "<cell 3>")
    with pytest.raises(verify.BadInput, match=r"scaled has no source that can be read \(<cell 3>\)"):
        verify.blame(typed["scaled"], x=1.0)
