// --- charts: unpacked when the first comes near or the browser has nothing better to do, drawn when they come near ----

const NARROW = 480; // narrower than this, letters are smaller and legends stand above
const PAPER = CSS.supports("zoom", "0.85") ? 780 : 664; // width of a chart on A4, in CSS pixels; see page.css
const LETTERS = getComputedStyle(document.body).fontFamily;
const figures = [...document.querySelectorAll("figure.exhibit")].filter((each) => each.querySelector(".chart"));
const drawings = new WeakMap(); // figure -> promise that it is drawn
let unpacked;

// The outlines of countries plotly.js would fetch: there are none here, and the page says so.
const PARTS = ["coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"];
const NOWHERE = { type: "Topology", arcs: [], objects: {} };
for (const part of PARTS) NOWHERE.objects[part] = { type: "GeometryCollection", geometries: [] };
window.PlotlyGeoAssets = { topojson: new Proxy({}, { get: () => NOWHERE }) };

function unpack() {
  unpacked ??= unpackOnce();
  return unpacked;
}

// Five letters are four bytes. plotly_bundle.py writes them: base 85 of RFC 1924 with , and . for < and &.
function unpack85(text) {
  const LETTERS_85 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%.()*+-;,=>?@^_`{|}~";
  const worth = new Uint8Array(128);
  for (let i = 0; i < 85; i += 1) worth[LETTERS_85.charCodeAt(i)] = i;
  const left = text.length % 5;
  const whole = left ? text.padEnd(text.length + 5 - left, "~") : text;
  const bytes = new DataView(new ArrayBuffer((whole.length / 5) * 4));
  for (let i = 0, at = 0; i < whole.length; i += 5, at += 4) {
    let four = 0;
    for (let k = 0; k < 5; k += 1) four = four * 85 + worth[whole.charCodeAt(i + k)];
    bytes.setUint32(at, four);
  }
  return new Uint8Array(bytes.buffer, 0, bytes.byteLength - (left ? 5 - left : 0));
}

async function unpackOnce() {
  const packed = document.querySelector("script#plotly");
  const script = document.createElement("script");
  if (packed.dataset.shared) {
    script.src = trusted.createScriptURL(packed.dataset.shared); // one file for all pages of a folder; see web_folder.py
    script.integrity = packed.dataset.hash;
    const loaded = new Promise((done, failed) => { script.onload = done; script.onerror = failed; });
    document.head.append(script);
    await loaded;
  } else {
    const stream = new Blob([unpack85(packed.textContent)]).stream().pipeThrough(new DecompressionStream("gzip"));
    script.textContent = trusted.createScript(await new Response(stream).text()); // runs only if its hash is the one in the policy
    document.head.append(script);
  }
  if (!window.Plotly) throw new Error("plotly.js did not start");
}

function fail(figure, problem) {
  console.warn("chart not drawn:", figure.id, problem);
  figure.dataset.failed = "true";
  const table = figure.querySelector("details.data");
  figure.querySelector(".chart-card")?.replaceWith(make("p", { className: "failure", textContent: table ? words.chart_failed : words.figure_failed }));
  for (const each of figure.querySelectorAll(".picture, .views")) each.remove();
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

// The figure of an exhibit as it stands in the page, and what `layout.meta.views` chosen of it changes.
const figureOf = (figure) => JSON.parse(figure.querySelector("script.figure").textContent);
const views = new WeakMap(); // figure -> the view a reader has chosen

// Synchronous once plotly.js is there: a page that is being printed does not wait.
function show(figure, dark, width) {
  const chart = figure.querySelector(".chart");
  const { data, layout, frames } = inTheme(figureOf(figure), chart, dark);
  const fitted = layoutFor(width ?? chart.clientWidth, chart, layout);
  if (width) Object.assign(fitted, { width, autosize: false });
  const shown = window.Plotly.react(chart, { data, layout: fitted, frames, config: configFor(figure, chart) });
  const view = views.get(figure);
  return view ? shown.then(() => window.Plotly.update(chart, view.traces ?? {}, view.layout ?? {})) : shown;
}

function draw(figure) {
  if (drawings.has(figure)) return drawings.get(figure);
  let drawing;
  try {
    drawing = show(figure, DARK.matches);
  } catch (problem) {
    drawing = Promise.reject(problem);
  }
  const drawn = drawing.then(() => { figure.dataset.drawn = "true"; }, (problem) => fail(figure, problem));
  drawings.set(figure, drawn);
  return drawn;
}

// One chart after the other, each in a task of its own: the page answers a finger between two of them.
let queue = Promise.resolve();
const breathe = () => new Promise((done) => { setTimeout(done); });
function drawInTurn(figure) {
  const drawIt = () => { draw(figure); };
  queue = queue.then(unpack).then(breathe).then(drawIt).catch((problem) => fail(figure, problem));
}

function drawWhenNear() {
  const watch = new IntersectionObserver((seen) => {
    for (const each of seen) {
      if (!each.isIntersecting) continue;
      watch.unobserve(each.target);
      drawInTurn(each.target);
    }
  }, { rootMargin: "800px 0px" });
  for (const figure of figures) watch.observe(figure);
}

const isDrawn = (figure) => Boolean(figure.querySelector(".chart")?._fullLayout);

// On paper every chart is there, as wide as the paper and in the colours of day. Plotly draws at once.
function toPaper() {
  document.documentElement.classList.add("on-paper");
  if (!window.Plotly) return;
  for (const figure of figures) {
    draw(figure);
    if (isDrawn(figure)) show(figure, false, PAPER);
  }
}

function toScreen() {
  document.documentElement.classList.remove("on-paper");
  for (const figure of figures.filter(isDrawn)) show(figure, DARK.matches);
}

// Other ways to show the same figures, e.g. shares and counts: `layout.meta.views` names what changes in each.
function addViews(figure) {
  const { layout } = figureOf(figure);
  const choices = Array.isArray(layout.meta?.views) ? layout.meta.views : [];
  if (choices.length < 2) return;
  const switches = make("fieldset", { className: "views" }, make("legend", { textContent: words.view }));
  choices.forEach((view, number) => {
    const choice = make("input", { type: "radio", name: `${figure.id}-view`, checked: number === 0 });
    choice.addEventListener("change", () => {
      views.set(figure, view);
      unpack().then(() => draw(figure)).then(() => isDrawn(figure) && show(figure, DARK.matches));
    });
    switches.append(make("label", {}, choice, make("span", { textContent: view.label })));
  });
  figure.querySelector(".chart-card").before(switches);
}

if (figures.length) {
  addEventListener("beforeprint", toPaper);
  addEventListener("afterprint", toScreen);
  DARK.addEventListener("change", toScreen);
  figures.forEach(addViews);
  drawWhenNear();
  const quiet = window.requestIdleCallback ?? ((then) => setTimeout(then, 500));
  quiet(() => unpack().catch((problem) => figures.forEach((figure) => fail(figure, problem))), { timeout: 2000 });
}
