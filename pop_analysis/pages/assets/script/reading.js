// --- where the reader is, and the ways out -----------------------------------------------------------------------------

const bar = document.querySelector(".masthead .bar");
const print = button(words.print, () => window.print());
print.className = "print";
bar.append(print);

// The fact sheet is one page of paper: the head, and each promise in a line; page.css leaves out the rest.
function toSheet() {
  document.documentElement.classList.add("fact-sheet");
  return () => document.documentElement.classList.remove("fact-sheet");
}
if (document.querySelector("[data-sheet]")) {
  if (location.hash === "#fact-sheet") toSheet();
  const sheet = button(words.fact_sheet, () => {
    const back = toSheet();
    window.print();
    back();
  });
  sheet.className = "print";
  bar.append(sheet);
}

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

// A frame is a stop for the keyboard only while there is something to scroll in it.
const frames = new ResizeObserver((seen) => {
  for (const { target } of seen) {
    if (target.scrollWidth > target.clientWidth + 1) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const frame of document.querySelectorAll(".scroll")) frames.observe(frame);

// The sister page in the other language opens at the same exhibit: exhibits have the same names in every language.
for (const link of document.querySelectorAll(".languages a")) {
  link.addEventListener("click", () => {
    const tops = [...document.querySelectorAll(".exhibit")].filter((each) => each.getBoundingClientRect().top < 200);
    if (scrollY > innerHeight && tops.length) link.hash = tops.at(-1).id;
  });
}
