"""The lesson on ill-conditioning: digits against n, along the stairs of kappa u."""

from collections.abc import Sequence

from verify.report import text
from verify.report.lesson import DIGIT_TICKS, NARROW, WIDE, Lesson, Place, Table
from verify.report.plot import SERIES, Frame, Scale, svg
from verify.report.prose import digits, lost_from
from verify.report.rows import Problem


def conditioning(problems: Sequence[Problem]) -> Lesson | None:
    found = [p for p in problems if p.declared["lesson"] == "ill-conditioning" and p.measured]
    if not found:
        return None
    chief = found[0]
    kappa = {p.axis: s for p in chief.points if (s := p.sizes["condition_number"]) is not None}
    orders = sorted(n for n, s in kappa.items() if s < 16)
    if len(orders) < 3:
        return None
    rate = (kappa[orders[-1]] - kappa[orders[0]]) / (orders[-1] - orders[0])
    ends = [x for a in chief.measured if (x := lost_from(a.shown_points)) is not None]
    judged = [p for a in chief.measured for p in a.shown_points if p.row["inherent"] is not None]
    inside = sum(p.row["inherent"] for p in judged)
    last = f" From n = {text.axis_value(max(ends))} on none keeps a digit." if ends else ""
    first_n, last_n = (text.axis_value(orders[k]) for k in (0, -1))
    says = (
        f"From n = {first_n} to {last_n} each further row multiplies κ by {10**rate:.3g} on average: data "
        f"good to half an ulp may cost {rate:.2g} digits more, whichever of {len(chief.measured)} algorithms "
        f"solves the system.{last}",
        f"Of {len(judged)} errors that were judged {inside} are proved to lie within the envelope κu: an "
        "ideal algorithm may lose as much on such data.",
    )
    drawings = (_stairs(found, WIDE, "wide"), _stairs(found, NARROW, "narrow"))
    return Lesson(
        "ill-conditioning",
        "Digits the data never had",
        says,
        "digits >= -log(kappa u), u = 2^(-53)",
        f"Marks: {chief.declared['title']}, a shape for each algorithm. The stairs are the envelope, "
        "κu. Grey: the "
        "first algorithm on the other families.",
        tuple(p.name for p in found),
        drawings,
        _stair_table(chief),
        tuple((SERIES[k % len(SERIES)], a.name) for k, a in enumerate(chief.measured)),
    )


def _stair_table(chief: Problem) -> Table:
    names = [a.name for a in chief.measured]
    rows = []
    for n in sorted({p.axis for p in chief.points}):
        kept = [[digits(p) for p in a.shown_points if p.axis == n] for a in chief.measured]
        sizes = [p.sizes["condition_number"] for p in chief.points if p.axis == n]
        kappa = f"10^{sizes[0]:.1f}" if sizes and sizes[0] is not None else "–"
        rows.append((text.axis_value(n), kappa, *(text.downward(min(k)) if k else "–" for k in kept)))
    return Table(("n", "κ", *names), tuple(rows))


def _stairs(found: Sequence[Problem], size: tuple[int, int], classes: str) -> str:
    chief, others = found[0], found[1:]
    most = 25
    view = Frame(*size, Scale(0.5, most + 0.5), Scale(0, 17))
    body = view.axes("n, equations", "correct digits", DIGIT_TICKS)
    for problem in others:
        body += _family(view, problem, most)
    steps: list[Place] = []
    envelope = {p.axis: p.sizes["inherent_error"] for p in chief.points}
    for n, size_at in sorted(envelope.items()):
        if n <= most and size_at is not None:
            steps += [(n - 0.5, min(max(-size_at, 0), 17)), (n + 0.5, min(max(-size_at, 0), 17))]
    body += view.under(steps, "band") + view.line(steps, "theory")
    count = len(chief.measured)
    for k, a in enumerate(chief.measured):
        shift = (k - (count - 1) / 2) * 0.7 / max(count, 1)
        kept = [p for p in a.shown_points if p.axis <= most]
        shape = SERIES[k % len(SERIES)]
        places = [(p.axis + shift, digits(p)) for p in kept if p.cause != "range"]
        body += view.marks(shape, places, "hollow")
        body += view.marks("range", [(p.axis + shift, 0.0) for p in kept if p.cause == "range"], "m-range")
    says = (
        f"Correct digits of {count} algorithms for {chief.declared['title']} against n, and the envelope as "
    )
    return svg(view, body, says + "stairs; the numbers are in the table.", classes)


def _family(view: Frame, problem: Problem, most: int) -> str:
    """One grey line: the first algorithm, the least digits at each n, up to the edge."""
    least: dict[float, float] = {}
    for p in problem.measured[0].shown_points:
        if p.axis <= most:
            least[p.axis] = min(least.get(p.axis, 17.0), digits(p))
    places = sorted(least.items())
    if len(places) < 2:
        return ""
    name = problem.name.removesuffix("_solve").replace("_", " ")
    # Where lines lie apart the name has room: at the place furthest to the right that still has a digit.
    at = max((q for q in places if q[1] >= 1), default=places[-1])
    return view.line(places, "fam") + view.text(at[0] - 0.2, at[1] + 0.4, name, "faint halo", "end")
