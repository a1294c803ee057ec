// --- charts in the dark theme: an exhibit's figure in other colours, with every verdict known by its own hue -----------

// Greys and tints change places from paper to ink; a colour stays, and a deep one is raised until it is seen. Letters
// follow what they stand on. On paper, in files and with forced colours the figure is drawn as the notebook has it.
const DARK = matchMedia("(prefers-color-scheme: dark) and (forced-colors: none)");
const GREY = 44; // channels that differ by less are a grey or a tint
const COLOUR = /^#[0-9a-f]{6}$/i;
const DEEP = 0.1; // luminance below which a fill with an outline is raised, so far that white letters stay legible
const [RAISED, MORE, MOST, SEEN] = [1.35, 0.05, 3, 0.15]; // dark_theme.py has the same for what is drawn without a script

const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
const hex = (rgb) => `#${rgb.map((v) => Math.round(Math.min(255, Math.max(0, v))).toString(16).padStart(2, "0")).join("")}`;
const spread = (rgb) => Math.max(...rgb) - Math.min(...rgb);

function luminance(rgb) {
  const [r, g, b] = rgb.map((v) => (v <= 10 ? v / 3294.6 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function raised(rgb) {
  const by = (factor) => rgb.map((v) => Math.min(255, Math.round(v * factor)));
  let factor = RAISED;
  while (factor < MOST && luminance(by(factor)) < SEEN) factor += MORE;
  return by(factor);
}

// In the dark theme: `fill` of a mark, `line` that is seen by itself, `text` on the card.
function atNight(colour, use, { card, ink }, outlined = false) {
  if (typeof colour !== "string" || !COLOUR.test(colour)) return colour;
  const rgb = channels(colour);
  const light = luminance(rgb);
  if (spread(rgb) < GREY) {
    const part = use === "text" ? Math.cbrt(light) * 0.2 : light ** 0.6; // of the way from ink to card
    return hex(rgb.map((_, i) => ink[i] + (card[i] - ink[i]) * part));
  }
  if (use === "fill" && outlined) return light < DEEP ? hex(raised(rgb)) : colour;
  const enough = (use === "text" ? 4.6 : 3.5) * (luminance(card) + 0.05) - 0.05;
  if (light >= enough) return colour;
  let [low, high] = [0, 1];
  const mixed = (part) => rgb.map((v) => v * (1 + part) + 255 * part * 0.4);
  while (high - low > 0.01) {
    const part = (low + high) / 2;
    if (luminance(mixed(part).map((v) => Math.min(v, 255))) < enough) low = part;
    else high = part;
  }
  return hex(mixed(high));
}

const each = (value, change) => (Array.isArray(value) ? value.map(change) : change(value));
const at = (value, place) => (Array.isArray(value) ? value[place] : value);
const isGrey = (colour) => !COLOUR.test(colour) || spread(channels(colour)) < GREY;

// Letters on a mark that keeps its colour keep theirs; those on a grey one, or on the card, change with it.
function lettersOn(fill, letters, sides) {
  const ink = (place) => (isGrey(at(fill, place)) ? atNight(at(letters, place), "text", sides) : at(letters, place));
  const many = [fill, letters].find(Array.isArray);
  return many ? many.map((_, place) => ink(place)) : ink(0);
}

function markerAtNight(marker, sides) {
  const open = /-open|^line-/.test(String(marker.symbol ?? ""));
  const outlined = COLOUR.test(String(at(marker.line?.color, 0))) && luminance(channels(at(marker.line.color, 0))) < 0.2;
  const use = open ? "line" : "fill";
  return {
    ...marker,
    ...(marker.color && { color: each(marker.color, (colour) => atNight(colour, use, sides, outlined)) }),
    ...(marker.line && { line: lineAtNight(marker.line, sides) }),
    ...(marker.pattern && {
      pattern: {
        ...marker.pattern,
        ...(marker.pattern.fgcolor && { fgcolor: atNight(marker.pattern.fgcolor, "line", sides) }),
        ...(marker.pattern.bgcolor && { bgcolor: each(marker.pattern.bgcolor, (c) => atNight(c, "fill", sides, true)) }),
      },
    }),
  };
}

function lineAtNight(line, sides) {
  return line.color ? { ...line, color: each(line.color, (colour) => atNight(colour, "line", sides)) } : line;
}

function traceAtNight(trace, sides) {
  const made = { ...trace };
  const inside = !/outside|top|bottom|left|right/.test(String(at(trace.textposition, 0) ?? ""));
  const fill = inside && /text/.test(trace.mode ?? "text") ? trace.marker?.color : undefined;
  if (trace.textfont?.color) made.textfont = { ...trace.textfont, color: lettersOn(fill, trace.textfont.color, sides) };
  if (trace.marker) made.marker = markerAtNight(trace.marker, sides);
  if (trace.line) made.line = lineAtNight(trace.line, sides);
  if (trace.error_x) made.error_x = lineAtNight(trace.error_x, sides);
  if (trace.error_y) made.error_y = lineAtNight(trace.error_y, sides);
  if (trace.fillcolor) made.fillcolor = atNight(trace.fillcolor, "fill", sides);
  if (trace.hoverlabel) made.hoverlabel = partAtNight(trace.hoverlabel, sides);
  return made;
}

// Whatever a layout holds: its parts by the names of their colours.
function partAtNight(part, sides) {
  if (Array.isArray(part)) return part.map((each) => partAtNight(each, sides));
  if (!part || typeof part !== "object") return part;
  const fill = part.fillcolor ?? part.bgcolor;
  const made = {};
  for (const [key, value] of Object.entries(part)) {
    if (key === "meta") made[key] = value;
    else if (key === "line") made[key] = lineAtNight(value, sides);
    else if (/^(fillcolor|bgcolor|paper_bgcolor|plot_bgcolor)$/.test(key)) made[key] = atNight(value, "fill", sides, true);
    else if (/font$/.test(key) && value?.color) made[key] = { ...value, color: lettersOn(fill, value.color, sides) };
    else if (key === "label") made[key] = { ...value, ...(value.font?.color && { font: { ...value.font, color: lettersOn(fill, value.font.color, sides) } }) };
    else if (/color$/.test(key)) made[key] = atNight(value, "line", sides);
    else made[key] = partAtNight(value, sides);
  }
  return made;
}

// An exhibit's figure for the theme the reader has now; a figure of somebody else's stands on white in both.
function inTheme({ data, layout, frames }, chart, dark) {
  if (!dark || chart.dataset.toolbar !== "plain") return { data, layout, frames };
  const style = getComputedStyle(document.documentElement);
  const side = (name) => channels(style.getPropertyValue(name).trim());
  const sides = { card: side("--chart"), ink: side("--ink") };
  return { data: data.map((trace) => traceAtNight(trace, sides)), layout: partAtNight(layout, sides), frames };
}
