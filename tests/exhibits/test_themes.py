"""Every chart in the light and in the dark theme, as Chromium draws it: letters are legible, marks are seen."""

import base64
import re

import pytest

from pop_analysis.blocks.blocks import BLOCK, PLOTLY
from pop_analysis.model import load_model
from pop_analysis.pages.dark_theme import in_dark_theme
from pop_analysis.pages.page import render_page

pytestmark = pytest.mark.browser

TEXTS = """() => [...document.querySelectorAll(".chart text")]
  .filter((each) => each.textContent.trim() && getComputedStyle(each).opacity > 0.5 && each.checkVisibility())
  .map((each) => {
    const box = each.getBoundingClientRect();
    return { of: each.closest("figure").id, text: each.textContent, colour: getComputedStyle(each).fill,
      x: box.left + scrollX, y: box.top + scrollY, width: box.width, height: box.height };
  }).filter((each) => each.width > 2 && each.height > 2)"""
# What lies under each text once the texts are hidden: the colour that fills most of its box.
UNDER = """async ({ png, boxes }) => {
  const image = new Image();
  image.src = "data:image/png;base64," + png;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  return boxes.map(({ x, y, width, height }) => {
    const found = new Map();
    const { data } = canvas.getImageData(x, y, Math.ceil(width), Math.ceil(height));
    for (let i = 0; i < data.length; i += 4) {
      const colour = `rgb(${data[i]}, ${data[i + 1]}, ${data[i + 2]})`;
      found.set(colour, (found.get(colour) ?? 0) + 1);
    }
    return [...found].sort((one, other) => other[1] - one[1])[0][0];
  });
}"""
# Marks that say something; what lies below them is shading.
MARKS = """() => [...document.querySelectorAll(
    ".points .point path, .points path.point, .lines path.js-line, .layer-above .shapelayer path")]
  .filter((each) => each.closest("figure"))
  .map((each) => {
    const style = getComputedStyle(each);
    const opaque = style.opacity * (each.closest("g[style*=opacity]")?.style.opacity || 1);
    return { of: each.closest("figure").id, clear: opaque < 0.7,
      fill: style.fillOpacity > 0.5 ? style.fill : "none",
      stroke: parseFloat(style.strokeWidth) > 0 && style.strokeOpacity > 0.5 ? style.stroke : "none",
      area: each.getBBox().width * each.getBBox().height };
  }).filter((each) => each.area > 0 || each.stroke !== "none")"""


@pytest.fixture
def charts(shown, open_page, tmp_path):
    """A page of all charts there are, opened in a theme."""

    def open_(theme):
        outputs = [
            {"output_type": "display_data", "metadata": {}, "data": {BLOCK: each.to_json(), PLOTLY: each.figure}}
            for each in shown.exhibits.values()
        ]
        cells = [{"cell_type": "code", "metadata": {}, "source": "", "outputs": outputs}]
        place = tmp_path / "charts.html"
        place.write_text(render_page({"cells": cells}), encoding="utf-8")
        return open_page(place, color_scheme=theme)

    return open_


def channels(colour):
    """The channels of a colour as a browser says it; nothing where there is none."""
    return [float(each) for each in re.findall(r"[\d.]+", colour)[:3]] if colour.startswith("rgb(") else None


def contrast(one, other):
    light, dark = sorted(map(luminance, (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(rgb):
    red, green, blue = ((v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4) for v in (c / 255 for c in rgb))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [pytest.param("light", marks=pytest.mark.slow), "dark"])
@pytest.mark.parametrize("shown", [("example", "en")], indirect=True)
def test_every_letter_and_every_mark_of_every_chart_is_seen(charts, shown, theme):
    page = charts(theme).page
    card = channels(page.evaluate("getComputedStyle(document.querySelector('.chart-card')).backgroundColor"))
    assert (luminance(card) < 0.05) == (theme == "dark")
    texts = page.evaluate(TEXTS)
    assert len({each["of"] for each in texts}) == len(shown.exhibits) > 15
    marks = page.evaluate(MARKS)
    assert len(marks) > 500
    page.evaluate("document.querySelectorAll('.chart text').forEach((each) => { each.style.visibility = 'hidden'; })")
    png = base64.b64encode(page.screenshot(full_page=True)).decode()
    under = page.evaluate(UNDER, {"png": png, "boxes": texts})
    faint = {
        (text["of"], text["text"], text["colour"], ground)
        for text, ground in zip(texts, under, strict=True)
        if contrast(channels(text["colour"]), channels(ground)) < 4.5
    }
    assert faint == set()
    unseen = {
        (mark["of"], mark["fill"], mark["stroke"])
        for mark in marks
        if not mark["clear"]
        and (colours := list(filter(None, map(channels, (mark["fill"], mark["stroke"])))))
        and max(contrast(colour, card) for colour in colours) < 3
    }
    assert unseen == set()


@pytest.mark.parametrize("shown", [("data", "sq")], indirect=True)
def test_verdicts_keep_their_hue_in_the_dark_and_print_and_files_keep_the_light(charts, shown):
    opened = charts("dark")
    colours = [status.colour for status in load_model().scale]
    drawn = """() => [...new Set([...document.querySelectorAll(".shapelayer path")].map((each) => each.style.fill))]"""
    rgb = lambda colour: f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"  # noqa: E731
    there = set(opened.page.evaluate(drawn))
    assert {rgb(in_dark_theme(colour)) for colour in colours} & there
    assert rgb(colours[0]) not in there
    opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert rgb(in_dark_theme(colours[0])) not in opened.page.evaluate(drawn)
    opened.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert set(opened.page.evaluate(drawn)) == there
    opened.page.emulate_media(color_scheme="light")
    opened.page.wait_for_timeout(300)
    assert rgb(in_dark_theme(colours[0])) not in opened.page.evaluate(drawn)
