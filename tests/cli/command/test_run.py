"""The command line: runs, reports, and what is shown of them."""

import json

from cli.documents import document

from verify.records import read


def test_a_run_from_end_to_end(verify, here):
    made = document(verify, "run", "roots.py", "--jobs", 1, "--seed", 7, "--max-bits", 512)
    assert set(made) >= {"schema", "provenance", "measurements", "claims"}
    assert made["provenance"]["command"] == "verify run roots.py --jobs 1 --seed 7 --max-bits 512 --json"
    assert (made["provenance"]["seed"], made["provenance"]["max_bits"]) == (7, 512)
    told = made["measurements"]
    assert (told["file"], told["rows"]) == ("measurements.parquet", 9)
    rows = [*read.record(here / "verify-out" / "record.json").rows()]
    fields = (
        "problem algorithm inputs parameters computed truth forward_error rounding_error truncation_error "
        "data_error backward_error condition_number ulps digits cause inherent bits"
    )
    assert all(set(fields.split()) <= set(row) for row in rows)
    out = here / "verify-out"
    assert json.loads((out / "record.json").read_text(encoding="utf-8")) == made
    assert (out / "measurements.parquet").is_file()
    assert (out / "index.html").is_file()
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "roots" in page
    (out / "index.html").unlink()
    code, text, err = verify("report", out / "record.json")
    assert (code, err) == (0, "")
    assert (out / "index.html").read_text(encoding="utf-8") == page
    assert text.replace(str(here) + "/", "") == "wrote verify-out/index.html\nwrote verify-out/claims.html\n"
    assert sorted(path.name for path in out.iterdir()) == [
        *("cache", "claims", "claims.html", "index.html", "measurements.parquet", "problems", "record.json"),
    ]
    code, text, err = verify("report", out / "record.json", "--out", "published")
    assert (code, err) == (0, "")
    assert (here / "published" / "report.md").is_file()
    assert [*(here / "published" / "figures").glob("roots-*.svg")]


def test_a_run_is_resumed_and_shown(verify, no_pages):
    made = document(verify, "run", "roots.py", "--jobs", 1, "--seed", 7)
    again = document(verify, "run", "roots.py", "--jobs", 1, "--seed", 7, "--resume")
    assert again["measurements"] == made["measurements"]
    other = document(verify, "run", "roots.py", "--jobs", 1, "--seed", 8)
    assert other["measurements"] != made["measurements"]
    shown = document(verify, "show", "roots.py")["last_record"]
    assert shown["summary"] == other["summary"]
    code, text, err = verify("show", "roots.py")
    assert (code, err) == (0, "")
    assert "last record: verify-out/record.json, made by verify run roots.py" in text


def test_one_measurement_is_printed_whole(verify, no_pages):
    code, out, err = verify("run", "roots.py", "--at", "x=2", "--at", "steps=5", "--algorithm", "newton")
    assert (code, err) == (0, "")
    for word in ("forward_error", "rounding_error", "0x1.6a09e667f3bc", "report: verify-out/index.html"):
        assert word in out
    made = document(verify, "run", "roots.py", "--at", "x=2", "--at", "steps=5", "--algorithm", "newton")
    y = 2.0
    for _ in range(5):
        y = (y + 2.0 / y) / 2.0
    assert [row["computed"] for row in made["rows"]] == [y.hex()]


def test_certify_writes_and_checks(verify, here):
    text = (here / "roots.py").read_text(encoding="utf-8")
    text = text.replace(
        "inputs=", 'references=({"x": 2},), opinion=Route(lambda mp, x: mp.sqrt(x), "mpmath"), inputs='
    )
    (here / "roots.py").write_text(text, encoding="utf-8")
    code, out, err = verify("certify", "roots.py")
    assert (code, out, err) == (0, "wrote references/roots.json\n", "")
    assert verify("certify", "--check", "roots.py")[:2] == (0, "1 files checked, 0 faults\n")
    stored = here / "references" / "roots.json"
    stored.write_text(stored.read_text(encoding="utf-8").replace("1.4142", "1.4143"), encoding="utf-8")
    code, out, err = verify("certify", "--check", "roots.py")
    assert (code, err) == (1, "")
    assert "was changed after it was written" in out
    assert out.endswith("1 files checked, 1 faults\n")
