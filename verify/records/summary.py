"""Many rows in few: distributions of ulps, the worst, and which rows are drawn."""

import heapq
import math
import statistics
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from verify.records.plain import Row
from verify.records.shapes import VERDICTS

MOST_REASONS = 3  # that a summary tells
MOST_ROWS = 4000  # measurements an algorithm that a report draws
APART = {
    "part": ("part", "parts"),
    "neighbour": ("neighbouring reading", "neighbouring readings"),
    "further": ("further statement", "further statements"),
}
Way = tuple[str, str]


@dataclass
class Tally:
    """What is known of an algorithm's rows so far: counts, every size, and the worst row."""

    ulps: "array[float]" = field(default_factory=lambda: array("d"))
    causes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    broken: int = 0
    worst: Row | None = None

    def add(self, row: Row) -> None:
        self.causes[row["cause"]] += 1
        self.broken += bool(row.get("broken"))
        if _tells(row) and (row["reason"] in self.reasons or len(self.reasons) < MOST_REASONS):
            self.reasons[row["reason"]] += 1
        if row["ulps"] is not None:
            self.ulps.append(row["ulps"])
        if self.worst is None or severity(row) > severity(self.worst):
            self.worst = {key: row[key] for key in ("inputs", "parameters", "computed", "ulps", "cause")}


def summary(rows: Iterable[Row]) -> list[Row]:
    """Per algorithm: how many points, their ulps (max, 99th percentile, median), causes, the worst."""
    tallies: dict[Way, Tally] = {}
    for row in rows:
        tallies.setdefault((row["problem"], row["algorithm"]), Tally()).add(row)
    return [
        {
            "problem": problem,
            "algorithm": algorithm,
            "points": tally.causes.total(),
            "not_finite": tally.causes["range"],
            "undecided": tally.causes["undecided"],
            "ulps": distribution(sorted(tally.ulps)),
            "causes": {cause: n for cause, n in tally.causes.items() if n},
            "reasons": dict(tally.reasons),
            "broken": tally.broken,
            "worst": tally.worst,
        }
        for (problem, algorithm), tally in tallies.items()
    ]


def with_blame(rows: Iterable[Row], blamed: Iterable[Row]) -> list[Row]:
    """A summary with the lines to blame for each algorithm's worst finite result."""
    found = {(row["problem"], row["algorithm"]): row for row in blamed}
    ways = [(row, (row["problem"], row["algorithm"])) for row in rows]
    return [{**row, "blamed": found[way]} if way in found else row for row, way in ways]


def severity(row: Row) -> float:
    """For ordering from good to bad: ulps; a result that is not a number, or no bound, is worst."""
    return math.inf if row["ulps"] is None else float(row["ulps"])


def _tells(row: Row) -> bool:
    """Is there a reason to report: why nothing was certified, or what was refuted?"""
    return bool(row.get("reason")) and (row["cause"] == "undecided" or bool(row.get("broken")))


def faults(rows: Iterable[Row]) -> list[str]:
    """From a summary, a line for each algorithm that the run refutes or of which it certifies nothing."""
    told = []
    for row in rows:
        name = f"{row['problem']}, {row['algorithm']}"
        why = "; ".join(row.get("reasons", {})) or "no reason was given"
        if row.get("broken"):
            told.append(f"{name}: at {row['broken']} of {row['points']} points {why}")
        elif row["points"] and row["undecided"] == row["points"]:
            told.append(f"{name}: nothing was certified: {why}")
    return told


def distribution(ulps: Sequence[float]) -> Row:
    """Largest, 99th percentile and median of increasing ulps; None for an empty list."""
    if not ulps:
        return {"max": None, "p99": None, "median": None}
    last = math.ceil(0.99 * len(ulps)) - 1
    return {"max": ulps[-1], "p99": ulps[last], "median": statistics.median_high(ulps)}


def headline(claims: Sequence[Row]) -> str:
    """`47 claims: 30 confirmed, 17 refuted` of the principal readings; the rest is counted separately."""
    counted = [row for row in claims if row["principal"]]
    verdicts = Counter(row["verdict"] for row in counted)
    said = ", ".join(f"{verdicts[v]} {v.lower()}" for v in VERDICTS if verdicts[v] or v != "UNDECIDED")
    others = Counter(row["standing"] for row in claims if not row["principal"])
    apart = [plural(others[standing], *words) for standing, words in APART.items() if others[standing]]
    beside = f" (counted separately: {', '.join(apart)})" if apart else ""
    return f"{plural(len(counted), 'claim', 'claims')}: {said}{beside}"


def plural(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def thinned(rows: Callable[..., Iterable[Row]], most: int = MOST_ROWS) -> Iterator[Row]:
    """All the rows of a small sweep; of a large one, an algorithm's worst and an even choice of inputs,
    each with all its parameters (a map over both keeps whole columns). `rows(*names)` is read twice, first
    with the fields named only.
    """
    sweeps: dict[Way, Sweep] = {}
    for index, row in enumerate(rows("problem", "algorithm", "inputs", "ulps")):
        sweeps.setdefault((row["problem"], row["algorithm"]), Sweep()).add(index, row, most)
    worst = {-k for sweep in sweeps.values() for _, k in sweep.worst}
    for index, row in enumerate(rows()):
        if index in worst or sweeps[row["problem"], row["algorithm"]].chooses(row, most):
            yield row


@dataclass
class Sweep:
    """The inputs of one algorithm, numbered as they come, and its worst rows."""

    count: int = 0
    inputs: dict[str, int] = field(default_factory=dict)
    worst: list[tuple[float, int]] = field(default_factory=list)

    def add(self, index: int, row: Row, most: int) -> None:
        self.count += 1
        self.inputs.setdefault(str(row["inputs"]), len(self.inputs))
        heapq.heappush(self.worst, (severity(row), -index))
        if len(self.worst) > most // 50:
            heapq.heappop(self.worst)

    def chooses(self, row: Row, most: int) -> bool:
        """Of the numbers 0..n-1 those of the form floor(k n / even): one in each of `even` equal runs."""
        n = len(self.inputs)
        even = min(n, max(most * n // self.count, 1))
        number = self.inputs[str(row["inputs"])]
        return even == n or -(-number * even // n) * n // even == number
