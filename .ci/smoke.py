"""What an installation has to do, from any folder and without the sources."""

import json
import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

SOURCE = "import math\n\n\ndef f(x):\n    c = math.cos(x)\n    return (1 - c) / (x * x)\n"


def verify(*words: str) -> str:
    done = subprocess.run([sys.executable, "-I", "-m", "verify", *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def main() -> None:
    import verify as package

    for name in ("py.typed", "cli/templates/problem.txt", "report/templates"):
        found = files("verify").joinpath(*name.split("/"))
        assert found.is_file() or found.is_dir(), name
    assert verify("--version").split()[-1] == package.__version__
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder, "own.py")
        own.write_text(SOURCE, encoding="utf-8")
        asked = ("--truth", "exp(x)", "--domain", "x=0:1", "--points", "50", "--max-ulps", "2", "--json")
        (row,) = json.loads(verify("check", "math:exp", *asked))["results"]
        assert row["passed"]
        assert row["points"] > 50
        blamed = json.loads(verify("blame", f"{own}:f", "--at", "x=1e-8", "--json"))
        assert {line["line"] for line in blamed["guilty"]} == {5, 6}
        verify("run", "exp_negative", "--points", "4", "--jobs", "1", "--out", f"{folder}/out")
        assert any(Path(folder, "out").glob("*.html"))
    print(f"verify {package.__version__} of {Path(package.__file__).parent} does what it should")


if __name__ == "__main__":
    main()
