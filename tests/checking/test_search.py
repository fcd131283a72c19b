"""The worst case: what is found lies between what is planted and what is proved."""

import math
import os
from fractions import Fraction

import pytest
from exactly import ulp

from verify.arithmetic.precision import precision
from verify.checking import result_row
from verify.checking.gate import Gate
from verify.checking.one_input.preview import preview
from verify.checking.one_input.sample import assess
from verify.checking.one_input.samples import Outside
from verify.checking.searching.search import Budget, search
from verify.checking.searching.subranges import BITS, DEPTH, Found, _finest, ends_of
from verify.checking.subjects.subject import Range, Subject, parse_domain, subject
from verify.checking.subjects.truths import in_balls
from verify.core import numbers
from verify.core.errors import BadInput
from verify.language import grammar, nodes
from verify.measure.limits import Limits

LIMITS = Limits(4096)


def made(function, truth, *domain, given=()):
    ranges = parse_domain(domain)
    names = tuple(r.name for r in ranges)
    node = grammar.number(truth, names)
    value, gradient = in_balls(node, names)
    conditions = tuple(grammar.condition(text, names) for text in given)
    return Subject("own", function, value, truth, ranges, gradient, conditions, expression=node)


def row(result):
    return result_row.row(result, Gate(), "")


# --- budgets ------------------------------------------------------------------------------------------


def test_a_budget_is_evaluations_or_seconds():
    assert Budget.parse("500") == Budget(500, None)
    assert Budget.parse("1.5s") == Budget(None, 1.5)


@pytest.mark.parametrize("text", ["", "0", "-5", "1e4", "s", "0s", "-1s", "infs", "nans", "ten", "10m"])
def test_what_is_no_budget_is_told(text):
    with pytest.raises(BadInput, match="a number of evaluations"):
        Budget.parse(text)


