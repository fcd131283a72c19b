"""Certified accuracy in a test: fails with the worst input, its error, the cause and a line to reproduce."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.mpfr import BINARY64
from verify.arithmetic.precision import MAX_BITS
from verify.checking import result as check
from verify.checking import result_row
from verify.checking.judging.judge import Judge
from verify.checking.judging.tally import Tally
from verify.checking.one_input.samples import Failed, Judged, Outside, Sample, Undecided, severity
from verify.checking.result import Result
from verify.checking.subjects import target, values
from verify.checking.subjects.subject import Range, Subject, Where, in_plane, nothing
from verify.checking.subjects.truths import in_balls, over_balls
from verify.core import formats, numbers
from verify.core.complexes import SIDES
from verify.core.errors import BadInput
from verify.core.formats import Scalar
from verify.language import grammar, nodes
from verify.measure.envelope import differentiated, is_infinite
from verify.measure.limits import MEMORY, SECONDS, Limits
from verify.records.guilty import place_text, verdict
from verify.records.write import result_text

# What a test run wants to know of each assertion: set by the pytest plugin for the length of one test.
observer: ContextVar[Callable[[Result], None] | None] = ContextVar("observer", default=None)

Truth = str | Callable[..., Any]


def assert_certified(
    f: Callable[..., Any] | Sequence[float],
    truth: Truth,
    inputs: Iterable[Any],
    *,
    max_ulps: float | None = None,
    digits: float | None = None,
    envelope: float | None = None,
    variables: Sequence[str] = (),
    fixed: Mapping[str, Any] | None = None,
    format: str = "float64",
    max_bits: int = MAX_BITS,
    timeout: float = SECONDS,
    memory: float = MEMORY,
) -> Result:
    """Assert that every result is certainly within the limits given, for every input.

    f         a function of one or more floats, or the results it gave, one an input
    truth     a formula in its variables ("expm1(x)/x"), or a function of balls
    inputs    floats or complex numbers, or tuples of them; a numpy array of shape (n,) or (n, variables)
    max_ulps  at most so many ulps; digits: at least so many correct significant digits; envelope: at most
              so many times max(1/2, sum |df/dx_i| ulp(x_i)/2 / ulp(y)) ulps, what data good to half an ulp
              cost. At least one is needed.

    variables the names of the inputs, in their order, where the function does not tell them (math.hypot)
    fixed     keyword arguments that the function is given with every input
    format    the function is given numpy's scalars of this format ("float32"), and ulps are its ulps
    timeout   seconds for one evaluation, memory: GiB for it. The function runs in a process of its own, so
              that what it changes is not seen in the test; at an input where it hangs or crashes it fails.

    Inputs where the truth is not a real number do not count, but at least one must. What stays undecided
    fails. AssertionError names the worst input; BadInput tells of a call that makes no sense.
    """
    __tracebackhide__ = True
    _limits(max_ulps=max_ulps, digits=digits, envelope=envelope)
    read = [_coordinates(x) for x in inputs]
    if not read:
        raise BadInput("there are no inputs; give at least one")
    where, kinds = [w for w, _ in read], {kind for _, kind in read}
    if len({len(kind) for kind in kinds}) > 1:
        raise BadInput("the inputs differ in length; give one number a variable")
    if len(kinds) > 1:
        raise BadInput("an input is complex in one place and real in another; give complex numbers in all")
    (kind,) = kinds
    scalar = formats.of_inputs(format, any(kind))
    what = _subject(f, truth, where, kind, tuple(variables), dict(fixed or {}), scalar)
    with Judge(what, Limits(max_bits, timeout, memory)) as judge:
        samples = dict(judge.placed(where))
        result = check.finished(judge, Tally.of(samples[k] for k in range(len(where))))
        if tell := observer.get():
            tell(result)
        fault = _fault(judge, samples, max_ulps, digits, envelope) or result.unsteady
    if fault:
        raise AssertionError(fault)
    return result


def _limits(**limits: float | None) -> None:
    """BadInput where nothing is asserted, or something that cannot be."""
    for name, limit in limits.items():
        if limit is not None and not limit >= 0:
            raise BadInput(f"{name}= must be a number of at least 0, got {limit!r}")
    if all(limit is None for limit in limits.values()):
        raise BadInput("nothing is asserted; give max_ulps=, digits= or envelope=")


Kind = tuple[bool, ...]  # of each variable, whether it is complex


def _coordinates(x: Any) -> tuple[Where, Kind]:
    """The numbers of an input, of a complex one both its parts."""
    inputs = (
        list(np.ravel(x)) if isinstance(x, np.ndarray) else list(x) if isinstance(x, tuple | list) else [x]
    )
    kind = tuple(isinstance(v, complex | np.complexfloating) for v in inputs)
    parts = [p for v, two in zip(inputs, kind, strict=True) for p in ((v.real, v.imag) if two else (v,))]
    try:
        where = tuple(map(values.argument, parts))
    except (values.NoNumber, OverflowError) as error:
        said = "an integer beyond float64" if isinstance(error, OverflowError) else error
        raise BadInput(f"an input is {said}; give float64 numbers") from error
    if not all(map(math.isfinite, where)):
        raise BadInput(f"{x} is not a finite input; special values are tested with plain assertions")
    return where, kind


def _subject(
    f: Any,
    truth: Truth,
    where: list[Where],
    kind: Kind,
    variables: tuple[str, ...],
    fixed: dict[str, Any],
    scalar: Scalar,
) -> Subject:
    if strange := [x for w in where for x in w if scalar.format.nearest(x) != x]:
        raise BadInput(f"the input {strange[0]!r} is not a {scalar.name}; give inputs of the format")
    names = _variables(f, truth, len(kind), variables, fixed)
    name = _name(f) if callable(f) else "the results given"
    function = target.fitted(name, f, names, fixed) if callable(f) else _given(f, where, kind, scalar)
    coordinates = [(n, p) for n, two in zip(names, kind, strict=True) for p in (SIDES if two else (None,))]
    domain = tuple(
        Range(f"{n}.{part}" if part else n, ((min(c), max(c)),), scalar.format, part=part)
        for (n, part), c in zip(coordinates, zip(*where, strict=True), strict=True)
    )
    if any(kind):
        says = _name(truth) if callable(truth) else truth
        return in_plane(Subject(name, function, nothing, says, domain, fixed=fixed), truth, (), scalar)
    if callable(truth):
        slopes = differentiated(truth)
        own = Subject(name, function, over_balls(truth), _name(truth), domain, slopes, fixed=fixed)
        return own.passed_as(scalar)
    node = grammar.number(truth, names)
    value, gradient = in_balls(node, names)
    what = Subject(name, function, value, truth, domain, gradient, expression=node, fixed=fixed)
    return what.passed_as(scalar)


def _name(f: Any) -> str:
    module, name = getattr(f, "__module__", None), getattr(f, "__qualname__", getattr(f, "__name__", repr(f)))
    return f"{module}:{name}" if module and "<" not in name else str(name)


def _given(results: Sequence[Any], where: list[Where], kind: Kind, scalar: Scalar) -> Callable[..., Any]:
    typed = None if scalar.format is BINARY64 else scalar.format
    of = values.complex_result if any(kind) else values.result
    try:
        # One by one: in an array they would be converted to one type, and rounded.
        found = [of(y, typed) for y in (np.ravel(results) if isinstance(results, np.ndarray) else results)]
    except (values.NoNumber, OverflowError) as error:
        said = "an integer beyond float64" if isinstance(error, OverflowError) else error
        raise BadInput(f"a result is {said}") from error
    if len(found) != len(where):
        raise BadInput(f"there are {len(found)} results for {len(where)} inputs; give one an input")
    known: dict[tuple[Any, ...], Any] = {}
    for w, value in zip(where, found, strict=True):
        key = tuple(map(target.key_of, _joined(w, kind)))
        if known.setdefault(key, value) != value and repr(value) != repr(known[key]):
            raise BadInput(f"the input {w} has two results, {known[key]!r} and {value!r}; assert them apart")
    return target.Saved(known)


def _joined(where: Where, kind: Kind) -> list[Any]:
    """The numbers of an input from their coordinates."""
    rest = iter(where)
    return [complex(next(rest), next(rest)) if two else next(rest) for two in kind]


def _variables(
    f: Any, truth: Truth, count: int, given: tuple[str, ...], fixed: Mapping[str, Any]
) -> tuple[str, ...]:
    """The names of the inputs in the function's order: those given, else its arguments' where they fit."""
    if given:
        if len(given) != count:
            raise BadInput(f"variables= has {len(given)} names for {count} inputs; give one an input")
        if callable(f) and target.ordered(_name(f), f, given) != tuple(range(count)):
            raise BadInput(f"variables={given} is not the order of {_name(f)}'s arguments; give inputs in it")
        return given
    free = [n for n in target.arguments(f if callable(f) else truth) if n not in fixed]
    named = tuple(free[:count])
    if callable(truth):
        return named if len(named) == count else tuple(f"x{k}" for k in range(count))
    used = nodes.variables_of(grammar.parse(truth))
    if set(used) <= set(named) and len(named) == count:
        return named
    if len(used) == count == 1:
        return used
    raise BadInput(
        f"the formula's variables are {', '.join(used) or 'none'} for {count} inputs, and the function's "
        f"arguments are {', '.join(named) or 'unknown'}; name the inputs, as in variables=('x', 'y')"
    )


# --- what is wrong ------------------------------------------------------------------------------------


def _fault(
    judge: Judge,
    samples: Mapping[int, Sample],
    max_ulps: float | None,
    digits: float | None,
    envelope: float | None,
) -> str:
    """Why the assertion fails; empty where it holds."""
    counted = [(k, s) for k, s in sorted(samples.items()) if not isinstance(s, Outside)]
    if not counted:
        return f"the truth is not a real number at any of the {len(samples)} inputs"
    for fails, says in _checks(max_ulps, digits, envelope):
        bad = [(k, s) for k, s in counted if fails(s)]
        if bad:
            k, worst = max(bad, key=lambda pair: severity(pair[1]))
            return _message(judge, k, worst, len(bad), len(counted), says(worst))
    return ""


def _checks(
    max_ulps: float | None, digits: float | None, envelope: float | None
) -> list[tuple[Callable[[Any], bool], Callable[[Any], str]]]:
    """What may be wrong of a sample and how it is said, in the order in which it is looked for: what is asked
    of a size comes after all has been judged."""
    checks: list[tuple[Callable[[Any], bool], Callable[[Any], str]]] = [
        (lambda s: isinstance(s, Undecided), lambda s: f"is undecided: {s.why}"),
        (
            lambda s: isinstance(s, Failed),
            lambda s: f"gives no number where the truth is one ({s.why})",
        ),
    ]
    if max_ulps is not None:
        checks.append((lambda s: not s.ulps <= max_ulps, lambda s: f"exceeds max_ulps={max_ulps}"))
    if digits is not None:
        checks.append((lambda s: not s.digits >= digits, lambda s: f"has fewer than digits={digits}"))
    if envelope is not None:
        unknown = f"is not certainly within envelope={envelope}: condition number unknown"
        checks += [
            (
                lambda s: s.envelope is not None and not s.multiple <= envelope,
                lambda s: f"exceeds envelope={envelope}",
            ),
            (lambda s: not s.multiple <= envelope, lambda s: unknown),
        ]
    return checks


def _computed(sample: Sample) -> str:
    """The result; what took its process with it before it was told is not known."""
    if isinstance(sample, Undecided) and not sample.is_known:
        return "not known"
    return f"{sample.computed!r} ({result_text(sample.computed)})"


def _size(ball: arb | None) -> str:
    if ball is None:
        return "unknown"
    return "inf" if is_infinite(ball) else str(ball.str(4, radius=False))


def _message(judge: Judge, k: int, worst: Sample, bad: int, of: int, says: str) -> str:
    what, found = judge.what, judge.measured(worst)
    assert found is not None, "there is a worst one"
    m = found.measurement
    names = [r.name for r in what.domain]
    at = ", ".join(f"{n} = {x!r} ({x.hex()})" for n, x in zip(names, worst.where, strict=True))
    size = f"{numbers.bound_text(worst.ulps)} ulps" if isinstance(worst, Judged) else "no number"
    lines = [
        f"{what.name} {says} at {bad} of {of} inputs; the worst is input {k}:",
        f"  at        {at}",
        f"  computed  {_computed(worst)}",
        f"  truth     {m.truth.str(25) if hasattr(m.truth, 'str') else 'not settled'}",
        f"  off by    {size}; cause {m.cause}, "
        f"{ {True: 'inherent', False: 'not inherent', None: 'undecided whether inherent'}[m.inherent] }"
        f", condition number {_size(m.condition_number)}, envelope {_size(m.envelope)} ulps",
    ]
    lines += [f"  line      {place_text(line)}: {verdict(line)}" for line in found.guilty]
    if ":" in what.name and isinstance(what.expression, nodes.Node):
        lines.append(f"  again     {result_row.reproduction(Result(what, Tally(), found))}")
    return "\n".join(lines)
