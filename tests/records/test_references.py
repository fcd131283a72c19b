"""Reference values: written, proved again, and every change to them caught."""

import dataclasses
import json

import numpy as np
import pytest
import toys
from flint import arb, fmpq

from verify.arithmetic.precision import current_bits
from verify.core.errors import BadInput
from verify.core.model import Parameter, Quantity, Route
from verify.records import references
from verify.records.write import parse_ball


def falling(mp, x):
    return mp.exp(-x)


PROBLEM = toys.problem(
    "falling",
    truth=lambda x: (-x).exp(),
    second=lambda x: 1 / x.exp(),
    opinion=falling,
    references=({"x": "1/10"}, {"x": "0"}, {"x": "700"}),
    quantities=(
        Quantity(
            "half",
            "half of it",
            lambda x: (-arb(x)).exp() / 2,
            opinion=lambda mp, x: falling(mp, mp.mpf(int(x.p)) / int(x.q)) / 2,
        ),
    ),
)


def way(function):
    return Route(function, "another route")


def moved(x):
    return (-x).exp() + arb(2) ** -160


def replaced(**changes):
    return dataclasses.replace(PROBLEM, **changes)


@pytest.fixture
def folder(tmp_path):
    path, doubtful = references.write(PROBLEM, tmp_path / "references")
    assert (path.name, doubtful) == ("falling.json", 0)
    return path.parent


def stored(folder):
    return json.loads((folder / "falling.json").read_text(encoding="utf-8"))


def store(folder, document, rehash=False):
    """What a forger puts there; `rehash` where he knows how the hash is made."""
    if rehash:
        document["sha256"] = references.chained(document)
    (folder / "falling.json").write_text(json.dumps(document), encoding="utf-8")


def test_what_is_written_passes_and_is_the_same_again(folder):
    before = (folder / "falling.json").read_bytes()
    assert references.check(PROBLEM, folder) == []
    references.write(PROBLEM, folder)
    assert (folder / "falling.json").read_bytes() == before
    assert [p.name for p in folder.iterdir()] == ["falling.json"]


def test_values_are_balls_of_fifty_digits_at_the_exact_rational(folder):
    rows = stored(folder)["values"]
    assert [row["quantity"] for row in rows] == ["truth", "half"] * 3
    tenth = parse_ball(rows[0]["value"])
    assert tenth.rel_accuracy_bits() > 155
    assert tenth.str(45).startswith("[0.90483741803595957316424905944643662119470536")
    assert rows[0]["mpmath"]["value"].startswith("0.9048374180359595731642490594464366211947053609804")
    assert rows[0]["inputs"] == {"x": "1/10"}
    assert parse_ball(rows[2]["value"]) == 1


def flipped(text, place):
    """The text with another digit at a place after the point."""
    k = text.index(".") + place
    return text[:k] + str((int(text[k]) + 5) % 10) + text[k + 1 :]


@pytest.mark.parametrize("place", [1, 20, 48])
@pytest.mark.parametrize("field", ["value", "mpmath"])
@pytest.mark.parametrize("rehash", [False, True])
def test_a_flipped_digit_is_caught(folder, place, field, rehash):
    document = stored(folder)
    row = document["values"][0]
    if field == "value":
        row["value"] = flipped(row["value"], place)
    else:
        row["mpmath"]["value"] = flipped(row["mpmath"]["value"], place)
    store(folder, document, rehash)
    (fault,) = references.check(PROBLEM, folder)
    assert ("truth x=1/10" in fault) if rehash else ("was changed after" in fault)


def test_other_changes_are_caught(folder):
    whole = stored(folder)

    def faults(**changes):
        store(folder, {**json.loads(json.dumps(whole)), **changes}, rehash="sha256" not in changes)
        return references.check(PROBLEM, folder)

    values = whole["values"]
    assert faults() == []
    assert "was changed after it was written" in faults(sha256="0" * 64)[0]
    assert "points" in faults(values=values[:-1])[0]
    assert "points" in faults(values=values[::-1])[0]
    assert "points" in faults(values=[*values, values[0]])[0], "a value twice"
    wide = [{**values[0], "value": "[0.9 +/- 0.1]"}, *values[1:]]
    assert "wider than 50 digits" in faults(values=wide)[0]
    assert "stored" in faults(values=[{**values[0], "value": [values[0]["value"]] * 2}, *values[1:]])[0]
    assert "mpmath" in faults(values=[{**values[0], "mpmath": None}, *values[1:]])[0]
    assert "formula" in faults(formula="y = x")[0]
    assert "route" in faults(route="guessing")[0]


@pytest.mark.parametrize("key", ["versions", *references.DECLARED, "values"])
def test_every_part_is_hashed(folder, key):
    document = stored(folder)
    part = document[key]
    if key == "values":
        document[key] = part[1:]
    elif key == "versions":
        document[key] = {**part, "flint": "3.5.9"}
    else:
        document[key] = {"half": "all of it"} if key == "quantities" else f"{part} "
    store(folder, document)
    (fault,) = references.check(PROBLEM, folder)
    assert ("of another version" if key == "schema" else "was changed after it was written") in fault


