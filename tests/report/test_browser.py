"""The pages in a real browser: nothing asked of a network, nothing refused, figures as in the record."""

import base64
import time
from pathlib import Path

import pytest
from browsing import Seen
from reported import (
    CHANGES,
    EVERY,
    HOSTILE,
    check_row,
    rich,
    survey_row,
)

import verify
from verify.report.answers import Answer, Line, Part, answer_page, checks
from verify.report.comparison import comparison
from verify.report.rendering import render
from verify.report.survey import paragraphs, survey_page

WIDTHS = (390, 768, 1400)
SLOW = 2.0  # seconds to load, beyond which a page is told
# What sticks out on the right where the page can be scrolled sideways, but for what scrolls by itself.
OUTSIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll('*')]
    .filter((e) => e.getBoundingClientRect().right > width + 1 && !e.closest('.scroll, .formula, .law'))
    .map((e) => `${e.tagName} ${e.getAttribute('class')} ${e.textContent.slice(0, 60)}`);
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    record = rich()
    render(record, record["measurements"], out)
    every = {"inputs": 9, "correctly_rounded": 7, "faithful": 9, "histogram": [[0.0, 7], [0.5, 2], [1.0, 0]]}
    rows = [survey_row("f"), survey_row("g", envelope=9.0, exhaustive=every), survey_row("h", failed=2)]
    says = paragraphs(f"<!-- made -->\n# lib\n\nJudged. {HOSTILE}\n\n- Beyond: *f*.\n\n| function |\n")
    assert says[1:] == ["Beyond: f."]
    page = survey_page("lib", rows, says, HOSTILE)
    (out / "survey.html").write_text(page, encoding="utf-8")
    lines = [Line(1, "def f(x):"), Line(2, "    return 1 - x  # " + "long " * 30, 0.96, HOSTILE, True)]
    single = {
        "check": checks([check_row(exhaustive=EVERY, target=HOSTILE)]),
        "blame": Answer("f at x = 1", ["No digit is right."], [Part("f.py", lines=lines)]),
        "compare": comparison(CHANGES, "old.json", "new.json"),
    }
    for name, answer in single.items():
        (out / f"{name}.html").write_text(answer_page(answer, f"verify {name}"), encoding="utf-8")
    return out


@pytest.fixture(scope="module")
def seen(browser):
    made = Seen(browser, viewport={"width": 1400, "height": 900})
    yield made
    made.context.close()


def pages_of(folder):
    return sorted(folder.rglob("*.html"))


def test_every_page_opens_from_disk_without_a_word(seen, folder):
    slow = []
    for path in pages_of(folder):
        start = time.monotonic()
        page = seen.open(path)
        took = time.monotonic() - start
        slow += [f"{path.name} took {took:.1f} s to load"] if took > SLOW else []
        assert seen.requests == [path.as_uri()], path
        assert seen.complaints == [], path
        assert page.evaluate("document.querySelectorAll('svg.plot').length") >= (path.name == "tiny.html")
        assert not page.evaluate("document.querySelectorAll('[style], [onclick]').length")
    for line in slow:
        print(line)  # a clock is told and not judged


def test_nothing_is_cut_at_any_width(browser, folder):
    made = Seen(browser, viewport={"width": 1400, "height": 900})
    for path in pages_of(folder):
        page = made.open(path)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(OUTSIDE) == [], (path.name, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path.name, width)
            sizes = page.evaluate(
                "[...document.querySelectorAll('svg.plot')].map((s) => s.getBoundingClientRect().width)"
            )
            assert all(0 <= w <= width for w in sizes), (path.name, width)
            # No column of text is squeezed beside another.
            text = page.evaluate(
                "[...document.querySelectorAll('figcaption')].filter((e) => e.offsetParent)"
                ".map((e) => e.getBoundingClientRect().width)"
            )
            assert all(w > 250 for w in text), (path.name, width)
    made.context.close()


