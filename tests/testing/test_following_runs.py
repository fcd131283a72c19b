"""Calls followed within a script and by the fixture of a test."""

from optics import PROGRAM


def test_a_script_that_follows_itself(tmp_path, loaded):
    (tmp_path / "script.py").write_text(
        """
from verify.testing import follow

class Leg:
    def __init__(self, length):
        self.length, self.how = length, self.half

    def half(self):
        return self.length * 0.1

def area(a, b):
    return a.how() - b.half()

if CONDITION:
    with follow(area) as seen:
        area(Leg(3.0), Leg(2.9999999))
    print(seen.blame())
""",
        encoding="utf-8",
    )
    text = (tmp_path / "script.py").read_text(encoding="utf-8")

    def run(condition):
        (tmp_path / "script.py").write_text(text.replace("CONDITION", condition), encoding="utf-8")
        return loaded.run(str(tmp_path / "script.py")).stdout

    assert "line 12: magnifies it: cancels 24" in run("__name__ == '__main__'")
    assert "put it under if __name__ == '__main__'" in run("True")


def test_the_fixture_adds_its_account_to_a_failing_test(pytester):
    pytester.makepyfile(lens_program=PROGRAM)
    pytester.makepyfile(
        """
        import lens_program

        def test_fails(follow):
            follow("lens_program:Lens.thickness")
            assert lens_program.program() < 0

        def test_certifies(follow):
            seen = follow(lens_program.Lens.thickness)
            lens_program.program()
            seen.assert_certified(max_ulps=4)

        def test_passes(follow):
            follow("lens_program:Lens.thickness")
            assert lens_program.program() > 0
            assert "recorded" in str(vars(lens_program.Lens)["thickness"].__code__)

        def test_is_put_back():
            assert "recorded" not in str(vars(lens_program.Lens)["thickness"].__code__)
        """
    )
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=2, failed=2)
    out = result.stdout.str()
    assert out.count("followed lens_program:Lens.thickness") == 1
    result.stdout.fnmatch_lines(
        [
            "*followed lens_program:Lens.thickness*",
            "lens_program:Lens.thickness: 5 calls: at most * ulps",
            "*lens_program.py, line 11: *magnifies it*",
        ]
    )
    assert "is not certainly within max_ulps=4 at 4 of 5 calls" in out
