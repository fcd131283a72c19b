"""Findings as SARIF 2.1.0, which code hosts and editors show beside the source; and as a workflow's log."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from verify.interface.findings import RULES, Finding
from verify.records.plain import Row

MOST = 5000  # results in a file
SHOWN = 10  # annotations: a step of a workflow shows no more
VERSION = "2.1.0"
ROOT = "SRCROOT"


def document(found: Sequence[Finding], here: Path, version: str) -> Row:
    """The log of one run of this version. Places below `here` are relative to it."""
    kept, left = found[:MOST], len(found) - MOST
    told = f"{left} results are left out: a file holds {MOST}"
    notes = [{"level": "warning", "message": {"text": told}}] if left > 0 else []
    rules = [
        {"id": name, "shortDescription": {"text": says}, "fullDescription": {"text": says}}
        for name, says in RULES.items()
    ]
    run = {
        "tool": {"driver": {"name": "verify", "version": version, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"uri": here.resolve().as_uri().rstrip("/") + "/"}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
        "results": [_result(finding, here) for finding in kept],
    }
    return {"version": VERSION, "runs": [run]}


def _result(finding: Finding, here: Path) -> Row:
    made: Row = {
        "ruleId": finding.rule,
        "ruleIndex": list(RULES).index(finding.rule),
        "level": finding.level,
        "message": {"text": finding.message},
        "partialFingerprints": {"verifySite/v1": _fingerprint(finding, here)},
    }
    if finding.file is not None:
        made["locations"] = [{"physicalLocation": _place(finding, here)}]
    return made


def _place(finding: Finding, here: Path) -> Row:
    assert finding.file is not None
    region: dict[str, Any] = {} if finding.line is None else {"startLine": finding.line}
    if finding.column is not None:
        region["startColumn"] = finding.column
    if finding.code:
        region["snippet"] = {"text": finding.code}
    path = _relative(finding.file, here)
    place: Row = {
        "artifactLocation": {"uri": Path(finding.file).resolve().as_uri()}
        if path is None
        else {"uri": quote(path), "uriBaseId": ROOT}
    }
    return place | ({"region": region} if region else {})


def _relative(file: str, here: Path) -> str | None:
    """The path relative to `here`; None if it lies elsewhere."""
    path, root = Path(file).resolve(), here.resolve()
    if not path.is_relative_to(root):
        return None
    return path.relative_to(root).as_posix()


def _fingerprint(finding: Finding, here: Path) -> str:
    """The same as long as the code of a line is, wherever it moves in its file."""
    place = _relative(finding.file, here) or Path(finding.file).name if finding.file else finding.message
    text = "\0".join([finding.rule, place, finding.code])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def annotations(found: Sequence[Finding], here: Path) -> list[str]:
    """Workflow commands: the first few findings, at their lines."""
    return [_annotation(finding, here) for finding in found[:SHOWN]]


def _annotation(finding: Finding, here: Path) -> str:
    kind = {"note": "notice"}.get(finding.level, finding.level)
    given: dict[str, Any] = {"title": f"verify: {finding.rule}"}
    if finding.file is not None:
        given |= {"file": _relative(finding.file, here) or finding.file, "line": finding.line}
        given |= {"col": finding.column}
    properties = ",".join(f"{k}={_escaped(str(v), ',:')}" for k, v in given.items() if v is not None)
    return f"::{kind} {properties}::{_escaped(finding.message)}"


def _escaped(text: str, more: str = "") -> str:
    for mark in ("%", "\r", "\n", *more):
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text
