"""The pages elsewhere than on a screen of the usual size: as pictures, on paper, on a wall."""

import base64
from pathlib import Path

import pytest
from browsing import OUTSIDE, Seen, pages_of

import verify


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


def test_a_tap_tells_the_numbers_on_a_phone(browser, folder):
    made = Seen(browser, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = made.open(folder / "problems" / "tiny.html")
    plot = page.locator("svg.narrow[data-panel='0']")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    at = page.evaluate(
        "(() => { const g = geometry(document.querySelector(\"svg.narrow[data-panel='0']\"));"
        " const r = rowsOf(0).find((r) => r[1] === 0.5);"
        " return [g.x(0.5) / g.width, g.y(log(r, 'forward_error')) / g.height]; })()"
    )
    page.touchscreen.tap(box["x"] + at[0] * box["width"], box["y"] + at[1] * box["height"])
    told = page.locator("figure[data-figure='0'] .readout")
    told.locator("dl").wait_for(timeout=5_000)
    assert "x = 0.5 (x = 0x1p-1)" in told.inner_text()
    made.context.close()
