"""Several items at once, taken singly where one does not return."""

import ctypes

import pytest
from runs.deeds import DEEDS, SHORT, UPWARD, limits_of

from verify.runs.workers import Guard


def doubled(items):
    return [2 * x for x in items]


@pytest.mark.parametrize("deed", ["os._exit", "endless in C", "BaseException", "closes all files"])
def test_several_at_once_are_taken_singly_where_one_does_not_return(deed, soon_ended):
    do, said = DEEDS[deed]

    def single(k):
        return do() if k == 33 else 2 * k

    def several(items):
        return [single(k) for k in items]

    with Guard(single, limits_of(said), batch=64, several=several) as guard:
        answers = list(guard.answers(range(100)))
    assert answers.pop(33).why.startswith(said)
    assert answers == doubled(k for k in range(100) if k != 33)


def test_several_at_once_are_not_believed_where_one_changed_what_they_run_in():
    def single(k):
        found = 1.0 + 2.0**-60
        if k == 5:
            ctypes.CDLL("libm.so.6").fesetround(UPWARD)
        return found

    with Guard(single, SHORT, batch=20, several=lambda items: [single(k) for k in items]) as guard:
        assert list(guard.answers(range(20))) == [1.0] * 20
    assert len(guard.remarks) == 1
