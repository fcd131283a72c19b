"""Formulas within sentences: the same letters, raised; what is markup stays text."""

import re

import pytest

from verify.report.raised import raised


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("e^x and e^-x", "e<sup>x</sup> and e<sup>-x</sup>"),
        ("2^(-53) e^(2x)/sqrt(2 pi x)", "2<sup>-53</sup> e<sup>2x</sup>/√(2 π x)"),
        ("(1 + sqrt 2)^(4n), x^(2(m+1))", "(1 + √2)<sup>4n</sup>, x<sup>2(m+1)</sup>"),
        ("y^ - f(x), A^T b", "y^ - f(x), A<sup>T</sup> b"),
        ("0 <= x < 1", "0 ≤ x &lt; 1"),
        ("x^<b>", "x^&lt;b&gt;"),
        ("n^(1, open", "n^(1, open"),
        ("2*sqrt(t/pi)*exp(-1/(4*t)) ** 2, a*", "2·√(t/π)·exp(-1/(4·t)) ** 2, a*"),
        ("{{ 7*7 }}", "{{ 7*7 }}"),
        ("s_n = -s_(n-1) x/n", "s<sub>n</sub> = -s<sub>n-1</sub> x/n"),
        (
            "x_k^2, c_2n, x_i(t), a_b.c, my_x",
            "x<sub>k</sub><sup>2</sup>, c<sub>2n</sub>, x_i(t), a_b.c, my_x",
        ),
        ("R_n. And", "R<sub>n</sub>. And"),
        ("e^(-eps x^4)", "e<sup>-eps x<sup>4</sup></sup>"),
        ("18 % of", "18\N{NO-BREAK SPACE}% of"),
        ("pi, epic, 10^-3.5", "π, epic, 10<sup>-3.5</sup>"),
    ],
)
def test_powers_are_raised(words, found):
    assert raised(words) == found
    assert not re.findall(r"<(?!/?su[pb]>)", raised(words))