def test_the_hash_is_a_chain(folder):
    """Each value is hashed with all before it, so that an exchange of two is another hash."""
    document = stored(folder)
    links = [references.chained({**document, "values": document["values"][:k]}) for k in range(7)]
    assert len(set(links)) == 7
    assert links[6] == document["sha256"]
    swapped = [document["values"][k] for k in (1, 0, 2, 3, 4, 5)]
    assert references.chained({**document, "values": swapped}) != links[6]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ("[" * 100_000, "nested too deep"),
        ('{"schema": 1, "schema": 2}', "the key 'schema' stands twice"),
        ("[]", "of another version"),
        ("{}", "of another version"),
        ("null", "of another version"),
        ('{"schema": "verify-references/1"}', "of another version"),
        ('{"schema": "verify-references/2"}', "is malformed"),
        ('{"schema": "verify-references/2", "values": 3}', "is malformed"),
    ],
    ids=lambda text: repr(text[:40]),
)
def test_a_malformed_file_is_told(folder, text, says):
    (folder / "falling.json").write_text(text, encoding="utf-8")
    (fault,) = references.check(PROBLEM, folder)
    assert says in fault
    assert "\n" not in fault
    assert fault.endswith("write it anew with verify certify falling")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("value", "0.5"),
        ("value", ["[1 +- 0]"]),
        ("bits", -1),
        ("mpmath", {}),
        ("quantity", "a\x00"),
        ("inputs", {"x": 1}),
    ],
)
def test_a_malformed_value_is_told(folder, field, value):
    document = stored(folder)
    document["values"][1][field] = value
    store(folder, document, rehash=True)
    (fault,) = references.check(PROBLEM, folder)
    assert "is malformed: references.values[1]" in fault


def test_foreign_files_are_told_and_parts_of_a_killed_run_go(folder):
    assert references.foreign(folder, ["falling"]) == []
    assert references.foreign(folder / "none", ["falling"]) == []
    for name in ("rising.json", "falling.json~", ".hidden"):
        (folder / name).touch()
    (folder / ".falling.json.0123abcd.part").touch()
    faults = references.foreign(folder, ["falling"])
    assert [fault.partition(" holds ")[0] for fault in faults] == [
        str(folder / name) for name in (".hidden", "falling.json~", "rising.json")
    ]


def test_a_missing_file_is_told(folder):
    (folder / "falling.json").unlink()
    assert "No such file" in references.check(PROBLEM, folder)[0]


def test_a_changed_declaration_is_caught(folder):
    for change, said in (
        ({"references": ({"x": "1/10"},)}, "points"),
        ({"references": ({"x": "1/11"}, {"x": "0"}, {"x": "700"})}, "points"),
        ({"truth": Route(moved, PROBLEM.truth.says), "second": way(moved)}, "proved"),
        ({"second": way(lambda x: 1 / x.exp() + arb(2) ** -160)}, "exclude each other"),
        ({"opinion": way(lambda mp, x: mp.exp(-x) + mp.mpf(10) ** -45)}, "mpmath does not agree"),
        ({"formula": "y = exp(x)"}, "formula"),
        ({"second": Route(PROBLEM.second.function, "by hand")}, "second_route"),
    ):
        assert said in references.check(replaced(**change), folder)[0], said


def test_an_opinion_on_a_tiny_value_must_have_its_digits():
    """e^-700 is 1e-304: to agree to 10^-100 says nothing."""
    wrong = replaced(opinion=lambda mp, x: mp.mpf(0) if x > 600 else mp.exp(-x), quantities=())
    assert [row["doubtful"] for given in wrong.references for row in references.certified(wrong, given)] == [
        *(False, False, True),
    ]


def test_an_opinion_on_a_true_zero():
    zero = toys.problem("nil", truth=lambda x: x.sqrt() ** 2 - 2, opinion=lambda mp, x: mp.sqrt(x) ** 2 - 2)
    (row,) = references.certified(zero, {"x": 2})
    assert not row["doubtful"]
    exactly = toys.problem("nil", truth=lambda x: x - 2, opinion=lambda mp, x: x - 2)
    assert references.certified(exactly, {"x": 2})[0]["mpmath"]["agrees"]
    off = dataclasses.replace(zero, opinion=Route(lambda mp, x: mp.mpf(10) ** -60, "wrong"))
    assert references.certified(off, {"x": 2})[0]["doubtful"]


def test_vectors_and_parameters():
    def both(n):
        made = np.empty(2, dtype=object)
        made[:] = [arb(n).sqrt(), fmpq(1, n)]
        return made

    problem = toys.problem(
        "pair",
        truth=both,
        inputs=(),
        parameters=(Parameter("n", 1, 9, (2,), 2),),
        data=lambda n: (n,),
        opinion=lambda mp, n: [mp.sqrt(n), mp.mpf(1) / n],
        references=({"n": 3},),
    )
    (row,) = references.certified(problem, {"n": 3})
    assert row["parameters"] == {"n": 3}
    assert row["value"][1].startswith("[0.3333333333333333333333333333333333333333333333333")
    assert not row["doubtful"]
    short = dataclasses.replace(problem, opinion=Route(lambda mp, n: [mp.sqrt(n)], "short"))
    assert references.certified(short, {"n": 3})[0]["doubtful"]


def test_what_does_not_settle_is_refused():
    noise = replaced(truth=lambda x: arb(1, arb(2) ** -100))
    with pytest.raises(BadInput, match="does not settle within 512 bits"):
        references.certified(noise, {"x": 1}, 512)
    with pytest.raises(BadInput, match="ZeroDivisionError"):
        references.certified(replaced(truth=lambda x: 1 / 0), {"x": 1})
    with pytest.raises(BadInput, match="does not settle within 100 bits"):
        references.certified(PROBLEM, {"x": "1/10"}, 100)


def test_the_precision_is_as_it_was(folder):
    before = current_bits()
    references.check(PROBLEM, folder)
    assert current_bits() == before
