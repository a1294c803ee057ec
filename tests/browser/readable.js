// What cannot be read of the charts of a page and of the index's map, each as [kind, exhibit, what]: two texts on each other, a text or mark cut
// off, a mark or text under others, a text wider than the bar it stands in.
() => {
  const LEEWAY = 1; // pixels: a line's width, and what a browser rounds
  const BLANK = 0.22; // of the height of a line of text, above and below its letters
  const found = [];
  const box = (each) => each.getBoundingClientRect();
  const meet = (a, b, by = 0) => a.left < b.right - by && b.left < a.right - by && a.top < b.bottom - by && b.top < a.bottom - by;
  const seen = (each) => each.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const beyond = (a, b) => Math.max(b.left - a.left, a.right - b.right, b.top - a.top, a.bottom - b.bottom);

  // The letters of a line: their four corners as they are turned, and the box around these.
  function letters(line, turned) {
    const { x, y, width, height } = turned ? line.getBBox() : box(line);
    const blank = (height * BLANK) / Math.max(1, turned ? line.querySelectorAll("tspan.line").length : 1);
    const to = turned ? line.getScreenCTM() : new DOMMatrix();
    const corners = [[x, y + blank], [x + width, y + blank], [x + width, y + height - blank], [x, y + height - blank]]
      .map(([across, down]) => new DOMPoint(across, down).matrixTransform(to));
    const [across, down] = [corners.map((each) => each.x), corners.map((each) => each.y)];
    const around = { left: Math.min(...across), right: Math.max(...across), top: Math.min(...down), bottom: Math.max(...down) };
    return { corners, ...around };
  }

  // Two turned boxes are apart if a side of one has all of the other beyond it.
  const apart = (one, other) => [one, other].some(({ corners }) => corners.some((from, n) => {
    const to = corners[(n + 1) % 4];
    const along = ({ corners: all }) => all.map((each) => each.x * (from.y - to.y) + each.y * (to.x - from.x));
    const [a, b] = [along(one), along(other)];
    return Math.max(...a) <= Math.min(...b) || Math.max(...b) <= Math.min(...a);
  }));

  function textsOf(chart) {
    const texts = [...chart.querySelectorAll("svg text")].filter((each) => each.textContent.trim() && seen(each));
    return texts.flatMap((text) => {
      const turned = Math.abs(text.getScreenCTM().b) > 0.1;
      const lines = turned ? [text] : [...text.querySelectorAll("tspan.line")];
      return (lines.length ? lines : [text]).filter((line) => line.textContent.trim()).map((line) => ({
        text, said: line.textContent.trim(), ...letters(line, turned),
      }));
    });
  }

  function marksOf(chart) {
    const drawn = chart.querySelectorAll(".plot .points path.point, .plot .bars .point > path, .shapelayer path");
    return [...drawn].filter(seen).map((mark) => {
      const { fill, fillOpacity, opacity } = getComputedStyle(mark);
      const { left, right, top, bottom } = box(mark);
      const solid = fill !== "none" && !/, 0\)$/.test(fill) && fillOpacity > 0.9 && opacity > 0.9;
      return { mark, solid, left, right, top, bottom, size: (right - left) * (bottom - top) };
    }).filter(({ size }) => size > 3);
  }

  const covers = ({ mark }, point) => mark.isPointInFill(point.matrixTransform(mark.getScreenCTM().inverse()));
  function edge(mark, many = 16) {
    const long = mark.getTotalLength();
    return [...Array(many).keys()].map((n) => mark.getPointAtLength((long * n) / many).matrixTransform(mark.getScreenCTM()));
  }

  for (const chart of document.querySelectorAll("figure.exhibit .chart, .map > svg")) {
    const id = chart.closest("[id]")?.id ?? "map";
    const [texts, marks, whole] = [textsOf(chart), marksOf(chart), box(chart)];
    const say = (kind, what) => found.push([kind, id, what]);
    texts.forEach((one, n) => {
      if (beyond(one, whole) > LEEWAY) say("cut off", one.said);
      for (const other of texts.slice(n + 1)) {
        if (meet(one, other, LEEWAY) && !apart(one, other)) say("on each other", `${one.said} / ${other.said}`);
      }
      const bar = one.text.matches(".bartext-inside") && one.text.parentElement.querySelector("path");
      if (bar && beyond({ ...one, top: box(bar).top, bottom: box(bar).bottom }, box(bar)) > LEEWAY) say("wider than its bar", one.said);
      const later = ({ mark }) => one.text.compareDocumentPosition(mark) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (marks.some((each) => each.solid && meet(one, each, LEEWAY) && later(each))) say("covered", one.said);
    });
    marks.forEach((one, n) => {
      if (beyond(one, whole) > 2 * LEEWAY) say("cut off", one.mark.outerHTML.slice(0, 80));
      const over = marks.slice(n + 1).filter((each) => each.solid && meet(one, each));
      if (over.length && edge(one.mark).filter((point) => !over.some((each) => covers(each, point))).length < 3) {
        say("hidden", one.mark.outerHTML.slice(0, 80));
      }
    });
  }
  return found;
}
