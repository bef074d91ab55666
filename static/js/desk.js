/* The desk by keyboard: j and k walk the list, Enter opens, n claims, h goes home, ? shows the keys. */
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

function walk(step) {
  const links = [...document.querySelectorAll("[data-rows] .mc-inbox__link")];
  if (!links.length) return;
  const focused = links.indexOf(document.activeElement);
  const from = focused >= 0 ? focused : links.findIndex((link) => link.getAttribute("aria-current"));
  const next = from < 0 ? 0 : Math.min(links.length - 1, Math.max(0, from + step));
  links[next].focus();
}

const actions = {
  j: () => walk(1),
  k: () => walk(-1),
  n: () => document.querySelector("[data-claim]")?.requestSubmit(),
  h: () => document.querySelector("[data-home]")?.click(),
  "?": () => document.getElementById("keys")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  const action = actions[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

/* A grave outcome is asked once more: without scripts the server asks on a page of its own. */
for (const button of document.querySelectorAll("[data-confirm-dialog]")) {
  const dialog = document.getElementById(button.dataset.confirmDialog);
  button.addEventListener("click", (event) => {
    if (!dialog) return;
    event.preventDefault();
    dialog.showModal();
  });
}
