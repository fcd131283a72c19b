"""No figure of a page is typed: numbers in templates and sentences belong to the format or the drawing.

What the sentences say of a record is held against it in test_sentences, test_answers and test_browser.
"""

import ast
import re
from pathlib import Path

import pytest

import verify.report

FOLDER = Path(verify.report.__file__).parent
NUMBER = re.compile(r"(?<![\w#.^-])\d+(?:\.\d+)?(?![\w])")
# A result right to 2 ulp has the cause none; float64 has 16 digits (and the line of a survey goes to 10^16);
# its unit roundoff and ulp are powers of 2; lines and bins start at 0 and end at 1.
OF_THE_FORMAT = {"0", "1", "2", "16", "52", "53", "1022"}
# Beside these: a percentile, bounds of bins in a lesson, a power of ten, the example of a hex literal.
ALSO = {"answers.py": {"99"}, "cancellation.py": {"10", "30"}, "budget.py": {"10"}, "text.py": {"3"}}


def words_of(template):
    """What of a template is text: no tags, no expressions."""
    text = template.read_text(encoding="utf-8")
    for inside in (r"\{#.*?#\}", r"\{%.*?%\}", r"\{\{.*?\}\}", r"<[^>]*>"):
        text = re.sub(inside, " ", text, flags=re.S)
    return text


def sentences(module):
    """Texts of several words in a module; not its docstrings, drawings and patterns."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    documents = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in documents:
            text = node.value
            if re.search(r"[a-z]{3,} [a-z]{2,}", text) and not re.search(r"[<\\]", text):
                yield text


@pytest.mark.parametrize("path", sorted(FOLDER.glob("templates/*.html.j2")), ids=lambda path: path.name)
def test_templates_type_no_figure(path):
    assert set(NUMBER.findall(words_of(path))) <= OF_THE_FORMAT


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_sentences_type_no_figure(path):
    typed = {number for text in sentences(path) for number in NUMBER.findall(text)}
    assert typed <= OF_THE_FORMAT | ALSO.get(path.name, set())


def test_a_typed_figure_is_seen(tmp_path):
    page, module = tmp_path / "a.html.j2", tmp_path / "a.py"
    page.write_text("<p class='x7'>{{ n + 3 }} of 47 statements {% if 9 %}</p>{# 8 #}", encoding="utf-8")
    module.write_text(
        '"""1 two three."""\nsay = f"{n} runs of 3687 were watched"\nsvg = "<a b c=5>"\n', "utf-8"
    )
    assert NUMBER.findall(words_of(page)) == ["47"]
    assert [NUMBER.findall(s) for s in sentences(module)] == [["3687"]]
