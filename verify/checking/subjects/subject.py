"""What is checked: a float function, its truth in balls, a domain and conditions; read from text."""

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from flint import arb

from verify.arithmetic import precision
from verify.arithmetic.mpfr import BINARY64, Format
from verify.checking.subjects import plane, rectangles, target, truths
from verify.checking.subjects.assumptions import Assumption
from verify.core import complexes, formats
from verify.core.complexes import SIDES, Side
from verify.core.errors import BadInput
from verify.core.formats import Scalar
from verify.language import expressions, grammar
from verify.language.expressions import Undefined
from verify.language.nodes import Node
from verify.measure.limits import Limits

if TYPE_CHECKING:  # what sees inside is loaded by those who look
    from verify.inside.follow import Trace

Where = tuple[float, ...]
EXCLUDED = "a precondition does not hold"  # why an input does not count, where that is why
Condition = Node | Callable[..., bool | None]


@dataclass(frozen=True)
class Range:
    """A variable's domain: a union of closed intervals of floats, or of integers, passed as such; or one side
    of a complex variable's rectangle, whose `part` it then is."""

    name: str
    pieces: tuple[tuple[float, float], ...]
    format: Format = BINARY64
    whole: bool = False
    part: Side | None = None

    @property
    def variable(self) -> str:
        """The variable that this is, or that it is a part of: z of z.real."""
        return self.name if self.part is None else self.name.removesuffix(f".{self.part}")

    def __contains__(self, x: float) -> bool:
        return any(low <= x <= high for low, high in self.pieces)

    def nearest(self, x: float) -> float:
        return float(round(x)) if self.whole else self.format.nearest(x)

    def text(self) -> str:
        """As it is written: x=0x0.0p+0:0x1.8p+1, n=0..5."""
        if self.whole:
            return f"{self.name}=" + ",".join(f"{low:.0f}..{high:.0f}" for low, high in self.pieces)
        return f"{self.name}=" + ",".join(f"{low.hex()}:{high.hex()}" for low, high in self.pieces)


