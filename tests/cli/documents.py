"""What commands print with --json."""

import json


def document(verify, *arguments, code=0):
    """What a command prints with --json: exactly one document, and nothing on the other stream."""
    found, out, err = verify(*arguments, "--json")
    assert (found, err) == (code, "")
    return json.loads(out)
