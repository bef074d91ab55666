/* The desk by keyboard: j and k walk the list, Enter opens, n claims, o goes to the ways out, m to the messages,
 * s saves the draft, / searches, h goes home, ? shows the keys.
 * Whoever is hindered by single keys turns them off in that list; the choice stays in this browser. */
const OFF = "motcua.keys.off";
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
const dialog = document.getElementById("keys");
const areOff = () => localStorage.getItem(OFF) === "yes";

function walk(step) {
  const links = [...document.querySelectorAll("[data-rows] .mc-inbox__link")];
  if (!links.length) return;
  const focused = links.indexOf(document.activeElement);
  const from = focused >= 0 ? focused : links.findIndex((link) => link.getAttribute("aria-current"));
  const next = from < 0 ? 0 : Math.min(links.length - 1, Math.max(0, from + step));
  links[next].focus();
}

/* The box to search in on this page, else the page that has one. */
function search() {
  const box = document.querySelector('main input[type="search"]');
  if (!box) return document.querySelector("[data-find]")?.click();
  box.closest("details")?.setAttribute("open", "");
  box.focus();
}

const actions = {
  j: () => walk(1),
  k: () => walk(-1),
  n: () => document.querySelector("[data-claim]")?.requestSubmit(),
  o: () => document.querySelector("[data-outcomes] button")?.focus(),
  m: () => document.querySelector("[data-messages]")?.click(),
  s: () => document.querySelector("[data-save-draft]")?.click(),
  "/": search,
  h: () => document.querySelector("[data-home]")?.click(),
  "?": () => dialog?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key !== "?" && areOff()) return;
  const action = actions[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

for (const button of document.querySelectorAll("[data-open-keys]")) {
  button.hidden = !dialog;
  button.addEventListener("click", () => dialog?.showModal());
}

const toggle = document.getElementById("keys-on");
if (toggle) {
  toggle.checked = !areOff();
  toggle.addEventListener("change", () => localStorage.setItem(OFF, toggle.checked ? "no" : "yes"));
}

/* A row that was not there before gets a soft mark. */
const rowsOf = (list) => new Set([...list.querySelectorAll("[data-row]")].map((row) => row.dataset.row));
for (const list of document.querySelectorAll("[data-rows]")) {
  let known = rowsOf(list);
  list.addEventListener("live:swapped", () => {
    for (const row of list.querySelectorAll("[data-row]")) if (!known.has(row.dataset.row)) row.dataset.fresh = "";
    known = new Set([...known, ...rowsOf(list)]);
  });
}
