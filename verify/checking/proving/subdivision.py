"""A proved upper bound of the rounding error over boxes of inputs: the worst box is halved until time is up.

In ulps of the truth, whose smallest ulp over a box counts; and where the truth may be zero, and ulps are as
small as they get, as an absolute error, which is measured by the ulp of the largest truth.
"""

import heapq
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.float64 import exact
from verify.arithmetic.mpfr import BINARY64, Format
from verify.arithmetic.precision import Hopeless, precision, upper
from verify.checking.proving.bound import Bounded
from verify.measure.distance import ulp

BITS = 128
MOST_BOXES = 4000
LOOK = 32  # boxes, and twice as many each time, after which it is asked whether more of them would help
NO_DIGIT = 2.0**53  # ulps
NEAR = 1 + 2.0**-48  # no digit that is printed is lost
Box = tuple[tuple[fmpq, fmpq], ...]
Ranges = Sequence[tuple[float, float]]
Measure = Callable[[Box], float | None]
Widths = Callable[[Box], list[float]]


@dataclass(frozen=True)
class Task:
    """A body, which is the truth where it is carried out in exact arithmetic (that is the caller's to show),
    over boxes that together hold the domain.

    admits: are all of these balls in the domain (True), none (False), or is that open?
    """

    body: Callable[..., Any]
    truth: Callable[..., arb]
    boxes: Sequence[Ranges]
    admits: Callable[[Sequence[arb]], bool | None] = lambda x: True
    format: Format = BINARY64
    most_boxes: int = MOST_BOXES
    stop: Callable[[], bool] = lambda: False


@dataclass(frozen=True)
class Absolute:
    """|computed - truth| is at most `error` on the domain; it is `ulps` ulps of the largest truth at most."""

    error: float
    ulps: float | None  # None: how large the truth becomes is not known


def on_box(
    body: Callable[..., Any], truth: Callable[..., arb], box: Box, format: Format = BINARY64
) -> arb | None:
    """A bound in ulps over a box; None where it has to be split."""
    try:
        error, size = _enclosed(body, truth, _balls(box), format)
    except (Hopeless, ArithmeticError):
        return None
    # The smallest ulp over the box is that of the smallest truth.
    return (error / ulp(size.abs_lower(), format)).upper()


def prove(task: Task) -> float | None:
    """An upper bound in ulps of the truth; None where none was found with so many boxes."""

    def measure(box: Box) -> float | None:
        if task.admits(_balls(box)) is False:
            return None
        bound = on_box(task.body, task.truth, box, task.format)
        return math.inf if bound is None else upper(bound)

    with precision(BITS):
        top = _subdivided(task, measure, _relative_widths, _is_near)
    return top[0] if top is not None and top[0] < math.inf else None


def prove_absolute(task: Task) -> Absolute | str:
    """An upper bound of the absolute error, or why there is none."""
    largest = arb(0)

    def measure(box: Box) -> float | None:
        nonlocal largest
        x = _balls(box)
        if (admitted := task.admits(x)) is False:
            return None
        try:
            error, size = _enclosed(task.body, task.truth, x, task.format)
        except (Hopeless, ArithmeticError):
            return math.inf
        if admitted:  # only where the preconditions certainly hold is there a truth that large
            largest = max(largest, size.abs_lower(), _at_the_middle(task, box))
        return upper(error)

    with precision(BITS):
        top = _subdivided(task, measure, _absolute_widths(_exact(task.boxes)))
        if top is None:
            return "the preconditions exclude every input"
        if top[0] == math.inf:
            return _why_not(task, top[1])
        return Absolute(top[0], upper(arb(top[0]) / ulp(largest, task.format)) if largest > 0 else None)


def _at_the_middle(task: Task, box: Box) -> arb:
    """A lower bound of |truth| there; 0 where it is not known."""
    try:
        value = task.truth(*map(arb, _middle(box)))
    except (Hopeless, ArithmeticError):
        return arb(0)
    return value.abs_lower() if value.is_finite() else arb(0)