def test_a_budget_is_kept(tmp_path):
    file = os.open(tmp_path / "calls", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def counted(x):
        os.write(file, f"{float(x).hex()}\n".encode())
        return x * x

    result = search(made(counted, "x^2", "x=0:10"), Budget(3000), 0, LIMITS)
    os.close(file)
    assert len(set((tmp_path / "calls").read_text(encoding="utf-8").split())) == 3000
    # Those that were only looked at are called again when they are certified.
    assert len(result.samples) < 2048 + 2 * 512 + 1
    assert result.notes[0] == f"3000 inputs looked at, {len(result.samples)} of them certified"


def test_seconds_end_a_search_also_of_a_slow_truth():
    import time

    def slow(*x):
        time.sleep(0.01)
        return x[0].exp()

    what = Subject("own", math.exp, slow, "exp(x)", parse_domain(["x=0:1"]))
    result = search(what, Budget(None, 0.3), 0, LIMITS)  # without an end it does not come back
    # An input takes 10 ms at least, and portions double: of 0.3 s no more come than 4 + 8, and 4 + ... + 32.
    # The first sample of a search without this clock is 2048.
    assert 0 < len(result.samples) <= 72


# --- what is found ------------------------------------------------------------------------------------


def test_the_same_seed_finds_the_same():
    what = subject("math:lgamma", "lgamma(x)", ["x=0.5:10"])
    first, again, other = (search(what, Budget(1500), seed, LIMITS) for seed in (1, 1, 2))
    assert first.samples == again.samples
    assert row(first) == row(again)
    assert first.samples != other.samples


@pytest.mark.parametrize("middle", [3e-5, -41.3])
def test_an_error_in_a_narrow_range_is_found(middle):
    """A bump of 1000 ulps, a fiftieth of the size of the number wide; all else is exact."""

    def bumped(x):
        d = (x - middle) / middle
        return x * (1 + 2.0**-42 * math.exp(-((50 * d) ** 2) / 2))

    what = made(bumped, "x", "x=-100:100")
    found = row(search(what, Budget(8000), 0, LIMITS))["found"]
    peak = middle * (1 + 2.0**-42)
    most = abs(Fraction(peak) - Fraction(middle)) / ulp(Fraction(middle))
    assert 0.9 * most < Fraction(found) <= 2 * most


def test_a_spike_of_few_floats_beside_a_power_of_two_is_found():
    def spiked(x):
        return x * (1 + 1e-12) if abs(x - 8.0) < 4e-15 else x

    assert row(search(made(spiked, "x", "x=-1e10:1e10"), Budget(4000), 0, LIMITS))["found"] > 1000


def test_the_c_library_is_searched_as_well_as_its_errors_are_known():
    """Figures of the GNU C library are above 1.4 and 1.9 ulps; another library may be better."""
    for name, most in (("tanh", 2.3), ("acosh", 2.3)):
        what = subject(f"math:{name}", f"{name}(x)", ["x=1:20"] if name == "acosh" else ["x=-20:20"])
        found = row(search(what, Budget(3000), 0, LIMITS))["found"]
        assert 0.49 < found < most


@pytest.mark.parametrize(
    ("function", "truth", "domain", "given"),
    [
        (lambda x: x * x * x, "x^3", ("x=1:1+2^-45",), ()),
        (lambda x, y: (x - y) * (x + y), "x^2 - y^2", ("x=1:1+2^-48", "y=2:2+2^-47"), ()),
        (lambda x: 1 / (x + 1), "1/(x + 1)", ("x=0:2^-1067",), ()),
        (lambda x: (x + 1) * x, "x^2 + x", ("x=1:1+2^-45,4:4+2^-45",), ()),
        (lambda x: (x + 1) * x, "x^2 + x", ("x=1:1+2^-44",), ("x < 1 + 2^-45",)),
    ],
)
def test_found_is_at_most_the_true_maximum_which_is_at_most_the_bound(function, truth, domain, given):
    """On domains so small that every float of them is asked."""
    what = made(function, truth, *domain, given=given)
    columns = [
        [
            numbers.from_ordinal(k)
            for low, high in r.pieces
            for k in range(numbers.ordinal(low), numbers.ordinal(high) + 1)
        ]
        for r in what.domain
    ]
    points = (
        [(x,) for x in columns[0]] if len(columns) == 1 else [(x, y) for x in columns[0] for y in columns[1]]
    )
    assert len(points) < 600
    result = search(what, Budget(1500), 0, LIMITS)
    figures = row(result)
    true = Fraction(0)
    for where in points:
        exactly = rational(what.expression, dict(zip("xy", map(Fraction, where), strict=False)))
        if not given or where[0] < 1 + 2.0**-45:
            true = max(true, abs(Fraction(function(*where)) - exactly) / ulp(exactly))
    assert Fraction(figures["found"]) <= true <= Fraction(figures["ulps"]["max"])
    assert Fraction(figures["found"]) > true * Fraction(99, 100) - Fraction(1, 2**20), "every float was asked"
    assert true <= Fraction(result.proved_bound) < 4


def rational(node, values):
    if isinstance(node, nodes.Number):
        return Fraction(int(node.value.p), int(node.value.q))
    if isinstance(node, nodes.Variable):
        return values[node.name]
    a = [rational(v, values) for v in node.arguments]
    match node.name:
        case "+":
            return a[0] + a[1]
        case "-":
            return a[0] - a[1]
        case "*":
            return a[0] * a[1]
        case "/":
            return a[0] / a[1]
    return a[0] ** int(a[1])


def test_inputs_that_are_no_number_or_outside_do_not_end_a_search():
    def partial(x):
        if x > 2:
            raise RuntimeError
        return math.nan if x > 1 else math.sqrt(x) if x >= 0 else 7.0

    figures = row(search(made(partial, "sqrt(x)", "x=-1:3"), Budget(4000), 0, LIMITS))
    assert figures["failed"] > 10
    assert figures["outside_domain"] > 10
    assert figures["ulps"]["max"] <= 0.5
    assert math.isfinite(float.fromhex(figures["worst"]["computed"]))
    assert figures["worst_failure"]["computed"] == "nan"
    assert float.fromhex(figures["worst_failure"]["inputs"]["x"]) > 1


def test_the_largest_numbers_are_searched():
    """Those of few bits next to them may lie beyond all floats."""
    found = search(
        made(math.sqrt, "sqrt(x)", "x=0x1.ffp1023:0x1.fffffffffffffp1023"), Budget(4000), 0, LIMITS
    )
    assert row(found)["points"] == len(found.samples) > 1000
    assert row(found)["ulps"]["max"] <= 0.5


def test_a_bound_is_of_the_domain_as_it_was_given():
    """A search cuts it about zero; squares are bounded there, too."""
    result = search(made(lambda x, y: x * x + y, "x*x + y", "x=-5:5", "y=-5:5"), Budget(500), 0, LIMITS)
    largest = Fraction(25 + 30, 2**53)  # half an ulp of each result is at most 2^-53 of it
    assert result.proved_absolute is not None
    assert largest / 4 < Fraction(result.proved_absolute.error) < largest * 2


def test_preconditions_are_kept():
    what = made(math.hypot, "hypot(x, y)", "x=0:1", "y=0:1", given=("x < y",))
    result = search(what, Budget(3000), 0, LIMITS)
    assert all(isinstance(s, Outside) or s.where[0] < s.where[1] for s in result.samples)
    assert sum(not isinstance(s, Outside) for s in result.samples) > 500


# --- why there is no bound ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "truth", "says"),
    [
        (math.exp, "exp(x)", "cannot be followed"),
        (lambda x: 100.0 if x == 0.5 else x + 1, "x + 1", "cannot be followed"),
        (lambda x: x + 1 if isinstance(x, float) else x * 1, "x", "cannot be followed"),
        (lambda x: x + 1 if not isinstance(x, float) or x != 0.3 else 0.0, "x + 1", "cannot be followed"),
        (lambda x: x * 0.1, "x/10", "is the formula is not shown"),
        (lambda x: 1 / (x - 0.5), "1/(x - 0.5)", "no upper bound"),
    ],
)
def test_without_a_bound_it_is_said_why(function, truth, says):
    result = search(made(function, truth, "x=0.25:1"), Budget(500), 0, LIMITS)
    assert result.proved_bound is None
    assert says in result.notes[-1]


