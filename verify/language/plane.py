"""Formulas of complex numbers in balls: values, one-sided limits on branch cuts, and slopes.

A value carries, when asked, its slopes by each real coordinate of the input: they give the envelope, and they
say on which side of a cut a value lies that is made of zeros with a sign. A coordinate that is a zero stands
for an infinitely small number of its sign, each for one of its own; a part of a value that is exactly zero
has a side where every one of these pushes it to the same.
"""

import functools
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flint import acb, arb

from verify.arithmetic.precision import Hopeless, Unsettled
from verify.language import expressions
from verify.language.cuts import NEGATIVE, Side, one_sided
from verify.language.domains import nonzero as real_nonzero
from verify.language.domains import power_domain, whole
from verify.language.elementary import power as real_power
from verify.language.expressions import Undefined
from verify.language.functions import CONSTANTS, FUNCTIONS
from verify.language.grammar import parse
from verify.language.nodes import Call, Node, Number, Variable, folded
from verify.language.plane_rows import nonzero, planar

Value = arb | acb
Slopes = tuple[Value, ...]
REAL_PARTS = ("real", "imag", "abs", "arg")  # of a complex number: real
OPERATORS = ("+", "-", "*", "/", "^", "neg")


class Jet:
    """A value, and its slopes by the coordinates if they are requested."""

    def __init__(self, value: Value, slopes: Callable[[], Slopes]) -> None:
        self.value = value
        self.slopes = functools.cache(slopes)

    @property
    def complex(self) -> acb:
        return acb(self.value)


Env = Mapping[str, Jet]


def is_complex(node: Node, variables: Mapping[str, bool]) -> bool:
    """Is the value complex? variables: by name, whether it is."""

    def joined(part: Node, inner: list[bool]) -> bool:
        if isinstance(part, Variable):
            return variables[part.name]
        if isinstance(part, Number) or part.name in REAL_PARTS:
            return False
        return part.name == "complex" or any(inner)

    return folded(node, joined)


class Plane:
    """Evaluation at one input: `signs` of its coordinates where they are zeros, else 0."""

    def __init__(self, signs: Sequence[int]) -> None:
        self.signs = signs
        self.count = len(signs)

    def constant(self, value: Value) -> Jet:
        return Jet(value, lambda: (arb(0),) * self.count)

    def coordinate(self, k: int, value: arb) -> Jet:
        return Jet(value, lambda: tuple(arb(j == k) for j in range(self.count)))

    def side(self, jet: Jet, part: str) -> int:
        """The sign of the infinitely small number that a part is, which is zero: 1, -1, or 0 for none."""
        try:
            slopes = [getattr(acb(s), part) for s in jet.slopes()]
        except Undefined as why:
            raise Hopeless(f"an argument lies on a branch cut, and its slope is not known: {why}") from why
        pushes = [s * sign for s, sign in zip(slopes, self.signs, strict=True) if sign]
        for way in (1, -1):
            if all(way * p >= 0 for p in pushes) and any(way * p > 0 for p in pushes):
                return way
        return 0

    def flat(self, known: bool) -> Slopes:
        """Slopes of zero, where that is known."""
        return (arb(0) if known else acb("nan", "nan"),) * self.count

    def sides(self, jet: Jet) -> dict[str, Side]:
        return {"real": lambda: self.side(jet, "real"), "imag": lambda: self.side(jet, "imag")}

    # --- nodes ----------------------------------------------------------------------------------------

    def jet(self, node: Node, env: Env) -> Jet:
        if isinstance(node, Number):
            return self.constant(arb(node.value))
        if isinstance(node, Variable):
            return env[node.name]
        if node.name in CONSTANTS:
            return self.constant(CONSTANTS[node.name]())
        x = [self.jet(a, env) for a in node.arguments]
        if node.name in PARTS and (isinstance(x[0].value, acb) or node.name not in FUNCTIONS):
            return PARTS[node.name](self, *x)
        if node.name in OPERATORS:
            return self.operator(node, x)
        real = not any(isinstance(v.value, acb) for v in x)
        return self.real_function(node, x) if real else self.function(node, x)

    def operator(self, node: Call, x: Sequence[Jet]) -> Jet:
        a = x[0]
        if node.name == "neg":
            return Jet(-a.value, lambda: tuple(-s for s in a.slopes()))
        b = x[1]
        match node.name:
            case "+":
                return Jet(a.value + b.value, lambda: _combined((1, a), (1, b)))
            case "-":
                return Jet(a.value - b.value, lambda: _combined((1, a), (-1, b)))
            case "*":
                return Jet(a.value * b.value, lambda: _combined((b.value, a), (a.value, b)))
            case "/":
                answer = real_nonzero(b.value) if isinstance(b.value, arb) else nonzero(b.value)
                expressions.require(answer, node)
                found = a.value / b.value
                return Jet(found, lambda: _combined((1 / b.value, a), (-found / b.value, b)))
        return self.power(node, a, b)

    def power(self, node: Call, a: Jet, b: Jet) -> Jet:
        """a^b: a product for a whole b, else exp(b log a) with the cut of the logarithm."""
        if isinstance(a.value, arb) and isinstance(b.value, arb):
            expressions.require(power_domain(a.value, b.value), node)
            found: Value = real_power(a.value, b.value)
        elif isinstance(b.value, arb) and whole(b.value):
            expressions.require(True if b.value >= 0 else nonzero(a.complex), node)
            found = a.complex ** int(b.value.fmpz())
        elif a.complex.is_zero():
            expressions.require(True if b.complex.real > 0 else None if b.complex.real >= 0 else False, node)
            return Jet(acb(0), lambda: self.flat(b.complex.real > 1))
        else:
            found = (b.value * self.logarithm(a)).exp()

        def slopes() -> Slopes:
            by_base = b.value * found / a.value if not a.complex.is_zero() else acb("nan")
            by_exponent = found * self.logarithm(a) if _moves(b) else acb(0)
            return _combined((by_base, a), (by_exponent, b))

        return Jet(found, slopes)

    def logarithm(self, a: Jet) -> acb:
        return one_sided(acb.log, (NEGATIVE,), a.complex, self.sides(a))

    def real_function(self, node: Call, x: Sequence[Jet]) -> Jet:
        row = FUNCTIONS[node.name]
        values = [v.value for v in x]
        if row.domain is not None:
            expressions.require(row.domain(*values), node)
        return Jet(row.ball(*values), lambda: self.by_rules(node, row.derivatives, x))

    def function(self, node: Call, x: Sequence[Jet]) -> Jet:
        row = FUNCTIONS[node.name]
        found = planar(row)
        values = [v.value for v in x]
        if found.domain is not None:
            typed = [v if k < found.real else acb(v) for k, v in enumerate(values)]
            expressions.require(found.domain(*typed), node)
        rules = (*row.derivatives[:-1], found.derivative or row.derivatives[-1])
        return Jet(found.value(node.name, values, self.sides(x[-1])), lambda: self.by_rules(node, rules, x))

    def by_rules(self, node: Call, rules: Sequence[str | None], x: Sequence[Jet]) -> Slopes:
        """The chain rule, with the derivatives of the table at these very jets: they know their sides."""
        env = dict(zip(FUNCTIONS[node.name].arguments, x, strict=True))
        terms: list[tuple[Any, Jet]] = []
        for rule, jet in zip(rules, x, strict=True):
            if not _moves(jet):
                continue
            if rule is None:
                raise Unsettled(f"no derivative of {node.name} is known by each of its arguments")
            terms.append((self.jet(_parsed(rule, tuple(env)), env).value, jet))
        return _combined(*terms) if terms else (arb(0),) * self.count


