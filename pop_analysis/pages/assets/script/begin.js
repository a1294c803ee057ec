// What a page does by itself: unpack plotly.js, draw each chart when it comes near, search tables, give tables and
// charts as files. Nothing here asks a host for anything; the content security policy would refuse it. The files of
// this folder become one script, in the order page.py names them; what is made here is put in by textContent alone.
// Where a browser asks for it (Trusted Types), a text becomes a script or a document nowhere else than by these two.
// plotly.js itself asks for a sign by its name (&amp;) and no more.
const asIs = (text) => text;
const madeHere = { createHTML: asIs, createScript: asIs, createScriptURL: asIs };
const trusted = window.trustedTypes?.createPolicy("page", madeHere) ?? madeHere;
window.trustedTypes?.createPolicy("default", { createHTML: (text) => (/^(&#?\w+;)?$/.test(text) ? text : null) });

const words = JSON.parse(document.querySelector("script#page-words").textContent);
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const page = decodeURIComponent(location.pathname.split("/").pop()).replace(/\.html?$/i, "") || "page";

function make(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function button(label, action) {
  const made = make("button", { type: "button", textContent: label });
  made.addEventListener("click", action);
  return made;
}

// What a button is about, for those who hear the page.
function about(exhibit, made) {
  const name = exhibit.querySelector(".headline, .caption")?.id;
  if (name) made.setAttribute("aria-describedby", name);
  return made;
}

// One place where something that happened is said aloud.
const said = make("p", { className: "visually-hidden" });
said.setAttribute("role", "status");
document.querySelector("main").append(said);
const say = (text) => { said.textContent = text; };
