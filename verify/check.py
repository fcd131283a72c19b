"""A user's function against a formula: certified ulps at many inputs, the worst one with its budget."""

import math
import shlex
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from flint import arb

from verify import enclose, errors, expressions, floats, harness, points, record, target
from verify.arithmetic import BINARY64, Format, exact, nearest
from verify.enclose import Hopeless, Settled, Unsettled, refine
from verify.expressions import Node, Undefined
from verify.limits import Limits
from verify.model import Algorithm, Axis, BadInput, Input, Measurement, Problem, Source

Where = tuple[float, ...]
US = Source("the user", 0, "a function of one's own")
Condition = Node | Callable[..., bool | None]


def beyond(format: Format) -> arb:
    """From here on the nearest number of the format is an infinity. A wider format than float64 ends
    where float64 does: results are recorded as float64."""
    emax = min(format.emax, 1023)
    return arb(2) ** (emax + 1) - arb(2) ** (emax - min(format.bits, 53))


@dataclass(frozen=True)
class Range:
    """A variable's domain: a union of closed intervals of floats."""

    name: str
    pieces: tuple[tuple[float, float], ...]
    format: Format = BINARY64

    def __contains__(self, x: float) -> bool:
        return any(low <= x <= high for low, high in self.pieces)


@dataclass(frozen=True)
class Subject:
    """What is checked: a float function, its truth in balls, where, and under what conditions.

    ball         the function in exact arithmetic where that is not the truth
    format       of the results: ulps are its ulps
    remarks      (samples, limits) -> what else is to be said of the samples
    unsupported  why nothing can be said at all
    """

    name: str
    function: Callable[..., Any]
    truth: Callable[..., arb]
    says: str
    domain: tuple[Range, ...]
    gradient: Callable[..., list[arb]] | None = None
    conditions: tuple[Condition, ...] = ()
    body: Callable[..., Any] | None = None
    expression: Node | None = None
    ball: Callable[..., arb] | None = None
    format: Format = BINARY64
    remarks: Callable[[Sequence["Sample"], Limits], Sequence[str]] | None = None
    unsupported: str = ""

    def fitted(self, where: Where) -> Where:
        """An input as its formats hold it."""
        return tuple(r.format.nearest(x) for r, x in zip(self.domain, where, strict=True))

    def __contains__(self, where: Where) -> bool:
        return all(x in r for r, x in zip(self.domain, where, strict=True))


@dataclass(frozen=True)
class Sample:
    """One input: what came out, and its distance from the truth in ulps (bounded from above).

    `relative` is that distance over the size of the truth, bounded too; infinite over a truth of zero.
    `envelope` is that distance over max(1/2, kappa/2). `outside`: why the input does not count.
    """

    where: Where
    computed: float
    ulps: float | None = None
    envelope: float | None = None
    outside: str = ""
    undecided: str = ""
    raised: str = ""
    relative: float | None = None

    @property
    def failed(self) -> bool:
        """No number came out where the truth is one."""
        return not (self.outside or self.undecided or math.isfinite(self.computed))

    @property
    def severity(self) -> float:
        return math.inf if self.failed else -1.0 if self.ulps is None else self.ulps


@dataclass(frozen=True)
class Result:
    """The samples of one subject, the worst as a full measurement, and a proved bound where there is one."""

    subject: Subject
    samples: Sequence[Sample]
    worst: Measurement | None
    proved_bound: float | None = None
    notes: Sequence[str] = field(default_factory=tuple)


# --- from text to a subject ---------------------------------------------------------------------------


def parse_domain(options: Sequence[str]) -> tuple[Range, ...]:
    """x=0:1 or x=-1:0,2:3. BadInput where a domain is malformed, empty or not finite."""
    ranges = []
    for option in options:
        name, equals, rest = option.partition("=")
        if not (equals and name.isidentifier()):
            raise BadInput(f"--domain {option!r} is not NAME=LO:HI; write --domain x=0:1")
        ranges.append(Range(name, tuple(_piece(option, p) for p in rest.split(","))))
    names = [r.name for r in ranges]
    if len(set(names)) < len(names):
        raise BadInput(f"--domain names {max(names, key=names.count)} twice; join ranges as x=0:1,2:3")
    return tuple(ranges)


def _piece(option: str, text: str) -> tuple[float, float]:
    low, colon, high = text.partition(":")
    if not colon:
        raise BadInput(f"--domain {option!r}: {text!r} is not LO:HI")
    ends = float_of(low), float_of(high)
    if ends[0] > ends[1]:
        raise BadInput(f"--domain {option!r} is empty: {low} is above {high}")
    return ends


