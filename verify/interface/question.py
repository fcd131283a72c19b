"""What can be asked of a function and a formula."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from verify.checking.gate import Gate
from verify.core.errors import BadInput
from verify.measure.limits import Limits

POINTS, BUDGET = 4000, "20000"


@dataclass(frozen=True)
class Question:
    """What verify check is asked, as text; and what stands for the text where Python gave more.

    target     module:function, path/file.py:function, or FILE.fpcore; what `function` is called
    truth      a formula, or a target over balls; what `true` is called
    fixed      arguments that do not vary, by name
    results    a file of results to judge in place of a target's, or the results
    arrays     their inputs, or what the target is given: files, families such as hilbert(10), arrays
    assume     of a library's functions, in a proof of a bound: math.exp<=0.52ulp
    seeds      may a search begin with inputs that are known to be hard?
    rows       a file that is to hold every input that is judged, in Parquet
    folder     where parts of an exhaustive check are kept until it is done; resume: use those that are there
    draws      rows carry what a page draws of them
    command    what the row says makes it again, where a target's own command would not
    """

    target: str | None
    truth: str | None = None
    function: Callable[..., Any] | None = None
    true: Callable[..., Any] | None = None
    domain: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    fixed: Mapping[str, Any] = field(default_factory=dict)
    format: str = "float64"
    core: str | None = None
    at: Mapping[str, str] = field(default_factory=dict)
    points: int = POINTS
    seed: int = 0
    search: bool = False
    budget: str = BUDGET
    seeds: bool = True
    assume: tuple[str, ...] = ()
    exhaustive: bool = False
    results: Any = None
    arrays: Mapping[str, Any] = field(default_factory=dict)
    gate: Gate = field(default_factory=Gate)
    limits: Limits = field(default_factory=Limits)
    jobs: int = 1
    total: float | None = None
    command: str | None = None
    executor: str | None = None
    rows: Path | None = None
    draws: bool = False
    folder: Path | None = None
    resume: bool = False

    def __post_init__(self) -> None:
        for name, limit in (("ulps", self.gate.max_ulps), ("envelope", self.gate.max_envelope)):
            if limit is not None and not limit > 0:
                raise BadInput(f"--max-{name} must be positive, got {limit:g}")

    def has(self, options: Sequence[str]) -> list[str]:
        """Those of these options that are given."""
        values = {"fix": self.fixed}
        return [f"--{name}" for name in options if values.get(name, getattr(self, name, None))]
