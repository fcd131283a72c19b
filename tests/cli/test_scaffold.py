"""A new catalogue file runs as it stands, obeys the laws, and never overwrites."""

import pytest

from verify.claims import laws, obeyed
from verify.cli import scaffold
from verify.core.errors import BadInput
from verify.measure.harness import judge
from verify.measure.limits import Limits
from verify.runs.discover import entries_of


@pytest.mark.parametrize(("linear", "given"), [(False, {"x": "1/1000"}), (True, {"n": 10})])
def test_new_file_runs_and_obeys_the_laws(tmp_path, linear, given):
    path = scaffold.write("my_new_problem", tmp_path, linear)
    assert len(path.read_text(encoding="utf-8").splitlines()) < 60
    (entry,) = entries_of(str(path))
    assert entry.problem.name == "my_new_problem"
    assert all(judge(claim, Limits()).as_declared for claim in entry.claims)
    for algorithm in entry.algorithms:
        assert obeyed.faults(algorithm) == []
    assert laws.second_opinion(entry.problem, given) == ""


def test_nothing_is_overwritten(tmp_path):
    scaffold.write("my_new_problem", tmp_path)
    with pytest.raises(BadInput, match="there already"):
        scaffold.write("my_new_problem", tmp_path)


@pytest.mark.parametrize("name", ["", "two words", "../x", "X", "1a", "exp_negative"])
def test_names_that_will_not_do(name, tmp_path):
    with pytest.raises(BadInput):
        scaffold.write(name, tmp_path)
    assert not list(tmp_path.iterdir())
