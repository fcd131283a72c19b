"""Many rows in few: distributions of ulps, the worst, and which rows a record keeps."""

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

MOST_ROWS = 4000  # measurements an algorithm that JSON holds
Row = dict[str, Any]


def summary(rows: Iterable[Row]) -> list[Row]:
    """Per algorithm: how many points, their ulps (max, 99th percentile, median), causes, the worst."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["problem"], row["algorithm"]].append(row)
    return [_summarise(problem, algorithm, group) for (problem, algorithm), group in groups.items()]


def severity(row: Row) -> float:
    """For ordering from good to bad: ulps; a result that is no number, or no bound, is worst."""
    return math.inf if row["ulps"] is None else float(row["ulps"])


def _summarise(problem: str, algorithm: str, group: list[Row]) -> Row:
    finite = sorted(row["ulps"] for row in group if row["ulps"] is not None)
    worst = max(group, key=severity)
    return {
        "problem": problem,
        "algorithm": algorithm,
        "points": len(group),
        "not_finite": sum(row["cause"] == "range" for row in group),
        "undecided": sum(row["cause"] == "undecided" for row in group),
        "ulps": distribution(finite),
        "causes": dict(Counter(row["cause"] for row in group)),
        "worst": {key: worst[key] for key in ("inputs", "parameters", "computed", "ulps", "cause")},
    }


def distribution(ulps: Sequence[float]) -> Row:
    """Largest, 99th percentile and median of increasing ulps; None where there are none."""
    if not ulps:
        return {"max": None, "p99": None, "median": None}
    last = math.ceil(0.99 * len(ulps)) - 1
    return {"max": ulps[-1], "p99": ulps[last], "median": statistics.median_high(ulps)}


def thinned(rows: Sequence[Row], most: int = MOST_ROWS) -> list[Row]:
    """All the rows of a small sweep; of a large one, an algorithm's worst and an even choice of inputs,
    each with all its parameters (a map over both keeps whole columns). Parquet holds every one.
    """
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        groups[row["problem"], row["algorithm"]].append(index)
    kept: set[int] = set()
    for group in groups.values():
        places: dict[str, list[int]] = defaultdict(list)
        for index in group:
            places[str(rows[index]["inputs"])].append(index)
        columns = list(places.values())
        even = min(len(columns), max(most * len(columns) // len(group), 1))
        kept.update(i for k in range(even) for i in columns[k * len(columns) // even])
        if even < len(columns):
            kept.update(sorted(group, key=lambda index: -severity(rows[index]))[: most // 50])
    return [rows[index] for index in sorted(kept)]