def test_a_truth_that_is_no_formula_has_no_bound():
    what = Subject("own", lambda x: x + 1, lambda x: x + 1, "a function", parse_domain(["x=0:1"]))
    assert "no" in search(what, Budget(100), 0, LIMITS).notes[-1]


# --- looking ------------------------------------------------------------------------------------------


def test_a_first_look_is_near_what_is_certified():
    what = made(lambda x: math.sin(x) * (1 + 3e-16), "sin(x)", "x=-100:100")
    for x in (0.1, 1.0, 3.14159, -77.7, 1e-300):
        with precision(96):
            ulps, envelope = preview(what, (x,), LIMITS)
        (sample,) = assess(what, [(x,)], LIMITS)
        assert ulps == pytest.approx(sample.ulps, rel=1e-3, abs=1e-3)
        assert envelope == pytest.approx(sample.envelope, rel=1e-3, abs=1e-3)


@pytest.mark.parametrize(
    ("function", "truth", "x", "sizes"),
    [
        (math.exp, "log(x)", -1.0, (-1.0, -1.0)),
        (lambda x: math.nan, "x", 1.0, (math.inf, math.inf)),
        (lambda x: 1 / 0, "x", 1.0, (math.inf, math.inf)),
        (lambda x: 1.0, "sin(1e40*x)", 0.7, (math.inf, math.inf)),
        (lambda x: 1.0, "1/(sin(x)^2 + cos(x)^2 - 1)", 0.7, (math.inf, math.inf)),
        (lambda x: x, "zeta(x)", 2.0, (None, -1.0)),
    ],
)
def test_a_first_look_says_what_needs_a_closer_one(function, truth, x, sizes):
    with precision(96):
        seen = preview(made(function, truth, "x=-1e9:1e9"), (x,), LIMITS)
    assert all(given is None or given == found for given, found in zip(sizes, seen, strict=True))


@pytest.mark.parametrize("pieces", [((0.0, 1.0),), ((-3.0, -2.0), (1.0, 1e300)), ((1.0, 1.0 + 2.0**-50),)])
def test_subranges_are_a_partition(pieces):
    """Every float lies in the subrange that its cell names, at every depth."""
    r = Range("x", pieces)
    for low, high in pieces:
        first, last = numbers.ordinal(low), numbers.ordinal(high)
        for place in {first + (last - first) * k // 37 for k in range(38)}:
            cell = _finest(r, numbers.from_ordinal(place))
            for level in range(DEPTH):
                ends = ends_of(r, cell >> BITS * (DEPTH - 1 - level), level)
                assert ends[0] <= place <= ends[1]
                assert first <= ends[0]
                assert ends[1] <= last


def test_the_worst_of_each_subrange_is_remembered():
    found = Found(made(math.exp, "exp(x)", "x=0:1"))
    for x, size in ((0.5, 1.0), (0.50001, 3.0), (0.50002, 2.0), (1e-9, 0.5), (0.3, math.inf), (0.4, -1.0)):
        found.add((x,), (size, size / 2))
    assert found.cells(0, 0, 1)[0][1] == (0.50001,)
    assert {where for _, where in found.cells(0, DEPTH - 1, 9)} == {(0.5,), (0.50001,), (0.50002,), (1e-9,)}
    assert set(found.remarkable()) == {(0.5,), (0.50001,), (0.50002,), (1e-9,), (0.3,)}
