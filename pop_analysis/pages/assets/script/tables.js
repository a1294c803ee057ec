// --- tables: a list on a phone, search, and a choice for every column that has few values ------------------------------

// On a narrow screen a table of many columns is shown as a list, each cell under the name of its column. Shown so, it
// would be no table any more for those who hear the page, if its parts did not say what they are.
for (const table of document.querySelectorAll("table.many")) {
  const labels = [...table.tHead.rows[0].cells].map((head) => head.textContent);
  const role = (parts, name) => { for (const each of parts) each.setAttribute("role", name); };
  role([table], "table");
  role([table.tHead, ...table.tBodies], "rowgroup");
  role(table.rows, "row");
  role(table.tHead.rows[0].cells, "columnheader");
  for (const row of table.tBodies[0].rows) {
    [...row.cells].forEach((cell, place) => { cell.dataset.label = labels[place]; });
    role(row.querySelectorAll("td"), "cell");
    role(row.querySelectorAll("th"), "rowheader");
  }
  table.classList.add("labelled");
}

const MANY = 7; // a table of more rows can be searched

function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(); // Puke finds Pukë
}

function addSearch(box) {
  const table = box.querySelector("table.data");
  const rows = [...table.tBodies[0].rows];
  const heads = [...table.tHead.rows[0].cells];
  const chosen = heads.map((head, place) => ({ head, place })).filter(({ head }) => "filter" in head.dataset);
  if ((rows.length <= MANY && !chosen.length) || "part" in table.dataset) return;

  const bar = make("div", { className: "search" });
  bar.setAttribute("role", "search");
  bar.setAttribute("aria-label", box.querySelector(".caption")?.textContent ?? "");
  const field = make("input", { type: "search", id: `${box.id}-search`, autocomplete: "off" });
  const filters = chosen.map(({ head, place }) => {
    const values = [...new Set(rows.map((row) => row.cells[place].textContent.trim()))].filter(Boolean);
    const select = make("select", {}, make("option", { value: "", textContent: words.all }));
    select.append(...values.map((value) => make("option", { value, textContent: value })));
    bar.append(make("label", {}, make("span", { textContent: head.textContent }), select));
    return { select, place };
  });
  if (rows.length > MANY) bar.prepend(make("label", {}, make("span", { textContent: words.search }), field));
  const count = make("p", { className: "count" });
  count.setAttribute("role", "status");
  bar.append(count);
  box.querySelector(".scroll").before(bar);

  function narrow() {
    const wanted = fold(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = fold(row.textContent);
      row.hidden = !wanted.every((word) => text.includes(word))
        || filters.some(({ select, place }) => select.value && row.cells[place].textContent.trim() !== select.value);
      shown += Number(!row.hidden);
    }
    const everything = shown === rows.length;
    count.textContent = everything ? "" : words.rows_shown.replace("$total", rows.length).replace("$n", shown);
  }
  bar.addEventListener("input", narrow);
}

document.querySelectorAll(".table-block").forEach(addSearch);
