// --- promises: chosen by verdict, theme or words; folds open where a link leads, and on paper ---------------------------

const FEW_STORIES = 4; // so many are seen at once
const MANY_STORIES = 20; // from so many on they can be searched by their words

function addChoices(box) {
  const stories = [...box.querySelectorAll(".story")];
  if (stories.length < FEW_STORIES) return;
  const bar = make("div", { className: "choose" });
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", words.view);
  const tests = new Map();
  const choice = (label, sign, test) => {
    const radio = make("input", { type: "radio", name: `${box.id}-verdict`, checked: tests.size === 0 });
    tests.set(radio, test);
    bar.append(make("label", {}, radio, ...(sign ? [sign] : []), `${label} ${stories.filter(test).length}`));
  };
  choice(words.all_verdicts, null, () => true);
  for (const status of new Set(stories.map((each) => each.dataset.status))) {
    const first = stories.find((each) => each.dataset.status === status);
    const sign = first.querySelector(".sign.current")?.cloneNode();
    sign?.setAttribute("aria-hidden", "true");
    sign?.classList.remove("down", "current");
    choice(first.dataset.verdict, sign, (each) => each.dataset.status === status);
  }
  // The same years as in the answer to “What changed?”: the page says which, and which promises they are.
  const moved = (each) => "moved" in each.dataset;
  if (box.dataset.changed && stories.some(moved)) choice(box.dataset.changed, null, moved);
  const groups = [...new Set(stories.map((each) => each.dataset.group))].filter(Boolean);
  const theme = make("select", {}, make("option", { value: "", textContent: words.themes }));
  theme.setAttribute("aria-label", words.themes);
  theme.append(...groups.map((value) => make("option", { value, textContent: value })));
  if (groups.length > 1) bar.append(theme);
  const field = make("input", { type: "search", autocomplete: "off", placeholder: words.search_stories });
  field.setAttribute("aria-label", words.search_stories);
  if (stories.length >= MANY_STORIES) bar.append(field);
  bar.addEventListener("input", () => {
    const test = tests.get(bar.querySelector(":checked"));
    const wanted = fold(field.value).split(/\s+/).filter(Boolean);
    for (const each of stories) {
      const text = wanted.length ? fold(each.textContent) : "";
      const fits = test(each) && (!theme.value || each.dataset.group === theme.value);
      each.hidden = !fits || !wanted.every((word) => text.includes(word));
    }
    const shown = stories.filter((each) => !each.hidden).length;
    say(words.rows_shown.replace("$total", stories.length).replace("$n", shown));
  });
  stories[0].before(bar);
}
document.querySelectorAll(".stories").forEach(addChoices);

// A link to something in a fold opens the fold.
function openWhere(hash) {
  const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
  if (!target) return;
  const within = [target.querySelector(":scope > details.more")];
  for (let each = target; each; each = each.parentElement) if (each.matches("details")) within.push(each);
  for (const each of within.filter(Boolean)) Object.assign(each, { hidden: false, open: true });
  target.scrollIntoView();
}
addEventListener("hashchange", () => openWhere(location.hash));
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='#']");
  if (link?.hash === location.hash) openWhere(link.hash); // the address does not change, so nothing else would
});
if (location.hash) openWhere(location.hash);

// On paper everything is open but the table beside a chart.
let closedOnScreen = [];
addEventListener("beforeprint", () => {
  closedOnScreen = [...document.querySelectorAll("details:is(.story, .more):not([open])")];
  for (const each of closedOnScreen) each.open = true;
});
addEventListener("afterprint", () => { for (const each of closedOnScreen) each.open = false; });