@dataclass(frozen=True)
class Subject:
    """What is checked: a float function, its truth in balls, where, and under what conditions.

    ball         the function in exact arithmetic; None: not known, and then its error is not split
    assured      comparisons that hold wherever the conditions do, which are functions
    operations   what float64 does, each operation rounded to nearest, where that is declared
    format       of the results: ulps are its ulps
    scalar       numpy's type that arguments are passed as, and results have to fit; None: Python's numbers
    is_complex   the truth is, and so is a result
    remarks      (samples, limits) -> what else is to be said of the samples
    unsupported  why nothing can be said at all; None: something can
    file         where the function, its truth and its domain are declared, if in a file of cores
    record       (input) -> the function's run on a tape, where it is no Python that could be followed
    assumed      of functions that a library has, in a proof of a bound
    fixed        arguments that `function` has been given already, as they were given
    """

    name: str
    function: Callable[..., Any]
    truth: Callable[..., Any]
    says: str
    domain: tuple[Range, ...]
    gradient: Callable[..., list[Any]] | None = None
    conditions: tuple[Condition, ...] = ()
    assured: tuple[Node, ...] = ()
    operations: Node | None = None
    expression: Node | None = None
    ball: Callable[..., arb] | None = None
    format: Format = BINARY64
    scalar: Scalar | None = None
    remarks: Callable[[Sequence[Any], Limits], Sequence[str]] | None = None
    unsupported: str | None = None
    file: str | None = None
    record: "Callable[[Where], Trace] | None" = None
    fixed: Mapping[str, Any] = field(default_factory=dict)
    assumed: tuple[Assumption, ...] = ()
    is_complex: bool = False

    @property
    def in_plane(self) -> bool:
        """Do complex numbers go in, or come out?"""
        return self.is_complex or any(r.part for r in self.domain)

    @property
    def drawn_as(self) -> str:
        """What inputs are drawn by: the name without a folder, so that a file that is moved is judged at the
        same inputs."""
        return PurePath(self.name).name

    @property
    def names(self) -> tuple[str, ...]:
        return tuple([r.name for r in self.domain])

    def fitted(self, where: Where) -> Where:
        """An input as its formats hold it."""
        return tuple(r.nearest(x) for r, x in zip(self.domain, where, strict=True))

    @property
    def formats(self) -> tuple[Format | None, ...]:
        """Of the inputs; None for an integer, which nothing rounds."""
        return tuple([None if r.whole else r.format for r in self.domain])

    def arguments(self, where: Where) -> tuple[Any, ...]:
        """What the function is called with."""
        number = self.scalar or float
        whole = complex if self.scalar is None or self.scalar.complex is None else self.scalar.complex
        found: list[Any] = []
        for r, x in zip(self.domain, where, strict=True):
            if r.part == "imag":
                found[-1] = whole(complex(found[-1], x))
            else:
                found.append(int(x) if r.whole else x if r.part else number(x))
        return tuple(found)

    @property
    def typed(self) -> Format | None:
        """What a result has to be of, where arguments are numpy's scalars."""
        return None if self.scalar is None else self.format

    def passed_as(self, scalar: Scalar) -> "Subject":
        """The same with arguments of a format, whose domain is of it; Python's floats are float64's."""
        return self if scalar.format is BINARY64 else replace(self, format=scalar.format, scalar=scalar)

    def domain_text(self) -> list[str]:
        """As it is written: a rectangle by two corners."""
        found = [r.text() for r in self.domain if not r.part]
        for re_, im in self.rectangles:
            corners = zip(re_.pieces[0], im.pieces[0], strict=True)
            found.append(f"{re_.variable}=" + ":".join(complexes.hexadecimal(complex(*c)) for c in corners))
        return found

    @property
    def rectangles(self) -> list[tuple[Range, Range]]:
        return [(r, s) for r, s in itertools.pairwise(self.domain) if r.part == "real"]

    def at_text(self, inputs: Mapping[str, str]) -> list[str]:
        """An input as it is written, from the texts of its coordinates."""
        found = {r.name: inputs[r.name] for r in self.domain if not r.part}
        found |= {r.variable: complexes.joined(inputs[r.name], inputs[s.name]) for r, s in self.rectangles}
        return [f"{name}={text}" for name, text in found.items()]

    def __contains__(self, where: Where) -> bool:
        return all(x in r for r, x in zip(self.domain, where, strict=True))


def parse_domain(options: Sequence[str], format: Format = BINARY64) -> tuple[Range, ...]:
    """x=0:1, x=-1:0,2:3, for integers n=0..5, for complex numbers z=-1-1j:1+1j; ends are rounded to the
    format. BadInput where one is malformed, empty or not finite.
    """
    ranges = []
    for option in options:
        name, equals, rest = option.partition("=")
        if not (equals and name.isidentifier()):
            raise BadInput(f"--domain {option!r} is not NAME=LO:HI; write --domain x=0:1")
        if rectangles.is_rectangle(rest):
            both = zip(SIDES, rectangles.sides(option, rest, format), strict=True)
            ranges += [Range(f"{name}.{part}", (side,), format, part=part) for part, side in both]
            continue
        whole = ".." in rest
        of = BINARY64 if whole else format
        pieces = tuple(_piece(option, p, ".." if whole else ":", of) for p in rest.split(","))
        ranges.append(Range(name, pieces, of, whole))
    names = [r.variable for r in ranges if r.part != "imag"]
    if len(set(names)) < len(names):
        raise BadInput(f"--domain names {max(names, key=names.count)} twice; join ranges as x=0:1,2:3")
    return tuple(ranges)


def _piece(option: str, text: str, mark: str, format: Format) -> tuple[float, float]:
    low, found, high = text.partition(mark)
    if not found:
        raise BadInput(f"--domain {option!r}: {text!r} is not LO{mark}HI")
    ends = float_of(low, format), float_of(high, format)
    if ends[0] > ends[1]:
        raise BadInput(f"--domain {option!r} is empty: {low} is above {high}")
    if mark == ".." and not all(x.is_integer() and abs(x) <= 2**53 for x in ends):
        raise BadInput(f"--domain {option!r}: the ends of {text!r} are not integers up to 2^53")
    return ends