@functools.cache
def _parsed(rule: str, names: tuple[str, ...]) -> Node:
    return parse(rule, names)


def _moves(jet: Jet) -> bool:
    return not all(s.is_zero() for s in jet.slopes())


def _combined(*terms: tuple[Any, Jet]) -> Slopes:
    """sum factor_i slope_i; what does not move costs nothing, whatever its factor."""
    columns = zip(*(jet.slopes() for _, jet in terms), strict=True)
    return tuple(
        sum((f * s for (f, _), s in zip(terms, column, strict=True) if not s.is_zero()), start=arb(0))
        for column in columns
    )


# --- parts of a complex number ----------------------------------------------------------------------------


def _part(name: str) -> Callable[[Plane, Jet], Jet]:
    def part(plane: Plane, z: Jet) -> Jet:
        return Jet(getattr(z.complex, name), lambda: tuple(getattr(acb(s), name) for s in z.slopes()))

    return part


def _of_parts(plane: Plane, x: Jet, y: Jet) -> Jet:
    if isinstance(x.value, acb) or isinstance(y.value, acb):
        raise Hopeless("complex(x, y) takes real parts")
    return Jet(acb(x.value, y.value), lambda: _combined((1, x), (acb(0, 1), y)))


def _conjugate(plane: Plane, z: Jet) -> Jet:
    return Jet(z.complex.conjugate(), lambda: tuple(acb(s).conjugate() for s in z.slopes()))


def _size(plane: Plane, z: Jet) -> Jet:
    found = abs(z.complex)

    def slopes() -> Slopes:  # d|z| = Re(conj(z) dz)/|z|
        return tuple((z.complex.conjugate() * s).real / found for s in z.slopes())

    return Jet(found, slopes)


def _angle(plane: Plane, z: Jet) -> Jet:
    w = z.complex
    if w.is_zero():
        raise Undefined("arg(0) is not defined")
    found = plane.logarithm(z).imag

    def slopes() -> Slopes:  # d arg z = Im(dz/z)
        return tuple((s / w).imag for s in z.slopes())

    return Jet(found, slopes)


PARTS: dict[str, Callable[..., Jet]] = {
    "complex": _of_parts,
    "real": _part("real"),
    "imag": _part("imag"),
    "conj": _conjugate,
    "abs": _size,
    "arg": _angle,
}


# --- functions of coordinates -----------------------------------------------------------------------------


class SignedZero(arb):
    """A zero of an input, with its sign."""

    sign: int

    @classmethod
    def of(cls, x: float) -> "SignedZero":
        found = cls(0)
        found.sign = int(math.copysign(1, x))
        return found


def sign_of(x: arb) -> int:
    return x.sign if isinstance(x, SignedZero) else 0


Shape = Sequence[tuple[str, bool]]  # the variables in their order, and whether each is complex
Whole = Sequence[str]  # the variables that are integers


def environment(plane: Plane, shape: Shape, x: Sequence[arb], whole: Whole = ()) -> dict[str, Jet]:
    """The variables' jets at coordinates: two of a complex variable, its two parts. Integers do not move."""
    found, k = {}, 0
    for name, complex_ in shape:
        jet = plane.constant(arb(x[k])) if name in whole else plane.coordinate(k, arb(x[k]))
        if complex_:
            jet = _of_parts(plane, jet, plane.coordinate(k + 1, arb(x[k + 1])))
        found[name] = jet
        k += 1 + complex_
    return found


def at(node: Node, shape: Shape, x: Sequence[arb], whole: Whole = ()) -> Jet:
    """The value of a formula at coordinates."""
    plane = Plane([sign_of(v) for v in x])
    return plane.jet(node, environment(plane, shape, x, whole))
