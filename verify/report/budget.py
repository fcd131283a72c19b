"""The error budget of one algorithm against the problem's natural axis: marks for the data of one setting."""

import math
from collections.abc import Mapping, Sequence

from verify.report import theory
from verify.report.axis import Axis
from verify.report.plot import Frame, Scale, power_of_ten, svg
from verify.report.rows import Algorithm, Point, Problem

LOW, HIGH = -20, 4  # the frame of every error axis, as log10
PARTS = {
    "rounding": "rounding_error",
    "truncation": "truncation_error",
    "algorithm": "algorithm_error",
    "data": "data_error",
}
TICKS = {float(k): power_of_ten(k) for k in range(-20, 5, 4)}
WIDE, NARROW = (560, 330), (350, 280)
CAPTION = (
    "Rings: the whole error of each computed value. In them and beside them its parts: ● rounding, ▲ "
    "truncation, ■ data, ◆ rounding and truncation where they cannot be told apart. Short dashes, or the "
    "shaded field: the envelope, which good data cost any algorithm. Dashed lines: what theory says. "
    "Triangles at the edge: beyond the frame. ✕: no finite number came out. ◇ at the top: undecided."
)
Place = tuple[float, float]


def scale_of(axis: Axis) -> Scale:
    low, high = axis.domain()
    return Scale(low, high, axis.scale, axis.constant)


def frame(axis: Axis, size: tuple[int, int]) -> Frame:
    return Frame(*size, scale_of(axis), Scale(LOW, HIGH))


def is_line(algorithm: Algorithm) -> bool:
    """A single quantity varies along the axis, so that the envelope is a line."""
    names = {name for p in algorithm.points for name in (*p.row["inputs"], *p.row["parameters"])}
    return len(names - algorithm.parameters.keys()) <= 1


def kinds(points: Sequence[Point]) -> dict[str, list[Place]]:
    """The places of every kind of mark: axis, and log10 of the error."""
    found: dict[str, list[Place]] = {}

    def put(kind: str, x: float, y: float) -> None:
        found.setdefault(kind, []).append((x, y))

    for p in points:
        total = p.total
        if total is None:
            put("range" if p.cause == "range" else "undecided", p.axis, HIGH - 0.8)
        elif total > HIGH:
            put("above", p.axis, HIGH - 0.5)
        elif total < LOW:
            put("below", p.axis, LOW + 0.5)
        else:
            put("ring", p.axis, total)
        for kind, name in PARTS.items():
            size = p.sizes[name]
            told = kind != "algorithm" or p.sizes["rounding_error"] is None
            if told and size is not None and LOW <= size <= HIGH:
                put(kind, p.axis, size)
    return found


def envelope(points: Sequence[Point]) -> list[Place]:
    """The envelope along the axis, cut at the frame."""
    sized = [(p.axis, p.sizes["inherent_error"]) for p in points]
    return sorted({(x, min(max(e, LOW), HIGH)) for x, e in sized if e is not None})


def marks(view: Frame, points: Sequence[Point], line: bool) -> str:
    under = envelope(points)
    parts = []
    if line:
        parts += [view.under(under, "band"), view.line(under, "theory")]
    else:
        parts.append(view.marks("envelope", under, "env"))
    found = kinds(points)
    for kind in (
        "data",
        "truncation",
        "algorithm",
        "rounding",
        "ring",
        "above",
        "below",
        "range",
        "undecided",
    ):
        parts.append(view.marks(kind, found.get(kind, ()), f"m-{kind}"))
    return "".join(parts)


def panel(
    problem: Problem,
    axis: Axis,
    algorithm: Algorithm,
    points: Sequence[Point],
    size: tuple[int, int],
    classes: str,
) -> str:
    """The drawing of one algorithm at one setting."""
    view = frame(axis, size)
    says = f"Error budget of {algorithm.name} for {problem.declared['title']}. {sentence(points)}"
    body = view.axes(axis.title, "relative error", TICKS)
    number = problem.measured.index(algorithm)
    lines = theory.draw(view, theory.along(problem, algorithm, *theory.ERRORS))
    body += f'<g class="marks">{marks(view, points, is_line(algorithm))}</g><g class="laws">{lines}</g>'
    return svg(view, body, says, classes, f' data-panel="{number}"')


def sentence(points: Sequence[Point]) -> str:
    """What the drawing shows, in words."""
    finite = [p for p in points if p.total is not None and math.isfinite(p.total)]
    causes: Mapping[str, int] = {}
    causes = {c: sum(p.cause == c for p in points) for c in dict.fromkeys(p.cause for p in points)}
    leading = max(causes, key=lambda c: causes[c], default="none")
    none = len(points) - len(finite)
    if not finite:
        return f"Of {len(points)} results none has a finite error."
    worst = max(finite, key=lambda p: p.total or -math.inf)
    lost = f", {none} without a finite error" if none else ""
    power = f"10 to the power {math.ceil(worst.total or 0)}" if worst.total else "1"
    return (
        f"{len(points)} results{lost}; the largest error is below {power}; the most frequent cause "
        f"is {leading}."
    )
