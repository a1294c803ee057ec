"use strict";
// A laboratory: the reader moves a control, and each statement says at once whether it holds. Every index is a straight
// line between its values at the two ends of the control; a statement holds where its left one lies above its right one.
(() => {
  const NOTHING = 1e-9; // smaller differences are rounding
  const between = (start, end, at) => start + (end - start) * at;

  for (const laboratory of document.querySelectorAll(".laboratory")) {
    const content = laboratory.querySelector("script.laboratory");
    if (!content) continue;
    const { values, options, statements, words } = JSON.parse(content.textContent);
    const percent = (share) => `${(100 * share).toFixed(1).replace(/\.0$/, "").replace(".", words.decimal)}%`;
    const bench = laboratory.querySelector(".bench");
    const control = bench.querySelector("input[type=range]");
    const output = bench.querySelector("output");
    const choices = [...bench.querySelectorAll("select")];
    const tally = bench.querySelector(".tally");
    const items = [...bench.querySelectorAll(".statements li")];

    function show() {
      const { value, text } = values[control.valueAsNumber];
      const chosen = choices.reduce((before, each, at) => before * options[at] + each.selectedIndex, 0);
      let count = 0;
      items.forEach((item, at) => {
        const [left, leftEnd, right, rightEnd] = statements[at].cases[chosen];
        const one = between(left, leftEnd, value);
        const other = between(right, rightEnd, value);
        const holds = one - other > NOTHING || (statements[at].closed && one - other >= -NOTHING);
        count += holds;
        item.dataset.holds = holds;
        item.querySelector(".tick").textContent = holds ? "✓" : "✗";
        const [first, second] = statements[at].turned ? [other, one] : [one, other];
        const sign = Math.abs(first - second) <= NOTHING ? "=" : first > second ? ">" : "<";
        const figures = `${percent(first)} ${sign} ${percent(second)}`.replaceAll(" ", "\u00a0");
        item.querySelector(".state").textContent = `– ${holds ? words.holds : words.breaks} (${figures})`;
      });
      output.textContent = text;
      control.setAttribute("aria-valuetext", text);
      const filled = { $value: text, $count: count, $of: items.length };
      tally.textContent = words.tally.replace(/\$(value|count|of)/g, (name) => filled[name]);
    }

    control.addEventListener("input", show);
    for (const each of choices) each.addEventListener("change", show);
    bench.hidden = false;
    show();
  }
})();