def float_of(text: str) -> float:
    """The float64 nearest to a constant expression. BadInput where it is not finite."""
    node = expressions.parse(text, ())
    try:
        found = enclose.enclose(lambda: expressions.evaluate(node, {}), bits=80, floor=arb(2) ** -1100)
    except Undefined as error:
        raise BadInput(f"{text!r}: {error}") from error
    value = float(found.value.mid())
    if not math.isfinite(value):
        raise BadInput(f"{text!r} is beyond float64; the largest is 1.7976931348623157e308")
    return value


def subject(name: str, truth: str, domain: Sequence[str], given: Sequence[str] = ()) -> Subject:
    """A target, its truth (an expression, or a target over arb) and its domain, as text."""
    ranges = parse_domain(domain)
    if not ranges:
        raise BadInput("no domain is given; write --domain x=0:1 for each variable, in the function's order")
    function = target.load(name)
    variables = tuple(r.name for r in ranges)
    conditions = tuple(expressions.parse(text, variables) for text in given)
    if ":" in truth:
        return Subject(name, function, target.load(truth), truth, ranges, None, conditions)
    node = expressions.parse(truth, variables)
    value, gradient = in_balls(node, variables)
    return Subject(name, function, value, truth, ranges, gradient, conditions, expression=node)


def in_balls(
    node: Node, variables: tuple[str, ...]
) -> tuple[Callable[..., arb], Callable[..., list[arb]] | None]:
    """An expression as a function of balls, with its gradient where the table knows one."""

    def value(*x: arb) -> arb:
        return expressions.evaluate(node, dict(zip(variables, x, strict=True)))

    slopes = [expressions.derivative(node, name) for name in variables]
    known = [s for s in slopes if s is not None]
    if len(known) < len(slopes):
        return value, None

    def gradient(*x: arb) -> list[arb]:
        values = dict(zip(variables, x, strict=True))
        return [expressions.evaluate(s, values) for s in known]

    return value, gradient


# --- sampling -----------------------------------------------------------------------------------------