def float_of(text: str, format: Format = BINARY64) -> float:
    """The number of a format nearest to a constant expression. BadInput where it is not finite."""
    name, largest = formats.name_of(format), format.largest
    if text.strip().lstrip("+-").lower() in ("inf", "infinity", "nan"):
        raise BadInput(f"{text.strip()!r} cannot be an end of a domain; the largest {name} is {largest!r}")
    node = grammar.number(text, ())
    try:
        found = precision.enclose(lambda: expressions.evaluate(node, {}), bits=80, floor=arb(2) ** -1100)
    except Undefined as error:
        raise BadInput(f"{text!r}: {error}") from error
    if not found.done:
        raise BadInput(f"{text!r} cannot be evaluated: {found.reason}")
    value = format.rounded(found.value.mid().fmpq())
    if not math.isfinite(value):
        raise BadInput(f"{text!r} is beyond {name}; the largest is {largest!r}")
    return value


def subject(
    name: str,
    truth: str | Callable[..., Any],
    domain: Sequence[str],
    given: Sequence[str] = (),
    fix: Sequence[str] | Mapping[str, Any] = (),
    format: str = "float64",
    function: Callable[..., Any] | None = None,
    says: str | None = None,
) -> Subject:
    """A target, its truth (an expression, or a target over arb), its domain and its format, as text.

    function   what the name stands for, where it is at hand and not to be loaded
    says       what a truth is called that is a function of balls and not text
    """
    scalar = formats.named(format)
    typed = parse_domain(domain, scalar.format)
    if not typed:
        raise BadInput("no domain is given; write --domain x=0:1 for each variable, in the function's order")
    whole = target.load(name) if function is None else function
    fixed = fix if isinstance(fix, Mapping) else target.parse_fixed(fix)
    names = list(dict.fromkeys(r.variable for r in typed))
    variables = tuple(names[k] for k in target.ordered(name, whole, names))
    ranges = tuple(r for v in variables for r in typed if r.variable == v)
    fitting = target.fitted(name, whole, variables, fixed)
    told = says or str(truth)
    if scalar.complex is not None or any(r.part for r in ranges):
        part = whole.component if isinstance(whole, target.Part) else None
        what = Subject(name, fitting, nothing, told, ranges, fixed=fixed)
        return in_plane(what, truth, given, scalar, part)
    conditions = tuple(grammar.condition(text, variables) for text in given)
    node = None if callable(truth) or ":" in truth else grammar.number(truth, variables)
    value, gradient = truths.over_target(truth) if node is None else truths.in_balls(node, variables)
    what = Subject(name, fitting, value, told, ranges, gradient, conditions, expression=node, fixed=fixed)
    return what.passed_as(scalar)


def nothing(*x: arb) -> arb:
    """A truth that is not known yet."""
    return arb.nan()


def in_plane(
    what: Subject,
    truth: str | Callable[..., Any],
    given: Sequence[str],
    scalar: Scalar,
    part: Side | None = None,
) -> Subject:
    """A subject of complex numbers. Where the target is a part of a complex number, so is the truth."""
    if scalar.complex is None:
        scalar = formats.complex_of(scalar)
    shape = tuple(dict.fromkeys((r.variable, bool(r.part)) for r in what.domain))
    value: plane.Own | plane.Formula
    if callable(truth) or ":" in truth:
        value = plane.Own(truth if callable(truth) else target.load(truth), shape, part)
        gradient, is_complex = None, not part
    else:
        value = plane.formula(truth, shape, part, [r.name for r in what.domain if r.whole])
        gradient, is_complex = value.gradient, value.is_complex
    if not is_complex and not any(complex_ for _, complex_ in shape):
        raise BadInput(f"{scalar.name} needs a complex domain; write one such as z=-1-1j:1+1j")
    return replace(
        what,
        truth=value,
        gradient=gradient,
        conditions=tuple(plane.condition(text, shape) for text in given),
        format=scalar.format,
        scalar=None if scalar.format is BINARY64 else scalar,
        is_complex=is_complex,
    )
