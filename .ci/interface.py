"""The page of the Python interface, made from signatures and docstrings when the site is."""

import importlib
import inspect
import re

PAGE = "api.md"
SECTIONS = {  # a public name of verify stands in the first section whose packages hold its module
    "Questions and answers": ("verify.interface", "verify.core.errors", "verify.measure.limits"),
    "Declarations": ("verify.core", "verify.claims"),
    "Arithmetics and judging": ("verify",),
}
HEAD = """# Python interface

The public names of `verify`, and those of `verify.testing`. [From Python](python.md) shows how they are used.
"""
WIDTH = 90  # letters that stand on one line of the page
ENTRY = re.compile(r"(\S+(?:, \S+)*) {2,}(\S.*)")  # `name   what it is`, as docstrings here have it


def on_files(files, config):
    """What mkdocs asks for."""
    from mkdocs.structure.files import File

    files.append(File.generated(config, PAGE, content=page()))
    return files


def page() -> str:
    """Every public name under its section."""
    import verify

    parts, left = [HEAD], dict(verify._MODULES)
    for section, packages in SECTIONS.items():
        inside = [name for name, module in left.items() if module.startswith(packages)]
        parts += [f"## {section}\n", *_entries("verify", inside)]
        left = {name: module for name, module in left.items() if name not in inside}
    testing = importlib.import_module("verify.testing")
    return "\n".join([*parts, "## In tests\n", *_entries("verify.testing", testing.__all__)])


def _entries(place: str, names) -> list[str]:
    module = importlib.import_module(place)
    return [
        described(f"{place}.{name}", getattr(module, name))
        for name in sorted(names, key=lambda n: (not n.islower(), n.lower()))
    ]


def described(name: str, found) -> str:
    """One name: its signature, what its docstring says, and its methods."""
    if not callable(found):
        shown = ", ".join(map(repr, found)) if isinstance(found, dict) else repr(found)
        return f"### {name}\n\n`{shown}`\n"
    parts = [f"### {name}\n", _signature(name, found), told(inspect.getdoc(found) or "")]
    if inspect.isclass(found):
        parts += [
            f"`.{title}`: {' '.join((inspect.getdoc(member) or '').split())}\n"
            for title, member in _members(found)
        ]
    return "\n".join(parts)


def _members(kind: type):
    """Methods and properties that have something to say, those of its bases here among them."""
    bases = [base for base in reversed(kind.__mro__) if base.__module__.startswith("verify")]
    names = {name: member for base in bases for name, member in vars(base).items()}
    for name, member in names.items():
        if name.startswith("_") or not (inspect.isfunction(member) or isinstance(member, property)):
            continue
        if inspect.getdoc(member):
            yield name + (_arguments(member) if callable(member) else ""), member


def _signature(name: str, found) -> str:
    if inspect.isclass(found) and issubclass(found, Exception):
        return ""
    line = name.rpartition(".")[2] + _arguments(found)
    return f"```python\n{line if len(line) <= WIDTH else _split(line)}\n```\n"


def _arguments(found) -> str:
    """The arguments as one writes them: no modules before names, no self."""
    whole = inspect.signature(found)
    kept = [p for p in whole.parameters.values() if p.name != "self"]
    text = str(whole.replace(parameters=kept)).removesuffix(" -> None")
    return re.sub(r"\b(?:\w+\.)+(?=[A-Za-z_])", "", text)


def _split(line: str) -> str:
    """A line for each argument: cut at the commas within the outer parentheses alone."""
    depth, cut = 0, [""]
    for letter in line:
        depth += (letter in "([{") - (letter in ")]}")
        if (letter == "(" and depth == 1) or (letter == "," and depth == 1):
            cut[-1] += letter
            cut.append("")
        elif letter == ")" and depth == 0:
            cut[-1] += ","
            cut.append(letter)
        else:
            cut[-1] += letter
    inner = [f"    {part.strip()}" for part in cut[1:-1]]
    return "\n".join([cut[0], *inner, cut[-1]])


def told(docstring: str) -> str:
    """A docstring as Markdown: paragraphs, and a table where it lists names."""
    return "\n".join(map(_paragraph, filter(None, re.split(r"\n\s*\n", docstring))))


def _paragraph(text: str) -> str:
    rows: list[list[str]] = []
    for line in text.splitlines():
        if entry := ENTRY.fullmatch(line):
            rows.append([entry[1], entry[2]])
        elif rows and line.startswith("    "):
            rows[-1][1] += " " + line.strip()
        else:
            return _escaped(" ".join(text.split())) + "\n"
    lines = [f"| `{name}` | {_escaped(said)} |" for name, said in rows]
    return "\n".join(["| | |", "|---|---|", *lines]) + "\n"


def _escaped(text: str) -> str:
    """Stars and bars are letters here, in code as well as outside of it."""
    parts = text.split("`")
    parts[::2] = [re.sub(r"([*|])", r"\\\1", part) for part in parts[::2]]
    return "`".join(parts)