def _why_not(task: Task, box: Box) -> str:
    try:
        _enclosed(task.body, task.truth, _balls(box), task.format)
    except (Hopeless, ArithmeticError) as error:
        return str(error) or type(error).__name__
    return "the enclosures stay infinite"


def _enclosed(
    body: Callable[..., Any], truth: Callable[..., arb], x: Sequence[arb], format: Format
) -> tuple[arb, arb]:
    """The error's bound and the truth over a box, both finite. Hopeless where they are not."""
    result = Bounded.of(body(*(Bounded(v, arb(0), format) for v in x)), format)
    size = result.ball  # which holds the truth where it counts: in exact arithmetic the body is the truth
    try:
        value = truth(*x)
    except (Hopeless, ArithmeticError):  # the box has inputs that do not count
        value = size
    if value.is_finite():
        size = value.intersection(size) if value.overlaps(size) else value
    if not (size.is_finite() and result.error.is_finite()):
        raise Hopeless("the enclosures are infinite")
    return result.error, size


def _middle(box: Box) -> list[fmpq]:
    return [(low + high) / 2 for low, high in box]


def _balls(box: Box) -> list[arb]:
    return [arb((low + high) / 2, (high - low) / 2) for low, high in box]


def _exact(boxes: Iterable[Ranges]) -> list[Box]:
    return [tuple((exact(low), exact(high)) for low, high in ranges) for ranges in boxes]


def _is_near(bound: float, box: Box, measure: Measure) -> bool:
    """Is that all that halving comes to, or is there no digit? What holds a point has at least its bound."""
    places = [low for low, _ in box], [high for _, high in box], _middle(box)
    points = [tuple((x, x) for x in place) for place in places]
    floors = [floor for point in points if (floor := measure(point)) is not None]
    return any(bound <= NEAR * floor or floor > NO_DIGIT for floor in floors)


def _subdivided(
    task: Task,
    measure: Measure,
    widths: Widths,
    is_near: Callable[[float, Box, Measure], bool] = lambda *_: False,
) -> tuple[float, Box] | None:
    """The worst that is left when boxes or time are used up; None where nothing is admitted."""
    heap: list[tuple[float, int, Box]] = []
    count, look = 0, LOOK

    def push(box: Box) -> None:
        nonlocal count
        count += 1
        if (bound := measure(box)) is not None:
            heapq.heappush(heap, (-bound, count, box))

    for box in _exact(task.boxes):
        push(box)
    while heap and count < 2 * task.most_boxes - 1 and not task.stop():
        if count >= look:
            look *= 2
            if is_near(-heap[0][0], heap[0][2], measure):
                break
        halves = _halves(heap[0][2], widths)
        if halves is None:
            break
        heapq.heappop(heap)
        for half in halves:
            push(half)
    return (-heap[0][0], heap[0][2]) if heap else None


def _relative_widths(box: Box) -> list[float]:
    return [0.0 if low == high else float(arb((high - low) / (abs(low) + abs(high)))) for low, high in box]


def _absolute_widths(boxes: Sequence[Box]) -> Widths:
    """Widths measured against the whole domain's."""
    whole = [max(box[k][1] for box in boxes) - min(box[k][0] for box in boxes) for k in range(len(boxes[0]))]
    return lambda box: [
        0.0 if low == high else float(arb((high - low) / all_of_it))
        for (low, high), all_of_it in zip(box, whole, strict=True)
    ]


def _halves(box: Box, widths: Widths) -> tuple[Box, Box] | None:
    """The box cut across its widest side; None for a point."""
    sizes = widths(box)
    k = max(range(len(box)), key=lambda i: sizes[i], default=0)
    if not sizes or sizes[k] == 0.0:
        return None
    low, high = box[k]
    middle = (low + high) / 2
    return (*box[:k], (low, middle), *box[k + 1 :]), (*box[:k], (middle, high), *box[k + 1 :])
