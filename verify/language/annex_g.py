"""What annex G of ISO C (IEC 60559 complex arithmetic) asks of a complex function at an argument."""

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from verify.language.annex_g_clauses import CLAUSES, Clause

# G.6: casin(z) = -i casinh(iz), and so on; ccos(z) = ccosh(iz).
TURNED = {"asin": "asinh", "atan": "atanh", "sin": "sinh", "tan": "tanh", "cos": "cosh"}


@dataclass(frozen=True)
class Part:
    """What a part has to be. size: nan, inf, 0, 1 or a multiple of pi; sign: 0 where it is left open."""

    size: str
    sign: int = 1

    @property
    def negative(self) -> "Part":
        return replace(self, sign=-self.sign)

    def __str__(self) -> str:
        return self.size if self.size == "nan" else {1: "", -1: "-", 0: "+-"}[self.sign] + self.size


Parts = tuple[Part, ...]  # one of a real result


@dataclass(frozen=True)
class Asked:
    """The right results at an argument, the clause that says so, and the flag it raises there, if any."""

    results: tuple[Parts, ...]
    place: str
    flag: str

    def __str__(self) -> str:
        return " or ".join(f"({', '.join(map(str, parts))})" for parts in self.results)


def asked(name: str, z: complex) -> Asked | None:
    """What annex G requires of a function of the truth language at z; None where it requires nothing."""
    if name == "arg":
        # G.6: carg is atan2, whose special values (F.10.1.4) are the imaginary parts of clog's.
        found = asked("log", z)
        return found and Asked(
            tuple(parts[1:] for parts in found.results), "G.6: carg is atan2, F.10.1.4", ""
        )
    if name in TURNED:
        found = asked(TURNED[name], complex(-z.imag, z.real))
        if found is None or name == "cos":
            return found
        # -i (a + bi) = b - ai
        return replace(found, results=tuple((im, re_.negative) for re_, im in found.results))
    return _by_symmetry(CLAUSES[name], z.real, z.imag) if name in CLAUSES else None


def _by_symmetry(clause: Clause, x: float, y: float) -> Asked | None:
    """The line of the clause for arguments whose parts have no minus sign, where symmetry takes it away."""
    if _is_minus(y):
        return _conjugate(_by_symmetry(clause, x, -y))
    if clause.symmetry and _is_minus(x):
        # f(-x + iy) = f(-(x - iy)) = +-conj f(x + iy); -conj(a + bi) = -a + bi.
        found = _by_symmetry(clause, -x, y)
        if found is None or clause.symmetry == "even":
            return _conjugate(found)
        return replace(found, results=tuple((a.negative, b) for a, b in found.results))
    for (real, imaginary), right, flag in _lines(clause):
        if _fits(real, x) and _fits(imaginary, y):
            return Asked(tuple(tuple(_part(t, y) for t in tokens) for tokens in right), clause.place, flag)
    return None


@functools.cache
def _lines(clause: Clause) -> list[tuple[list[str], list[list[str]], str]]:
    """The tokens of argument and right results, and the flag, of each line."""
    cells = [[c.strip() for c in line.split("|")] for line in clause.lines.strip().splitlines()]
    return [(a.split(), [r.split() for r in right.split(" or ")], "".join(flag)) for a, right, *flag in cells]


def _conjugate(found: Asked | None) -> Asked | None:
    return found and replace(
        found, results=tuple((a, *(b.negative for b in rest)) for a, *rest in found.results)
    )


def _is_minus(x: float) -> bool:
    return not math.isnan(x) and math.copysign(1, x) < 0


WAVES: dict[str, Callable[[float], float]] = {
    "": lambda y: 1.0,
    "cos": math.cos,
    "sin": math.sin,
    "sin2": lambda y: math.sin(y) * math.cos(y),
}
FITS: dict[str, Callable[[float], bool]] = {
    "any": lambda x: True,
    "nan": math.isnan,
    "+-0": lambda x: x == 0,
    "+-inf": math.isinf,
    "x": math.isfinite,
    "x+": lambda x: math.isfinite(x) and not _is_minus(x),
    "x!": lambda x: math.isfinite(x) and x != 0,
    "n!": lambda x: x != 0 and not math.isnan(x),
}


def _fits(token: str, x: float) -> bool:
    if token in FITS:
        return FITS[token](x)
    return x == float(token) and _is_minus(x) == token.startswith("-")


def _part(text: str, y: float) -> Part:
    size, _, factor = text.partition("*")
    # libm's sine and cosine have the right sign: no float but zero lies near a multiple of pi/2.
    wave = WAVES[factor](y)
    if size.startswith("+-"):
        return Part(size[2:], 0)
    return Part(size.lstrip("-"), (-1 if size.startswith("-") else 1) * (-1 if _is_minus(wave) else 1))
