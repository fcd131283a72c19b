"""The nouns: Problem, Algorithm, Source, Measurement (Claim and Verdict: core.claim). Data in, data out.

Conditioning belongs to the problem, stability to the algorithm.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from random import Random
from typing import Any, TypeAlias

from flint import arb, fmpq

from verify.arithmetic.guarded import watched
from verify.core.numbers import compact
from verify.core.theory import Theory

# Inputs and integer parameters by their names: exactly, or as text that says them exactly.
Inputs: TypeAlias = Mapping[str, fmpq | int | str]


@dataclass(frozen=True)
class Source:
    """Where a method or a statement comes from; no year where the text bears none."""

    author: str
    year: int | None
    title: str
    place: str = ""

    def at(self, place: str) -> "Source":
        return Source(self.author, self.year, self.title, place)

    def __str__(self) -> str:
        year = "undated" if self.year is None else self.year
        return f"{self.author}, {self.title} ({year})" + (f", {self.place}" if self.place else "")


@dataclass(frozen=True)
class Input:
    """A real input with its domain [low, high]; None means no bound, `above` excludes the lower end."""

    name: str
    low: fmpq | None = None
    high: fmpq | None = None
    above: bool = False

    def __contains__(self, x: fmpq) -> bool:
        if self.low is not None and (x < self.low or (self.above and x == self.low)):
            return False
        return self.high is None or x <= self.high

    def domain(self) -> str:
        low = "-inf" if self.low is None else compact(int(self.low.p), int(self.low.q))
        high = "inf" if self.high is None else compact(int(self.high.p), int(self.high.q))
        open_low = self.above or self.low is None
        return f"{'(' if open_low else '['}{low}, {high}{')' if self.high is None else ']'}"


@dataclass(frozen=True)
class Parameter:
    """An integer parameter (terms, order, n): its range, the values swept, the one shown first.

    names   what the values are called, from the lowest on, where they number things (data sets)
    """

    name: str
    low: int
    high: int
    sweep: tuple[int, ...]
    shown: int
    names: tuple[str, ...] = ()

    def domain(self) -> str:
        called = f" ({', '.join(self.names)})" if self.names else ""
        return f"{self.low}..{self.high}{called}"


@dataclass(frozen=True)
class Axis:
    """The natural axis of a problem's plots: a title and its value at a point."""

    title: str
    of: Callable[..., Any]
    log: bool = False


@dataclass(frozen=True)
class Quantity:
    """A further number certified at the reference points of a problem: (**inputs, **parameters) -> ball.

    `second` takes another route in balls; `opinion` (mp, **inputs, **parameters) is mpmath's.
    """

    name: str
    says: str
    value: Callable[..., arb]
    second: Callable[..., arb] | None = None
    opinion: Callable[..., Any] | None = None


@dataclass(frozen=True)
class Route:
    """A way to a value, and the sentence that says which way and why it shares nothing with the others."""

    function: Callable[..., Any]
    says: str

    def __call__(self, *data: Any) -> Any:
        return watched(self.function)(*data)


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """The natural sweep of a problem.

    points      (count, random) -> inputs and parameters, `count` of them or so
    count       how many by default
    axis        what its plots are drawn over
    """

    points: Callable[[int, Random], Iterable[Inputs]]
    count: int
    axis: Axis


