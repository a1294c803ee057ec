// Many places: a field that narrows the lists, without asking anybody. Without JavaScript their folds open by hand.
const find = document.querySelector(".find");
const field = find.querySelector("input");
const count = find.querySelector("[role=status]");
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(); // Puke finds Pukë
const places = [...document.querySelectorAll(".many [data-place]")].map((each) => {
  const part = each.closest(".part").querySelector("summary")?.textContent ?? "";
  return [each, fold(`${each.textContent} ${part}`)];
});
const lists = [...document.querySelectorAll(".many :is(.part, .cards, .brief)")];
const opened = new Set(); // folds that were opened for what was looked for

function narrow() {
  const wanted = fold(field.value).split(/\s+/).filter(Boolean);
  for (const [each, text] of places) each.hidden = !wanted.every((word) => text.includes(word));
  for (const list of lists) {
    list.hidden = !list.querySelector("[data-place]:not([hidden])");
    if (list.matches("details:not([open])") && wanted.length && !list.hidden) opened.add(list);
  }
  for (const each of opened) each.open = wanted.length > 0;
  if (!wanted.length) opened.clear();
  const shown = places.filter(([each]) => !each.hidden).length;
  count.textContent = wanted.length ? find.dataset.said.replace("$total", places.length).replace("$n", shown) : "";
}

find.hidden = false;
field.addEventListener("input", narrow);
