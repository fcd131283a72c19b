"""The lesson on ill-conditioning: digits against n, along the stairs of kappa u."""

from collections.abc import Sequence
from itertools import pairwise

from verify.report import text
from verify.report.lesson import DIGIT_TICKS, NARROW, WIDE, Lesson, Place, Table
from verify.report.plot import SERIES, Frame, Scale, svg
from verify.report.prose import digits, lost_from
from verify.report.rows import Problem
from verify.report.theory import headed, laws

LEVELS = (7.0, 1.6)  # digits at which families are named, in turn, from the best conditioned on


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
    cost = f"{rate:.2g} {'digit' if f'{rate:.2g}' == '1' else 'digits'} more"
    says = (
        f"From n = {first_n} to {last_n} each further row multiplies the condition number κ by "
        f"{10**rate:.3g} on average: data good to half an ulp may cost {cost}, whichever of "
        f"{len(chief.measured)} algorithms solves the system.{last}",
        f"Of {len(judged)} errors that were judged {inside} are proved to lie within the envelope κu: an "
        "ideal algorithm may lose as much on such data.",
    )
    drawings = (_stairs(found, WIDE, "wide"), _stairs(found, NARROW, "narrow"))
    return Lesson(
        "ill-conditioning",
        "Digits the data never had",
        says,
        next(map(headed, laws(chief, "inherent_error")), ("", "")),
        f"Marks: {chief.declared['title']}, a shape for each algorithm. The stairs are the envelope, "
        "κu with u = 2^-53; dashed is the law above. Grey stairs: the envelopes of the other families.",
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
    body += _families(view, chief, others, most)
    steps = _steps(chief, most)
    body += view.under(steps, "band") + view.line(steps, "theory")
    for law in laws(chief, "inherent_error"):
        body += view.line([(n, -y) for n, y in law["line"] if n <= most and 0 <= -y <= 17], "theory2")
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


def _steps(problem: Problem, most: int) -> list[Place]:
    """Digits that the envelope leaves, as stairs: an order of a matrix is a whole number."""
    envelope = {p.axis: size for p in problem.points if (size := p.sizes["inherent_error"]) is not None}
    kept = [(n, min(max(-size, 0.0), 17.0)) for n, size in sorted(envelope.items()) if n <= most]
    edges = [(a + b) / 2 for (a, _), (b, _) in pairwise(kept)]
    starts, ends = [kept[0][0] - 0.5, *edges] if kept else [], [*edges, kept[-1][0] + 0.5] if kept else []
    return [(x, y) for (_, y), *ends in zip(kept, starts, ends, strict=True) for x in ends]


def _families(view: Frame, chief: Problem, others: Sequence[Problem], most: int) -> str:
    """The stairs of the other families in grey, each with its name on the side away from the chief's."""
    drawn = []
    ordered = sorted(others, key=lambda p: -_passes(p, LEVELS[0], most))
    for k, problem in enumerate(p for p in ordered if _steps(p, most)):
        places = _steps(problem, most)
        name = problem.name.removesuffix("_solve").replace("_", " ")
        level = LEVELS[k % len(LEVELS)]
        x = _passes(problem, level, most)
        if x > most:  # it stays above: named where it ends
            x, level, side = places[-1][0], places[-1][1] - 0.8, "end"
        elif x <= _passes(chief, level, most):
            x, side = x - 0.4, "end"
        else:
            x, side = x + 0.4, "start"
        drawn.append(view.line(places, "fam") + view.text(x, level, name, "faint halo", side))
    return "".join(drawn)


def _passes(problem: Problem, level: float, most: int) -> float:
    """Where its stairs pass a level; beyond all where they do not."""
    return next((x for x, y in _steps(problem, most) if y <= level), most + 1.0)
