// --- files: every table as CSV, JSON and Excel, every chart as SVG and PNG with its source ----------------------------

const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;
const INK = "#10202E";
const SOFT = "#46535E";
const WIDE = 960; // a picture, in pixels; a PNG has twice as many

function valueOf(cell) {
  const text = cell.textContent.trim();
  const typed = text && cell.lang ? `${text} [${cell.lang}]` : text; // as the page marks it
  return cell.dataset.value ?? cell.querySelector("a")?.getAttribute("href") ?? typed;
}

// RFC 4180; what a spreadsheet would take for a formula gets an apostrophe before it, behind a sign too at which one that
// expects other separators begins a cell.
function field(text) {
  if (!NUMBER.test(text)) text = text.replace(/(^|[;\t\r\n])( *)(?=[=+\-@])/g, "$1$2'").replace(/^(?=[\t\r])/, "'");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function csv(lines) {
  return `\ufeff${lines.map((line) => line.map(field).join(",")).join("\r\n")}\r\n`; // Excel reads UTF-8 only after this
}

const linesOf = (table) => [...table.rows].map((row) => [...row.cells].map(valueOf));

function json(exhibit, table) {
  const heads = [...table.tHead.rows[0].cells];
  const typed = (cell) => ("value" in cell.dataset ? Number(cell.dataset.value) : valueOf(cell));
  const rows = [...table.tBodies[0].rows].map((row) => (
    Object.fromEntries([...row.cells].map((cell, place) => [heads[place].dataset.column, typed(cell)]))
  ));
  const columns = heads.map((head) => ({ id: head.dataset.column, label: head.textContent }));
  const source = exhibit.querySelector(".source")?.textContent.replace(/\s+/g, " ").trim() ?? "";
  return JSON.stringify({ title: exhibit.querySelector(".headline, .caption").textContent, source, columns, rows }, null, 1);
}

function save(content, type, name) {
  const link = make("a", { href: URL.createObjectURL(new Blob([content], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function bytesOf(script) {
  return Uint8Array.from(atob(script.textContent), (letter) => letter.charCodeAt(0));
}

function saveWorkbook() {
  const type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  const whole = document.querySelector("script#workbook");
  if (whole.dataset.href) make("a", { href: whole.dataset.href, download: `${page}.xlsx` }).click();
  else save(bytesOf(whole), type, `${page}.xlsx`);
}

// --- pictures: the chart with its headline above it and its source below ---

function svgOf(tag, attributes, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function wrapped(text, font, width) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (lines.at(-1) && pen.measureText(longer).width > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

async function picture(exhibit) {
  await unpack();
  await draw(exhibit);
  const chart = exhibit.querySelector(".chart");
  const height = chart.clientHeight;
  await show(exhibit, false); // a file is in the colours of day
  const address = await window.Plotly.toImage(chart, { format: "svg", width: WIDE, height });
  await show(exhibit, DARK.matches);
  const drawn = decodeURIComponent(address.slice(address.indexOf(",") + 1));
  const inner = new DOMParser().parseFromString(trusted.createHTML(drawn), "image/svg+xml").documentElement;
  const serif = getComputedStyle(document.querySelector("h1")).fontFamily;
  const text = (selector) => exhibit.querySelector(selector)?.textContent.replace(/\s+/g, " ").trim() ?? "";
  const name = [document.querySelector(".brand")?.textContent.trim(), document.querySelector("h1").textContent];
  const outer = svgOf("svg", { xmlns: "http://www.w3.org/2000/svg", width: WIDE, "font-family": LETTERS });
  const ground = outer.appendChild(svgOf("rect", { width: "100%", height: "100%", fill: "#FFFFFF" }));
  outer.prepend(svgOf("title", {}, text(".headline")), svgOf("desc", {}, text(".alternative p")));
  let y = 16;
  function write(content, size, weight, family, colour) {
    for (const line of content ? wrapped(content, `${weight} ${size}px ${family}`, WIDE - 48) : []) {
      y += size * 1.35;
      const place = { x: 24, y, "font-size": size, "font-weight": weight, "font-family": family, fill: colour };
      outer.append(svgOf("text", place, line));
    }
  }
  write(text(".headline"), 24, 600, serif, INK);
  write(text(".subtitle"), 15, 400, LETTERS, SOFT);
  inner.setAttribute("y", y + 12);
  outer.append(inner);
  y += 12 + height;
  write(text(".note"), 13, 400, LETTERS, SOFT);
  write(text(".source"), 13, 400, LETTERS, SOFT);
  write(name.filter(Boolean).join(" · "), 13, 600, LETTERS, INK);
  y += 20;
  outer.setAttribute("height", y);
  outer.setAttribute("viewBox", `0 0 ${WIDE} ${y}`);
  ground.setAttribute("height", y);
  return { svg: new XMLSerializer().serializeToString(outer), height: y };
}

async function png(exhibit) {
  const { svg, height } = await picture(exhibit);
  const image = new Image(WIDE, height);
  image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = make("canvas", { width: 2 * WIDE, height: Math.ceil(2 * height) });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

// --- buttons ---

async function copyLink(exhibit, made) {
  const address = `${location.href.split("#")[0]}#${exhibit.id}`;
  try {
    await navigator.clipboard.writeText(address);
    say(words.link_copied);
    made.textContent = words.link_copied;
    setTimeout(() => { made.textContent = words.copy_link; }, 2500);
  } catch {
    location.hash = exhibit.id; // the address bar has it then
  }
}

for (const exhibit of document.querySelectorAll(".exhibit")) {
  const below = exhibit.querySelector(".below");
  const table = exhibit.querySelector("table.data");
  if (!below) continue;
  const files = make("div", { className: "files" });
  const add = (label, action, kind = "table") => {
    files.append(about(exhibit, Object.assign(button(label, action), { className: kind })));
  };
  const name = `${page}-${exhibit.id}`;
  if (table) {
    const whole = !("part" in table.dataset); // of a part of the rows there is only the workbook, which has all
    if (document.querySelector("script#workbook")) add(words.download_xlsx, saveWorkbook);
    if (whole) add(words.download_csv, () => save(csv(linesOf(table)), "text/csv;charset=utf-8", `${name}.csv`));
    if (whole) add(words.download_json, () => save(json(exhibit, table), "application/json", `${name}.json`));
  }
  if (exhibit.querySelector(".chart")) {
    add(words.download_picture, async () => {
      save((await picture(exhibit)).svg, "image/svg+xml", `${name}.svg`);
    }, "picture");
    add(words.download_png, async () => save(await png(exhibit), "image/png", `${name}.png`), "picture");
  }
  if (files.children.length) {
    const fold = make("details", { className: "fold" }, make("summary", { textContent: words.download }), files);
    about(exhibit, fold.querySelector("summary"));
    below.append(fold);
  }
  const link = about(exhibit, button(words.copy_link, () => copyLink(exhibit, link)));
  below.append(link);
}

const book = document.querySelector("script#codebook");
if (book) {
  const { name, lines } = JSON.parse(book.textContent);
  const files = make("p", { className: "files" });
  const whole = document.querySelector("script#workbook");
  if (whole) files.append(button(words.all_tables, saveWorkbook));
  files.append(button(`${name} (CSV)`, () => save(csv(lines), "text/csv;charset=utf-8", `${page}-code-book.csv`)));
  document.querySelector("#about .fold-body").append(files);
}
