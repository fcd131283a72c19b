"""Pages of the documents that are made when the site is: commands, the Python interface, examples, changes.

Commands come from click, the interface from docstrings, an example from its source, its output and picture.
"""

import ast
import importlib
import inspect
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import click

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted(path for path in (ROOT / "examples").glob("*.py") if path.stem != "picture")

PAGES = {"commands.md", "api.md", "changes.md", *(f"examples/{path.stem}.md" for path in EXAMPLES)}


def on_config(config):
    """Pages that the navigation does not name yet come at its end."""
    told = str(config["nav"])
    rest = [path.name for path in sorted((ROOT / "docs").glob("*.md")) if f"'{path.name}'" not in told]
    if rest:
        config["nav"].append({"More": rest})
    return config


def on_files(files, config):
    """What mkdocs asks for."""
    from mkdocs.structure.files import File

    made = {"commands.md": commands(), "api.md": interface(), "changes.md": changes()}
    with tempfile.TemporaryDirectory() as folder:
        for path in EXAMPLES:
            made[f"examples/{path.stem}.md"] = example(path, Path(folder))
            made[f"examples/{path.stem}.svg"] = (Path(folder) / f"{path.stem}.svg").read_text(
                encoding="utf-8"
            )
    for name, text in made.items():
        files.append(File.generated(config, name, content=text))
    return files


def commands() -> str:
    """Every command with its options."""
    from verify.cli.main import cli

    parts = ["# Commands", "", "As `verify COMMAND --help` prints them.", ""]
    for name in cli.list_commands(click.Context(cli)):
        command = cli.get_command(click.Context(cli), name)
        context = click.Context(
            command, info_name=f"verify {name}", max_content_width=100, terminal_width=100
        )
        parts += [f"## verify {name}", "", "```text", command.get_help(context), "```", ""]
    return "\n".join(parts)


def interface() -> str:
    """The public names, with their signatures and docstrings."""
    import verify

    parts = ["# Python interface", "", "The public names of `verify`, and those of `verify.testing`.", ""]
    testing = importlib.import_module("verify.testing")
    named = [("verify", verify, name) for name in verify.__all__]
    named += [
        ("verify.testing", testing, name)
        for name in ("assert_certified", "blame", "follow", *testing.STRATEGIES)
    ]
    for place, module, name in sorted(named, key=lambda entry: (entry[0], entry[2].lower())):
        parts += [f"## {place}.{name}", "", "```text", *_described(name, getattr(module, name)), "```", ""]
    return "\n".join(parts)


def _described(name: str, found) -> list[str]:
    said = inspect.getdoc(found) if callable(found) else repr(found)
    try:
        signature = f"{name}{inspect.signature(found)}" if callable(found) else name
    except (TypeError, ValueError):
        signature = name
    methods = []
    if inspect.isclass(found):
        public = [(n, m) for n, m in vars(found).items() if not n.startswith("_") and inspect.isfunction(m)]
        methods = [f"  .{n}{inspect.signature(m)}\n      {inspect.getdoc(m) or ''}" for n, m in public]
    return [
        signature.replace(", ", ",\n    ") if len(signature) > 100 else signature,
        "",
        said or "",
        *methods,
    ]


def example(path: Path, folder: Path) -> str:
    """An example: what it is about, its picture, what it prints, its source."""
    source = path.read_text(encoding="utf-8")
    said = ast.get_docstring(ast.parse(source)) or path.stem
    title, _, about = said.partition("\n\n")
    places = os.pathsep.join(filter(None, [str(ROOT), str(path.parent), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        [sys.executable, path, folder],
        env={**os.environ, "PYTHONPATH": places},
        capture_output=True,
        text=True,
        check=True,
    )
    body = source.partition('"""\n\n')[2]
    picture = f"![{title}]({path.stem}.svg)"
    return "\n\n".join(
        [
            f"# {title.partition(':')[0]}",
            title.partition(": ")[2].capitalize() or title,
            about,
            picture,
            f"It prints\n\n```text\n{done.stdout}```",
            f"The whole of `examples/{path.name}`:\n\n```python\n{body}```\n",
        ]
    )


def changes() -> str:
    """The changelog, whose links lead from the root of the repository."""
    return (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").replace("](docs/", "](")