COLOURS = {"runOnly": ["color-contrast"]}  # all in which the schemes differ


@pytest.mark.parametrize(("scheme", "rules"), [("light", {}), ("dark", COLOURS)])
def test_axe_finds_no_fault(browser, folder, scheme, rules):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="install axe-playwright-python")
    # axe is put into the page as a script, which the page's policy would not let in.
    made = Seen(browser, color_scheme=scheme, bypass_csp=True)
    plain = {"empty.html", "stairs.html", "vectors.html"}  # with no colours but those of the other problems
    for path in (p for p in pages_of(folder) if scheme == "light" or p.name not in plain):
        page = made.open(path)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        found = axe.Axe().run(page, options={"resultTypes": ["violations"], **rules})
        told = [
            (v["id"], v["help"], [n["html"][:200] for n in v["nodes"]][:3])
            for v in found.response["violations"]
        ]
        assert not told, (path.name, told)
    made.context.close()


def names(page):
    return page.evaluate(
        "[...document.querySelectorAll('.prob')].filter((e) => !e.hidden).map((e) => e.dataset.name)"
    )


def test_filters_and_orders_of_the_front_page(seen, folder):
    page = seen.open(folder / "index.html")
    assert sorted(names(page)) == ["diverging", "empty", "stairs", "tiny", "vectors"]
    page.fill("[name=words]", "stairs")
    assert names(page) == ["stairs"]
    assert page.inner_text("#found") == "1 of 5 problems"
    page.fill("[name=words]", "")
    page.select_option("[name=cause]", "truncation")
    assert names(page) == ["diverging"]
    page.select_option("[name=cause]", "")
    page.select_option("[name=verdict]", "REFUTED")
    assert names(page) == ["tiny"]
    page.select_option("[name=verdict]", "")
    page.select_option("[name=order]", "results")
    counts = page.evaluate("[...document.querySelectorAll('.prob')].map((e) => Number(e.dataset.results))")
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == 32


def test_filters_of_the_claims(seen, folder):
    page = seen.open(folder / "claims.html")
    page.select_option("[name=verdict]", "REFUTED")
    assert page.inner_text("#found") == "1 of 4 statements"
    assert page.locator(".claim:visible").count() == 1


def test_a_survey_is_sorted_and_filtered(seen, folder):
    page = seen.open(folder / "survey.html")
    assert names(page) == ["g", "f", "h"]
    page.select_option("[name=order]", "name")
    assert names(page) == ["f", "g", "h"]
    page.select_option("[name=family]", "no number")
    assert names(page) == ["h"]
    assert page.inner_text("#found") == "1 of 3 functions"


def test_a_command_is_copied_from_an_answer(seen, folder):
    page = seen.open(folder / "check.html")
    button = page.locator(".copy").last
    button.click()
    page.wait_for_function(
        "[...document.querySelectorAll('.copy')].at(-1).textContent.match(/^Copied|^Select/)"
    )
    assert seen.complaints == []


def test_a_wide_table_is_stacked_on_a_phone(browser, folder):
    made = Seen(browser, viewport={"width": 390, "height": 900})
    page = made.open(folder / "compare.html")
    cell = page.locator("table.stacks tbody td").first
    assert page.evaluate("getComputedStyle(document.querySelector('.stacks td')).display") == "block"
    told = "getComputedStyle(document.querySelector('.stacks td'), '::before').content"
    assert page.evaluate(told) == '"of: "', "each cell has the name of its column"
    assert cell.bounding_box()["x"] < 40
    page.set_viewport_size({"width": 1400, "height": 900})
    assert page.evaluate("getComputedStyle(document.querySelector('.stacks td')).display") == "table-cell"
    made.context.close()


