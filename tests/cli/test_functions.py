"""verify functions: what a formula may say, and where it means something."""

import json

from click.testing import CliRunner

from verify.cli.functions import functions_command
from verify.language.functions import CONSTANTS, TABLE


def test_every_function_is_listed_with_its_domain_in_words():
    shown = CliRunner().invoke(functions_command).output.splitlines()
    for function in TABLE:
        told = f"{function.signature}: {function.says}"
        assert {told, f"{told}; complex"} & set(shown)
    assert "sqrt(x): x >= 0; complex" in shown
    assert "chebyt(n, x): n whole, or x >= -1; complex" in shown


def test_the_list_as_json():
    document = json.loads(CliRunner().invoke(functions_command, ["--json"]).output)
    assert document["constants"] == list(CONSTANTS)
    by_name = {row["name"]: row for row in document["functions"]}
    assert set(by_name) == {f.name for f in TABLE}
    assert by_name["exp"] == {
        "name": "exp",
        "arguments": ["x"],
        "domain": "all real numbers",
        "derivatives": ["exp(x)"],
        "complex": True,
    }
    assert by_name["atan2"]["arguments"] == ["y", "x"]
    assert by_name["atan2"]["domain"] == "not both zero"
