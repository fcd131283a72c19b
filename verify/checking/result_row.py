"""A result as plain data, under the names of the contract; the command that measures its worst again."""

import math
import shlex

from verify.arithmetic.mpfr import BINARY64, Format
from verify.checking.every.special import special_row
from verify.checking.gate import Gate
from verify.checking.result import Result
from verify.checking.subjects import target
from verify.checking.subjects.subject import Subject
from verify.core import formats
from verify.records import write
from verify.records.plain import Row


def row(result: Result, gate: Gate, command: str) -> Row:
    """A result under the contract's names."""
    what, tally = result.subject, result.tally
    reasons = sorted({r for r in (what.unsupported, *tally.undecided) if r})
    return {
        "target": what.name,
        "truth": what.says,
        **_formats(what),
        "domain": {r.name: [[low.hex(), high.hex()] for low, high in r.pieces] for r in what.domain},
        "points": tally.counted,
        "worst": result.worst and write.measurement_row(result.worst),
        "worst_failure": result.worst_failure and write.measurement_row(result.worst_failure),
        "guilty": list(result.at_worst.guilty) if result.at_worst else [],
        "branches": list(result.at_worst.branches) if result.at_worst else [],
        "not_followed": result.at_worst.not_followed if result.at_worst else None,
        "ulps": {key: _number(value) for key, value in tally.ulps.distribution().items()},
        "found": tally.at_least,
        "envelope": _number(tally.envelope),
        "proved_bound": result.proved_bound,
        "proved_absolute": result.proved_absolute
        and {
            "error": result.proved_absolute.error,
            "ulps_of_largest": result.proved_absolute.ulps,
        },
        "exhaustive": None,  # inputs are sampled, or searched
        "failed": tally.failed.total(),
        "failed_reasons": dict(tally.failed.most_common(5)),
        "undecided": tally.undecided.total() + bool(what.unsupported),
        "undecided_reasons": reasons[:5],
        "outside_domain": tally.outside.total(),
        "outside_reasons": dict(tally.outside.most_common(5)),
        "valid_share": tally.valid_share,
        "special": [special_row(s) for s in result.specials],
        "notes": [*filter(None, (result.unsteady,)), *result.notes],
        "complete": result.complete,
        "passed": gate.passed(result),
        "command": command,
    }


def _formats(what: Subject) -> Row:
    """By the names of the command line; of a core by FPCore's."""
    if what.in_plane:
        of = formats.complex_name(what.domain[0].format) if what.scalar is None else what.scalar.name
        results = formats.complex_name if what.is_complex else formats.name_of
        return {"format": of, "result_format": results(what.format)}
    of_results = formats.name_of(what.format) if not what.file else _in_core(what.format)
    return {"format": what.scalar.name if what.scalar else of_results, "result_format": of_results}


def _in_core(format: Format) -> str:
    return "float64" if format == BINARY64 else format.name


def _number(bound: float | None) -> float | None:
    """A bound as JSON has it: none where it is beyond float64."""
    return bound if bound is None or math.isfinite(bound) else None


def reproduction(result: Result) -> str:
    """The command that measures the worst input again; the worst failure where there is nothing else."""
    at = result.worst or result.worst_failure
    if at is None:
        return ""
    what = result.subject
    if what.file:
        words = ["verify", "check", what.file, "--core", what.name]
    else:
        words = ["verify", "check", what.name, "--truth", what.says]
        for option in what.domain_text():
            words += ["--domain", option]
        words += ["--format", what.scalar.name] if what.scalar else []
        for option in target.fixed_text(what.fixed):
            words += ["--fix", option]
    for option in what.at_text({name: write.number_text(x) for name, x in at.inputs.items()}):
        words += ["--at", option]
    return shlex.join(words)