def test_a_law_is_drawn_again_when_the_range_changes(seen, folder):
    page = seen.open(folder / "problems" / "tiny.html")
    lines = "document.querySelectorAll('svg.wide[data-panel=\"0\"] .laws .theory2').length"
    assert page.evaluate(lines) == 1
    page.click("[data-zoom='in']")
    page.click("[data-zoom='all']")
    assert page.evaluate(lines) == 1
    assert seen.complaints == []


def test_hover_tells_the_figures_of_the_record(seen, folder):
    page = seen.open(folder / "problems" / "tiny.html")
    plot = page.locator("svg.wide[data-panel='0']")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    data = page.evaluate(
        "(() => { const g = geometry(plots[0]); const r = rowsOf(0).find((r) => r[1] === 0.5);"
        " return [g.x(0.5) / g.width, g.y(log(r, 'forward_error')) / g.height]; })()"
    )
    page.mouse.move(box["x"] + data[0] * box["width"], box["y"] + data[1] * box["height"])
    told = page.inner_text("figure[data-figure='0'] .readout")
    row = next(r for r in rich()["measurements"] if r["problem"] == "tiny" and r["axis"] == 0.5)
    assert "x = 0.5 (x = 0x1p-1)" in told
    assert "1.5 (0x1.8p+0)" in told
    assert f"{row['ulps']:g} ulps; {row['digits']} digits" in told
    assert "rounding" in told
    assert "verify run tiny --algorithm sum --at x=0x1p-1 --at terms=5" in told
    size = float(told.split("error\n")[1].split(";")[0])
    assert 1.5e-3 <= size <= 1.52e-3, "rounded up, and hardly"


def test_keys_slider_switch_and_zoom(seen, folder):
    page = seen.open(folder / "problems" / "tiny.html")
    plot = page.locator("svg.wide[data-panel='0']")
    plot.focus()
    page.keyboard.press("ArrowRight")
    first = page.inner_text("figure[data-figure='0'] .readout")
    page.keyboard.press("ArrowRight")
    assert first != page.inner_text("figure[data-figure='0'] .readout") != ""
    rings = "plots[0].querySelector('.m-ring')?.getAttribute('d').match(/M/g).length ?? 0"
    before = page.evaluate(rings)
    page.locator("input[type=range]").press("End")
    assert "terms = 9" in page.inner_text("figure[data-figure='0'] .setting")
    shown = [r for r in rich()["measurements"] if r["problem"] == "tiny" and r["parameters"] == {"terms": 9}]
    assert page.evaluate(rings) == len(shown) == before
    page.click("[data-zoom=in]")
    assert 0 < page.evaluate(rings) < len(shown)
    page.click("[data-zoom=all]")
    assert page.evaluate(rings) == len(shown)
    page.click("[data-algorithm='0']")
    assert not page.is_visible("figure[data-figure='0']")
    page.click(".numbers summary")
    page.wait_for_selector(".numbers tbody tr")
    assert page.locator(".numbers tbody tr").count() >= len(shown)
    assert seen.complaints == []


@pytest.mark.parametrize(("scheme", "paper"), [("light", (255, 255, 255)), ("dark", (20, 24, 27))])
def test_a_drawing_is_saved_as_a_picture(browser, folder, scheme, paper, tmp_path):
    """Twice as large as it is declared, on the page's paper, with marks on it, and without a word."""
    made = Seen(browser, viewport={"width": 390, "height": 900}, color_scheme=scheme)
    page = made.open(folder / "problems" / "tiny.html")
    with page.expect_download() as found:
        page.locator("figure[data-figure='0'] .save").click()
    saved = tmp_path / "saved.png"
    found.value.save_as(saved)
    assert found.value.suggested_filename.endswith(".png")
    pixels = page.evaluate(
        "(bytes) => new Promise((done) => { const image = new Image(); image.onload = () => {"
        " const [width, height] = [image.width, image.height];"
        " const canvas = Object.assign(document.createElement('canvas'), { width, height });"
        " const drawn = canvas.getContext('2d'); drawn.drawImage(image, 0, 0);"
        " const data = drawn.getImageData(0, 0, width, height).data; let other = 0;"
        " for (let k = 0; k < data.length; k += 4) other += data[k] !== data[0];"
        " done([width, height, ...data.slice(0, 4), other]); };"
        " image.src = `data:image/png;base64,${bytes}`; })",
        base64.b64encode(saved.read_bytes()).decode(),
    )
    assert pixels[:2] == [700, 560], "the narrow drawing, which a phone shows"
    assert tuple(pixels[2:6]) == (*paper, 255)
    assert pixels[6] > 1000
    assert made.complaints == []
    made.context.close()


