"""A notebook run cell by cell, and what each shows: as by a kernel, without one."""

import ast
import json
import linecache
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FORMAT = 4
Shown = tuple[str, str, Any]  # kind of cell, its text, the value of its last line


def run(path: Path) -> Iterator[Shown]:
    """Every cell in order. The names are those of one notebook, and verify can read what was typed."""
    book = json.loads(path.read_text(encoding="utf-8"))
    if book["nbformat"] != FORMAT or any(c.get("outputs") for c in book["cells"]):
        raise ValueError(f"{path.name} is of another format, or holds outputs, which are made anew")
    names: dict[str, Any] = {"__name__": "__main__"}
    for number, cell in enumerate(book["cells"], 1):
        text = "".join(cell["source"])
        yield cell["cell_type"], text, _run(text, number, names) if cell["cell_type"] == "code" else None


def _run(text: str, number: int, names: dict[str, Any]) -> Any:
    """The cell's last line is shown if it is an expression."""
    name = f"<cell {number}>"
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    tree = ast.parse(text)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec"), names)
    return None if last is None else eval(compile(ast.Expression(last.value), name, "eval"), names)


def _one_line(html: str) -> str:
    """Markdown ends a piece of HTML at an empty line; in text that is set as it stands a line end is kept."""
    parts = re.split("(<pre>.*?</pre>)", html, flags=re.S)
    return "".join(p.replace("\n", "&#10;" if p.startswith("<pre>") else " ") for p in parts)


def as_markdown(path: Path) -> str:
    """The notebook as a page: words, code, and what the cells show as a notebook shows it."""
    parts = []
    for kind, text, value in run(path):
        parts.append(text if kind == "markdown" else f"```python\n{text}\n```")
        if value is not None:
            parts.append(_one_line(value._repr_html_()))
    return "\n\n".join(parts) + "\n"
