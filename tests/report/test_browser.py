"""The pages in a real browser: nothing asked of a network, nothing refused, figures as in the record."""

import time

import pytest
from browsing import OUTSIDE, Seen, pages_of
from reported import HOSTILE, rich

WIDTHS = (390, 768, 1400)
SLOW = 2.0  # seconds to load, beyond which a page is told


@pytest.fixture(scope="module")
def seen(browser):
    made = Seen(browser, viewport={"width": 1400, "height": 900})
    yield made
    made.context.close()


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


PLAIN = {"empty.html", "stairs.html", "vectors.html"}  # with no colours but those of the other problems


def test_axe_finds_no_fault_in_either_scheme(browser, folder):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="install axe-playwright-python")
    # axe is put into the page as a script, which the page's policy would not let in.
    made = Seen(browser, color_scheme="light", bypass_csp=True)
    for path in pages_of(folder):
        page = made.open(path)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        for scheme, rules in (("light", {}), ("dark", COLOURS))[: 1 if path.name in PLAIN else 2]:
            page.emulate_media(color_scheme=scheme)
            found = axe.Axe().run(page, options={"resultTypes": ["violations"], **rules})
            told = [
                (v["id"], v["help"], [n["html"][:200] for n in v["nodes"]][:3])
                for v in found.response["violations"]
            ]
            assert not told, (path.name, scheme, told)
        page.emulate_media(color_scheme="light")
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
