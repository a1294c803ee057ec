"""Colours that stand side by side are told apart on a grey print and by colour-blind readers, as Chromium shows it."""

import base64
from itertools import combinations

import pytest

from pop_analysis.exhibits.charts.sensitivity_chart import LOOKS
from pop_analysis.exhibits.charts.theme_heat_chart import STEPS
from pop_analysis.model import load_model

pytestmark = pytest.mark.browser

SIDE = 20
# What Chromium's developer tools call them.
VISIONS = ("achromatopsia", "deuteranopia", "protanopia", "tritanopia")
# CIE 1976: about 2 is just seen side by side; a legend is read from across the chart.
APART = 12
TOGETHER = {
    "verdicts": [status.colour for status in load_model().scale],
    "shares": [fill for _, fill, _ in STEPS],
    "statements": [fill for _, fill, _ in LOOKS.values()],
}
PIXELS = """async ({ png, n, side }) => {
  const image = new Image();
  image.src = "data:image/png;base64," + png;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  return [...Array(n).keys()].map((i) => [...canvas.getImageData((i + 0.5) * side, side / 2, 1, 1).data].slice(0, 3));
}"""


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("group", TOGETHER)
def test_colours_side_by_side_are_told_apart(browser, group, vision):
    colours = TOGETHER[group]
    page = browser.new_page()
    swatches = "".join(f'<div style="width:{SIDE}px;height:{SIDE}px;background:{each}"></div>' for each in colours)
    page.set_content(f'<body style="margin:0;display:flex">{swatches}</body>')
    emulation = page.context.new_cdp_session(page)
    emulation.send("Emulation.setEmulatedVisionDeficiency", {"type": vision})
    png = base64.b64encode(page.screenshot()).decode()
    emulation.send("Emulation.setEmulatedVisionDeficiency", {"type": "none"})
    seen = page.evaluate(PIXELS, {"png": png, "n": len(colours), "side": SIDE})
    page.close()
    assert len({tuple(each) for each in seen}) == len(colours)
    if vision == "achromatopsia":
        assert all(max(each) - min(each) <= 2 for each in seen)  # Chromium did what it was told
    for (one, first), (other, second) in combinations(zip(colours, map(lab, seen), strict=True), 2):
        assert sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5 >= APART, (one, other)


def lab(rgb):
    """CIE L*a*b* of an sRGB colour, D65."""
    red, green, blue = ((v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4) for v in (c / 255 for c in rgb))
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
