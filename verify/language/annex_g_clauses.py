"""Annex G of ISO C, clause by clause: complex functions at infinities, NaN and zeros.

Each line is one sentence of a clause: real part, imaginary part | result | the flag that is raised. What is
not written follows by the clause's symmetries: f(conj z) = conj f(z) for every function, and odd or even
ones. So lines are of imaginary parts that are NaN or have a plus sign, and for odd and even functions of
such real parts. The first line that fits counts. Tokens of a part of an argument:

    0 1 inf nan   that number, of either sign where +- stands before it
    x    a finite number, of either sign where symmetry leaves both;  x+ with a plus sign;  x! not zero
    n!   a number that is not zero, infinities too;  any  anything, NaN too

of a part of a result: a size with its sign, +- where the clause leaves it open, and *cos, *sin, *sin2 for the
sign of cos(y), sin(y), sin(2y). Where C17 corrected C99 (defect report 471) both are right: `or`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Clause:
    place: str
    symmetry: str
    lines: str


CLAUSES = {
    "acos": Clause(
        "G.6.1.1",
        "",
        """
        +-0  0    | pi/2 -0
        +-0  nan  | pi/2 nan
        x    inf  | pi/2 -inf
        x!   nan  | nan nan
        -inf x+   | pi -inf
        inf  x+   | 0 -inf
        -inf inf  | 3pi/4 -inf
        inf  inf  | pi/4 -inf
        +-inf nan | nan +-inf
        nan  x    | nan nan
        nan  inf  | nan -inf
        nan  nan  | nan nan
        """,
    ),
    "acosh": Clause(
        "G.6.2.1",
        "",
        """
        +-0  0    | 0 pi/2
        x    inf  | inf pi/2
        +-0  nan  | nan nan or nan +-pi/2
        x    nan  | nan nan
        -inf x+   | inf pi
        inf  x+   | inf 0
        -inf inf  | inf 3pi/4
        inf  inf  | inf pi/4
        +-inf nan | inf nan
        nan  x    | nan nan
        nan  inf  | inf nan
        nan  nan  | nan nan
        """,
    ),
    "asinh": Clause(
        "G.6.2.2",
        "odd",
        """
        0    0    | 0 0
        x+   inf  | inf pi/2
        x    nan  | nan nan
        inf  x+   | inf 0
        inf  inf  | inf pi/4
        inf  nan  | inf nan
        nan  0    | nan 0
        nan  x!   | nan nan
        nan  inf  | +-inf nan
        nan  nan  | nan nan
        """,
    ),
    "atanh": Clause(
        "G.6.2.3",
        "odd",
        """
        0    0    | 0 0
        0    nan  | 0 nan
        1    0    | inf 0 | divide-by-zero
        x+   inf  | 0 pi/2
        x!   nan  | nan nan
        inf  x+   | 0 pi/2
        inf  inf  | 0 pi/2
        inf  nan  | 0 nan
        nan  x    | nan nan
        nan  inf  | +-0 pi/2
        nan  nan  | nan nan
        """,
    ),
    "cosh": Clause(
        "G.6.2.4",
        "even",
        """
        0    0    | 1 0
        0    inf  | nan +-0 | invalid
        0    nan  | nan +-0
        x!   inf  | nan nan | invalid
        x!   nan  | nan nan
        inf  0    | inf 0
        inf  x!   | inf*cos inf*sin
        inf  inf  | +-inf nan | invalid
        inf  nan  | inf nan
        nan  0    | nan +-0
        nan  n!   | nan nan
        nan  nan  | nan nan
        """,
    ),
    "sinh": Clause(
        "G.6.2.5",
        "odd",
        """
        0    0    | 0 0
        0    inf  | +-0 nan | invalid
        0    nan  | +-0 nan
        x!   inf  | nan nan | invalid
        x!   nan  | nan nan
        inf  0    | inf 0
        inf  x!   | inf*cos inf*sin
        inf  inf  | +-inf nan | invalid
        inf  nan  | +-inf nan
        nan  0    | nan 0
        nan  n!   | nan nan
        nan  nan  | nan nan
        """,
    ),
    "tanh": Clause(
        "G.6.2.6",
        "odd",
        """
        0    0    | 0 0
        0    inf  | nan nan or 0 nan | invalid
        x    inf  | nan nan | invalid
        0    nan  | nan nan or 0 nan
        x    nan  | nan nan
        inf  x+   | 1 0*sin2
        inf  inf  | 1 +-0
        inf  nan  | 1 +-0
        nan  0    | nan 0
        nan  n!   | nan nan
        nan  nan  | nan nan
        """,
    ),
    "exp": Clause(
        "G.6.3.1",
        "",
        """
        +-0  0    | 1 0
        x    inf  | nan nan | invalid
        x    nan  | nan nan
        inf  0    | inf 0
        -inf x    | 0*cos 0*sin
        inf  x!   | inf*cos inf*sin
        -inf inf  | +-0 +-0
        inf  inf  | +-inf nan | invalid
        -inf nan  | +-0 +-0
        inf  nan  | +-inf nan
        nan  0    | nan 0
        nan  n!   | nan nan
        nan  nan  | nan nan
        """,
    ),
    "log": Clause(
        "G.6.3.2",
        "",
        """
        -0   0    | -inf pi | divide-by-zero
        0    0    | -inf 0 | divide-by-zero
        x    inf  | inf pi/2
        x    nan  | nan nan
        -inf x+   | inf pi
        inf  x+   | inf 0
        -inf inf  | inf 3pi/4
        inf  inf  | inf pi/4
        +-inf nan | inf nan
        nan  x    | nan nan
        nan  inf  | inf nan
        nan  nan  | nan nan
        """,
    ),
    "sqrt": Clause(
        "G.6.4.2",
        "",
        """
        +-0  0    | 0 0
        any  inf  | inf inf
        x    nan  | nan nan
        -inf x+   | 0 inf
        inf  x+   | inf 0
        -inf nan  | nan +-inf
        inf  nan  | inf nan
        nan  x    | nan nan
        nan  nan  | nan nan
        """,
    ),
    "abs": Clause(
        "G.6: cabs is hypot, F.10.4.3",
        "even",
        """
        0    0    | 0
        inf  any  | inf
        any  inf  | inf
        n!   nan  | nan
        0    nan  | nan
        nan  n!   | nan
        nan  0    | nan
        nan  nan  | nan
        """,
    ),
}