def test_a_projected_page_is_larger_and_hover_finds_its_place(browser, folder):
    made = Seen(browser, viewport={"width": 1400, "height": 1080})
    page = made.open(folder / "index.html")
    letters = "document.querySelector('.lesson svg.wide .tick').getBoundingClientRect().height"
    near = page.evaluate(letters)
    page.set_viewport_size({"width": 1920, "height": 1080})
    assert page.evaluate(letters) > 1.3 * near
    assert page.evaluate("document.documentElement.scrollWidth") <= 1920
    page = made.open(folder / "problems" / "tiny.html")
    plot = page.locator("svg.wide[data-panel='0']")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    at = page.evaluate(
        "(() => { const g = geometry(plots[0]); const r = rowsOf(0).find((r) => r[1] === 0.5);"
        " return [g.x(0.5) / g.width, g.y(log(r, 'forward_error')) / g.height]; })()"
    )
    page.mouse.move(box["x"] + at[0] * box["width"], box["y"] + at[1] * box["height"])
    assert "x = 0.5 (x = 0x1p-1)" in page.inner_text("figure[data-figure='0'] .readout")
    made.context.close()


def test_a_hostile_name_stays_text(seen, folder):
    page = seen.open(folder / "problems" / "tiny.html")
    assert HOSTILE in page.inner_text("h1")
    assert page.evaluate("document.querySelectorAll('main script').length") == 0


def test_a_page_can_be_read_without_scripts(browser, folder):
    made = Seen(browser, java_script_enabled=False)
    page = made.open(folder / "problems" / "tiny.html")
    assert page.locator("svg.wide .m-ring").count() >= 1
    assert not page.locator(".live").is_visible()
    made.context.close()


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(20, 24, 27)")])
def test_a_published_figure_brings_its_paper_and_its_letters(browser, scheme, paper):
    made = Seen(browser, color_scheme=scheme)
    figure = Path(verify.__file__).parent.parent / "reports" / "figures" / "exp_negative-budget.svg"
    page = made.open(figure)
    assert made.requests == [figure.as_uri()]
    assert page.evaluate("getComputedStyle(document.querySelector('.paper')).fill") == paper
    assert page.evaluate("getComputedStyle(document.querySelector('text')).fontFamily").startswith(
        "system-ui"
    )
    made.context.close()


def test_pages_on_paper_are_light_and_whole(browser, folder):
    made = Seen(browser, viewport={"width": 680, "height": 900}, color_scheme="dark")
    ink = "getComputedStyle(document.body).color"
    for path in pages_of(folder):
        page = made.open(path)
        page.emulate_media(media="screen", color_scheme="dark")
        dark = page.evaluate(ink)
        page.emulate_media(media="print", color_scheme="dark")
        assert page.evaluate(ink) != dark, path.name
        assert page.evaluate(OUTSIDE) == [], path.name
        assert not page.locator(".copy:visible, .tools:visible").count(), path.name
    page = made.open(folder / "problems" / "tiny.html")
    assert page.locator(".panels svg.narrow").first.bounding_box()["width"] > 200
    shown = "document.querySelector('.card details p').checkVisibility()"
    assert page.evaluate(shown), "evidence is printed, folded or not"
    page.emulate_media(media="screen")
    assert not page.evaluate(shown)
    made.context.close()
