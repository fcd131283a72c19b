"""A truth as MathML, read back as it is seen: the same number comes out, whatever brackets were left away."""

import math
from random import Random
from xml.etree import ElementTree

import pytest

from verify.interface.formula import formula

SIGNS = {"·": "*", "\u2062": "*", "−": "-", "\u2061": "", "¯": ""}


def seen(element):
    """What a reader sees, as Python. A power reaches no further than what is written beside it; only what has
    a shape of its own (a bar, a root, a raised place) holds together by itself."""
    parts = [seen(part) for part in element]
    match element.tag:
        case "mfrac":
            return f"(({parts[0]})/({parts[1]}))"
        case "msup":
            assert all(e.tag not in ("mfrac", "msup") for e in _alone(element[0])), "a bare bar is raised"
            return f"{parts[0]}**({parts[1]})"
        case "msqrt":
            return f"sqrt({''.join(parts)})"
        case "mroot":
            return f"cbrt({parts[0]})"
        case "mspace":
            return ""
    words = element.text or ""
    return SIGNS.get(words, words) + "".join(parts)


def _alone(element):
    """The element, or where it is a row of one what stands in it."""
    while element.tag == "mrow" and len(element) == 1:
        element = element[0]
    return [element]


def value(words, **names):
    known = {n: getattr(math, n) for n in ("sin", "exp", "sqrt", "cbrt", "e", "log")}
    return eval(words, {**known, **names})


def grown(random, depth):
    """A formula with the brackets that a machine would put."""
    if not depth:
        return random.choice(["x", "y", "2", "0.5", "3"])
    kind = random.choice(["+", "-", "*", "/", "^", "neg", "sin", "exp", "sqrt"])
    first = grown(random, depth - 1)
    if kind == "neg":
        return f"(-{first})"
    if kind.isalpha():
        return f"{kind}({first})"
    second = grown(random, random.randrange(depth))
    return f"({first} {kind} {second})"


@pytest.mark.parametrize("seed", range(4))
def test_what_is_seen_has_the_value_of_what_was_read(seed):
    random = Random(seed)
    judged = 0
    for _ in range(60):
        words = grown(random, random.randrange(1, 5))
        math_element = ElementTree.fromstring(str(formula({"truth": words, "domain": {"x": 0, "y": 0}})))
        assert math_element.get("aria-label") == words
        try:
            want = value(words.replace("^", "**"), x=0.75, y=1.25)
        except (ArithmeticError, ValueError):
            continue
        if isinstance(want, complex):
            continue
        judged += 1
        assert value(seen(math_element), x=0.75, y=1.25) == pytest.approx(want, rel=1e-9), (
            words,
            seen(math_element),
        )
    assert judged > 20


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("2*x", "2*x"),
        ("-x^2", "-x**(2)"),
        ("(-x)^2", "(-x)**(2)"),
        ("x - (y - 2)", "x-(y-2)"),
        ("x - y - 2", "x-y-2"),
        ("x + -y", "x+(-y)"),
        ("-x*y", "-x*y"),
        ("2*(x/y)", "2*((x)/(y))"),
        ("exp(x)^2", "(e**(x))**(2)"),
        ("x^2^y", "x**(2**(y))"),
        ("sin(x)^2", "sin(x)**(2)"),
        ("1e-9*x", "10**(-9)*x"),
        ("2.5e30", "2.5*10**(30)"),
        ("12345678901234567890123456789012", "1.2345678901234567890123456789012*10**(31)"),
        ("0.0625", "0.0625"),
        ("abs(x - y)", "|x-y|"),
        ("log10(x)", "log10(x)"),
        ("x < y and not y >= 2", "x<y and not y≥2"),
        ("integrate(sin(t) + 1, t, 0, x)", "∫0x(sin(t)+1)dt"),
    ],
)
def test_brackets_stand_where_they_are_needed_and_nowhere_else(words, found):
    assert seen(ElementTree.fromstring(str(formula({"truth": words, "domain": {"x": 0, "y": 0}})))) == found


def test_complex_numbers_and_arrays():
    assert "<mi>i</mi>" in formula({"truth": "log(z) + 2j", "domain": {"z.real": 0, "z.imag": 0}})
    solved = ElementTree.fromstring(str(formula({"truth": "solve(A, b)", "arrays": {"A": 0, "b": 0}})))
    assert seen(solved) == "A**(-1)*b"
    assert "<msub>" in formula({"truth": "svd(A)[1]", "arrays": {"A": 0}})


def test_what_is_no_formula_stays_text():
    assert formula({"truth": "mine.py:truth"}) == ""
    assert formula({"truth": None}) == ""
    assert formula({"truth": "<script>alert(1)</script>"}) == ""
    long = "+".join(["x"] * 400)
    assert formula({"truth": long}) == ""
