"""Summaries, and which rows of a large sweep are drawn."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify.records import summary


def rows_of(sizes, algorithm="way"):
    """A row for each size in ulps; None is a result that is not a number."""
    return [
        {
            "problem": "toy",
            "algorithm": algorithm,
            "inputs": {"x": float(k).hex()},
            "parameters": {},
            "computed": "0x1p0",
            "ulps": size,
            "cause": "none" if size is not None else "range",
        }
        for k, size in enumerate(sizes)
    ]


def thinned(rows, most):
    return list(summary.thinned(lambda *names: iter(rows), most))


def test_a_summary_counts_and_ranks():
    (row,) = summary.summary(rows_of([*range(1, 100), None]))
    assert row["points"] == 100
    assert row["ulps"] == {"max": 99, "p99": 99, "median": 50}
    assert row["causes"] == {"none": 99, "range": 1}
    assert row["worst"]["inputs"] == {"x": float(99).hex()}, "no number at all is worse than any"
    (lost,) = summary.summary(rows_of([None]))
    assert lost["ulps"] == {"max": None, "p99": None, "median": None}


@given(st.lists(st.floats(0, 1e300), min_size=1, max_size=300))
def test_percentiles_are_values_that_enough_points_stay_below(sizes):
    (row,) = summary.summary(rows_of(sizes))
    for name, share in (("median", 0.5), ("p99", 0.99), ("max", 1)):
        value = row["ulps"][name]
        assert value in sizes
        assert sum(size <= value for size in sizes) >= share * len(sizes)


def test_algorithms_are_summarised_apart():
    rows = rows_of([1, 2]) + rows_of([3], "other")
    assert [(r["algorithm"], r["points"]) for r in summary.summary(rows)] == [("way", 2), ("other", 1)]


def test_a_small_sweep_is_kept_whole():
    rows = rows_of(range(50))
    assert thinned(rows, 50) == rows


@pytest.mark.parametrize("count", [51, 500, 3000])
def test_a_large_sweep_keeps_its_worst_and_its_order(count):
    sizes = [(7 * k) % count + 1 for k in range(count)]
    rows = rows_of(sizes)
    kept = thinned(rows, 50)
    assert len(kept) <= 60
    assert [rows.index(row) for row in kept] == sorted(rows.index(row) for row in kept)
    assert max(row["ulps"] for row in kept) == max(sizes)
    assert summary.summary(rows)[0]["points"] == count


def test_an_even_choice_keeps_whole_columns():
    """Every input chosen is there with all its parameters, and the choice is spread evenly."""
    rows = [{**row, "parameters": {"n": n}} for n in (1, 2, 3) for row in rows_of([1.0] * 100)]
    kept = thinned(rows, 60)
    places = {}
    for row in kept:
        places.setdefault(float.fromhex(row["inputs"]["x"]), set()).add(row["parameters"]["n"])
    chosen = sorted(place for place, sizes in places.items() if sizes == {1, 2, 3})
    assert chosen == [5.0 * k for k in range(20)]


@pytest.mark.parametrize("inputs", range(1, 40))
@pytest.mark.parametrize("most", [1, 7, 20])
def test_as_many_inputs_are_chosen_as_there_is_room_for(inputs, most):
    rows = rows_of([None] * inputs)
    assert len(thinned(rows, most)) == min(inputs, most)


def test_of_worst_rows_alike_the_first_is_told():
    (row,) = summary.summary(rows_of([1.0, 5.0, 5.0]))
    assert row["worst"]["inputs"] == {"x": float(1).hex()}
    assert math.isinf(summary.severity({"ulps": None}))


def claims(*said):
    return [{"principal": s == "principal", "standing": s, "verdict": v} for s, v in said]


def test_the_headline_counts_principal_readings_and_the_rest_apart():
    yes, no, open_still = "CONFIRMED", "REFUTED", "UNDECIDED"
    rows = claims(("principal", yes), ("principal", no), ("principal", yes), ("part", no), ("neighbour", no))
    said = "3 claims: 2 confirmed, 1 refuted (counted separately: 1 part, 1 neighbouring reading)"
    assert summary.headline(rows) == said
    rows = claims(("principal", open_still), *[("further", yes)] * 2)
    said = "1 claim: 0 confirmed, 0 refuted, 1 undecided (counted separately: 2 further statements)"
    assert summary.headline(rows) == said
    assert summary.headline([]) == "0 claims: 0 confirmed, 0 refuted"