@dataclass(frozen=True, kw_only=True)
class Sensitivity:
    """How the value answers to changes of the data.

    gradient    (*data) -> partial derivatives of a scalar truth by its numbers, also over wide balls
    monotone    a theorem says that the truth is strictly monotone in each input wherever it is defined
    condition   (*data) -> condition numbers by norm ("inf" is the one reported), for structured data
    backward    (*data, computed) -> (normwise, componentwise) backward error for structured data
    moved       (*data) -> what each entry of the truth moves at most, to first order, where every number of
                structured data moves by half an ulp; where it is not given, the condition number says about
    """

    gradient: Callable[..., Any] | None = None
    monotone: bool = False
    condition: Callable[..., dict[str, arb]] | None = None
    backward: Callable[..., tuple[arb, arb]] | None = None
    moved: Callable[..., Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A number, vector or matrix to compute.

    systems     the rows of the source list that this problem serves (A1, E3, ...), if any
    inputs      real inputs, given as exact rationals
    parameters  integer parameters of the problem itself (n of a matrix)
    data        (**inputs, **parameters) -> what the algorithms get, as exact rationals: fmpq, integers,
                or numpy object arrays of fmpq. None: the inputs themselves.
    truth       (*data) -> balls at the precision in force. Numbers arrive as balls, arrays as exact
                rationals. It shares nothing with the algorithms.
    second      the same by another route, for the certificate of the reference values
    opinion     (mp, *data) -> the value by mpmath's context mp, numbers as mpf; a third route
    references  inputs and parameters of the certified reference values
    quantities  what else is certified there
    lesson      what it is a chief example of: cancellation, ill-conditioning or breakdown; else empty
    theory      the laws that foretell what is measured, lines of its plots
    """

    name: str
    title: str
    formula: str
    source: Source
    truth: Route
    sweep: Sweep
    sensitivity: Sensitivity = Sensitivity()
    systems: tuple[str, ...] = ()
    inputs: tuple[Input, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    data: Callable[..., tuple[Any, ...]] | None = None
    second: Route | None = None
    opinion: Route | None = None
    references: tuple[Inputs, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    lesson: str = ""
    theory: tuple[Theory, ...] = ()


@dataclass(frozen=True)
class Finite:
    """In exact arithmetic the algorithm gives the value itself: F = f."""


@dataclass(frozen=True)
class Bound:
    """(*data balls, **parameters) -> a proven upper bound of |F - f|, and the theorem that proves it."""

    function: Callable[..., arb]
    theorem: str


@dataclass(frozen=True)
class Unknown:
    """Nothing is said of |F - f|."""


@dataclass(frozen=True, kw_only=True)
class Algorithm:
    """One way to compute a problem.

    body         (R, *data, **parameters), one text for every arithmetic; or else
    float64      (*data, **parameters) on float64 and
    ball         (*data, **parameters) on balls, where the float64 side is a library's routine; without it
                 the routine's course in exact arithmetic is unknown, and its error is one figure
    needs        the module of an extra that has to be installed (scipy); what lacks it is not run, and told
    truncation   what is known of |F - f|: finite, a proven bound, or (where nothing is declared) unknown
    applies      (**inputs, **parameters) -> is the algorithm defined here?
    diagnostics  named functions (R, *data, **parameters) run in balls (a growth factor, say)
    basic        only + - * / and sqrt occur: float64 and MPFR's binary64 must agree bit for bit
    grid         draw error over the axis and the first parameter as a map
    """

    name: str
    problem: Problem
    says: str
    source: Source
    body: Callable[..., Any] | None = None
    float64: Callable[..., Any] | None = None
    ball: Callable[..., Any] | None = None
    parameters: tuple[Parameter, ...] = ()
    truncation: Finite | Bound | Unknown = Unknown()
    applies: Callable[..., bool] | None = None
    diagnostics: Mapping[str, Callable[..., arb]] = field(default_factory=dict)
    basic: bool = True
    grid: bool = False
    needs: str | None = None

    @property
    def installed(self) -> bool:
        return self.needs is None or find_spec(self.needs) is not None

    @property
    def has_exact_course(self) -> bool:
        """Can it be carried out in balls?"""
        return self.body is not None or self.ball is not None


@dataclass(frozen=True)
class Measurement:
    """One algorithm at one input: the budget, every part a ball (None: not known, or not a finite number).

    `computed` is a float, a complex number or an array of floats, `truth` a ball or an array of balls. Errors
    are relative to the size of the truth: for real numbers the parts are signed and `forward_error` is the
    magnitude of their sum, of complex ones all are moduli; for arrays all are normwise in the infinity norm,
    with `forward_error_componentwise` and `data_error_componentwise` beside them. `algorithm_error` is
    rounding and truncation together; the two are None where the algorithm was not carried out in exact
    arithmetic. The backward error is relative to the data that it received.

    `condition_number` and `envelope` may be the exact ball +inf, which is a value; None: not known. The
    envelope is in ulps (for arrays in units of 2u of the norm), `inherent_error` the same over the size of
    the truth. `ulps` and `digits` are rounded outward. `details` holds further balls by name. `broken` says
    what the measurement refutes of the algorithm's declaration (its truncation bound); None where nothing.
    `cancelled_bits` is the most that one subtraction of the float64 run cancelled, `cancelled_in_all` what
    they did together (log2 of the largest magnitude on the way over the result), worst at the line
    `cancelled_at`; None: the run was not watched.
    """

    problem: str
    algorithm: str
    inputs: Mapping[str, Any]
    parameters: Mapping[str, int]
    axis: float | None
    computed: Any
    bits: int
    truth: Any = None
    forward_error: arb | None = None
    algorithm_error: arb | None = None
    rounding_error: arb | None = None
    truncation_error: arb | None = None
    data_error: arb | None = None
    backward_error: arb | None = None
    condition_number: arb | None = None
    envelope: arb | None = None
    inherent_error: arb | None = None
    ulps: float | None = None
    digits: float | None = None
    cause: str = "undecided"
    inherent: bool | None = None
    reason: str | None = None
    broken: str | None = None
    cancelled_bits: int | None = None
    cancelled_in_all: float | None = None
    cancelled_at: str | None = None
    forward_error_componentwise: arb | None = None
    data_error_componentwise: arb | None = None
    details: Mapping[str, arb] = field(default_factory=dict)