def draw(what: Subject, count: int, seed: int) -> list[Where]:
    """Inputs within the domain: each variable's own sample, and for several variables random pairs of
    them. Preconditions are asked later, in balls."""
    random = Random(f"{what.name} {seed}")
    columns = []
    for r in what.domain:
        share = max(count // len(r.pieces), 8)
        columns.append([x for low, high in r.pieces for x in floats.sample(low, high, share, random)])
    drawn: set[Where]
    if len(columns) == 1:
        drawn = {(x,) for x in columns[0]}
    else:
        drawn = {tuple(random.choice(c) for c in columns) for _ in range(count)}
        drawn |= {tuple(c[k] for c in columns) for k in (0, -1)}
    return sorted(x for x in set(map(what.fitted, drawn)) if x in what)


def assess(what: Subject, where: Sequence[Where], limits: Limits) -> list[Sample]:
    """Certified ulps of each input, and how they compare with the condition envelope."""
    computed = [_called(what, x) for x in where]
    items = list(zip(where, computed, strict=True))

    def evaluate(item: tuple[Where, Called]) -> Sample:
        return _assess(what, item[0], *item[1])

    found = refine(items, evaluate, lambda s: True, limits.max_bits, start=96)
    return [_settled(item, f) for item, f in zip(items, found, strict=True)]


Called = tuple[float, str | Hopeless]


def _called(what: Subject, where: Where) -> Called:
    try:
        return target.call(what.function, where)
    except Hopeless as why:
        return math.nan, why


def _assess(what: Subject, where: Where, computed: float, raised: str | Hopeless) -> Sample:
    x = [arb(v) for v in where]
    try:
        if any(_required(c, what, x) is False for c in what.conditions):
            return Sample(where, computed, outside="a precondition does not hold")
        truth = what.truth(*x)
    except Undefined as why:
        return Sample(where, computed, outside=str(why))
    except (ZeroDivisionError, ValueError) as why:
        raise Hopeless(f"the truth raised {type(why).__name__}: {why}") from why
    if isinstance(raised, Hopeless):
        raise raised
    if not truth.is_finite():
        raise Unsettled("the truth is not finite at this precision")
    if not math.isfinite(computed):
        return _not_finite(where, computed, raised, truth, beyond(what.format))
    off = abs(truth - errors.as_ball(computed))
    ulp = errors.ulp(truth, what.format)
    # 2^-10 ulp of slack, or 2^-20 of the distance itself, is all that more bits could still gain.
    if not (off.rad() <= ulp.abs_lower() * arb(2) ** -10 or off.rel_accuracy_bits() >= 20):
        raise Unsettled("the distance from the truth is not known to 2^-10 ulp")
    ulps = off / ulp
    relative = enclose.upper(off / abs(truth)) if not off.is_zero() else 0.0
    envelope = _envelope(what, x, truth, ulps)
    return Sample(where, computed, enclose.upper(ulps), envelope, raised=raised, relative=relative)


def _required(condition: Condition, what: Subject, x: Sequence[arb]) -> bool:
    if callable(condition):
        holds = condition(*x)
    else:
        holds = expressions.holds(condition, dict(zip((r.name for r in what.domain), x, strict=True)))
    if holds is None:
        raise Unsettled("a precondition is open")
    return holds


def _not_finite(where: Where, computed: float, raised: str, truth: arb, largest: arb) -> Sample:
    """An infinity is right where the truth rounds to it; else it is a failure of its own kind."""
    told = "OverflowError" in raised  # which has no sign
    if abs(truth) >= largest and (told or computed == (math.inf if truth > 0 else -math.inf)):
        return Sample(where, computed, outside="the truth is beyond the format, and so is the result")
    if math.isinf(computed) and not abs(truth) < largest and not abs(truth) >= largest:
        raise Unsettled("whether the truth is beyond the format is open")
    return Sample(where, computed, raised=raised)


def _envelope(what: Subject, x: Sequence[arb], truth: arb, ulps: arb) -> float | None:
    if what.gradient is None:
        return None
    try:
        kappa = errors.condition_number(x, what.gradient(*x), truth)
    except (Undefined, Unsettled):
        return None
    # A condition number known only within wide bounds enters by its lower end.
    allowed = (kappa.abs_lower() if kappa.is_finite() else arb(0)).max(arb(1)) / 2
    return enclose.upper(ulps / allowed)


def _settled(item: tuple[Where, Called], found: Settled) -> Sample:
    if found.done:
        sample: Sample = found.value
        return sample
    return Sample(item[0], item[1][0], undecided=found.reason)


# --- the result ---------------------------------------------------------------------------------------


def as_algorithm(what: Subject) -> Algorithm:
    """The subject as a problem with one algorithm: in exact arithmetic the function is its truth."""
    inputs = tuple(
        Input(r.name, exact(min(p[0] for p in r.pieces)), exact(max(p[1] for p in r.pieces)))
        for r in what.domain
    )
    problem = Problem(
        name=what.says,
        title=what.name,
        formula=what.says,
        source=US,
        truth=what.truth,
        route="the formula, in balls",
        axis=Axis(inputs[0].name if inputs else "", lambda **x: x[inputs[0].name] if inputs else 0),
        points=lambda count, random: (),
        count=0,
        inputs=inputs,
        gradient=what.gradient,
    )

    def float64(*x: Any) -> Any:
        return target.call(what.function, tuple(float(v) for v in x))[0]

    return Algorithm(
        name=what.name,
        problem=problem,
        says=what.says,
        source=US,
        float64=lambda *x: float64(*x) if _is_point(x) else floats.as_array(map(float64, *x)),
        ball=what.ball or what.truth,
    )


def _is_point(x: tuple[Any, ...]) -> bool:
    return all(not hasattr(v, "__len__") for v in x)


def measured(what: Subject, sample: Sample, limits: Limits) -> Measurement:
    """The full budget of one input."""
    algorithm = as_algorithm(what)
    values = {r.name: exact(x) for r, x in zip(what.domain, sample.where, strict=True)}
    place = points.Point(algorithm.problem, values, {}, tuple(values.values()))
    known = [(sample.computed, sample.raised)]
    return harness.measure_group(algorithm, [place], {}, limits, known, what.format)[0]


def check(
    what: Subject, count: int, seed: int, limits: Limits, at: Mapping[str, str] | None = None
) -> Result:
    """Sample, assess, look beside what is remarkable, and measure the worst."""
    if what.unsupported:
        return unjudged(what)
    if at:
        where = [_given(what, at)]
        samples = assess(what, where, limits)
    else:
        where = draw(what, count, seed)
        samples = assess(what, where, limits)
        samples += assess(what, beside(what, samples, max(count // 8, 16)), limits)
    return finished(what, samples, limits)


def unjudged(what: Subject) -> Result:
    """Nothing can be said, and why: no sample, and no gate that it passes."""
    return Result(what, (), None, notes=(what.unsupported,))


def finished(what: Subject, samples: list[Sample], limits: Limits) -> Result:
    """The result of all the samples that a check or a search took."""
    counted = [s for s in samples if not s.outside]
    worst = max(counted, key=lambda s: s.severity, default=None)
    remarks = () if what.remarks is None else what.remarks(samples, limits)
    return Result(what, samples, None if worst is None else measured(what, worst, limits), notes=remarks)


def _given(what: Subject, at: Mapping[str, str]) -> Where:
    names = [r.name for r in what.domain]
    if set(at) != set(names):
        raise BadInput(f"--at gives {', '.join(at)}; it has to give {', '.join(names)}")
    where = what.fitted(tuple(_as_float(at[name]) for name in names))
    for r, x in zip(what.domain, where, strict=True):
        if x not in r:
            raise BadInput(f"--at {r.name}={at[r.name]} is outside --domain {r.name}")
    return where


def _as_float(text: str) -> float:
    """The float64 nearest to a number as typed: that is what the function is given."""
    return nearest(points.rational(text))


def beside(what: Subject, samples: Sequence[Sample], most: int) -> list[Where]:
    """Inputs next to the worst ones and next to where the result changes its sign or its direction."""
    finite = [s for s in samples if s.ulps is not None]
    places = [s.where for s in sorted(finite, key=lambda s: -s.severity)[: most // 8]]
    if len(what.domain) == 1:
        places += [(x,) for x in _turns([(s.where[0], s.computed) for s in finite])][: most // 8]
    near = {
        (*place[:k], x, *place[k + 1 :])
        for place in places
        for k in range(len(place))
        for x in floats.neighbours(place[k], _steps(what.domain[k].format))
        if x in what.domain[k]
    }
    return sorted({x for x in map(what.fitted, near) if x in what} - {s.where for s in samples})


def _steps(format: Format) -> list[int]:
    """One to three numbers of the format to either side, counted in float64."""
    unit: int = 2 ** max(BINARY64.bits - format.bits, 0)
    return [k * unit for k in (-3, -2, -1, 1, 2, 3)]


def _turns(curve: list[tuple[float, float]]) -> list[float]:
    """Sampled places about zeros, poles and turning points of the computed curve."""
    found = []
    for (_, a), (x, b), (_, c) in zip(curve, curve[1:], curve[2:], strict=False):
        if a * b <= 0 or (b - a) * (c - b) <= 0:
            found.append(x)
    return found


# --- gates and rows -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Gate:
    """What a check has to reach: certified ulps, multiples of the condition envelope."""

    max_ulps: float | None = None
    max_envelope: float | None = None

    def passed(self, result: Result) -> bool:
        """Certainly reached at every input that counts. What is undecided is not certain."""
        if result.subject.unsupported:
            return False
        counted = [s for s in result.samples if not s.outside]
        if self.max_ulps is None and self.max_envelope is None:
            return True
        if not counted or any(s.failed or s.undecided for s in counted):
            return False
        return all(self._reached(s) for s in counted)

    def _reached(self, sample: Sample) -> bool:
        ulps = self.max_ulps is None or (sample.ulps is not None and sample.ulps <= self.max_ulps)
        envelope = self.max_envelope is None or (
            sample.envelope is not None and sample.envelope <= self.max_envelope
        )
        return ulps and envelope


def row(result: Result, gate: Gate, command: str) -> record.Row:
    """A result under the contract's names."""
    counted = [s for s in result.samples if not s.outside]
    finite = sorted(s.ulps for s in counted if s.ulps is not None)
    reasons = (result.subject.unsupported, *(s.undecided for s in counted))
    envelopes = [s.envelope for s in counted if s.envelope is not None]
    outside = Counter(s.outside for s in result.samples if s.outside)
    return {
        "target": result.subject.name,
        "truth": result.subject.says,
        "domain": {
            r.name: [[low.hex(), high.hex()] for low, high in r.pieces] for r in result.subject.domain
        },
        "points": len(counted),
        "worst": None if result.worst is None else record.measurement_row(result.worst),
        "ulps": record.distribution(finite),
        "envelope": max(envelopes, default=None),
        "proved_bound": result.proved_bound,
        "failed": sum(s.failed for s in counted),
        "undecided": sum(bool(s.undecided) for s in counted) + bool(result.subject.unsupported),
        "undecided_reasons": sorted({r for r in reasons if r})[:5],
        "outside_domain": sum(outside.values()),
        "outside_reasons": dict(outside.most_common(5)),
        "notes": list(result.notes),
        "passed": gate.passed(result),
        "command": command,
    }


def reproduction(result: Result) -> str:
    """The command that measures the worst input again."""
    if result.worst is None:
        return ""
    what = result.subject
    words = ["verify", "check", what.name, "--truth", what.says]
    for r in what.domain:
        pieces = ",".join(f"{low.hex()}:{high.hex()}" for low, high in r.pieces)
        words += ["--domain", f"{r.name}={pieces}"]
    for name, x in result.worst.inputs.items():
        words += ["--at", f"{name}={record.number_text(x)}"]
    return shlex.join(words)
