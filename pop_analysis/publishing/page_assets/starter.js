"use strict";
// What a page does by itself: unpack plotly.js, draw each chart when it comes near, give tables and charts as files.
// Nothing here asks a host for anything; the content security policy would refuse it.
(() => {
  const words = JSON.parse(document.querySelector("script#page-words").textContent);
  const NARROW = 480; // narrower than this, letters are smaller and legends stand above
  const PAPER = CSS.supports("zoom", "0.85") ? 780 : 664; // width of a chart on A4, in CSS pixels; see page.css
  const LETTERS = getComputedStyle(document.body).fontFamily;
  const figures = [...document.querySelectorAll("figure.exhibit")].filter((each) => each.querySelector(".chart"));
  const begun = new WeakSet();
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  // --- charts -------------------------------------------------------------------------------------------------

  async function unpack() {
    const packed = atob(document.querySelector("script#plotly").textContent);
    const bytes = new Uint8Array(packed.length);
    for (let i = 0; i < packed.length; i += 1) bytes[i] = packed.charCodeAt(i);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const script = document.createElement("script");
    script.textContent = await new Response(stream).text(); // runs only if its hash is the one in the policy
    document.head.append(script);
    if (!window.Plotly) throw new Error("plotly.js did not start");
  }

  function fail(figure, problem) {
    console.warn("chart not drawn:", figure.id, problem);
    figure.dataset.failed = "true";
    const message = document.createElement("p");
    message.className = "failure";
    message.textContent = words.chart_failed;
    figure.querySelector(".chart-card").replaceWith(message);
    figure.querySelector("button.picture")?.remove();
    const table = figure.querySelector("details.data");
    if (table) table.open = true;
  }

  function layoutFor(width, chart, layout) {
    const fitted = { ...layout, autosize: true, height: parseInt(chart.style.height, 10) };
    delete fitted.width;
    fitted.font = { color: "#10202E", ...layout.font, family: LETTERS };
    fitted.paper_bgcolor ??= "rgba(0,0,0,0)";
    if (chart.dataset.toolbar === "plain") fitted.dragmode ??= false; // a finger that scrolls must not zoom
    if (calm) fitted.transition = { duration: 0 };
    if (width < NARROW) {
      fitted.font.size = Math.min(fitted.font.size || 12, 11);
      if (!layout.legend?.orientation) {
        fitted.legend = { ...layout.legend, orientation: "h", x: 0, xanchor: "left", y: 1.02, yanchor: "bottom" };
      }
    }
    return fitted;
  }

  function configFor(figure, chart) {
    const free = chart.dataset.toolbar === "free";
    return {
      responsive: true,
      displaylogo: false,
      showSendToCloud: false,
      showLink: false,
      plotlyServerURL: "",
      showTips: false,
      typesetMath: false,
      scrollZoom: false,
      // An exhibit has its own buttons below, for keyboards too; a free figure keeps a short toolbar.
      displayModeBar: free ? "hover" : false,
      modeBarButtons: [["toImage", "zoom2d", "pan2d", "resetScale2d"]],
      toImageButtonOptions: { format: "svg", filename: figure.id },
    };
  }

  function draw(figure) {
    if (begun.has(figure)) return;
    begun.add(figure);
    const chart = figure.querySelector(".chart");
    try {
      const { data, layout, frames } = JSON.parse(figure.querySelector("script.figure").textContent);
      const fitted = layoutFor(chart.clientWidth, chart, layout);
      window.Plotly.newPlot(chart, { data, layout: fitted, frames, config: configFor(figure, chart) }).then(
        () => { figure.dataset.drawn = "true"; },
        (problem) => fail(figure, problem),
      );
    } catch (problem) {
      fail(figure, problem);
    }
  }

  function drawWhenNear() {
    const watch = new IntersectionObserver((seen) => {
      for (const each of seen) {
        if (!each.isIntersecting) continue;
        watch.unobserve(each.target);
        draw(each.target);
      }
    }, { rootMargin: "800px 0px" });
    for (const figure of figures) watch.observe(figure);
  }

  // On paper every chart is there, as wide as the paper. Plotly draws at once when it is told a width.
  function toPaper() {
    document.documentElement.classList.add("on-paper");
    if (!window.Plotly) return;
    for (const figure of figures) {
      draw(figure);
      const chart = figure.querySelector(".chart");
      if (chart?._fullLayout) window.Plotly.relayout(chart, { width: PAPER, autosize: false });
    }
  }

  function toScreen() {
    document.documentElement.classList.remove("on-paper");
    for (const figure of figures) {
      const chart = figure.querySelector(".chart");
      if (chart?._fullLayout) window.Plotly.relayout(chart, { width: null, autosize: true });
    }
  }

  // --- files --------------------------------------------------------------------------------------------------

  const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

  // RFC 4180; a text that a spreadsheet would take for a formula gets an apostrophe before it.
  function field(cell) {
    let text = cell.dataset.value ?? cell.querySelector("a")?.getAttribute("href") ?? cell.textContent.trim();
    if (!NUMBER.test(text) && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  function csv(table) {
    const lines = [...table.rows].map((row) => [...row.cells].map(field).join(","));
    return `\ufeff${lines.join("\r\n")}\r\n`; // Excel reads UTF-8 only after this mark
  }

  function save(content, type, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  function button(label, action) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", action);
    return made;
  }

  const page = decodeURIComponent(location.pathname.split("/").pop()).replace(/\.html?$/i, "") || "page";
  for (const exhibit of document.querySelectorAll(".exhibit")) {
    const below = exhibit.querySelector(".below");
    const table = exhibit.querySelector("table.data");
    if (!below) continue;
    const about = (made) => {
      made.setAttribute("aria-describedby", exhibit.getAttribute("aria-labelledby") ?? `${exhibit.id}-caption`);
      return made;
    };
    if (table) {
      const name = `${page}-${exhibit.id}.csv`;
      below.append(about(button(words.download_csv, () => save(csv(table), "text/csv;charset=utf-8", name))));
    }
    if (exhibit.querySelector(".chart")) {
      const picture = button(words.download_picture, async () => {
        draw(exhibit);
        const chart = exhibit.querySelector(".chart");
        const address = await window.Plotly.toImage(chart, { format: "svg", width: 960, height: chart.clientHeight });
        const svg = decodeURIComponent(address.slice(address.indexOf(",") + 1));
        save(svg, "image/svg+xml", `${page}-${exhibit.id}.svg`);
      });
      picture.className = "picture";
      below.append(about(picture));
    }
  }

  const bar = document.querySelector(".masthead .bar");
  const print = button(words.print, () => window.print());
  print.className = "print";
  bar.append(print);

  // --- where the reader is ------------------------------------------------------------------------------------

  const entries = new Map([...document.querySelectorAll(".contents.wide a")].map((link) => [link.hash.slice(1), link]));
  const headings = [...document.querySelectorAll("h2[id]")].filter((each) => entries.has(each.id));
  function mark() {
    const above = headings.filter((each) => each.getBoundingClientRect().top < 160);
    for (const link of entries.values()) link.removeAttribute("aria-current");
    const here = above.at(-1);
    if (here) entries.get(here.id).setAttribute("aria-current", "true");
  }
  if (headings.length) {
    addEventListener("scroll", () => requestAnimationFrame(mark), { passive: true });
    mark();
  }

  // --- begin --------------------------------------------------------------------------------------------------

  if (figures.length) {
    addEventListener("beforeprint", toPaper);
    addEventListener("afterprint", toScreen);
    unpack().then(drawWhenNear, (problem) => figures.forEach((figure) => fail(figure, problem)));
  }
})();
